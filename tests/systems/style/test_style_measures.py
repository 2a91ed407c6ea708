"""Confusion, retrieval by style, and the pages that show them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from sklearn.metrics import average_precision_score, precision_recall_fscore_support

from sketch2image.core.pictures import save_png
from sketch2image.systems.style.confusion_sheet import confusion_sheet
from sketch2image.systems.style.describing import Described
from sketch2image.systems.style.figure import figure
from sketch2image.systems.style.nearness import Side, distances, retrieval
from sketch2image.systems.style.search import Answer, Found
from sketch2image.systems.style.store import Entry
from sketch2image.train.style.figures import Confusion
from tests.painting import painting

RNG = np.random.default_rng(4)
NAMES = tuple(f"{number:02}_A_Style_With_A_Name_{number}" for number in range(7))


def test_scores_are_those_of_scikit_learn() -> None:
    true, said = RNG.integers(0, 6, 200), RNG.integers(0, 7, 200)

    found = Confusion.of(NAMES, true, said)

    expected = precision_recall_fscore_support(true, said, labels=range(7), zero_division=0)
    for name, values in zip(("precision", "recall", "f1", "pictures"), expected, strict=True):
        assert [getattr(one, name) for one in found.scores] == pytest.approx(values)
    assert found.accuracy == pytest.approx((true == said).mean())
    assert found.macro("recall") == pytest.approx(expected[1][:6].mean())


def test_a_matrix_is_written_with_its_names(tmp_path: Path) -> None:
    Confusion.of(("a, b", "ㄱ"), np.array([0, 1, 1]), np.array([0, 0, 1])).write_csv(tmp_path / "c")

    assert (tmp_path / "c").read_text("utf-8") == 'true \\ said,"a, b",ㄱ\n"a, b",1,0\nㄱ,1,1\n'


@pytest.mark.parametrize("count", [1, 3, 18, 27])
def test_every_cell_is_as_dark_as_its_share_of_the_row(count: int) -> None:
    true = np.repeat(np.arange(count), 10)
    names = [f"style {number}" for number in range(count)]

    right = confusion_sheet(Confusion.of(names, true, true))
    mixed = confusion_sheet(Confusion.of(names, true, np.zeros_like(true)))

    blue = (20, 82, 140)
    dark = [(page == blue).all(axis=2) for page in (right, mixed)]
    rows, columns = (np.flatnonzero(dark[0].any(axis=axis)) for axis in (1, 0))
    assert len(rows) == pytest.approx(len(columns), abs=2)
    assert len(np.flatnonzero(dark[1].any(axis=0))) < len(columns) / count + 2
    assert right.shape == mixed.shape


def side(count: int, dim: int, classes: int) -> Side:
    rows = RNG.normal(size=(count, dim)).astype(np.float32)
    labels = RNG.integers(0, classes, count)
    contents = np.array([f"{place}-{dim}-{RNG.integers(1 << 40)}" for place in range(count)])
    return Side(Described(rows, 3 * rows[:, :classes]), labels, contents)


def test_retrieval_is_what_a_brute_force_ranking_gives() -> None:
    queries, gallery = side(9, 6, 3), side(40, 6, 3)

    found = retrieval(queries, gallery)

    for kind, rows in (("penultimate", "penultimate"), ("logits", "logits")):
        asked, held = (getattr(one.described, rows) for one in (queries, gallery))
        far = np.linalg.norm(asked[:, None] - held, axis=2)
        hits = queries.labels[:, None] == gallery.labels
        expected = [average_precision_score(h, -f) for h, f in zip(hits, far, strict=True)]
        assert found[f"{kind} euclidean"]["mAP"] == pytest.approx(np.mean(expected), abs=1e-6)
        first = np.take_along_axis(hits, np.argsort(far, axis=1), axis=1)[:, :5]
        assert found[f"{kind} euclidean"]["P@5"] == pytest.approx(first.mean())


def test_a_picture_is_no_answer_to_itself() -> None:
    one = side(30, 4, 2)

    alone = retrieval(one, one)
    labels = Side(one.described, np.arange(30), one.contents)

    assert alone["penultimate cosine"]["P@1"] < 1
    assert retrieval(labels, labels)["penultimate cosine"]["mAP"] == 0


def test_distances_are_cosine_and_euclid() -> None:
    one, other = np.array([[3, 4]], np.float32), np.array([[6, 8], [-3, -4], [4, -3]], np.float32)

    assert distances(one, other, "cosine")[0] == pytest.approx([0, 2, 1], abs=1e-6)
    assert distances(one, other, "euclidean")[0] == pytest.approx([5, 10, 50**0.5])


def test_a_page_takes_any_words_and_says_what_is_gone(tmp_path: Path) -> None:
    save_png(tmp_path / "a.png", painting(1, (60, 90)))
    long = "A portrait of the artist as a very old man with an unusually long title " * 3
    entries = [
        Entry("a.png", "", title=long, artist="니콜라에 그리고레스쿠 " * 5, style="사실주의"),
        Entry("a.png", "", name="Untitled"),
        Entry("gone.png", "", title="그림", year="1901", country="Romania"),
    ]
    found = tuple(
        Found(entry, tmp_path / entry.path, rank, 0.25, 0.75, entry.path == "gone.png")
        for rank, entry in enumerate(entries * 2, 1)
    )

    page = figure(painting(2), long, Answer("18_PopArt", 0.4, 6, found), long)
    plain = figure(painting(2), "b", Answer("18_PopArt", 0.4, 6, found[:1]), "logits")

    assert page.shape[1] == plain.shape[1] == 1184
    assert page.shape[0] > plain.shape[0]
    assert (page[-20:] == page[-1, -1]).all()
