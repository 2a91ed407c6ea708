"""Pairing and connecting over the network, with the real adb server and a phone of ours.

The phone pairs, asks for TLS and announces itself by multicast DNS as a real one does.
"""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from sketch2image.core.errors import Cancelled, ErrorKind, UserError
from sketch2image.core.progress import Progress, silent
from sketch2image.phone import invitation, wireless
from sketch2image.phone.invitation import Invitation
from sketch2image.phone.wireless import Kind, Service
from tests.phone.galaxy.device import Device
from tests.phone.galaxy.phone import Galaxy
from tests.phone.galaxy.server import disconnect_all, real_adb_server, states
from tests.phone.wireless.announce import CONNECT, PAIRING, Air, is_heard, on_the_air
from tests.phone.wireless.listening import Listener
from tests.phone.wireless.pairing import Pairing, Trust
from tests.phone.wireless.phone import WirelessPhone

CODE = "482913"
NOWHERE = "127.0.0.1:1"


@pytest.fixture
def trust() -> Trust:
    """What the phone remembers; nothing yet."""
    return Trust()


@pytest.fixture
def phone(trust: Trust) -> Iterator[WirelessPhone]:
    """A phone with Wireless debugging on."""
    with WirelessPhone(trust, Device("R5CT10ABCDE", "SM-S911N")) as phone:
        yield phone


@pytest.fixture(scope="module")
def listening_server() -> Iterator[int]:
    """Port of an adb server that hears what phones announce."""
    with real_adb_server(listening=True) as port:
        if not is_heard(port):
            pytest.skip("multicast reaches no adb server on this computer")
        yield port


@pytest.fixture
def hearing(listening_server: int, monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """Port of the adb server that the program talks to in this test, and that hears phones."""
    monkeypatch.setenv("ANDROID_ADB_SERVER_PORT", str(listening_server))
    yield listening_server
    disconnect_all(listening_server)


@pytest.fixture
def air() -> Iterator[Air]:
    """Where the phone announces itself."""
    with on_the_air() as air:
        yield air


class ScriptedServer(Listener):
    """An adb server, or what is taken for one, that gives every question the same answer."""

    def __init__(self, answer: bytes | None) -> None:
        super().__init__()
        self._answer = answer

    def serve(self, connection: socket.socket) -> None:
        """Answer, or stay silent until the other end has had enough."""
        size = int(connection.recv(4) or b"0", 16)
        connection.recv(size)
        if self._answer is None:
            connection.recv(1)
        else:
            connection.sendall(self._answer)


def scripted(monkeypatch: pytest.MonkeyPatch, answer: bytes | None) -> ScriptedServer:
    server = ScriptedServer(answer)
    monkeypatch.setenv("ANDROID_ADB_SERVER_PORT", str(server.port))
    return server


def test_a_phone_is_paired_by_its_code_and_usable_once_connected(
    adb: int, trust: Trust, phone: WirelessPhone
) -> None:
    import adbutils

    with Pairing(trust, CODE) as pairing:
        paired = wireless.pair(pairing.address, CODE)
    assert (paired.guid, paired.address) == (trust.guid, pairing.address)
    assert wireless.connect(phone.address) == phone.address
    assert states(adb) == {phone.address: "device"}
    connected = adbutils.AdbClient(port=adb).device(phone.address)
    assert connected.shell("getprop ro.product.model") == "SM-S911N"


def test_connecting_again_gives_the_same_phone_until_it_is_let_go(
    adb: int, trust: Trust, phone: WirelessPhone
) -> None:
    with Pairing(trust, CODE) as pairing:
        wireless.pair(pairing.address, CODE)
    assert wireless.connect(phone.address) == wireless.connect(phone.address)
    wireless.disconnect(phone.address)
    assert states(adb) == {}
    with pytest.raises(UserError, match="is not connected over the network"):
        wireless.disconnect(phone.address)


def test_a_phone_that_stumbles_once_is_not_taken_for_a_stranger(
    adb: int, trust: Trust, phone: WirelessPhone
) -> None:
    with Pairing(trust, CODE) as pairing:
        wireless.pair(pairing.address, CODE)
    phone.stumbles = 1
    assert wireless.connect(phone.address) == phone.address
    assert states(adb) == {phone.address: "device"}


@pytest.mark.usefixtures("adb")
def test_a_wrong_code_pairs_nothing_and_says_where_the_right_one_is(trust: Trust) -> None:
    with Pairing(trust, CODE) as pairing, pytest.raises(UserError) as raised:
        wireless.pair(pairing.address, "482914")
    assert raised.value.message == f"{pairing.address} did not take the code"
    assert "Pair device with pairing code" in raised.value.hint
    assert not trust.moduli


@pytest.mark.usefixtures("adb")
def test_pairing_where_no_phone_waits_says_so() -> None:
    with pytest.raises(UserError, match=f"no phone waits for pairing at {NOWHERE}"):
        wireless.pair(NOWHERE, CODE)


@pytest.mark.usefixtures("adb")
def test_a_phone_that_does_not_know_this_computer_asks_for_pairing(phone: WirelessPhone) -> None:
    with pytest.raises(UserError, match="does not let this computer in") as raised:
        wireless.connect(phone.address)
    assert raised.value.hint.startswith("Pair with it first.")


@pytest.mark.usefixtures("adb")
@pytest.mark.parametrize(
    ("address", "told"),
    [
        (NOWHERE, "nothing answers at"),
        ("[::1]:1", "nothing answers at"),
        ("no-such-phone.invalid:37099", "is no address on this network"),
    ],
)
def test_connecting_to_what_is_not_there_tells_wrong_place_from_wrong_name(
    address: str, told: str
) -> None:
    with pytest.raises(UserError, match=told):
        wireless.connect(address)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "192.168.0.23",
        "192.168.0.23:",
        ":37099",
        "192.168.0.23:0",
        "192.168.0.23:65536",
        "192.168.0.23:٣٧",
        "fe80::1:37099",
        "a b:37099",
        "192.168.0.23:37099\n",
        "한국:37099",
    ],
)
def test_what_is_no_address_is_never_sent(address: str) -> None:
    for ask in (lambda: wireless.pair(address, CODE), lambda: wireless.connect(address)):
        with pytest.raises(UserError, match="is not an address") as raised:
            ask()
        assert "192.168.0.23:37099" in raised.value.hint


@pytest.mark.parametrize(
    "code", ["", "48291", "4829134", "48291a", "482 913", "٤٨٢٩١٣", "482913\n"]
)
def test_what_is_no_code_is_never_sent(code: str) -> None:
    with pytest.raises(UserError, match="is not a pairing code") as raised:
        wireless.pair(NOWHERE, code)
    assert raised.value.kind is ErrorKind.phone


def test_an_adb_server_too_old_to_pair_is_named_as_the_cause(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with scripted(monkeypatch, b"FAIL0014unknown host service"):
        with pytest.raises(UserError, match="too old to pair"):
            wireless.pair(NOWHERE, CODE)
        assert wireless.nearby() == ()
        assert not wireless.hears()


def test_an_unknown_answer_is_shown_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    with (
        scripted(monkeypatch, b"OKAYFAIL0010it rains in Jeju"),
        pytest.raises(UserError, match="pairing failed: it rains in Jeju"),
    ):
        wireless.pair(NOWHERE, CODE)


def test_an_adb_server_that_hangs_up_is_told_in_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    with scripted(monkeypatch, b"OKAY"), pytest.raises(UserError, match="hung up"):
        wireless.pair(NOWHERE, CODE)


def test_silence_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wireless, "SECONDS", 0.2)
    with scripted(monkeypatch, None), pytest.raises(UserError, match="did not answer within"):
        wireless.nearby()


def test_phones_nearby_are_listed_by_what_they_wait_for(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = (
        "adb-R5CT\t_adb-tls-connect._tcp\t192.168.0.23:37099\n"
        "studio-x\t_adb-tls-pairing._tcp.\t192.168.0.23:40001\n"
        "old\t_adb._tcp\t192.168.0.24:5555\n"
        "printer\t_ipp._tcp\t192.168.0.9:631\n"
        "half a line\n"
    )
    with scripted(monkeypatch, f"OKAY{len(lines):04x}{lines}".encode()):
        found = wireless.nearby()
    assert found == (
        Service("adb-R5CT", Kind.connect, "192.168.0.23:37099"),
        Service("studio-x", Kind.pairing, "192.168.0.23:40001"),
        Service("old", Kind.old, "192.168.0.24:5555"),
    )


def test_every_invitation_is_new() -> None:
    one, other = Invitation(), Invitation()
    assert one.name != other.name
    assert one.password != other.password
    assert one.text == f"WIFI:T:ADB;S:{one.name};P:{one.password};;"


def test_a_phone_that_scans_the_code_is_paired_and_connected_once(
    hearing: int, air: Air, trust: Trust, phone: WirelessPhone
) -> None:
    invited = Invitation()

    def scan_at_first(_: Progress) -> None:
        if not scanned:
            scanned.append(True)
            air.scan(invited.text, trust)

    scanned: list[bool] = []
    air.announce(trust.guid, CONNECT, phone.port)
    paired = invitation.wait(invited, scan_at_first, 20)
    serial = invitation.connect_paired(paired, silent)
    assert serial == f"{trust.guid}.{CONNECT}"
    assert Service(trust.guid, Kind.connect, phone.address) in wireless.nearby()
    assert wireless.connect(phone.address) == serial
    assert states(hearing) == {serial: "device"}


@pytest.mark.usefixtures("hearing")
def test_waiting_for_a_scan_ends_by_cancel_and_by_itself(air: Air) -> None:
    air.announce("adb-another", PAIRING, 1)

    def cancel(_: Progress) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        invitation.wait(Invitation(), cancel)
    with pytest.raises(UserError, match="no phone scanned the code"):
        invitation.wait(Invitation(), silent, 0)


@pytest.mark.usefixtures("adb")
def test_without_ears_the_invitation_points_to_the_code() -> None:
    with pytest.raises(UserError, match="cannot hear phones") as raised:
        invitation.wait(Invitation(), silent)
    assert "pairing code" in raised.value.hint


@pytest.mark.usefixtures("adb")
def test_a_paired_phone_that_is_not_heard_is_connected_to_by_hand(trust: Trust) -> None:
    with Pairing(trust, CODE) as pairing:
        paired = wireless.pair(pairing.address, CODE)
    with pytest.raises(UserError, match="does not say where it is") as raised:
        invitation.connect_paired(paired, silent, 0)
    assert "address" in raised.value.hint


@pytest.mark.usefixtures("adb")
def test_a_phone_that_asks_its_person_is_waited_for_by_hand() -> None:
    with Galaxy() as phone:
        phone.faults.authorized = False
        with pytest.raises(UserError, match="waits for a yes"):
            wireless.connect(phone.address)
