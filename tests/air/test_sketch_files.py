"""Sketches on disk and back."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sketch2image.air.files import open_sketch, save_sketch, save_svg
from sketch2image.air.svg import NotOurs, from_svg, to_svg
from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.sketch import Sketch, Stroke

coordinates = st.floats(-50, 2000, width=32)
bytes_ = st.integers(0, 255)
strokes = st.builds(
    Stroke,
    points=st.lists(st.tuples(coordinates, coordinates), min_size=1, max_size=20).map(
        lambda points: np.array(points, np.float32)
    ),
    color=st.tuples(bytes_, bytes_, bytes_),
    width=st.sampled_from([1.0, 2.5, 5.0, 50.0]),
    eraser=st.booleans(),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(strokes, max_size=5), st.integers(1, 3000), st.integers(1, 3000))
def test_svg_keeps_every_stroke(drawn, width, height):
    back = from_svg(to_svg(Sketch((width, height), tuple(drawn))))
    assert back.size == (width, height)
    assert len(back.strokes) == len(drawn)
    for before, after in zip(drawn, back.strokes, strict=True):
        np.testing.assert_allclose(after.points, before.points, atol=0.01)
        assert (after.width, after.eraser) == (before.width, before.eraser)
        assert before.eraser or after.color == before.color


@pytest.fixture
def sketch():
    backdrop = np.full((60, 80, 3), 255, np.uint8)
    backdrop[10:14, 10:70] = (200, 0, 0)
    zigzag = np.array([[5.25, 30.5], [40, 50], [75.125, 30]], np.float32)
    return Sketch((80, 60), (Stroke(zigzag, (0, 0, 255)),), backdrop)


def test_svg_on_disk_gives_the_same_picture(tmp_path, sketch):
    save_sketch(tmp_path / "new" / "a.svg", sketch)
    assert open_sketch(tmp_path / "new" / "a.svg").digest == sketch.digest


def test_png_on_disk_becomes_a_backdrop(tmp_path, sketch):
    save_sketch(tmp_path / "a.png", sketch)
    back = open_sketch(tmp_path / "a.png")
    assert back.size == (80, 60)
    assert not back.strokes
    assert back.digest == sketch.digest


def test_transparent_drawings_lie_on_white(tmp_path):
    from PIL import Image

    picture = Image.new("RGBA", (33, 17), (0, 0, 0, 0))
    picture.putpixel((5, 5), (0, 0, 0, 255))
    picture.save(tmp_path / "a.png")
    back = open_sketch(tmp_path / "a.png")
    assert back.size == (33, 17)
    assert back.mask.sum() == 1


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hello",
        "<svg/>",
        '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="x"/>',
        '<svg xmlns="http://www.w3.org/2000/svg" width="90000" height="90000"/>',
        '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><path d="c1 2 3"/></svg>',
        '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10">'
        '<path d="Mnan 2" stroke="#000000" stroke-width="2"/></svg>',
        '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><image href="x"/></svg>',
        '<!DOCTYPE svg [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg"/>',
    ],
)
def test_other_svg_is_refused(tmp_path, text):
    with pytest.raises(NotOurs):
        from_svg(text)
    (tmp_path / "a.svg").write_text(text)
    with pytest.raises(UserError) as caught:
        open_sketch(tmp_path / "a.svg")
    assert caught.value.kind is ErrorKind.unreadable


def test_a_cut_svg_is_refused(sketch):
    with pytest.raises(NotOurs, match="damaged"):
        from_svg(to_svg(sketch)[:-20])


def test_missing_and_unwritable_and_unknown(tmp_path, sketch):
    for name in ("none.svg", "none.png"):
        with pytest.raises(UserError) as caught:
            open_sketch(tmp_path / name)
        assert caught.value.kind is ErrorKind.missing_file
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(UserError) as caught:
        save_svg(tmp_path / "file" / "a.svg", sketch)
    assert caught.value.kind is ErrorKind.output
    with pytest.raises(UserError) as caught:
        save_sketch(tmp_path / "a.docx", sketch)
    assert caught.value.kind is ErrorKind.input


def test_a_binary_svg_is_refused(tmp_path):
    (tmp_path / "a.svg").write_bytes(b"\xff\xfe\x00\x01")
    with pytest.raises(UserError, match="cannot be read as SVG"):
        open_sketch(tmp_path / "a.svg")
