"""Works of folders: tables in many shapes, published layouts, and what is wrong with them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.systems.artworks.layouts import Listing, list_works
from sketch2image.systems.artworks.work import Work

NAMES = ("monet/water_lilies.jpg", "munch/scream.png")
ROWS = [
    {"file": "water_lilies.jpg", "title": "Water Lilies", "artist": "Monet", "year": 1906},
    {"file": "scream", "title": "The Scream", "artist": "Munch", "year": 1893.0},
]


def folder_of(base: Path, names: Sequence[str] = NAMES) -> Path:
    """Files with names of pictures; no listing opens one."""
    folder = base / "works"
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).touch()
    return folder


def written(base: Path, name: str, content: str | bytes) -> Path:
    file = base / name
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return file


def listed(base: Path, name: str, content: str | bytes) -> Listing:
    return list_works(str(folder_of(base)), str(written(base, name, content)))


def labels(listing: Listing) -> list[str]:
    return [work.label for work in listing.works.values()]


TABLES = {
    "list.json": json.dumps(ROWS),
    "by_file.json": json.dumps({row["file"]: {**row, "file": row["file"]} for row in ROWS}),
    "lines.jsonl": "\n".join(map(json.dumps, ROWS)),
    "comma.csv": "file,title,artist,year\nwater_lilies.jpg,Water Lilies,Monet,1906\n"
    "scream,The Scream,Munch,1893\n",
    "semicolon.csv": "\ufeffImage;Name;Painter;Date\r\n"
    "monet/water_lilies.jpg;Water Lilies;Monet;1906\r\nscream.png;The Scream;Munch;1893\r\n",
    "tabs.tsv": "Slug\tWork\tAuthor\tDated\nwater_lilies\tWater Lilies\tMonet\t1906\n"
    "SCREAM\tThe Scream\tMunch\t1893\n",
    "elsewhere.csv": "path,title,creator,year\n"
    "/home/me/monet/water_lilies.jpg,Water Lilies,Monet,1906\n"
    "C:\\art\\munch\\scream.png,The Scream,Munch,1893\n",
}


@pytest.mark.parametrize("name", TABLES)
def test_a_table_tells_the_works_in_any_of_its_shapes(name: str, tmp_path: Path) -> None:
    listing = listed(tmp_path, name, TABLES[name])
    assert labels(listing) == ["Water Lilies, Monet (1906)", "The Scream, Munch (1893)"]
    assert listing.told == set(NAMES)
    assert not listing.without_row
    assert not listing.without_picture


def test_an_object_may_hold_nothing_but_titles(tmp_path: Path) -> None:
    assert labels(listed(tmp_path, "t.json", '{"scream": "The Scream"}'))[1] == "The Scream"


def test_other_columns_are_kept_and_the_shape_is_read(tmp_path: Path) -> None:
    table = (
        "id,title,technique,flat,Wall Color\nscream,Scream,Bronze,,red\nwater_lilies,W,Oil,no,\n"
    )
    works = listed(tmp_path, "t.csv", table).works
    assert works["munch/scream.png"] == Work(
        "munch/scream.png", "Scream", medium="Bronze", flat=False, extra={"wall_color": "red"}
    )
    assert works["monet/water_lilies.jpg"].flat is False


def test_rows_and_pictures_without_each_other_are_listed(tmp_path: Path) -> None:
    table = "file,title\nscream,Scream\nscream.png,Again\nlost.jpg,Lost\n"
    listing = listed(tmp_path, "t.csv", table)
    assert listing.without_picture == ("scream.png", "lost.jpg")
    assert listing.without_row == ("monet/water_lilies.jpg",)
    assert labels(listing) == ["Water lilies, Monet", "Scream"]


def test_of_pictures_of_one_name_the_path_decides(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, ("a/x/1.jpg", "b/x/1.jpg"))
    table = written(tmp_path, "t.csv", "file,title\n/far/b/x/1.jpg,Second\n1.jpg,Either\n")
    listing = list_works(str(folder), str(table))
    assert listing.works["b/x/1.jpg"].title == "Second"
    assert listing.without_picture == ("1.jpg",)


def test_the_kaggle_tree_tells_artists_and_numbers(tmp_path: Path) -> None:
    garbled = "Albrecht_Du\u0393\u00f2\u00e1\u251c\u00acrer"
    tree = ("images/images/Claude_Monet/Claude_Monet_12.jpg",
            f"images/images/{garbled}/{garbled}_3.jpg",
            "resized/resized/Claude_Monet_12.jpg")  # fmt: skip
    folder = folder_of(tmp_path, tree)
    (folder / "artists.csv").write_text(
        "id,name,years,genre,nationality,bio\n"
        "1,Claude Monet,1840 - 1926,Impressionism,French,long\n"
        "2,Albrecht Dürer,1471 - 1528,Northern Renaissance,German,long\n"
    )
    for place in (folder, folder / "images" / "images"):
        listing = list_works(str(place))
        found = {work.label: work for work in listing.works.values()}
        assert set(found) == {"No. 12, Claude Monet", "No. 3, Albrecht Dürer"}
        assert found["No. 12, Claude Monet"].extra == {
            "number": "12", "artist_years": "1840 - 1926", "genre": "Impressionism",
            "nationality": "French",
        }  # fmt: skip
        assert found["No. 3, Albrecht Dürer"].extra["nationality"] == "German"


def test_folders_are_artists_and_a_flat_folder_has_titles_only(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, ("great_wave.jpg", "images/irises.jpg", "jan_steen/the-feast.jpg"))
    assert labels(list_works(str(folder))) == ["Great wave", "Irises", "The feast, Jan steen"]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("t.csv", "title,artist\nScream,Munch\n", r"lacks a column file or path or image\. It has"),
        ("t.csv", "file,wall\nscream,red\n", "lacks a column title or name or work"),
        ("t.csv", "", "holds no row"),
        ("t.csv", "file,title\n", "holds no row"),
        ("t.csv", "file,title\nnone.jpg,None\n", "no row of .* names a picture"),
        ("t.csv", "file,title\n,None\n", "no row of .* names a picture"),
        ("t.csv", "file,title\nscream,모나리자\n".encode("cp949"), "not UTF-8"),
        ("t.csv", "file,title\nscream,Scream\n".encode("utf-16"), "not UTF-8"),
        ("t.csv", b"\x89PNG\r\n\x1a\n\x00\x00", "not UTF-8"),
        ("t.json", "{broken", "cannot be read"),
        ("t.json", "3", "neither a list nor an object"),
        ("t.json", '["scream"]', "entry 1 is no object"),
        ("t.jsonl", '{"file": "scream"}\n[', "cannot be read"),
        ("t.xlsx", b"PK", "it is no workbook, or a damaged one"),
        ("t.ods", b"PK", "is no table"),
    ],
)
def test_a_table_of_no_use_is_refused_in_one_line(
    name: str, content: str | bytes, said: str, tmp_path: Path
) -> None:
    with pytest.raises(UserError, match=said) as caught:
        listed(tmp_path, name, content)
    assert "\n" not in str(caught.value)
    assert caught.value.hint


def test_a_missing_table_and_an_empty_folder_are_refused(tmp_path: Path) -> None:
    folder = folder_of(tmp_path)
    with pytest.raises(UserError, match="no such file") as caught:
        list_works(str(folder), str(tmp_path / "none.csv"))
    assert caught.value.kind is ErrorKind.missing_file
    (tmp_path / "empty").mkdir()
    with pytest.raises(UserError, match="there is no picture in"):
        list_works(str(tmp_path / "empty"))
    with pytest.raises(UserError, match="no such folder"):
        list_works(str(tmp_path / "none"))
