"""Whether an answer reached the phone whole."""

from __future__ import annotations

from collections.abc import Callable

from sketch2image.phone.page.guard import App, Message, Receive, Scope, Send


def noting(response: App, note: Callable[[], None]) -> App:
    """A file's response that calls `note` when its end goes out; a cut one stops before that."""

    async def delivering(scope: Scope, receive: Receive, send: Send) -> None:
        async def sending(message: Message) -> None:
            await send(message)
            if message["type"] == "http.response.body" and not message.get("more_body"):
                note()

        await response(scope, receive, sending)

    return delivering
