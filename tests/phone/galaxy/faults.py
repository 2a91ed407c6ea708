"""What can be wrong with the phone; every switch may be turned while it runs."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Cut = Literal["cut_sending_after", "cut_receiving_after"]


@dataclass
class Faults:
    """Switches of a pretend phone.

    Attributes:
        authorized: False asks for the computer's key for ever; turning it True accepts the key.
        cut_sending_after: bytes of files that still leave the phone before the cable is pulled.
        cut_receiving_after: bytes of files that still reach it before the cable is pulled. The
            half file stays, as on a phone whose battery is pulled; adbd alone would remove it.
        cut_at_command: the cable is pulled once, before a shell line with this text is done.
        room: free bytes; None is plenty.
        seconds_per_mib: how slow the cable is, both ways.
        silent: True answers nothing any more; what was asked is answered when it is False again.
        wrong_sizes: size that MediaStore tells, by path.
        short_reads: bytes after which a file's content ends when it is read, by path.
        corrupt_pushes: content arrives damaged, in its right size.
        media_store: False is a phone without the `content` command.
        scans: ways to have a file scanned that work.
        checksum_tools: which of the two there are.
        clock: seconds that the phone's clock is ahead.
    """

    authorized: bool = True
    cut_sending_after: int | None = None
    cut_receiving_after: int | None = None
    cut_at_command: str | None = None
    room: int | None = None
    seconds_per_mib: float = 0.0
    silent: bool = False
    wrong_sizes: dict[str, int] = field(default_factory=dict)
    short_reads: dict[str, int] = field(default_factory=dict)
    corrupt_pushes: bool = False
    media_store: bool = True
    scans: set[str] = field(default_factory=lambda: {"scan_file", "scan_volume", "broadcast"})
    checksum_tools: set[str] = field(default_factory=lambda: {"sha256sum", "md5sum"})
    clock: int = 0

    def passing(self, cut: Cut, size: int) -> tuple[int, bool]:
        """Count bytes of a file that go over the cable.

        Returns:
            How many of them still pass, and whether the cable is pulled after them.
        """
        left = getattr(self, cut)
        if left is None:
            return size, False
        pulled = left <= size
        setattr(self, cut, None if pulled else left - size)
        return min(left, size), pulled

    def is_cut_at(self, line: str) -> bool:
        """Whether the cable is pulled at this shell line; once."""
        if self.cut_at_command is None or self.cut_at_command not in line:
            return False
        self.cut_at_command = None
        return True
