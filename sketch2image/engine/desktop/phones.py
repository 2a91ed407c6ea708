"""Tasks on the phone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.parts import ENCODER
from sketch2image.core.progress import Report
from sketch2image.engine.desktop.tasks import (
    PhoneSynced,
    PushToPhone,
    Survey,
    SurveyPhone,
    SyncPhone,
)
from sketch2image.engine.desktop.workplace import Workplace

if TYPE_CHECKING:
    from sketch2image.phone.device import Phone


def survey_phone(_: SurveyPhone, __: Workplace) -> Survey:
    """Look for phones."""
    from sketch2image.phone.device import survey

    return survey()


def sync_phone(task: SyncPhone, place: Workplace) -> PhoneSynced:
    """Take new pictures and put them into the gallery of the phone."""
    from sketch2image.engine.go import PHONE_GALLERY, take_pictures

    phone = _phone(task.serial)
    tiers = place.tiers("", (ENCODER,))
    done = take_pictures(phone, tiers, place.report)
    return PhoneSynced(phone.serial, str(done.folder), done.pulled, done.pictures, PHONE_GALLERY)


def push_to_phone(task: PushToPhone, place: Workplace) -> tuple[str, ...]:
    """Copy pictures to the phone."""
    phone = _phone(task.serial)
    return tuple(_push(phone, picture, place.report) for picture in task.pictures)


def _push(phone: Phone, picture: str, report: Report) -> str:
    from sketch2image.phone.share import push

    try:
        return push(phone, picture, report)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        message = f"{picture} cannot be read: {reason}"
        raise UserError(ErrorKind.unreadable, message, "Look whether it was moved.") from error


def _phone(serial: str) -> Phone:
    from sketch2image.phone.device import find_phone

    phone, _ = find_phone(serial, required=True)
    assert phone is not None  # required
    return phone
