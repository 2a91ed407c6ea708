"""Where the page is, and the QR code that leads there."""

from __future__ import annotations

import ipaddress
import re
import socket
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.opencv import cv2
from sketch2image.phone.page.address import lan_addresses, listen
from sketch2image.phone.page.options import PageOptions
from sketch2image.phone.page.page import PhonePage
from sketch2image.phone.page.qr import qr_matrix, qr_svg, qr_text

URL = "http://192.168.0.5:41234/AbCdEfGhIjKlMnOpQrStUv/"


class Routes:
    """A socket of a machine with these addresses, by the network that is asked for."""

    def __init__(self, addresses: dict[str, str]) -> None:
        self._addresses, self._own = addresses, ""

    def __call__(self, *_: object) -> Routes:
        return self

    def __enter__(self) -> Routes:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def connect(self, address: tuple[str, int]) -> None:
        found = [own for start, own in self._addresses.items() if address[0].startswith(start)]
        if not found:
            raise OSError("no route")
        self._own = found[0]

    def getsockname(self) -> tuple[str, int]:
        return self._own, 0


def machine(monkeypatch: pytest.MonkeyPatch, routes: dict[str, str], named: list[str]) -> None:
    monkeypatch.setattr(socket, "socket", Routes(routes))
    rows = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 0)) for address in named]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_: rows)


def test_addresses_of_this_machine_can_be_listened_at():
    for address in lan_addresses():
        assert not ipaddress.ip_address(address).is_loopback
        listen(address, 0).close()


def test_the_likeliest_address_comes_first(monkeypatch: pytest.MonkeyPatch):
    machine(
        monkeypatch,
        {"198.": "25.1.2.3", "224.": "169.254.7.7", "192.168.": "192.168.0.5"},
        ["127.0.1.1", "192.168.0.5", "10.9.8.7"],
    )
    assert lan_addresses() == ("192.168.0.5", "10.9.8.7", "25.1.2.3", "169.254.7.7")


def test_without_a_network_there_is_no_page(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    machine(monkeypatch, {}, ["127.0.1.1"])
    with pytest.raises(UserError, match="this computer is in no network") as raised:
        PhonePage(PageOptions(tmp_path))
    assert raised.value.kind is ErrorKind.phone


def read(dots: np.ndarray) -> str:
    image = np.where(dots, 0, 255).astype(np.uint8)
    large = cv2.resize(image, None, fx=8, fy=8, interpolation=cv2.INTER_NEAREST)
    return cv2.QRCodeDetector().detectAndDecode(large)[0]


def test_the_code_leads_to_the_page():
    dots = qr_matrix(URL)
    assert read(dots) == URL
    assert not np.concatenate([dots[:4].ravel(), dots[:, -4:].ravel()]).any()


def test_the_code_in_a_terminal_is_dark_on_light():
    lines = qr_text(URL).splitlines()
    assert all(line.startswith("\x1b[38;5;16;48;5;231m") for line in lines)
    letters = [re.sub(r"\x1b\[[\d;]*m", "", line) for line in lines]
    halves = [[[letter in above for letter in line] for above in ("▀█", "▄█")] for line in letters]
    assert read(np.concatenate([np.array(pair) for pair in halves])) == URL


def test_the_code_is_a_drawing_too():
    drawing = ElementTree.fromstring(qr_svg(URL))
    side = len(qr_matrix(URL))
    assert drawing.attrib["viewBox"] == f"0 0 {side} {side}"
    assert {"#000", "#fff"} == {
        node.attrib.get("stroke") or node.attrib.get("fill") for node in drawing
    }
