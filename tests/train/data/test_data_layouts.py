"""Published layouts are recognized, listed and read."""

from __future__ import annotations

import gzip
from pathlib import Path

import numpy as np
import pytest

from sketch2image.core.errors import UserError
from sketch2image.train.data.collection import Collection, Item, read_picture
from sketch2image.train.data.layouts import collection
from tests.train.data.tiny_data import drawing, photo, save, sketch, sketchy


def named(items: tuple[Item, ...]) -> list[tuple[str, str]]:
    return [(item.label, item.instance) for item in items]


@pytest.mark.parametrize("level", ["", "tx_000000000000", "tx_000100000000"])
@pytest.mark.parametrize("base", ["", "256x256"])
def test_sketchy_is_listed_at_every_depth_it_is_published_at(tmp_path, level, base):
    sketchy(tmp_path / base, photos=2, level=level)
    found = collection(tmp_path)
    assert found.labels == ("bat", "cat")
    assert len(found.sketches) == 8
    assert named(found.sketches)[:3] == [
        ("bat", "n00000000_0"), ("bat", "n00000000_0"), ("bat", "n00000000_1"),
    ]  # fmt: skip
    assert {("bat", "n00000000_0"), ("cat", "n00000001_1")} <= set(named(found.photos))


def test_sketches_go_with_the_photo_they_were_drawn_after(tmp_path):
    found = collection(sketchy(tmp_path))
    assert set(named(found.sketches)) == set(named(found.photos))


def test_sketchy_s_plain_alignment_counts_where_there_are_several(tmp_path):
    sketchy(tmp_path, level="tx_000100000000")
    sketchy(tmp_path, level="tx_000000000000")
    found = collection(tmp_path)
    assert len(found.sketches) == 16
    assert len(found.photos) == 8
    assert {item.file.parent.parent.name for item in (*found.sketches, *found.photos)} == {
        "tx_000000000000"
    }


def test_the_extension_adds_photos_once(tmp_path):
    sketchy(tmp_path / "256x256", level="tx_000000000000")
    for name in ("ext_1", "n00000000_0"):
        save(tmp_path / "EXTEND_image_sketchy" / "bat" / f"{name}.jpg", photo())
    for place in (tmp_path, tmp_path / "256x256"):
        found = collection(place, "sketchy")
        assert len(found.photos) == 9
        assert ("bat", "ext_1") in named(found.photos)


def test_sketches_of_sketchy_without_photos_keep_their_photo_s_id(tmp_path):
    found = collection(sketchy(tmp_path) / "sketch")
    assert named(found.sketches)[0] == ("bat", "n00000000_0")
    assert not found.photos


@pytest.mark.parametrize("base", ["", "png", "png_ready"])
def test_tu_berlin_is_known_by_its_numbers(tmp_path, base):
    for number, label in enumerate(("hot air balloon", "t-shirt")):
        save(tmp_path / base / label / f"{number + 1}.png", sketch(number), "L")
    save(tmp_path / "ImageResized" / "t-shirt" / "n1_2.JPEG", photo())
    for layout in ("auto", "tu-berlin"):
        found = collection(tmp_path, layout)
        assert named(found.sketches) == [("hot air balloon", "1"), ("t-shirt", "2")]
        assert named(found.photos) == [("t-shirt", "n1_2")]


def test_quickdraw_has_one_file_a_class_or_one_for_all(tmp_path):
    (tmp_path / "cat.ndjson").write_text("\n".join(drawing("cat", n) for n in range(3)))
    rows = [drawing("hot dog", 5, key_id="77"), drawing("bat", 6, recognized=False)]
    (tmp_path / "all.ndjson.gz").write_bytes(gzip.compress("\n".join(rows).encode()))
    found = collection(tmp_path)
    assert [(item.label, item.row) for item in found.sketches] == [
        ("hot dog", 0), ("cat", 0), ("cat", 1), ("cat", 2),
    ]  # fmt: skip
    assert found.sketches[0].instance == "77"
    pictures = [read_picture(item) for item in found.sketches]
    assert {picture.shape for picture in pictures} == {(256, 256, 3)}
    assert all(0.002 < (picture < 128).mean() < 0.3 for picture in pictures)
    assert len({picture.tobytes() for picture in pictures}) == 4


@pytest.mark.parametrize(
    ("sketches", "photos"),
    [("QuickDraw_sketches_final", "QuickDraw_images_final"), ("sketches", "images")],
)
def test_quickdraw_ext_is_pictures(tmp_path, sketches, photos):
    save(tmp_path / sketches / "palm tree" / "51471.png", sketch())
    save(tmp_path / photos / "palm tree" / "image_1.jpg", photo())
    for layout in ("auto", "quickdraw"):
        found = collection(tmp_path, layout)
        assert named(found.sketches) == [("palm tree", "51471")]
        assert named(found.photos) == [("palm tree", "image_1")]


@pytest.mark.parametrize("sketches", ["sketches", "sketch", "sketches_of_mine"])
@pytest.mark.parametrize("photos", ["photos", "photo", "images"])
def test_any_sketch_and_photo_folders_do(tmp_path, sketches, photos):
    save(tmp_path / sketches / "mug" / "a.png", sketch())
    save(tmp_path / sketches / "mug" / "b-2.png", sketch(1))
    save(tmp_path / photos / "mug" / "b.jpg", photo())
    found = collection(tmp_path)
    assert named(found.sketches) == [("mug", "a"), ("mug", "b")]
    assert named(found.photos) == [("mug", "b")]


def test_what_is_no_data_set_is_said_with_what_was_looked_for(tmp_path):
    save(tmp_path / "lone.png", sketch())
    with pytest.raises(UserError) as said:
        collection(tmp_path)
    for words in ("sketch/<class>/", "ImageResized/<class>/", ".ndjson", "photo*/<class>/"):
        assert words in said.value.hint
    with pytest.raises(UserError, match="no tu-berlin sketches"):
        collection(sketchy(tmp_path / "sketchy"), "tu-berlin")
    with pytest.raises(UserError, match="there is no layout 'sketch'"):
        collection(tmp_path, "sketch")
    with pytest.raises(UserError, match="no such folder"):
        collection(tmp_path / "nowhere")


def test_a_damaged_stroke_file_is_said_with_its_line(tmp_path):
    file = tmp_path / "cat.ndjson"
    file.write_text(drawing("cat") + "\n{broken\n")
    with pytest.raises(UserError, match=r"line 2 of .*cat\.ndjson is no stroke drawing"):
        collection(tmp_path)
    file.write_text('{"word": "cat", "drawing": [[[1], ["a"]]]}\n')
    with pytest.raises(UserError, match="line 1 of"):
        read_picture(Item(file, "cat", "", 0))
    with pytest.raises(UserError, match="has 1 lines, not 8"):
        read_picture(Item(file, "cat", "", 7))
    (tmp_path / "cut.ndjson.gz").write_bytes(gzip.compress(drawing("cat").encode() * 50)[:90])
    file.unlink()
    with pytest.raises(UserError, match=r"cut\.ndjson\.gz cannot be read"):
        collection(tmp_path)


def test_pictures_are_read_as_they_are_meant_to_be_seen(tmp_path):
    gray = save(tmp_path / "gray.png", sketch(), "L")
    clear = np.zeros((20, 30, 4), np.uint8)
    save(tmp_path / "clear.png", clear, "RGBA")
    turned = save(tmp_path / "turned.jpg", photo()[:48])
    from PIL import Image as Pictures

    with Pictures.open(turned) as picture:
        mark = picture.getexif()
        mark[0x0112] = 6
        picture.save(tmp_path / "marked.jpg", exif=mark)
    assert np.array_equal(read_picture(Item(gray, "")), sketch())
    assert (read_picture(Item(tmp_path / "clear.png", "")) == 255).all()
    assert read_picture(Item(tmp_path / "marked.jpg", "")).shape == (96, 48, 3)


def test_classes_are_chosen_however_they_are_spelled():
    labels = ("hot dog", "t-shirt", "teddy_bear")
    found = Collection(tuple(Item(Path(label), label) for label in labels), ())
    assert found.only(["hotdog", "Teddy Bear"]).labels == ("hot dog", "teddy_bear")
    assert found.without(["T SHIRT"]).labels == ("hot dog", "teddy_bear")
    assert found.lacking(["tshirt", "zebra"]) == ("zebra",)


@pytest.mark.data
def test_the_development_data_is_read_whole(data_dir):
    drawn = collection(data_dir / "sketchy")
    assert (len(drawn.sketches), len(drawn.photos), len(drawn.labels)) == (1776, 1875, 125)
    photos = {(item.label, item.instance) for item in drawn.photos}
    assert all((item.label, item.instance) in photos for item in drawn.sketches)
    strokes = collection(data_dir / "quickdraw")
    assert len(strokes.labels) == 344
    for item in strokes.sketches[::400]:
        assert 0.001 < (read_picture(item) < 128).mean() < 0.4
