"""What has to be told to the person, whatever they are doing."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QObject, Signal

from sketch2image.core.errors import Cancelled, UserError
from sketch2image.ui import words
from sketch2image.ui.words import tr

_LOG = logging.getLogger(__name__)


class Tone(StrEnum):
    """How a notice is meant."""

    info = "info"
    error = "error"


@dataclass(frozen=True)
class Notice:
    """Something to tell.

    Attributes:
        tone: how it is meant.
        text: one line, what happened.
        hint: one line, what to do; may be empty.
        action: words of a button; empty for none.
        act: what the button does.
        topic: a newer notice of the same topic takes its place; empty for none.
        details: for a report of a fault of ours; empty for none.
    """

    tone: Tone
    text: str
    hint: str = ""
    action: str = ""
    act: Callable[[], object] | None = None
    topic: str = ""
    details: str = ""


class Notices(QObject):
    """Where all parts of the window say what has to be said.

    Signals:
        told: with a `Notice`.
        settled: with a topic that needs no notice any longer.
    """

    told = Signal(object)
    settled = Signal(str)

    def say(
        self,
        text: str,
        hint: str = "",
        action: str = "",
        act: Callable[[], object] | None = None,
        topic: str = "",
    ) -> None:
        """Tell something good to know."""
        self.told.emit(Notice(Tone.info, text, hint, action, act, topic))

    def fail(
        self,
        error: Exception,
        action: str = "",
        act: Callable[[], object] | None = None,
        topic: str = "",
    ) -> None:
        """Tell what went wrong; what was called off is not told."""
        if isinstance(error, Cancelled):
            return
        if isinstance(error, UserError):
            text, hint = words.said(error)
            details = ""
        else:
            details = "".join(traceback.format_exception(error))
            _LOG.error("%s", details)
            text = tr("Something went wrong through no fault of yours.")
            hint = tr("Your drawing is kept. Try again; if it comes back, report it.")
        self.told.emit(Notice(Tone.error, text, hint, action, act, topic, details))

    def settle(self, topic: str) -> None:
        """Take the notice of a topic back: it holds no longer."""
        self.settled.emit(topic)
