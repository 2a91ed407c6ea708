"""What a phone is, apart from how it is reached."""

from __future__ import annotations

import time

from tests.phone.galaxy.faults import Faults
from tests.phone.galaxy.files import Files
from tests.phone.galaxy.media import MediaStore
from tests.phone.galaxy.tree import Tree


class Device:
    """A phone's files, gallery and apps.

    Attributes:
        tree: its files.
        media: its MediaStore.
        faults: what is wrong with it.
        packages: viewers of pictures that are installed.
        properties: what `getprop` tells.
        ran: every shell line it was sent.
        opened: (uri, package or "") of what was shown on its screen.
        served: paths whose content was asked for.
    """

    def __init__(self, serialno: str, model: str) -> None:
        self.faults = Faults()
        self.files = Files(self.faults)
        self.media = MediaStore(self.files, self.faults)
        self.tree = Tree(self.files, self.media, self.faults)
        self.packages = {"com.sec.android.gallery3d"}
        self.properties = _properties(serialno, model)
        self.ran: list[str] = []
        self.opened: list[tuple[str, str]] = []
        self.served: list[str] = []

    def now(self) -> int:
        """The phone's time, in seconds since 1970."""
        return int(time.time()) + self.faults.clock


def _properties(serialno: str, model: str) -> dict[str, str]:
    return {
        "ro.serialno": serialno,
        "ro.boot.serialno": serialno,
        "ro.product.name": "dm1qksx",
        "ro.product.model": model,
        "ro.product.device": "dm1q",
        "ro.product.brand": "samsung",
        "ro.product.manufacturer": "samsung",
        "ro.build.version.release": "14",
        "ro.build.version.sdk": "34",
    }
