"""Pictures with sentences: out of class names, tables and saved data sets."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sketch2image.core.errors import UserError
from sketch2image.core.labels import caption_text
from sketch2image.train.data.collection import read_picture
from sketch2image.train.data.sentences import examples
from tests.train.data.tiny_data import drawing, save, sketch, sketchy

CLASSES = ("hot dog", "teddy-bear", "zebra")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for number, label in enumerate(CLASSES):
        save(tmp_path / "sketches" / label / "a.png", sketch(number))
    return tmp_path


def texts(source: Path | str, classes: tuple[str, ...] = ()) -> list[str]:
    return [one.text for one in examples(str(source), classes)]


def test_a_class_name_makes_the_caption_sentence(folder):
    assert texts(folder) == [caption_text(name) for name in ("hotdog", "teddy_bear", "zebra")]


def test_classes_are_chosen_by_name_by_default_and_by_file(folder, tmp_path):
    default = [caption_text("hotdog"), caption_text("teddy_bear")]
    assert texts(folder, ("default",)) == default
    assert texts(folder, ("Zebra", "hot_dog")) == [caption_text("hotdog"), caption_text("zebra")]
    assert len(texts(folder, ("default", "zebra"))) == 3
    names = tmp_path / "names.txt"
    names.write_text("zebra\nteddy bear\n")
    assert texts(folder, (str(names),)) == [caption_text("teddy_bear"), caption_text("zebra")]


def test_a_class_that_is_not_there_is_said_with_a_near_one(folder):
    with pytest.raises(UserError) as said:
        examples(str(folder), ("zebr", "hotdog"))
    assert "there is no class zebr here" in str(said.value)
    assert "Did you mean zebra" in str(said.value)


def test_stroke_drawings_are_examples_too(tmp_path):
    (tmp_path / "cat.ndjson").write_text(drawing("cat"))
    [one] = examples(str(tmp_path))
    assert one.text == caption_text("cat")
    assert read_picture(one.picture).shape == (256, 256, 3)


TABLES = {
    "csv": "file,text\npics/a.png,one\npics/b.png,two\n",
    "csv ": "file_name,Label,label\npics/a.png,x,hotdog\npics/b.png,x,cat\n",
    "jsonl": '{"image": "pics/a.png", "sentence": "one"}\n{"file": "pics/b.png", "caption": "two"}',
    "json": '{"pics/a.png": "one", "pics/b.png": "two"}',
    "json ": '[{"file": "pics/a.png", "captions": ["one", "two"]}]',
}


@pytest.mark.parametrize("kind", TABLES)
def test_tables_name_pictures_and_sentences(tmp_path, kind):
    for name in "ab":
        save(tmp_path / "pics" / f"{name}.png", sketch())
    file = tmp_path / f"table.{kind.strip()}"
    file.write_text(TABLES[kind])
    found = examples(str(file))
    said = [one.text for one in found]
    assert said in (["one", "two"], [caption_text("hotdog"), caption_text("cat")])
    assert all(read_picture(one.picture).shape == (96, 96, 3) for one in found)


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("t.csv", "file,text\na.png,\n", "entry 1 of"),
        ("t.csv", "picture,text\na.png,one\n", "file, file_name, image"),
        ("t.csv", "file,text\nb.png,one\n", "1 of 1 pictures named in"),
        ("t.jsonl", "{broken", "cannot be read"),
        ("t.jsonl", "[1]\n", "entry 1 is no object"),
        ("t.json", "[]", "no pictures with sentences"),
    ],
)
def test_a_table_that_is_wrong_is_said_in_one_line(tmp_path, name, text, words):
    save(tmp_path / "a.png", sketch())
    (tmp_path / name).write_text(text)
    with pytest.raises(UserError) as said:
        examples(str(tmp_path / name))
    assert words in str(said.value)
    assert "\n" not in str(said.value)


@pytest.mark.parametrize("kind", ["csv", "jsonl"])
def test_a_sentence_may_hold_separators_that_unicode_knows(tmp_path, kind):
    save(tmp_path / "a.png", sketch())
    said = "a\u2028cat\x85here"
    row = {"csv": f"file,text\na.png,{said}\n"}
    lines = row.get(kind, json.dumps({"file": "a.png", "text": said}, ensure_ascii=False))
    (tmp_path / f"t.{kind}").write_text(lines, "utf-8")
    assert texts(tmp_path / f"t.{kind}") == [said]


def test_a_label_in_a_table_may_be_spelled_in_any_way(tmp_path):
    save(tmp_path / "a.png", sketch())
    (tmp_path / "t.csv").write_text("file,label\na.png,Wine-Bottle\n")
    assert texts(tmp_path / "t.csv") == [caption_text("wine_bottle")]


def test_sketches_of_one_photo_share_it_in_tables_too(tmp_path):
    names = ("n01234567_8-1.png", "x/n01234567_8-2.png", "x/b-1.png", "b-1.png")
    for name in names:
        save(tmp_path / name, sketch())
    (tmp_path / "t.csv").write_text("file,text\n" + "".join(f"{name},one\n" for name in names))
    found = [one.picture.instance for one in examples(str(tmp_path / "t.csv"))]
    assert found == ["n01234567_8", "n01234567_8", "x/b-1.png", "b-1.png"]


def test_a_picture_in_place_of_a_folder_is_said(tmp_path):
    file = save(tmp_path / "a.png", sketch())
    with pytest.raises(UserError, match=r"a\.png is no folder"):
        examples(str(file))


def test_a_missing_source_is_said(tmp_path):
    for name in ("nowhere", "nowhere.csv"):
        with pytest.raises(UserError, match="nowhere"):
            examples(str(tmp_path / name))


def rows() -> dict[str, list]:
    return {"caption": ["one", "two\u2028lines"], "number": [1, 2]}


def test_a_folder_in_the_hub_s_layout_is_read_in_place(tmp_path):
    pytest.importorskip("datasets")
    lines = []
    for name, text in (("a", "one"), ("b", "two")):
        save(tmp_path / "train" / f"{name}.png", sketch())
        lines.append(json.dumps({"file_name": f"{name}.png", "text": text}))
    (tmp_path / "train" / "metadata.jsonl").write_text("\n".join(lines))
    found = examples(str(tmp_path))
    assert [one.text for one in found] == ["one", "two"]
    assert {one.picture.file.parent for one in found} == {tmp_path / "train"}


@pytest.mark.parametrize("form", ["parquet", "saved", "saved parts"])
def test_pictures_inside_tables_become_files_of_ours_once(tmp_path, home, form):
    datasets = pytest.importorskip("datasets")
    files = [save(tmp_path / f"{name}.png", sketch(number)) for number, name in enumerate("ab")]
    pictures = [{"bytes": file.read_bytes(), "path": None} for file in files]
    made = datasets.Dataset.from_dict({"drawing": pictures, **rows()})
    made = made.cast_column("drawing", datasets.Image())
    place = tmp_path / "set"
    if form == "parquet":
        (place / "data").mkdir(parents=True)
        made.to_parquet(str(place / "data" / "train-00000-of-00001.parquet"))
    else:
        parts = datasets.DatasetDict({"test": made.select([0]), "train": made})
        (made if form == "saved" else parts).save_to_disk(str(place))
    found = examples(str(place))
    assert [one.text for one in found] == rows()["caption"]
    assert [one.picture.file.read_bytes() for one in found] == [f.read_bytes() for f in files]
    assert all(home in one.picture.file.parents for one in found)
    before = found[0].picture.file.stat().st_mtime_ns
    assert examples(str(place)) == found
    assert found[0].picture.file.stat().st_mtime_ns == before


def test_a_saved_set_without_pictures_or_sentences_is_said(tmp_path):
    datasets = pytest.importorskip("datasets")
    datasets.Dataset.from_dict(rows()).save_to_disk(str(tmp_path / "words"))
    with pytest.raises(UserError, match=r"no column of pictures.*caption, number"):
        examples(str(tmp_path / "words"))
    picture = str(save(tmp_path / "a.png", sketch()))
    made = datasets.Dataset.from_dict({"image": [picture]})
    made.cast_column("image", datasets.Image()).save_to_disk(str(tmp_path / "pictures"))
    with pytest.raises(UserError, match="no column of sentences"):
        examples(str(tmp_path / "pictures"))


def test_a_hub_that_cannot_be_reached_is_one_line(monkeypatch):
    pytest.importorskip("datasets")
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    monkeypatch.setattr("huggingface_hub.constants.ENDPOINT", "http://127.0.0.1:9")
    with pytest.raises(UserError) as said:
        examples("hub:justpers/BLIP_finetunning")
    assert "justpers/BLIP_finetunning cannot be fetched" in str(said.value)
    assert "\n" not in str(said.value)


@pytest.mark.data
def test_sketchy_gives_the_39_sentences_of_the_original(data_dir):
    found = examples(str(data_dir / "sketchy"), ("default",))
    assert len({one.text for one in found}) == 39
    assert len(found) == 563


def test_sentences_of_sketchy_s_layout_leave_photos_out(tmp_path):
    found = examples(str(sketchy(tmp_path)))
    assert len(found) == 16
    assert {one.picture.file.suffix for one in found} == {".png"}
