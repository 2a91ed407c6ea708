"""The original program's whole chain: phone, camera, caption, picture, search, phone."""

from __future__ import annotations

from dataclasses import dataclass

from sketch2image.core.progress import Report
from sketch2image.engine.drawing import Say
from sketch2image.engine.film import check_film
from sketch2image.engine.phones import (
    OFF,
    PHONE_GALLERY,
    Sent,
    chosen_folders,
    deliver,
    recipient,
    take_pictures,
)
from sketch2image.engine.request import Request
from sketch2image.engine.save import Answer, prepare, save, save_sketch
from sketch2image.engine.sitting import Plan, Sitting, ViewerFor
from sketch2image.engine.tiers import Tiers
from sketch2image.gallery.gallery import open_gallery
from sketch2image.phone.device import Phone, find_phone
from sketch2image.phone.sync import Synced, Wish


@dataclass(frozen=True)
class Errand:
    """What `go` was asked to do.

    Attributes:
        plan: of the drawing.
        phone: "auto", "off" or a serial.
        push: whether the answer goes to the phone; None leaves it to the setting `push_to`.
        out: folder of the files.
        gallery: gallery to search, or "" for the phone's own, else `fallback`.
        fallback: gallery to search when neither is there.
        k: matches wanted.
        seed: of the picture.
        timelapse: where a film of the answer goes; empty for none.
    """

    plan: Plan
    phone: str
    push: bool | None
    out: str
    gallery: str
    fallback: str
    k: int
    seed: int
    timelapse: str = ""


def run(
    errand: Errand,
    tiers: Tiers,
    viewer_for: ViewerFor,
    report: Report,
    say: Say,
) -> tuple[Answer, Sent | None]:
    """Do the whole chain and write its files.

    What can fail without the person is tried before they draw; the drawing is on disk before
    anything is made of it.

    Args:
        errand: what was asked.
        tiers: the models that answer.
        viewer_for: gives the window of a stream, or None.
        report: progress.
        say: one-line notes for the person.

    Returns:
        The document, and what became of the answer on the phone it was meant for.

    Raises:
        UserError: a model fails, the phone named is not there, the gallery cannot be
            opened, the folder cannot be written, there is no such camera, or no hand was seen.
    """
    prepare(errand.out)
    if errand.timelapse:
        check_film(errand.timelapse)
    tiers.use(lambda parts: parts.captioner.fingerprint)
    sitting = Sitting(errand.plan, say)
    to = recipient(errand.push, errand.phone, say)
    phone, note = _source(errand, say)
    synced = _taken(phone, tiers, report) if phone else None
    gallery = errand.gallery or _own_gallery(synced) or errand.fallback
    open_gallery(gallery).close()
    sketch = sitting.draw(report, viewer_for, lambda sketch: save_sketch(sketch, errand.out))
    request = Request(sketch, seed=errand.seed, gallery=gallery, k=errand.k)
    result = tiers.answer(request, report)
    document = save(result, errand.out, errand.timelapse, report)
    sent = deliver(to, document["files"]["sheet"], report)
    document["phone"] = _phone_document(phone, note, synced, sent)
    return document, sent


def _source(errand: Errand, say: Say) -> tuple[Phone | None, str]:
    """The phone whose pictures are taken, with its name, or why there is none."""
    if errand.phone == OFF:
        return None, "switched off"
    phone, note = find_phone(errand.phone)
    if phone is None:
        say(f"no phone: {note}")
    return phone, note


def _taken(phone: Phone, tiers: Tiers, report: Report) -> Synced:
    return take_pictures(phone, tiers, report, Wish(chosen_folders()))


def _phone_document(
    phone: Phone | None, note: str, synced: Synced | None, sent: Sent | None
) -> Answer:
    used = sent or phone
    return {
        "serial": used.serial if used else None,
        "name": used.name if used else "",
        "note": sent.note if sent and sent.note else note,
        "pulled": synced.pulled if synced else 0,
        "pushed": sent.path if sent else "",
        "uri": sent.uri if sent else "",
        "opened": sent.opened if sent else False,
    }


def _own_gallery(synced: Synced | None) -> str:
    return PHONE_GALLERY if synced and synced.pictures else ""
