"""The page for phones without a cable: opened, waited for, and what it brought made searchable."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sketch2image.core.progress import Report, silent
from sketch2image.engine.drawing import Say
from sketch2image.engine.phones import add_pictures
from sketch2image.engine.tiers import Tiers
from sketch2image.gallery.facts import AddReport
from sketch2image.phone.page.options import Outcome, PageOptions
from sketch2image.phone.page.page import PhonePage


@dataclass(frozen=True)
class Visit:
    """What became of a page.

    Attributes:
        address: where it was.
        outcome: what came, what went, and why it closed.
        added: what its pictures did to the phone's gallery; None where none came.
    """

    address: str
    outcome: Outcome
    added: AddReport | None


def receive(
    options: PageOptions,
    tiers: Tiers,
    show: Callable[[PhonePage], None],
    say: Say,
    report: Report = silent,
) -> Visit:
    """Open a page, wait until it closes or Ctrl-C closes it, and index what came.

    Args:
        options: where it is, what it takes and what it offers.
        tiers: of which the encoder works.
        show: called once with the open page, to tell its address.
        say: told each picture as it arrives.
        report: the time left, then how far the index is.

    Raises:
        UserError: the page cannot be opened, or the pictures cannot be indexed.
        Cancelled: raised by `report`; what came is kept.
    """
    with PhonePage(options, lambda file: say(f"received {file.name}")) as page:
        show(page)
        outcome = _until_closed(page, report)
    added = add_pictures(options.inbox, tiers, report) if outcome.received else None
    return Visit(page.url, outcome, added)


def _until_closed(page: PhonePage, report: Report) -> Outcome:
    try:
        return page.wait(report)
    except KeyboardInterrupt:
        return page.outcome
