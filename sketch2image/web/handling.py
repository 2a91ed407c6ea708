"""Between gradio's events and our functions: sessions, progress, and errors in one line."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any

from sketch2image.core.errors import Cancelled, UserError
from sketch2image.core.progress import Progress, Report

Work = Callable[[str, tuple[Any, ...], Report], Any]
"""Session, values of the inputs, progress; gives values of the outputs."""

_OUR_FAULT = "That went wrong through no fault of yours. The terminal of the page says more."


def answering(work: Work) -> Callable[..., Any]:
    """A handler that shows progress; an error becomes one line on the page.

    Args:
        work: does it.
    """
    import gradio as gr

    bar = gr.Progress()

    def handle(request: Any, progress: Any = bar, *values: Any) -> Any:  # noqa: ANN401
        def report(event: Progress) -> None:
            share = event.done / event.total if event.total else 0.0
            progress(share, desc=event.text or event.stage)

        try:
            return work(request.session_hash, values, report)
        except Cancelled:
            return gr.skip()
        except UserError as error:
            raise gr.Error(escape(str(error), quote=False), print_exception=False) from error
        except Exception as error:
            raise gr.Error(_OUR_FAULT) from error

    return with_request(handle)


def with_request(function: Callable[..., Any]) -> Callable[..., Any]:
    """Let gradio hand its request to the parameter `request`, which it knows by the hint alone."""
    import gradio as gr

    function.__annotations__ = {"request": gr.Request}
    return function
