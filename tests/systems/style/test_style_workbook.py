"""The workbooks of Painting-Retrieval: logits as the text of an array."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sketch2image.core.errors import UserError
from sketch2image.core.workbooks import write_workbook
from sketch2image.gallery.style.pandora import PANDORA
from sketch2image.systems.style.metadata import known_of
from sketch2image.systems.style.search import Wish, search
from sketch2image.systems.style.store import open_index, save_index
from sketch2image.systems.style.workbook import array_in, read_features
from tests.train.style.styled import write_classes

COUNT = len(PANDORA)


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_classes(tmp_path_factory.mktemp("rom"), ["grigorescu", "luchian"], 3)


def logits(seed: int) -> np.ndarray:
    return np.random.default_rng(seed).normal(size=COUNT).astype(np.float32)


def as_text(row: np.ndarray) -> str:
    """As NumPy prints it, in several lines."""
    return str(row * 20)


def row(name: str, seed: int, **others: object) -> dict[str, object]:
    return {"image_id": name, "artist_slug": "nicolae-grigorescu", "style": "Realism",
            "features": as_text(logits(seed)), **others}  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "[ 1.5 -2.\n  3e-1]",
        "[[1.5 -2.   0.3]]",
        "1.5, -2, .3",
        "array([1.5, -2. , 0.3], dtype=float32)",
        "[1.5\r\n -2.0\r\n +0.3]",
    ],
)
def test_arrays_are_read_however_they_are_printed(text: str) -> None:
    assert array_in(text, 3) == pytest.approx([1.5, -2, 0.3])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[1 2]", "its array has 2 numbers, not 3"),
        ("", "its array has 0 numbers, not 3"),
        ("[1 2 ... 9]", "'...' in its array is no number"),
        ("[1 nan 2]", "'nan' in its array is no number"),
        ("[1 2 inf]", "'inf' in its array is no number"),
        ("[1 2 1.2.3]", "'1.2.3' in its array is no number"),
    ],
)
def test_other_text_is_no_array(text: str, said: str) -> None:
    with pytest.raises(
        ValueError, match=said.replace("...", r"\.\.\.").replace("1.2.3", r"1\.2\.3")
    ):
        array_in(text, 3)


def test_a_workbook_becomes_an_index_that_its_own_pictures_search(
    pictures: Path, tmp_path: Path
) -> None:
    names = [f"{n}.png" for n in ("grigorescu/2", "luchian/0", "luchian/1")]
    write_workbook(tmp_path / "f.xlsx", "Lista-completa", [row(n, i) for i, n in enumerate(names)])

    done = read_features(tmp_path / "f.xlsx", str(pictures))
    save_index("rom", done.index)
    index = open_index("rom")
    query = str(pictures / "luchian" / "0.png")
    found = search(index, query, Wish(features="logits", distance="euclidean"))

    assert done.refused == ()
    assert index.described.logits == pytest.approx(
        np.stack([logits(i) for i in range(3)]), abs=1e-5
    )
    assert (found.found[0].entry.path, found.found[0].entry.style) == ("luchian/0.png", "Realism")
    assert found.found[0].entry.artist == "nicolae-grigorescu"
    far = sorted(float(np.linalg.norm(logits(1) - logits(i))) for i in (0, 2))
    assert [one.distance for one in found.found[1:]] == pytest.approx(far, abs=1e-4)
    assert found.said == PANDORA[int(logits(1).argmax())]
    with pytest.raises(UserError, match="has logits only"):
        search(index, query, Wish())
    with pytest.raises(UserError, match=r"is not here\. Ask with one of its own"):
        search(index, str(pictures / "luchian" / "2.png"), Wish(features="logits"))


def test_rows_that_cannot_be_bound_are_refused(pictures: Path, tmp_path: Path) -> None:
    table = [{"path": f"luchian/{n}.png", "title": f"Flori {n}"} for n in range(3)]
    write_workbook(tmp_path / "titles.xlsx", "Sheet1", table)
    rows = [
        row("luchian/0.png", 0, title="FLORI 0"),
        row("luchian/1.png", 1, title="Flori 2"),
        row("nowhere", 2),
        row("luchian/0", 3),
        row("", 4),
        row("luchian/2.png", 5) | {"features": "[1 2 3]"},
    ]
    write_workbook(tmp_path / "f.xlsx", "Lista-completa", rows)

    done = read_features(tmp_path / "f.xlsx", str(pictures), str(tmp_path / "titles.xlsx"))

    assert [entry.title for entry in done.index.entries] == ["Flori 0"]
    assert [(one.row, one.reason) for one in done.refused] == [
        (3, "its title is 'Flori 2', and that of luchian/1.png is 'Flori 1'"),
        (4, "it names no picture of the folder (nowhere)"),
        (5, "another row has the picture luchian/0.png"),
        (6, "it names no picture of the folder (nothing)"),
        (7, "its array has 3 numbers, not 18"),
    ]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([], "lacks a column features or feature"),
        ([{"image_id": "luchian/0.png", "style": "x"}], "lacks a column features"),
        ([row("none", 0)], "no row of .* names a picture"),
        ([row("luchian/0.png", 0, features="[1 ... 2]")], r"no row of .* can be taken\. Row 2: "),
    ],
)
def test_a_workbook_of_no_use_is_one_line(
    rows: list[dict[str, object]], said: str, pictures: Path, tmp_path: Path
) -> None:
    write_workbook(tmp_path / "f.xlsx", "Sheet1", rows)

    with pytest.raises(UserError, match=said) as caught:
        read_features(tmp_path / "f.xlsx", str(pictures))
    assert "\n" not in str(caught.value)


def test_the_seed_s_list_tells_the_styles_of_pictures(pictures: Path, tmp_path: Path) -> None:
    write_workbook(tmp_path / "romanian_wikiart_2.xlsx", "Lista-completa", [
        {"image_id": "grigorescu/0", "artist_slug": "nicolae-grigorescu", "style": "Impressionism"},
        {"image_id": "elsewhere", "artist_slug": "x", "style": "y"},
    ])  # fmt: skip

    known = known_of(str(pictures), str(tmp_path / "romanian_wikiart_2.xlsx"))

    entry = known.entries["grigorescu/0.png"]
    assert (entry.artist, entry.style, entry.title) == ("nicolae-grigorescu", "Impressionism", "")
    assert known.entries["luchian/0.png"].style == ""
    assert len(known.without_row) == 5
    assert known.without_picture == ("elsewhere",)
