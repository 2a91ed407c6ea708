from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from sketch2image.web.guard import HEADERS, Guard


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
    def sent(path: str, content: bytes = b"", kind: str = "application/json") -> httpx.Response:
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
    answer = post("/queue/join", body)
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
    assert post("/queue/join", body).status_code == 403
    assert post("/queue/join", body, "text/plain").status_code == 403


@pytest.mark.parametrize(
    "path", ["/gradio_api/file=http://elsewhere/a", "/file=HTTPS:/elsewhere", "/proxy=http://a"]
)
def test_an_address_in_the_path_is_refused(post, path: str):
    assert post(path).status_code == 403


def test_too_large_a_body_is_refused_except_as_an_upload(post):
    assert post("/queue/join", bytes(1001)).status_code == 413
    assert post("/component_server", bytes(1001), "multipart/form-data").status_code == 413
    assert post("/gradio_api/upload", bytes(1001), "multipart/form-data").status_code == 200


def test_deep_nesting_does_not_stop_the_page(post):
    assert post("/queue/join", b"[" * 999).status_code == 200
