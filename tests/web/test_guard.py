from __future__ import annotations

from collections.abc import AsyncIterable, Iterator

import httpx
import pytest

from sketch2image.web.guard import HEADERS, Guard

JOIN, UPLOAD = "/gradio_api/queue/join", "/gradio_api/upload"


class Echo:
    """An app that answers with what it was sent."""

    async def __call__(self, scope, receive, send) -> None:
        body, more = b"", True
        while more:
            message = await receive()
            body += message.get("body", b"")
            more = message.get("more_body", False)
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": body})


@pytest.fixture
def post() -> Iterator:
    def sent(
        path: str, content: bytes | AsyncIterable[bytes] = b"", kind: str = "application/json"
    ) -> httpx.Response:
        import anyio

        async def ask() -> httpx.Response:
            transport = httpx.ASGITransport(Guard(Echo(), most_bytes=1000))
            async with httpx.AsyncClient(transport=transport, base_url="http://page") as client:
                headers = {"content-type": kind}
                return await client.post(path, content=content, headers=headers)

        return anyio.run(ask)

    return sent


def test_what_is_harmless_arrives_whole(post):
    body = b'{"data": [{"path": "/tmp/a.png", "url": "http://page/file=/tmp/a.png"}, "http://x"]}'
    answer = post(JOIN, body)
    assert (answer.status_code, answer.content) == (200, body)
    for name, value in HEADERS:
        assert answer.headers[name.decode()] == value.decode()


@pytest.mark.parametrize(
    "body",
    [
        b'{"data": [{"path": "http://elsewhere/a.png"}]}',
        b'{"data": [[{"deep": {"path": " HTTPS://elsewhere"}}]]}',
        b'{"data": [{"p\\u0061th": "\\u0068ttp://elsewhere"}]}',
    ],
)
def test_an_address_in_place_of_a_file_is_refused(post, body: bytes):
    for kind in ("application/json", "text/plain", "multipart/form-data"):
        assert post(JOIN, body, kind).status_code == 403


@pytest.mark.parametrize(
    "path", ["/gradio_api/file=http://elsewhere/a", "/file=HTTPS:/elsewhere", "/proxy=http://a"]
)
def test_an_address_in_the_path_is_refused(post, path: str):
    assert post(path).status_code == 403


def test_too_large_a_body_is_refused(post):
    assert post(JOIN, bytes(1001)).status_code == 413
    assert post("/login", bytes(1001), "multipart/form-data").status_code == 413
    assert post(UPLOAD, bytes(1001), "multipart/form-data").status_code == 200


def test_an_upload_of_many_files_at_once_is_refused(post):
    assert post(UPLOAD, bytes(1000 + 2**16)).status_code == 200
    assert post(UPLOAD, bytes(1001 + 2**16)).status_code == 413


def test_an_upload_that_does_not_tell_its_size_is_refused(post):
    async def pieces():
        yield b"a"

    assert post(UPLOAD, pieces()).status_code == 413


@pytest.mark.parametrize("name", ["run/upload", "call/upload", "component_server", "upload/x"])
def test_what_the_page_does_not_post_to_is_closed(post, name: str):
    assert post(f"/gradio_api/{name}").status_code == 404


def test_deep_nesting_does_not_stop_the_page(post):
    assert post(JOIN, b"[" * 999).status_code == 200
