"""What a window asks about phones, and what it is given; see `engine.desktop.tasks`."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from sketch2image.core.progress import Progress
from sketch2image.engine.desktop.task import Task
from sketch2image.engine.request import Result
from sketch2image.gallery.facts import FailedFile
from sketch2image.phone.device import AUTO, Survey

Dots = NDArray[np.bool_]
"""A QR code, (N, N) with its light border; True is dark."""


def _no_dots() -> Dots:
    return np.zeros((0, 0), np.bool_)


@dataclass(frozen=True)
class SurveyPhone(Task[Survey]):
    """Look for phones."""


@dataclass(frozen=True)
class StartAdb(Task[Survey]):
    """Start the adb server, which then goes on by itself, and look for phones."""


@dataclass(frozen=True)
class PhoneSynced:
    """What a sync of the phone did.

    Attributes:
        serial: of the phone.
        folder: where its pictures lie on this computer.
        pulled: new or changed pictures taken.
        pictures: pictures of the phone there now.
        gallery: name of the gallery that holds them.
        deleted: pictures deleted here because they are gone on the phone.
        failed: pictures that could not be taken, by their paths on the phone.
    """

    serial: str
    folder: str
    pulled: int
    pictures: int
    gallery: str
    deleted: int = 0
    failed: tuple[FailedFile, ...] = ()


@dataclass(frozen=True)
class SyncPhone(Task[PhoneSynced]):
    """Take the new pictures of a phone and put them into the gallery of the phone.

    Attributes:
        serial: of the phone; "auto" for the only usable one.
        folders: of the phone; none stands for its camera's.
        mirror: whether what was deleted there is deleted here, too.
    """

    serial: str
    folders: tuple[str, ...] = ()
    mirror: bool = False


@dataclass(frozen=True)
class PhoneSent:
    """What lies on a phone now.

    Attributes:
        serial: of the phone.
        name: of the phone, for people.
        paths: of the pictures there.
    """

    serial: str
    name: str
    paths: tuple[str, ...]


@dataclass(frozen=True)
class PushToPhone(Task[PhoneSent]):
    """Copy pictures to a phone.

    Attributes:
        serial: of the phone, or the phone's own one; "auto" for the only usable one.
        pictures: paths on this computer.
    """

    serial: str
    pictures: tuple[str, ...]


@dataclass(frozen=True)
class SendSheet(Task[PhoneSent]):
    """Make the contact sheet of an answer and copy it to a phone.

    Attributes:
        serial: as of `PushToPhone`.
        result: the answer.
    """

    serial: str
    result: Result


@dataclass(frozen=True)
class ShowOnPhone(Task[str]):
    """Open a picture on the phone's screen; gives its path there.

    Attributes:
        path: on the phone.
        serial: as of `PushToPhone`.
    """

    path: str
    serial: str = AUTO


@dataclass(frozen=True)
class PairPhone(Task[str]):
    """Pair with a phone by the code that it shows, and connect to it; gives its serial.

    Attributes:
        address: HOST:PORT beside the code.
        code: six digits.
    """

    address: str
    code: str


@dataclass(frozen=True)
class ConnectPhone(Task[str]):
    """Connect to a phone that is paired; gives its serial.

    Attributes:
        address: HOST:PORT as the phone shows it under Wireless debugging.
    """

    address: str


@dataclass(frozen=True)
class PairingCode(Progress):
    """Told while a phone is waited for.

    Attributes:
        code: to be scanned.
    """

    code: Dots = field(default_factory=_no_dots, compare=False)


@dataclass(frozen=True)
class InvitePhone(Task[str]):
    """Wait for a phone to scan a QR code, pair with it and connect to it; gives its serial.

    Its first events are `PairingCode`.
    """


@dataclass(frozen=True)
class ListAddresses(Task[tuple[str, ...]]):
    """Addresses of this computer that a phone beside it may reach, the likeliest first."""


@dataclass(frozen=True)
class PageNews(Progress):
    """How the page for phones stands; told twice a second while it is open.

    Attributes:
        url: to be opened on the phone.
        code: of the address.
        visitors: browsers that were let in.
        received: pictures that arrived so far.
        inbox: folder they lie in.
        gallery: name of the gallery that they belong into.
        outbox: folder whose PNG files are offered to the phone as soon as they are there.
    """

    url: str = ""
    code: Dots = field(default_factory=_no_dots, compare=False)
    visitors: int = 0
    received: tuple[str, ...] = ()
    inbox: str = ""
    gallery: str = ""
    outbox: str = ""


@dataclass(frozen=True)
class PageEnd:
    """How a page ended.

    Attributes:
        received: pictures that arrived.
        reason: "idle", "done", "closed" or "guessed", see `phone.page.options.Reason`.
    """

    received: tuple[str, ...]
    reason: str


@dataclass(frozen=True)
class ServePage(Task[PageEnd]):
    """Open a page on the local network, for phones without a cable, until it closes.

    Its events are `PageNews`. It ends when it is called off, when the person at the phone is
    done, or by itself.

    Attributes:
        host: address of this computer; empty for the likeliest.
        language: for browsers that ask for neither English nor Korean.
    """

    host: str = ""
    language: Literal["en", "ko"] = "en"


@dataclass(frozen=True)
class OfferAnswer(Task[tuple[str, ...]]):
    """Write sheet and picture of an answer for a phone to fetch; gives their paths.

    Attributes:
        result: the answer.
        folder: the outbox of a page.
    """

    result: Result
    folder: str
