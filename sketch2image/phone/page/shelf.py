"""Files offered to the phone, the newest first, with a thumbnail of each picture."""

from __future__ import annotations

import io
import mimetypes
import threading
from dataclasses import dataclass
from functools import lru_cache
from itertools import count
from pathlib import Path

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.pictures import is_picture_name, open_picture

_SIDE = 720
"""Longer side of a thumbnail in pixels: the width of a phone at two pixels per point."""

_QUALITY = 82
_KEPT = 64
_SHOWN = ("image/", "video/")


@dataclass(frozen=True)
class Offered:
    """A file on offer.

    Attributes:
        id: names it in addresses.
        file: where it lies.
    """

    id: str
    file: Path

    @property
    def kind(self) -> str:
        """Its MIME type."""
        return mimetypes.guess_type(self.file.name)[0] or "application/octet-stream"

    @property
    def is_shown(self) -> bool:
        """Whether a browser shows it by itself."""
        return self.kind.startswith(_SHOWN) and "svg" not in self.kind

    def row(self) -> dict[str, str | int | bool]:
        """What the page is told of it."""
        picture = is_picture_name(self.file.name)
        size = self.file.stat().st_size
        return {"id": self.id, "name": self.file.name, "bytes": size, "picture": picture,
                "shown": self.is_shown}  # fmt: skip


class Shelf:
    """The files on offer; safe from any thread.

    Attributes:
        thumbnail: a small JPEG of a picture on offer; raises `UserError` where there can be none.
        revision: grows with each change.
        taken: files that the phone took whole.
    """

    def __init__(self) -> None:
        self._numbers = count(1)
        self._offered: dict[Path, Offered] = {}
        self._lock = threading.Lock()
        self.thumbnail = lru_cache(maxsize=_KEPT)(_thumbnail)
        self.revision = 0
        self.taken: list[Path] = []

    def offer(self, file: Path) -> None:
        """Put a file on the shelf; one that lay there goes to the front, with its new content.

        Raises:
            UserError: there is no such file.
        """
        if not file.is_file():
            hint = "Check the spelling of the path."
            raise UserError(ErrorKind.missing_file, f"no such file: {file}", hint)
        with self._lock:
            self._offered.pop(file, None)
            self._offered[file] = Offered(str(next(self._numbers)), file)
            self.revision += 1

    def all(self) -> list[Offered]:
        """What is there, the newest first; files that were deleted meanwhile are left out."""
        with self._lock:
            offered = list(self._offered.values())
        return [each for each in reversed(offered) if each.file.is_file()]

    def find(self, wanted: str) -> Offered | None:
        """The file of an id, or None."""
        return next((each for each in self.all() if each.id == wanted), None)

    def take(self, offered: Offered) -> None:
        """Note that the phone has a file."""
        if offered.file not in self.taken:
            self.taken.append(offered.file)


def _thumbnail(offered: Offered) -> bytes:
    from PIL import Image

    buffer = io.BytesIO()
    small = Image.fromarray(open_picture(offered.file, max_side=_SIDE))
    small.save(buffer, "JPEG", quality=_QUALITY)
    return buffer.getvalue()
