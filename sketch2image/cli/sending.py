"""Answers on their way to a phone: the options, and what is said of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Annotated

import typer

from sketch2image.cli.adb import offer_start
from sketch2image.cli.output import Answer, say, show_progress
from sketch2image.cli.phone_words import sent_line

if TYPE_CHECKING:
    from sketch2image.engine.phones import Sent
    from sketch2image.engine.search_sheet import Found
    from sketch2image.phone.device import Phone

Push = Annotated[
    bool | None,
    typer.Option(
        "--push/--no-push",
        help="Send the answer to the phone [default: where the setting `push_to` names one].",
        show_default=False,
    ),
]
To = Annotated[
    str,
    typer.Option(
        "--phone",
        metavar="auto|SERIAL",
        help="Send it to this phone [default: the one of `push_to`, else the only one].",
    ),
]


@dataclass(frozen=True)
class Sending:
    """What is to be sent where, known before the work.

    Attributes:
        phone: that the answer goes to; None for none.
        wanted: whether the person asked for it, and not only the setting.
    """

    phone: Phone | None
    wanted: bool

    def send(self, answer: Answer, picture: str) -> Answer:
        """Send a picture of the answer; gives the answer with what became of it on the phone."""
        from sketch2image.engine.phones import deliver

        sent = deliver(self.phone, picture, show_progress)
        return with_sent(answer, sent, self.wanted, f"the answer is in {picture}")

    def send_search(self, answer: Answer, found: Sequence[Found]) -> Answer:
        """Likewise of a search, which writes no files: a page of what was found is sent."""
        from sketch2image.engine.phones import deliver_search

        sent = deliver_search(self.phone, found, show_progress)
        return with_sent(answer, sent, self.wanted, "the matches are here")


def is_wanted(push: bool | None, phone: str) -> bool | None:
    """Whether the person said so: who names a phone to send to wants it sent."""
    return True if push is None and phone else push


def sending_for(push: bool | None, phone: str, start: bool | None, as_json: bool) -> Sending:
    """The phone that the answer goes to.

    Args:
        push: of the option.
        phone: of the option.
        start: of the option.
        as_json: whether a program reads the answer.

    Raises:
        UserError: it is wanted, and no such phone is usable.
    """
    from sketch2image.engine.phones import recipient

    wanted = is_wanted(push, phone)
    if wanted or start:
        offer_start(start, as_json)
    return Sending(recipient(wanted, phone, say), bool(wanted))


def with_sent(answer: Answer, sent: Sent | None, wanted: bool, where: str) -> Answer:
    """The answer of a command, with what became of it on the phone.

    Args:
        answer: of the command; a document that tells of the phone already keeps what it says.
        sent: what became of it; None where it was not to be sent.
        wanted: whether the person asked for it; where only the setting did, a failure is no error.
        where: the answer and its place on this computer, e.g. "the answer is in out/sheet.png".
    """
    document = dict(answer.document)
    document.setdefault("phone", sent and asdict(sent))
    answer = replace(answer, document=document)
    if sent is None:
        return answer
    if sent.path:
        return replace(answer, lines=[*answer.lines, sent_line(sent)])
    text = f"{where}, but not on {sent.name}: {sent.note}"
    if wanted:
        return replace(answer, wrong=text)
    say(text)
    return answer
