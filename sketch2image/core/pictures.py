"""Picture files in and out: whatever a camera or phone wrote becomes plain RGB."""

from __future__ import annotations

import io
import os
import stat
import struct
import warnings
import zlib
from functools import cache
from math import ceil
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.files import write_atomically
from sketch2image.core.types import Image

if TYPE_CHECKING:
    from PIL.Image import Image as PillowImage

PICTURE_SUFFIXES = frozenset(
    (
        *(".avif", ".bmp", ".gif", ".heic", ".heif", ".hif", ".jfif", ".jpe", ".jpeg", ".jpg"),
        *(".pbm", ".pgm", ".png", ".ppm", ".tif", ".tiff", ".webp"),
    )
)
"""Lower-case endings of picture files; the content decides how one is read, not its ending."""

MAX_PIXELS = 200_000_000
"""Larger pictures are refused before they are decoded (the largest phone sensors give 200 MP)."""

_FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "HEIF", "AVIF", "BMP", "TIFF", "PPM")
_DAMAGE = (
    EOFError,
    IndexError,
    KeyError,
    OSError,
    OverflowError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
    struct.error,
    zlib.error,
)
"""What decoders raise for damaged bytes."""

_SIGNATURES = (
    b"\xff\xd8",
    b"\x89PNG",
    b"GIF8",
    b"RIFF",
    b"BM",
    b"II*\0",
    b"MM\0*",
)
_ORIENTATION_TAG = 0x0112
_TURNS = {
    2: "FLIP_LEFT_RIGHT",
    3: "ROTATE_180",
    4: "FLIP_TOP_BOTTOM",
    5: "TRANSPOSE",
    6: "ROTATE_270",
    7: "TRANSVERSE",
    8: "ROTATE_90",
}
_SIXTEEN_BIT_MODES = ("I;16", "I;16L", "I;16B", "I;16N")


def is_picture_name(name: str) -> bool:
    """Whether a file of this name is expected to be a picture, in any case of letters."""
    return Path(name).suffix.lower() in PICTURE_SUFFIXES


def open_picture(
    path: str | os.PathLike[str], max_side: int | None = None, max_pixels: int = MAX_PIXELS
) -> Image:
    """Read a picture file as it is meant to be seen.

    The camera's orientation is applied, transparency is laid on white, and every color mode and
    depth becomes 8-bit RGB. The first frame of an animation is taken.

    Args:
        path: the file; its content decides how it is read, not its ending.
        max_side: shrink so that neither side is longer, in pixels; big JPEGs are then decoded at
            a fraction of their size. Smaller pictures stay as they are.
        max_pixels: larger pictures are refused, before they are decoded.

    Returns:
        (H, W, 3) uint8 RGB.

    Raises:
        UserError: the file is missing, empty, damaged, no picture, or has more than `max_pixels`.
    """
    name = os.fspath(path)
    _check_file(name)
    image = _header(name, max_pixels)
    try:
        return _decode(image, max_side)
    except MemoryError as error:
        raise _unreadable(name, "does not fit into memory", "Make it smaller.") from error
    except _DAMAGE as error:
        raise _damaged(name) from error
    finally:
        image.close()


def save_png(path: str | os.PathLike[str], image: Image, level: int = 6) -> None:
    """Write (H, W, 3) uint8 RGB, or (H, W) uint8 grey, as a PNG, whole or not at all.

    Args:
        path: where it goes.
        image: the picture.
        level: of compression, 1 fastest to 9 smallest; 1 takes a fifth of the time of 6.

    Raises:
        UserError: kind `output`, when the place cannot be written.
    """
    _save(path, image, "PNG", compress_level=level)


def save_jpeg(path: str | os.PathLike[str], image: Image, quality: int) -> None:
    """Write (H, W, 3) uint8 RGB, or (H, W) uint8 grey, as a JPEG, whole or not at all.

    Args:
        path: where it goes.
        image: the picture.
        quality: 1 smallest to 95 best.

    Raises:
        UserError: kind `output`, when the place cannot be written.
    """
    _save(path, image, "JPEG", quality=quality)


def _save(path: str | os.PathLike[str], image: Image, form: str, **options: int) -> None:
    buffer = io.BytesIO()
    _pillow().fromarray(np.ascontiguousarray(image)).save(buffer, form, **options)
    write_atomically(path, buffer.getbuffer())


@cache
def _pillow() -> ModuleType:
    import PIL.AvifImagePlugin
    import PIL.Image
    import PIL.TiffImagePlugin
    import PIL.WebPImagePlugin
    import pillow_heif

    PIL.Image.preinit()
    pillow_heif.register_heif_opener()
    PIL.Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    warnings.filterwarnings("ignore", module=r"PIL\.")
    return PIL.Image


def _check_file(name: str) -> None:
    try:
        status = Path(name).stat()
    except (FileNotFoundError, NotADirectoryError) as error:
        hint = "Check the spelling of the path."
        raise UserError(ErrorKind.missing_file, f"no such file: {name}", hint) from error
    except OSError as error:
        raise _closed(name, error) from error
    if stat.S_ISDIR(status.st_mode):
        raise UserError(ErrorKind.input, f"{name} is a folder", "Name a picture file.")
    if not stat.S_ISREG(status.st_mode):
        raise UserError(ErrorKind.input, f"{name} is not a file", "Name a picture file.")
    if status.st_size == 0:
        raise _unreadable(name, "is an empty file", "Copy or save the picture again.")


def _header(name: str, max_pixels: int) -> PillowImage:
    pillow = _pillow()
    try:
        image = pillow.open(name, formats=_FORMATS)
    except pillow.DecompressionBombError as error:
        raise _too_large(name, max_pixels) from error
    except pillow.UnidentifiedImageError as error:
        raise _not_a_picture(name) from error
    except PermissionError as error:
        raise _closed(name, error) from error
    except _DAMAGE as error:
        raise _damaged(name) from error
    if image.width * image.height > max_pixels:
        image.close()
        raise _too_large(name, max_pixels)
    return image


def _decode(image: PillowImage, max_side: int | None) -> Image:
    pillow = _pillow()
    if max_side is not None:
        _draft(image, max_side)
    image.load()
    turn = _TURNS.get(_orientation(image))  # only now: some readers turn the picture themselves
    flat = _to_rgb(image)
    if max_side is not None:
        flat.thumbnail((max_side, max_side), pillow.Resampling.BICUBIC)
    if turn:
        flat = flat.transpose(pillow.Transpose[turn])
    return np.array(flat, np.uint8)


def _draft(image: PillowImage, max_side: int) -> None:
    scale = 2 * max_side / max(image.size)
    if scale < 1:
        image.draft(None, (ceil(image.width * scale), ceil(image.height * scale)))


def _orientation(image: PillowImage) -> int:
    try:
        return int(image.getexif().get(_ORIENTATION_TAG, 1))
    except _DAMAGE:  # broken notes beside the picture must not cost the picture
        return 1


def _to_rgb(image: PillowImage) -> PillowImage:
    pillow = _pillow()
    if image.mode in _SIXTEEN_BIT_MODES or image.mode in ("I", "F"):
        return pillow.fromarray(_to_eight_bits(image)).convert("RGB")
    if not image.has_transparency_data:
        return image.convert("RGB")
    layer = image.convert("RGBA")
    white = pillow.new("RGBA", layer.size, "white")
    return pillow.alpha_composite(white, layer).convert("RGB")


def _to_eight_bits(image: PillowImage) -> NDArray[np.uint8]:
    values = np.nan_to_num(np.asarray(image, np.float32))
    low, high = _range(image.mode, values)
    return np.clip((values - low) * (255 / (high - low)) + 0.5, 0, 255).astype(np.uint8)


def _range(mode: str, values: NDArray[np.float32]) -> tuple[float, float]:
    """Darkest and brightest value that the mode means, or the picture's own where it is open."""
    low, high = float(values.min()), float(values.max())
    full = 1.0 if mode == "F" else 65535.0
    if mode in _SIXTEEN_BIT_MODES or (low >= 0 and high <= full):
        return 0.0, full
    return low, high


def _not_a_picture(name: str) -> UserError:
    with Path(name).open("rb") as file:
        start = file.read(1024)
    if start.startswith(_SIGNATURES) or start[4:8] == b"ftyp":
        return _damaged(name)
    reason = "is not a picture (it holds text)" if _is_text(start) else "is not a known picture"
    return _unreadable(name, reason, "Give a JPEG, PNG, WebP, HEIC, TIFF, GIF or BMP file.")


def _is_text(start: bytes) -> bool:
    text = start.decode("utf-8", errors="ignore")
    lost = len(start) - len(text.encode())
    return lost < 4 and all(char.isprintable() or char.isspace() for char in text)


def _damaged(name: str) -> UserError:
    return _unreadable(name, "is damaged or cut short", "Copy or save the picture again.")


def _too_large(name: str, max_pixels: int) -> UserError:
    most = f"has more than {max_pixels // 1_000_000} million pixels"
    return _unreadable(name, most, "Make it smaller first.")


def _closed(name: str, error: OSError) -> UserError:
    reason = f"cannot be opened: {(error.strerror or str(error)).lower()}"
    return _unreadable(name, reason, "Check its permissions.")


def _unreadable(name: str, reason: str, hint: str) -> UserError:
    return UserError(ErrorKind.unreadable, f"{name} {reason}", hint)
