"""Strokes as SVG and back: a picture for any viewer, and all of the drawing for us."""

from __future__ import annotations

import base64
import binascii
import io
from xml.etree import ElementTree
from xml.sax.saxutils import quoteattr

import numpy as np
from numpy.typing import NDArray

from sketch2image.core.sketch import WHITE, Color, Sketch, Stroke

LARGEST_SIDE = 20_000
_NAMESPACE = "http://www.w3.org/2000/svg"
_PNG = "data:image/png;base64,"


class NotOurs(ValueError):
    """The text is no SVG that `to_svg` wrote; the message says why."""


def to_svg(sketch: Sketch) -> str:
    """The sketch as an SVG document on white, strokes in drawing order, eraser strokes in white."""
    width, height = sketch.size
    body = "\n".join(_path(stroke) for stroke in sketch.strokes)
    return (
        f'<svg xmlns="{_NAMESPACE}" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}">\n'
        f'<rect width="100%" height="100%" fill="#ffffff"/>\n'
        f"{_image(sketch.backdrop)}"
        f'<g fill="none" stroke-linecap="round" stroke-linejoin="round">\n{body}\n</g>\n</svg>\n'
    )


def from_svg(text: str) -> Sketch:
    """The sketch that `to_svg` wrote.

    Raises:
        NotOurs: the text is something else.
    """
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise NotOurs("it has a document type")
    try:
        root = ElementTree.fromstring(text)
        if root.tag != f"{{{_NAMESPACE}}}svg":
            raise NotOurs("it is other XML")
        size = _size(root)
        strokes = tuple(_stroke(path) for path in root.iter(f"{{{_NAMESPACE}}}path"))
        return Sketch(size, strokes, _backdrop(root, size))
    except ElementTree.ParseError as error:
        raise NotOurs(f"it is damaged ({error})") from error
    except (KeyError, ValueError, binascii.Error) as error:
        raise NotOurs(str(error)) from error


def _path(stroke: Stroke) -> str:
    color = WHITE if stroke.eraser else stroke.color
    line = "L".join(f"{x:.3f} {y:.3f}" for x, y in stroke.points.tolist())
    dot = "h0" if len(stroke.points) == 1 else ""
    kind = ' class="eraser"' if stroke.eraser else ""
    return (
        f'<path{kind} d={quoteattr(f"M{line}{dot}")} stroke="{_hex(color)}" '
        f'stroke-width="{stroke.width:g}"/>'
    )


def _stroke(path: ElementTree.Element) -> Stroke:
    return Stroke(
        points=_points(path.attrib["d"]),
        color=_color(path.attrib["stroke"]),
        width=float(path.attrib["stroke-width"]),
        eraser=path.get("class") == "eraser",
    )


def _points(line: str) -> NDArray[np.float32]:
    if not line.startswith("M"):
        raise NotOurs("its paths were drawn by another program")
    pairs = [pair.split() for pair in line[1:].removesuffix("h0").split("L")]
    points = np.array(pairs, np.float32)
    if points.ndim != 2 or points.shape[1] != 2 or not np.isfinite(points).all():
        raise NotOurs("its paths were drawn by another program")
    return points


def _size(root: ElementTree.Element) -> tuple[int, int]:
    width, height = int(root.attrib["width"]), int(root.attrib["height"])
    if not (0 < width <= LARGEST_SIDE and 0 < height <= LARGEST_SIDE):
        raise NotOurs(f"its size is {width} x {height}")
    return width, height


def _hex(color: Color) -> str:
    return "#{:02x}{:02x}{:02x}".format(*color)


def _color(text: str) -> Color:
    red, green, blue = bytes.fromhex(text.removeprefix("#"))
    return red, green, blue


def _image(backdrop: NDArray[np.uint8] | None) -> str:
    if backdrop is None:
        return ""
    from PIL import Image

    buffer = io.BytesIO()
    Image.fromarray(backdrop).save(buffer, "PNG")
    data = base64.b64encode(buffer.getvalue()).decode()
    height, width = backdrop.shape[:2]
    return f'<image width="{width}" height="{height}" href="{_PNG}{data}"/>\n'


def _backdrop(root: ElementTree.Element, size: tuple[int, int]) -> NDArray[np.uint8] | None:
    element = root.find(f"{{{_NAMESPACE}}}image")
    if element is None:
        return None
    from PIL import Image, UnidentifiedImageError

    data = base64.b64decode(element.attrib["href"].removeprefix(_PNG), validate=True)
    try:
        with Image.open(io.BytesIO(data), formats=("PNG",)) as picture:
            if picture.size != size:
                raise NotOurs("its backdrop has another size")
            return np.array(picture.convert("RGB"))
    except (UnidentifiedImageError, OSError) as error:
        raise NotOurs("its backdrop is damaged") from error
