"""Tasks on the page that phones without a cable open."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from sketch2image.core.progress import Progress, Report
from sketch2image.engine.desktop.tasks import (
    ListAddresses,
    OfferAnswer,
    PageEnd,
    PageNews,
    ServePage,
)
from sketch2image.engine.desktop.workplace import Workplace

if TYPE_CHECKING:
    from sketch2image.phone.page.page import PhonePage


def list_addresses(_: ListAddresses, __: Workplace) -> tuple[str, ...]:
    """Where a phone can reach this computer."""
    from sketch2image.phone.page.address import lan_addresses

    return lan_addresses()


def serve_page(task: ServePage, place: Workplace) -> PageEnd:
    """Serve the page until it closes."""
    from sketch2image.engine.phones import inbox
    from sketch2image.phone.page.options import PageOptions
    from sketch2image.phone.page.page import PhonePage

    options = PageOptions(inbox(), host=task.host, language=task.language)
    with tempfile.TemporaryDirectory() as outbox, PhonePage(options) as page:
        outcome = page.wait(_watching(page, Path(outbox), place.report))
    return PageEnd(_names(outcome.received), outcome.reason)


def offer_answer(task: OfferAnswer, _: Workplace) -> tuple[str, ...]:
    """Put sheet and picture where a page offers them, under names not used before."""
    from sketch2image.core.pictures import save_png
    from sketch2image.engine.sheet import sheet

    result = task.result
    name = f"{result.caption.label or 'sketch'}-{time.strftime('%Y%m%d-%H%M%S')}"
    pictures = {f"{name}.png": result.image, f"{name}-sheet.png": sheet(result)}
    files = {str(Path(task.folder, name)): image for name, image in pictures.items()}
    for file, image in files.items():
        if image is not None:
            save_png(file, image)
    return tuple(file for file, image in files.items() if image is not None)


def _watching(page: PhonePage, outbox: Path, report: Report) -> Report:
    """Tells how the page stands, and offers what is in the outbox by then."""
    from sketch2image.engine.phones import PHONE_GALLERY, inbox

    code, folder, offer = page.qr_matrix(), str(inbox()), _offering(page, outbox)

    def watch(event: Progress) -> None:
        offer()
        news = PageNews(
            event.stage,
            event.done,
            text=event.text,
            seconds_left=page.seconds_left,
            url=page.url,
            code=code,
            visitors=page.visitors,
            received=_names(page.received),
            inbox=folder,
            gallery=PHONE_GALLERY,
            outbox=str(outbox),
        )
        report(news)

    return watch


def _offering(page: PhonePage, outbox: Path) -> Callable[[], None]:
    offered: set[Path] = set()

    def offer() -> None:
        for file in sorted(set(outbox.glob("*.png")) - offered):
            page.offer(file)
            offered.add(file)

    return offer


def _names(files: list[Path] | tuple[Path, ...]) -> tuple[str, ...]:
    return tuple(map(str, files))
