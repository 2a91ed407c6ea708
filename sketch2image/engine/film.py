"""Films as files: GIF that loops anywhere, MP4 (H.264) that phones and browsers play."""

from __future__ import annotations

import io
import math
import os
import tempfile
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sketch2image.air.files import check_name
from sketch2image.air.quiet import quiet_stderr
from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.files import unwritable, write_atomically
from sketch2image.core.progress import Counter, Report, silent
from sketch2image.core.sketch import BLACK, WHITE, Color
from sketch2image.core.types import Image
from sketch2image.engine.page import LINE, PAPER, SOFT, TEXT
from sketch2image.engine.request import Result
from sketch2image.engine.timelapse import Timelapse

if TYPE_CHECKING:
    from types import ModuleType

    from PIL import Image as Pictures

RATES = {".gif": 100 / 6, ".mp4": 30.0}
"""Frames a second by ending; a GIF counts in hundredths of a second."""

_QUALITY = "20"
_BT709 = "ITU709"
_COLORS = {"colorspace": "bt709", "color_primaries": "bt709", "color_trc": "bt709"}
_EVEN = (PAPER, WHITE)
_GRAYS, _TINTS, _MOST_PENS = 16, 5, 8


def check_film(path: str) -> None:
    """See that a film can be written under this name, before there is work to lose.

    Raises:
        UserError: another ending than .gif or .mp4, what writes MP4 is not installed, or its
            folder cannot be made.
    """
    check_name(path, *RATES)
    try:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise unwritable(path, error) from error
    if Path(path).suffix.lower() == ".mp4":
        _av()


def save_timelapse(path: str | os.PathLike[str], result: Result, report: Report = silent) -> None:
    """Write the film of an answer: it draws, is named, becomes a picture and finds its like.

    Args:
        path: `.gif` or `.mp4`.
        result: the answer.
        report: progress, frame by frame.

    Raises:
        UserError: another ending, MP4 without PyAV, or the place cannot be written.
    """
    check_film(os.fspath(path))
    film = Timelapse(result)
    suffix = Path(path).suffix.lower()
    frames = _frames(film, RATES[suffix], report)
    if suffix == ".gif":
        last = Timelapse(result).at(film.seconds)
        pens = {stroke.color for stroke in result.request.sketch.strokes}
        write_atomically(path, _gif(frames, last, pens, RATES[suffix]))
    else:
        write_atomically(path, _mp4(frames, film.size, round(RATES[suffix])))


def _frames(film: Timelapse, rate: float, report: Report) -> Iterator[Image]:
    count = math.ceil(film.seconds * rate)
    counter = Counter(report, "time-lapse", count)
    for index in range(count):
        yield film.at(index / rate)
        counter.advance()


def _gif(frames: Iterable[Image], last: Image, pens: set[Color], rate: float) -> bytes:
    pictures = list(_indexed(frames, _palette(last, pens)))
    buffer = io.BytesIO()
    pictures[0].save(
        buffer,
        "GIF",
        save_all=True,
        append_images=pictures[1:],
        duration=round(1000 / rate),
        loop=0,
    )
    return buffer.getvalue()


def _palette(last: Image, pens: set[Color]) -> Pictures.Image:
    """The colors of the last frame, and those of paper and ink exactly, so that these stay even."""
    from PIL import Image as Pictures

    exact = [*_EVEN, LINE, TEXT, SOFT, *_tints(BLACK, _GRAYS)]
    for pen in sorted(pens - {BLACK, WHITE})[:_MOST_PENS]:
        exact += _tints(pen, _TINTS)
    seen = Pictures.fromarray(last).quantize(256 - len(exact), Pictures.Quantize.MEDIANCUT)
    palette = Pictures.new("P", (1, 1))
    palette.putpalette([*chain.from_iterable(exact), *(seen.getpalette() or ())])
    return palette


def _tints(color: Color, count: int) -> list[Color]:
    """From a color to white."""
    shares = [step / (count - 1) for step in range(count)]
    rows = [[round(part + (255 - part) * share) for part in color] for share in shares]
    return [(red, green, blue) for red, green, blue in rows]


def _indexed(frames: Iterable[Image], palette: Pictures.Image) -> Iterator[Pictures.Image]:
    """Frames in the palette's colors; what stands still keeps its dots and costs no bytes."""
    before = shown = None
    for frame in frames:
        if before is None or shown is None:
            shown = _in_colors(frame, palette)
        elif (changed := (frame != before).any(axis=2)).any():
            shown = _renewed(shown, frame, changed, palette)
        before = frame
        yield shown


def _renewed(
    shown: Pictures.Image, frame: Image, changed: NDArray[np.bool_], palette: Pictures.Image
) -> Pictures.Image:
    from PIL import Image as Pictures

    rows, columns = np.flatnonzero(changed.any(axis=1)), np.flatnonzero(changed.any(axis=0))
    box = (slice(rows[0], rows[-1] + 1), slice(columns[0], columns[-1] + 1))
    picture = shown.copy()
    mask = Pictures.fromarray(changed[box])
    picture.paste(_in_colors(frame[box], palette), (int(columns[0]), int(rows[0])), mask)
    return picture


def _in_colors(frame: Image, palette: Pictures.Image) -> Pictures.Image:
    from PIL import Image as Pictures

    picture = Pictures.fromarray(frame).quantize(
        palette=palette, dither=Pictures.Dither.FLOYDSTEINBERG
    )
    for index, color in enumerate(_EVEN):
        picture.paste(index, mask=Pictures.fromarray((frame == color).all(axis=2)))
    return picture


def _mp4(frames: Iterable[Image], size: tuple[int, int], rate: int) -> bytes:
    av = _av()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "film.mp4"
        options = {"movflags": "+faststart"}
        with av.open(str(path), "w", options=options) as container:
            stream = container.add_stream("libx264", rate=rate)
            stream.width, stream.height = size
            stream.pix_fmt = "yuv420p"
            stream.options = {"crf": _QUALITY, "preset": "medium", "tune": "animation", **_COLORS}
            for image in frames:
                frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(image), format="rgb24")
                container.mux(
                    stream.encode(frame.reformat(format="yuv420p", dst_colorspace=_BT709))
                )
            container.mux(stream.encode())
        return path.read_bytes()


def _av() -> ModuleType:
    try:
        with quiet_stderr():  # macOS says aloud that OpenCV brings the same classes
            import av
    except ImportError as error:
        raise UserError(
            ErrorKind.dependency,
            f"MP4 needs PyAV, which cannot be loaded: {' '.join(str(error).split())}",
            "Install it (pip install av), or name the film .gif.",
        ) from error
    return av
