"""Tasks on phones that adb reaches."""

from __future__ import annotations

import tempfile

from sketch2image.core.parts import ENCODER
from sketch2image.core.progress import Progress
from sketch2image.engine.desktop.tasks import (
    ConnectPhone,
    FailedFile,
    InvitePhone,
    PairingCode,
    PairPhone,
    PhoneSent,
    PhoneSynced,
    PushToPhone,
    SendSheet,
    ShowOnPhone,
    StartAdb,
    Survey,
    SurveyPhone,
    SyncPhone,
)
from sketch2image.engine.desktop.workplace import Workplace
from sketch2image.phone.device import Phone, needed_phone, survey


def survey_phone(_: SurveyPhone, __: Workplace) -> Survey:
    """Look for phones."""
    return survey()


def start_adb(_: StartAdb, __: Workplace) -> Survey:
    """Start the adb server."""
    from sketch2image.phone.adb import start_server

    start_server()
    return survey()


def sync_phone(task: SyncPhone, place: Workplace) -> PhoneSynced:
    """Take new pictures and put them into the gallery of the phone."""
    from sketch2image.engine.phones import PHONE_GALLERY, take_pictures
    from sketch2image.phone.sync import Wish

    phone = needed_phone(task.serial)
    tiers = place.tiers("", (ENCODER,))
    done = take_pictures(phone, tiers, place.report, Wish(task.folders, task.mirror))
    failed = tuple(FailedFile(path, reason) for path, reason in done.failed)
    return PhoneSynced(
        phone.serial,
        str(done.folder),
        done.pulled,
        done.pictures,
        PHONE_GALLERY,
        done.deleted,
        failed,
    )


def push_to_phone(task: PushToPhone, place: Workplace) -> PhoneSent:
    """Copy pictures to the phone."""
    return _sent(needed_phone(task.serial), task.pictures, place)


def send_sheet(task: SendSheet, place: Workplace) -> PhoneSent:
    """Copy the contact sheet to the phone; it is made only once the phone is found."""
    from sketch2image.core.pictures import save_png
    from sketch2image.engine.sheet import sheet

    phone = needed_phone(task.serial)
    with tempfile.TemporaryDirectory() as folder:
        file = f"{folder}/sheet.png"
        save_png(file, sheet(task.result))
        return _sent(phone, (file,), place)


def show_on_phone(task: ShowOnPhone, _: Workplace) -> str:
    """Open a picture on the phone's screen."""
    from sketch2image.phone.viewer import open_on

    return open_on(needed_phone(task.serial), task.path)


def pair_phone(task: PairPhone, place: Workplace) -> str:
    """Pair by the code that the phone shows."""
    from sketch2image.phone.invitation import connect_paired
    from sketch2image.phone.wireless import pair

    place.report(Progress("phone", text="pairing with the phone"))
    return connect_paired(pair(task.address, task.code), place.report)


def connect_phone(task: ConnectPhone, place: Workplace) -> str:
    """Connect to a paired phone."""
    from sketch2image.phone.wireless import connect

    place.report(Progress("phone", text="connecting to the phone"))
    return connect(task.address)


def invite_phone(_: InvitePhone, place: Workplace) -> str:
    """Pair by a QR code that the phone scans."""
    from sketch2image.phone.invitation import Invitation, connect_paired, wait
    from sketch2image.phone.page.qr import qr_matrix

    invitation = Invitation()
    code = qr_matrix(invitation.text)

    def report(event: Progress) -> None:
        left = event.seconds_left
        place.report(PairingCode(event.stage, text=event.text, seconds_left=left, code=code))

    return connect_paired(wait(invitation, report), place.report)


def _sent(phone: Phone, pictures: tuple[str, ...], place: Workplace) -> PhoneSent:
    from sketch2image.engine.phones import send_all

    sent = send_all(phone, pictures, place.report)
    return PhoneSent(phone.serial, phone.name, tuple(one.path for one in sent))
