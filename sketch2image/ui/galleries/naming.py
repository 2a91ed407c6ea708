"""What galleries are called, and their counts in words."""

from __future__ import annotations

from sketch2image.engine.desktop.tasks import GalleryState
from sketch2image.engine.galleries import SAMPLES
from sketch2image.ui.amounts import sentence
from sketch2image.ui.model.galleries import OWN
from sketch2image.ui.words import tr


def called(gallery: GalleryState) -> str:
    """The name a person knows it by."""
    known = {SAMPLES: tr("sample pictures"), OWN: tr("my pictures")}
    return sentence(known[gallery.name]) if gallery.name in known else gallery.name


def pictures(count: int) -> str:
    """So many pictures."""
    return tr("1 picture") if count == 1 else tr("{count} pictures", count=f"{count:,}")


def summary(gallery: GalleryState) -> str:
    """One line: how many it holds, or that it is damaged."""
    if gallery.fault:
        return tr("damaged")
    parts = [pictures(gallery.pictures)]
    if gallery.failed:
        parts.append(tr("{count} not read", count=f"{len(gallery.failed):,}"))
    return ", ".join(parts)
