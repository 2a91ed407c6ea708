"""Phones on the USB that adb cannot see, because USB debugging is off."""

from __future__ import annotations

from pathlib import Path

SYSFS = Path("/sys/bus/usb/devices")
_SAMSUNG = "04e8"
_ADB_INTERFACE = ("ff", "42", "01")
"""Class, subclass and protocol of the interface that adbd offers."""

_PHONE_INTERFACES = (("06", "01", "01"), ("ff", "ff", "00"))
"""Picture transfer (PTP and MTP) as phones offer it, and Samsung's form of MTP."""


def hidden_galaxies(devices: Path = SYSFS) -> int:
    """How many Samsung phones are plugged in that do not offer adb.

    Read from what the Linux kernel says of its USB devices; 0 where there is no such folder, as
    on Windows and macOS.
    """
    if not devices.is_dir():
        return 0
    return sum(_is_hidden_galaxy(device) for device in devices.iterdir())


def _is_hidden_galaxy(device: Path) -> bool:
    if _fact(device, "idVendor") != _SAMSUNG:
        return False
    offered = {
        tuple(_fact(part, f"bInterface{what}") for what in ("Class", "SubClass", "Protocol"))
        for part in device.glob(f"{device.name}:*")
    }
    return _ADB_INTERFACE not in offered and not offered.isdisjoint(_PHONE_INTERFACES)


def _fact(device: Path, name: str) -> str:
    try:
        return (device / name).read_text().strip().lower()
    except OSError:
        return ""
