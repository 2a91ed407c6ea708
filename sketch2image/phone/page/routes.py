"""What the page answers."""

from __future__ import annotations

import asyncio
import mimetypes
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from sketch2image.core.errors import UserError
from sketch2image.phone.page.delivery import noting
from sketch2image.phone.page.guard import ASSETS, COOKIE, NEWS, App
from sketch2image.phone.page.hours import Hours
from sketch2image.phone.page.inbox import Inbox, Sent
from sketch2image.phone.page.key import Key
from sketch2image.phone.page.options import PageOptions, Reason
from sketch2image.phone.page.refusal import STATUS, Refusal, Refused
from sketch2image.phone.page.shelf import Shelf
from sketch2image.phone.page.shell import asset, frame

if TYPE_CHECKING:
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import Response

_NEWS_LOOKS = 150
_NEWS_PAUSE = 0.1
"""The page asks for news and waits up to 15 s for some; it then asks again."""


@dataclass(frozen=True)
class Routes:
    """Answers what the guard let through."""

    options: PageOptions
    key: Key
    hours: Hours
    inbox: Inbox
    shelf: Shelf

    def app(self) -> Starlette:
        """The application."""
        from starlette.applications import Starlette
        from starlette.routing import Route

        table = (
            ("", self.shell, "GET"),
            ("claim", self.claim, "POST"),
            (NEWS, self.news, "GET"),
            ("upload", self.upload, "PUT"),
            ("offered/{id}/file", self.file, "GET"),
            ("offered/{id}/thumbnail", self.thumbnail, "GET"),
            ("done", self.done, "POST"),
            ("{name}", self.asset, "GET"),
        )
        base = f"/{self.key.token}/"
        return Starlette(routes=[Route(base + at, do, methods=[way]) for at, do, way in table])

    async def shell(self, request: Request) -> Response:
        """The frame; only its script can use the key up, so that previews of links do not."""
        from starlette.responses import HTMLResponse

        taken = self.key.used and not self.key.knows(request.cookies.get(COOKIE, ""))
        asked = request.headers.get("accept-language", "")
        html = frame(self.options, asked, "used" if taken else "opening")
        return HTMLResponse(html, HTTPStatus.FORBIDDEN if taken else HTTPStatus.OK)

    async def asset(self, request: Request) -> Response:
        """A style or script of the page."""
        from starlette.responses import Response

        name = request.path_params["name"]
        if name not in ASSETS:
            return Response(status_code=HTTPStatus.NOT_FOUND)
        return Response(asset(name), media_type=mimetypes.guess_type(name)[0])

    async def claim(self, request: Request) -> Response:
        """Let the first browser in; its session lasts as long as its cookie."""
        from starlette.responses import Response

        if self.key.knows(request.cookies.get(COOKIE, "")):
            return Response(status_code=HTTPStatus.NO_CONTENT)
        session = self.key.claim()
        if session is None:
            return Response(status_code=HTTPStatus.FORBIDDEN)
        self.hours.touch()
        response = Response(status_code=HTTPStatus.NO_CONTENT)
        path = f"/{self.key.token}/"
        response.set_cookie(COOKIE, session, path=path, httponly=True, samesite="strict")
        return response

    async def news(self, request: Request) -> Response:
        """What is on offer, as soon as it is not what the page knows already."""
        from starlette.responses import JSONResponse

        if "touched" in request.query_params:
            self.hours.touch()
        known = request.query_params.get("revision", "")
        for _ in range(_NEWS_LOOKS):
            if known != str(self.shelf.revision) or self.hours.reason:
                break
            await asyncio.sleep(_NEWS_PAUSE)
        return JSONResponse(self._facts())

    async def upload(self, request: Request) -> Response:
        """Take a picture; the body is its content."""
        from starlette.requests import ClientDisconnect
        from starlette.responses import JSONResponse, Response

        try:
            arrival = await self.inbox.take(_announced(request), request.stream())
        except ClientDisconnect:
            return Response(status_code=HTTPStatus.BAD_REQUEST)
        except Refused as error:
            await self._drain(request, error.why)
            return JSONResponse({"error": error.why}, STATUS[error.why])
        return JSONResponse({"name": arrival.file.name, "new": arrival.is_new})

    async def file(self, request: Request) -> App:
        """A file on offer, to keep or to look at."""
        from starlette.responses import FileResponse, Response

        offered = self.shelf.find(request.path_params["id"])
        if offered is None:
            return Response(status_code=HTTPStatus.NOT_FOUND)
        looking = offered.is_shown and "save" not in request.query_params
        response = FileResponse(
            offered.file,
            media_type=offered.kind,
            filename=offered.file.name,
            content_disposition_type="inline" if looking else "attachment",
        )
        return noting(response, lambda: self.shelf.take(offered))

    async def thumbnail(self, request: Request) -> Response:
        """A small JPEG of a picture on offer."""
        from starlette.concurrency import run_in_threadpool
        from starlette.responses import Response

        offered = self.shelf.find(request.path_params["id"])
        if offered is None:
            return Response(status_code=HTTPStatus.NOT_FOUND)
        try:
            content = await run_in_threadpool(self.shelf.thumbnail, offered)
        except UserError:
            return Response(status_code=HTTPStatus.NOT_FOUND)
        return Response(content, media_type="image/jpeg")

    async def done(self, _: Request) -> Response:
        """The person is through with it."""
        from starlette.responses import Response

        self.hours.end(Reason.done)
        return Response(status_code=HTTPStatus.NO_CONTENT)

    def _facts(self) -> dict[str, Any]:
        return {
            "revision": self.shelf.revision,
            "offered": [offered.row() for offered in self.shelf.all()],
            "secondsLeft": round(self.hours.seconds_left),
            "closed": self.hours.reason,
        }

    async def _drain(self, request: Request, why: Refusal) -> None:
        """Let the browser send the rest: it reads no answer before. Not what is far too much."""
        from starlette.requests import ClientDisconnect

        if why in (Refusal.too_large, Refusal.bad_request):
            return
        try:
            async for _ in request.stream():
                pass
        except (ClientDisconnect, RuntimeError):  # gone, or all of it was read
            return


def _announced(request: Request) -> Sent:
    size = request.headers.get("content-length", "")
    modified = request.query_params.get("modified", "")
    if not size.isdecimal():
        raise Refused(Refusal.bad_request)
    at = int(modified) if modified.isdecimal() else 0
    return Sent(request.query_params.get("name", ""), int(size), at)
