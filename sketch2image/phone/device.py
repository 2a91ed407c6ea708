"""Which phones are there, and where none is usable, why and what to do."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.phone import adb
from sketch2image.phone.usb import hidden_galaxies

if TYPE_CHECKING:
    from adbutils import AdbDevice

AUTO = "auto"
READY = "device"
"""What adb calls a phone that can be used."""

_HEARING_SECONDS = 2.0
_ANNOUNCED = "._adb"
"""In the serial of a phone that the adb server connected to by itself."""

_SERIAL_PROPERTY = "ro.serialno"
_LINE = re.compile(r"(.+?)\s+(no permissions|[a-z]+)(\s.*|)")
"""A phone announced twice has a space in its serial: `adb-R5CT-xy (2)._adb-tls-connect._tcp`."""

_MODEL = re.compile(r"\bmodel:(\S+)")


class State(StrEnum):
    """How things stand with phones."""

    adb_missing = "adb_missing"
    no_server = "no_server"
    not_adb = "not_adb"
    none = "none"
    debugging_off = "debugging_off"
    several = "several"
    unauthorized = "unauthorized"
    offline = "offline"
    not_paired = "not_paired"
    unusable = "unusable"
    ready = "ready"


_UNUSABLE = {
    "unauthorized": State.unauthorized,
    "authorizing": State.unauthorized,
    "offline": State.offline,
    "connecting": State.offline,
}
_HINTS = {
    "unauthorized": "Unlock the phone and allow this computer to debug it.",
    "authorizing": "Unlock the phone and allow this computer to debug it.",
    "offline": "Unplug the phone, plug it in again, and unlock it.",
    "connecting": "Wait a moment and look again.",
    "no permissions": "Let your user speak to USB devices: "
    "install android-sdk-platform-tools-common and plug the phone in again.",
    "recovery": "Start the phone as usual: it is in its recovery.",
    "sideload": "Start the phone as usual: it is in its recovery.",
    "bootloader": "Start the phone as usual: it is in its bootloader.",
}
_ANY_HINT = "Unplug the phone and plug it in again."


@dataclass(frozen=True)
class Seen:
    """One phone as adb tells of it.

    Attributes:
        serial: its name for adb; of a wireless one, its address or its service.
        state: adb's word; `READY` is the usable one.
        model: e.g. "SM-S911N"; empty where adb does not know it yet.
        link: "usb" or "wifi".
        identity: the phone's own serial, the same by cable and by air; of usable ones.
    """

    serial: str
    state: str
    model: str = ""
    link: str = "usb"
    identity: str = ""

    @property
    def name(self) -> str:
        """What a person reads: the model and the serial."""
        return f"{self.model} ({self.serial})" if self.model else self.serial

    @property
    def is_ready(self) -> bool:
        """Whether it can be used."""
        return self.state == READY

    @property
    def hint(self) -> str:
        """What to do, in one line; empty for a usable one."""
        if self.is_ready:
            return ""
        if _ANNOUNCED in self.serial:
            return "It may have forgotten this computer. Pair it: `python main.py phone pair`."
        return _HINTS.get(self.state, _ANY_HINT)


@dataclass(frozen=True)
class Survey:
    """What there is of phones.

    Attributes:
        state: how things stand.
        seen: every connection adb knows, usable or not.
        detail: one line, what was found.
        hint: one line, what to do; empty when exactly one phone is usable.
    """

    state: State
    seen: tuple[Seen, ...]
    detail: str
    hint: str = ""

    @property
    def usable(self) -> tuple[Seen, ...]:
        """Every usable phone once; one on a cable and on the air counts by its cable."""
        best: dict[str, Seen] = {}
        for one in sorted(self.seen, key=lambda one: one.link != "usb"):
            if one.is_ready:
                best.setdefault(one.identity or one.serial, one)
        return tuple(best.values())

    @property
    def serials(self) -> tuple[str, ...]:
        """Serials of the usable phones."""
        return tuple(one.serial for one in self.usable)

    @property
    def ready(self) -> bool:
        """Whether exactly one phone is usable."""
        return self.state is State.ready


@dataclass(frozen=True)
class Phone:
    """A usable phone.

    Attributes:
        serial: its name for adb.
        name: what a person reads.
        identity: the phone's own serial, which stays the same by cable and by air.
        adb: adbutils' device.
    """

    serial: str
    name: str
    identity: str
    adb: AdbDevice


def survey() -> Survey:
    """Look for phones; nothing is started."""
    if not adb.has_adbutils():
        error = adb.not_installed()
        return Survey(State.adb_missing, (), error.message, error.hint)
    try:
        if not adb.server_answers():
            return _without_server()
        return _judged(_listed())
    except UserError as error:
        return Survey(State.not_adb, (), error.message, error.hint)


def find_phone(wish: str) -> tuple[Phone | None, str]:
    """The phone to use, where "auto" may find none.

    Args:
        wish: a serial as adb tells it, a phone's own serial, or "auto" for the only usable one.

    Returns:
        The phone with its name, or None with the reason why there is none.

    Raises:
        UserError: the phone named is not usable.
    """
    found = survey()
    if wish == AUTO and not found.ready:
        return None, found.detail
    phone = _chosen(wish, found)
    return phone, phone.name


def needed_phone(wish: str) -> Phone:
    """The phone to use, where there has to be one.

    Args:
        wish: as of `find_phone`.

    Raises:
        UserError: it is not usable, or "auto" found none or several.
    """
    found = survey()
    if wish == AUTO and not found.ready:
        raise UserError(ErrorKind.phone, f"no phone: {found.detail}", found.hint)
    return _chosen(wish, found)


def _chosen(wish: str, found: Survey) -> Phone:
    one = found.usable[0] if wish == AUTO else _named(wish, found)
    device = adb.client().device(one.serial)
    return Phone(one.serial, one.name, one.identity or one.serial, device)


def _listed() -> tuple[Seen, ...]:
    try:
        with adb.client().make_connection() as line:
            line.send_command("host:devices-l")
            line.check_okay()
            told = line.read_string_block()
    except adb.adb_faults() as error:
        _, port = adb.server_place()
        message = f"what answers on port {port} is not adb: {adb.reason(error)}"
        hint = f"Stop the program there, or choose another port with {adb.PORT_VARIABLE}."
        raise UserError(ErrorKind.phone, message, hint) from error
    return tuple(_seen(*row.groups()) for row in map(_LINE.fullmatch, told.splitlines()) if row)


def _seen(serial: str, state: str, facts: str) -> Seen:
    model = _MODEL.search(facts)
    is_wireless = ":" in serial or _ANNOUNCED in serial
    name = model[1].replace("_", "-") if model else ""
    return Seen(serial, state, name, "wifi" if is_wireless else "usb")


def _judged(seen: tuple[Seen, ...]) -> Survey:
    seen = tuple(_with_identity(one) for one in seen)
    found = Survey(State.ready, seen, "")
    names = [one.name for one in found.usable]
    if len(names) == 1:
        return replace(found, detail=names[0])
    if names:
        detail, hint = f"several phones: {', '.join(names)}", "Choose one with `--phone SERIAL`."
        return Survey(State.several, seen, detail, hint)
    if seen:
        state = _UNUSABLE.get(seen[0].state, State.unusable)
        listed = ", ".join(f"{one.name} is {one.state}" for one in seen)
        return Survey(state, seen, f"not ready: {listed}", seen[0].hint)
    return _nothing_seen()


def _nothing_seen() -> Survey:
    from sketch2image.phone.wireless import nearby

    if hidden_galaxies():
        hint = "Switch on USB debugging in its developer options: see docs/phone.md."
        return Survey(
            State.debugging_off, (), "a Galaxy is plugged in, without USB debugging", hint
        )
    try:
        offers = [service for service in nearby(_HEARING_SECONDS) if service.kind == "connect"]
    except UserError:  # the server is busy; the next look will tell
        offers = []
    if offers:
        detail = f"a phone at {offers[0].address} offers wireless debugging, but is not paired"
        return Survey(State.not_paired, (), detail, "Pair it: `python main.py phone pair`.")
    hint = "Plug it in and allow USB debugging on it, or use `python main.py phone page`."
    return Survey(State.none, (), "no phone is connected", hint)


def _without_server() -> Survey:
    try:
        adb.adb_binary()
    except UserError as error:
        return Survey(State.adb_missing, (), error.message, error.hint)
    error = adb.not_running()
    return Survey(State.no_server, (), error.message, error.hint)


def _with_identity(one: Seen) -> Seen:
    if not one.is_ready:
        return one
    try:
        return replace(one, identity=_identity(adb.client().device(one.serial)))
    except UserError:  # it stopped answering; the others are asked all the same
        return replace(one, state="offline")


def _identity(device: AdbDevice) -> str:
    with adb.asking_adb():
        told = device.shell2(["getprop", _SERIAL_PROPERTY], timeout=adb.PATIENCE, v2=True)
    return (told.stdout or told.output).strip()


def _named(wish: str, found: Survey) -> Seen:
    named = [one for one in found.seen if one.is_ready and wish == one.serial]
    named += [one for one in found.usable if wish == one.identity]
    if not named:
        raise _unusable(wish, found)
    return named[0]


def _unusable(wish: str, found: Survey) -> UserError:
    for one in found.seen:
        if one.serial == wish:
            return UserError(ErrorKind.phone, f"phone {wish} is {one.state}", one.hint)
    if not found.serials:
        return UserError(ErrorKind.phone, f"phone {wish} not found: {found.detail}", found.hint)
    hint = f"Connected: {', '.join(found.serials)}."
    return UserError(ErrorKind.phone, f"phone {wish} not found", hint)
