"""The original program's whole chain: phone, camera, caption, picture, search, phone."""

from __future__ import annotations

from dataclasses import dataclass

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.progress import Report
from sketch2image.engine.drawing import Say
from sketch2image.engine.film import check_film
from sketch2image.engine.request import Request
from sketch2image.engine.save import Answer, prepare, save, save_sketch
from sketch2image.engine.sitting import Plan, Sitting, ViewerFor
from sketch2image.engine.tiers import Tiers
from sketch2image.gallery.gallery import add_folder, open_gallery
from sketch2image.phone.device import Phone, find_phone
from sketch2image.phone.share import push
from sketch2image.phone.sync import Synced, sync

PHONE_GALLERY = "phone"
OFF = "off"


@dataclass(frozen=True)
class Errand:
    """What `go` was asked to do.

    Attributes:
        plan: of the drawing.
        phone: "auto", "off" or a serial.
        push: whether the answer goes to the phone.
        out: folder of the files.
        gallery: gallery to search, or "" for the phone's own, else `fallback`.
        fallback: gallery to search when neither is there.
        k: matches wanted.
        seed: of the picture.
        timelapse: where a film of the answer goes; empty for none.
    """

    plan: Plan
    phone: str
    push: bool
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
) -> Answer:
    """Do the whole chain and write its files.

    What can fail without the person is tried before they draw; the drawing is on disk before
    anything is made of it.

    Args:
        errand: what was asked.
        tiers: the models that answer.
        viewer_for: gives the window of a stream, or None.
        report: progress.
        say: one-line notes for the person.

    Raises:
        UserError: a model fails, the phone named is not there, the gallery cannot be
            opened, the folder cannot be written, there is no such camera, or no hand was seen.
    """
    prepare(errand.out)
    if errand.timelapse:
        check_film(errand.timelapse)
    tiers.use(lambda parts: parts.captioner.fingerprint)
    sitting = Sitting(errand.plan, say)
    phone, note = _phone(errand, say)
    synced = take_pictures(phone, tiers, report) if phone else None
    gallery = errand.gallery or _own_gallery(synced) or errand.fallback
    open_gallery(gallery).close()
    sketch = sitting.draw(report, viewer_for, lambda sketch: save_sketch(sketch, errand.out))
    request = Request(sketch, seed=errand.seed, gallery=gallery, k=errand.k)
    result = tiers.answer(request, report)
    document = save(result, errand.out, errand.timelapse, report)
    pushed = push(phone, document["files"]["sheet"], report) if errand.push and phone else ""
    document["phone"] = {
        "serial": phone.serial if phone else None,
        "note": note,
        "pulled": synced.pulled if synced else 0,
        "pushed": pushed,
    }
    return document


def take_pictures(phone: Phone, tiers: Tiers, report: Report) -> Synced:
    """Take the new pictures of a phone, and put them into its gallery.

    Raises:
        UserError: the phone stopped answering, a folder cannot be written, or a model fails.
        Cancelled: raised by `report`; what was taken is kept.
    """
    synced = sync(phone, report)
    tiers.use(lambda parts: add_folder(synced.folder, parts.encoder, PHONE_GALLERY, report))
    return synced


def _phone(errand: Errand, say: Say) -> tuple[Phone | None, str]:
    if errand.phone == OFF and errand.push:
        hint = "Leave out `--phone off`, or `--push`."
        raise UserError(ErrorKind.input, "there is no phone to push to", hint)
    if errand.phone == OFF:
        return None, "switched off"
    phone, note = find_phone(errand.phone, required=errand.push)
    if phone is None:
        say(f"no phone: {note}")
    return phone, note


def _own_gallery(synced: Synced | None) -> str:
    return PHONE_GALLERY if synced and synced.pictures else ""
