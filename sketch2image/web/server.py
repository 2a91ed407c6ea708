"""The page served: where, to whom, and until when."""

from __future__ import annotations

import contextlib
import importlib.util
import io
import os
import signal
import socket
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from sketch2image.core.errors import Cancelled, ErrorKind, UserError
from sketch2image.engine.galleries import offered_galleries
from sketch2image.engine.tiers import Tier
from sketch2image.web.answering import Answering
from sketch2image.web.desk import Desk
from sketch2image.web.downloads import Downloads
from sketch2image.web.guard import Guard
from sketch2image.web.limits import Limits
from sketch2image.web.page import Offer, build

if TYPE_CHECKING:
    from gradio import Blocks

Say = Callable[[str], None]

_ENVIRONMENT = {"GRADIO_ANALYTICS_ENABLED": "False", "GRADIO_ALLOWED_PATHS": "",
                "HF_HUB_DISABLE_TELEMETRY": "1"}  # fmt: skip
_LEAVE = 3
"""Seconds that visitors' open requests get when the page ends."""

_LOCAL = "127.0.0.1,localhost"
_FONTS = ("system-ui", "sans-serif")
_MONO = ("ui-monospace", "monospace")


@dataclass(frozen=True)
class Place:
    """Where the page is, and who may see it.

    Attributes:
        host: address to listen on; 127.0.0.1 is this machine alone.
        port: 0 for any that is free.
        share: whether gradio's servers make a public link to it.
        password: (user, password) that visitors must give, or None.
        browser: whether one is opened.
    """

    host: str = "127.0.0.1"
    port: int = 7860
    share: bool = False
    password: tuple[str, str] | None = None
    browser: bool = False


def check_gradio() -> None:
    """See that gradio is installed, before anything is loaded.

    Raises:
        UserError: it is not.
    """
    if importlib.util.find_spec("gradio") is None:
        hint = "pip install -r requirements.txt, or pip install gradio"
        raise UserError(ErrorKind.dependency, "gradio is not installed", hint)


def serve(
    desk: Desk,
    place: Place,
    galleries: Sequence[str] = (),
    limits: Limits | None = None,
    say: Say = lambda _: None,
) -> str:
    """Serve the page until Ctrl-C or a polite kill; call it in the main thread.

    Args:
        desk: the models.
        place: where.
        galleries: names or folders to choose from; see `offered_galleries`.
        limits: of what a visitor may ask.
        say: one line with the address, and notes.

    Returns:
        The address that the page had.

    Raises:
        UserError: there is no such gallery, the port is taken, or no link can be made.
    """
    limits = limits or Limits()
    offered = offered_galleries(galleries)

    def page(folder: Path) -> Blocks:
        offer = Offer(list(offered), desk.usual_strength, desk.decision.tier is Tier.full, limits)
        return build(Answering(desk, offered, limits), offer, Downloads(folder))

    with opened(page, place, limits) as address, desk:
        threading.Thread(target=_warm_up, args=(desk, say), daemon=True).start()
        wait(address, say)
    return address


@contextmanager
def opened(make: Callable[[Path], Blocks], place: Place, limits: Limits) -> Iterator[str]:
    """A page served in threads until the block ends; gives its address.

    Args:
        make: the page; its argument is the folder of gradio's temporary files.
        place: where.
        limits: of what a visitor may ask.

    Raises:
        UserError: the port is taken, or no link can be made.
    """
    port = free_port(place.host, place.port)
    with _surroundings() as folder:
        page = make(folder)
        try:
            yield _launch(page, place, port, limits)
        finally:
            page.close(verbose=False)


def wait(address: str, say: Say) -> None:
    """Say where the page is, and wait for Ctrl-C or a polite kill; in the main thread."""
    say(f"the page is at {address} (Ctrl-C ends it)")
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with suppress(KeyboardInterrupt):
        threading.Event().wait()


def free_port(host: str, port: int) -> int:
    """The port, or a free one for 0.

    Raises:
        UserError: it is taken or not allowed, or there is no such host.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM
        )[0]
        with socket.socket(family, kind, protocol) as probe:
            if os.name == "posix":
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
            return probe.getsockname()[1]
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        hint = "Choose another with --port, or --port 0 for any that is free; see --host too."
        raise UserError(
            ErrorKind.input, f"cannot serve at {host}:{port}: {reason}", hint
        ) from error


def _launch(page: Blocks, place: Place, port: int, limits: Limits) -> str:
    from gradio.themes import Base
    from starlette.middleware import Middleware

    files = resources.files("sketch2image.web")
    script = files.joinpath("keys.js").read_text("utf-8")
    with contextlib.redirect_stdout(io.StringIO()):
        _, local, shared = page.launch(
            server_name=place.host,
            server_port=port,
            share=place.share,
            auth=place.password,
            inbrowser=place.browser,
            inline=False,
            quiet=True,
            prevent_thread_lock=True,
            show_error=False,
            ssr_mode=False,
            mcp_server=False,
            enable_monitoring=False,
            run_history=False,
            footer_links=[],
            allowed_paths=[],
            max_file_size=limits.bytes,
            app_kwargs={"middleware": [Middleware(Guard, most_bytes=limits.bytes)]},
            theme=Base(font=_FONTS, font_mono=_MONO),
            css=files.joinpath("style.css").read_text("utf-8"),
            head=f"<script>{script}</script>",
        )
    page.server.config.timeout_graceful_shutdown = _LEAVE
    if place.share and not shared:
        hint = "Leave out --share, or check the connection to gradio's servers."
        raise UserError(ErrorKind.output, "no public link could be made", hint)
    return shared or local.rstrip("/")


def _warm_up(desk: Desk, say: Say) -> None:
    try:
        desk.warm_up()
    except Cancelled:
        return
    except UserError as error:
        say(f"error: {error}")


@contextmanager
def _surroundings() -> Iterator[Path]:
    """A folder for gradio's temporary files, and its ways tamed."""
    with tempfile.TemporaryDirectory(prefix="sketch2image-web-") as folder:
        os.environ.update(_ENVIRONMENT, GRADIO_TEMP_DIR=folder)
        for name in ("NO_PROXY", "no_proxy"):
            beside = os.environ.get(name)
            os.environ[name] = f"{beside},{_LOCAL}" if beside else _LOCAL
        yield Path(folder)
