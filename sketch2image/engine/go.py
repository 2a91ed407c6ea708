"""The original program's whole chain: phone, camera, caption, picture, search, phone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sketch2image.core.frames import FrameSource
from sketch2image.core.progress import Report
from sketch2image.engine.drawing import Viewer, draw_from
from sketch2image.engine.inline import InlineEngine
from sketch2image.engine.parts import lite
from sketch2image.engine.pipeline import Pipeline
from sketch2image.engine.request import Request
from sketch2image.engine.save import save
from sketch2image.engine.sources import open_source
from sketch2image.gallery.gallery import add_folder
from sketch2image.phone.device import Phone, find_phone
from sketch2image.phone.share import push
from sketch2image.phone.sync import sync

PHONE_GALLERY = "phone"
OFF = "off"


@dataclass(frozen=True)
class Errand:
    """What `go` was asked to do; fields are its options."""

    camera: str
    phone: str
    push: bool
    out: Path
    gallery: str
    k: int
    profile: str
    subject: str
    seed: int


def run(
    errand: Errand,
    default_gallery: Callable[[str], str],
    viewer_for: Callable[[FrameSource], Viewer | None],
    report: Report,
    say: Callable[[str], None],
) -> dict[str, Any]:
    """Do the whole chain and write its files.

    Args:
        errand: what was asked.
        default_gallery: turns the gallery asked for (or "") into the one to search.
        viewer_for: gives the window of a stream, or None.
        report: progress.
        say: one-line notes for the person.

    Raises:
        UserError: the phone named is not there, no hand was seen, a folder cannot be written.
    """
    parts = lite()
    source = open_source(errand.camera, errand.subject, errand.seed)
    try:
        phone, note = _phone(errand, say)
        synced = sync(phone, report) if phone else None
        gallery = errand.gallery
        if synced and synced.pictures and not gallery:
            add_folder(synced.folder, parts.encoder, PHONE_GALLERY, report)
            gallery = PHONE_GALLERY
    except BaseException:
        source.close()
        raise
    sketch = draw_from(source, errand.profile, report, viewer_for(source))
    request = Request(sketch, seed=errand.seed, gallery=gallery or default_gallery(""), k=errand.k)
    job = InlineEngine(Pipeline(parts)).submit(request)
    for event in job.events():
        report(event)
    document = save(job.result(), errand.out)
    pushed = ""
    if errand.push and phone:
        pushed = push(phone, errand.out / "sheet.png", report)
    document["phone"] = {
        "serial": phone.serial if phone else None,
        "note": note,
        "pulled": synced.pulled if synced else 0,
        "pushed": pushed,
    }
    return document


def _phone(errand: Errand, say: Callable[[str], None]) -> tuple[Phone | None, str]:
    if errand.phone == OFF:
        return None, "switched off"
    phone, note = find_phone(errand.phone, required=errand.push)
    if phone is None:
        say(f"no phone: {note}")
    return phone, note
