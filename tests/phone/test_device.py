from __future__ import annotations

import socketserver
import threading
from pathlib import Path

import pytest

from sketch2image.core.errors import UserError
from sketch2image.phone import usb
from sketch2image.phone.device import Seen, State, Survey, find_phone, needed_phone, survey
from tests.phone.galaxy.phone import Galaxy
from tests.phone.galaxy.server import connect, wait_for_state


@pytest.mark.usefixtures("adb")
def test_nothing_connected():
    found = survey()
    assert (found.state, found.seen) == (State.none, ())
    assert "phone page" in found.hint
    with pytest.raises(UserError, match="no phone is connected"):
        needed_phone("auto")


def test_one_phone_is_named_by_model_and_serial(galaxy: Galaxy):
    found = survey()
    assert found.ready
    assert found.serials == (galaxy.address,)
    phone, name = find_phone("auto")
    assert phone is not None
    assert (phone.identity, name) == ("R5CT10ABCDE", f"SM-S911N ({galaxy.address})")


def test_a_phone_that_was_not_allowed_yet_and_then_is(adb: int):
    with Galaxy() as locked:
        locked.faults.authorized = False
        connect(adb, locked, "unauthorized")
        found = survey()
        assert found.state is State.unauthorized
        assert "allow this computer" in found.hint
        with pytest.raises(UserError, match="is unauthorized"):
            find_phone(locked.address)
        locked.faults.authorized = True
        wait_for_state(adb, locked, "device")
        assert survey().ready


def test_a_phone_that_went_away(adb: int, galaxy: Galaxy):
    galaxy.refuse = True
    galaxy.drop()
    wait_for_state(adb, galaxy, "offline")
    found = survey()
    assert found.state is State.offline
    assert "plug it in again" in found.hint
    with pytest.raises(UserError, match="is offline"):
        find_phone(galaxy.address)


def test_of_several_one_is_chosen_by_either_serial(galaxy: Galaxy, second_galaxy: Galaxy):
    found = survey()
    assert found.state is State.several
    assert "--phone SERIAL" in found.hint
    with pytest.raises(UserError, match="several phones"):
        needed_phone("auto")
    assert find_phone(second_galaxy.address)[1] == f"SM-F731N ({second_galaxy.address})"
    assert find_phone("R5CT20FGHIJ")[1] == f"SM-F731N ({second_galaxy.address})"
    with pytest.raises(UserError, match=rf"Connected: .*{galaxy.address}"):
        find_phone("R5CT99")


@pytest.mark.usefixtures("galaxy")
def test_one_phone_reached_in_two_ways_is_one_phone(adb: int):
    with Galaxy("R5CT10ABCDE") as again:
        connect(adb, again)
        found = survey()
        assert len(found.seen) == 2
        assert found.ready
        assert find_phone("auto")[0] is not None


def test_of_cable_and_air_the_cable_is_taken():
    air = Seen("127.0.0.1:5555", "device", link="wifi", identity="R5CT10ABCDE")
    cable = Seen("R5CT10ABCDE", "device", identity="R5CT10ABCDE")
    for seen in ((air, cable), (cable, air)):
        assert Survey(State.ready, seen, "").serials == (cable.serial,)


def test_a_phone_that_answers_nothing_does_not_keep_the_others_away(
    galaxy: Galaxy, second_galaxy: Galaxy, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("sketch2image.phone.adb.PATIENCE", 0.5)
    galaxy.faults.silent = True
    assert survey().serials == (second_galaxy.address,)
    galaxy.faults.silent = False


class Told(socketserver.BaseRequestHandler):
    """An adb server that knows a phone announced twice, and one that it may not use."""

    LINES = (
        "adb-R5CT10ABCDE-xy (2)._adb-tls-connect._tcp offline transport_id:3\n"
        "R5CT20FGHIJ            no permissions (missing udev rules?); see [http] usb:1-4\n"
    )

    def handle(self) -> None:
        self.request.sendall(f"OKAY{len(self.LINES):04x}{self.LINES}".encode())


def test_serials_with_a_space_and_phones_that_may_not_be_used(monkeypatch: pytest.MonkeyPatch):
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Told) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        monkeypatch.setenv("ANDROID_ADB_SERVER_PORT", str(server.server_address[1]))
        twice, forbidden = survey().seen
        server.shutdown()
    assert twice.serial == "adb-R5CT10ABCDE-xy (2)._adb-tls-connect._tcp"
    assert (twice.state, twice.link) == ("offline", "wifi")
    assert (forbidden.serial, forbidden.state) == ("R5CT20FGHIJ", "no permissions")
    assert "android-sdk-platform-tools-common" in forbidden.hint


def plugged_in(devices: Path, interfaces: list[tuple[str, str, str]], vendor: str = "04e8") -> None:
    phone = devices / "1-4"
    phone.mkdir(parents=True)
    (phone / "idVendor").write_text(f"{vendor}\n")
    for number, facts in enumerate(interfaces):
        part = phone / f"1-4:1.{number}"
        part.mkdir()
        for what, value in zip(("Class", "SubClass", "Protocol"), facts, strict=True):
            (part / f"bInterface{what}").write_text(f"{value}\n")


@pytest.mark.usefixtures("adb")
def test_a_galaxy_on_usb_without_debugging_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    plugged_in(tmp_path / "usb", [("06", "01", "01")])
    monkeypatch.setattr("sketch2image.phone.device.hidden_galaxies", lambda: hidden(tmp_path))
    found = survey()
    assert found.state is State.debugging_off
    assert "USB debugging" in found.hint


def hidden(folder: Path) -> int:
    return usb.hidden_galaxies(folder / "usb")


@pytest.mark.parametrize(
    ("interfaces", "vendor", "count"),
    [
        ([("06", "01", "01"), ("ff", "42", "01")], "04e8", 0),
        ([("06", "01", "01")], "18d1", 0),
        ([("08", "06", "50")], "04e8", 0),
        ([("ff", "ff", "00"), ("02", "02", "01")], "04e8", 1),
    ],
)
def test_only_phones_that_offer_no_adb_count(
    tmp_path: Path, interfaces: list[tuple[str, str, str]], vendor: str, count: int
):
    plugged_in(tmp_path / "usb", interfaces, vendor)
    assert hidden(tmp_path) == count
    assert usb.hidden_galaxies(tmp_path / "nowhere") == 0
