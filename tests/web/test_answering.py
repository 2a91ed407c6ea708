"""From the form to the view, with the real lite models."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.paths import CHECKPOINTS_VARIABLE, checkpoints
from sketch2image.core.pictures import open_picture, save_png
from sketch2image.core.progress import Progress
from sketch2image.core.types import Match
from sketch2image.engine.sketches import sample_sketch
from sketch2image.engine.tiers import Tiers
from sketch2image.web.answering import Answering, Wishes
from sketch2image.web.desk import Desk
from sketch2image.web.limits import LARGEST_SEED, LONGEST_TEXT, Limits
from sketch2image.web.view import search_view

SAMPLES = Path(__file__).resolve().parents[2] / "gallery" / "sample"
KINDS = ("apple", "cup", "teapot")
MINE = Wishes("mine", k=4)


@pytest.fixture(scope="module")
def gallery(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("mine")
    for name in [f"{kind}-{n}.jpg" for kind in KINDS for n in (1, 2)]:
        shutil.copy(SAMPLES / name, folder)
    return folder


@pytest.fixture(scope="module")
def desk() -> Iterator[Desk]:
    with Desk(lambda report: Tiers("lite", report=report)) as opened:
        yield opened


@pytest.fixture
def answering(desk: Desk, gallery: Path) -> Answering:
    return Answering(desk, {"mine": str(gallery)}, Limits(megabytes=1, pixels=1_000_000))


@pytest.fixture(scope="module")
def teapot(tmp_path_factory: pytest.TempPathFactory) -> str:
    file = tmp_path_factory.mktemp("drawn") / "teapot.png"
    save_png(file, sample_sketch("teapot").raster)
    return str(file)


def test_a_drawing_is_named_rendered_and_found(answering: Answering, teapot):
    heard: list[Progress] = []
    view = answering.drawing("ann", teapot, MINE, heard.append)
    assert view.headline == "Teapot"
    assert next(iter(view.chances)) == "teapot"
    assert len(view.chances) == 5
    assert view.picture is not None
    assert view.picture.shape == (512, 512, 3)
    assert view.sheet is not None
    assert [tile.line.split(" · ")[0] for tile in view.tiles] == ["1", "2", "3", "4"]
    assert "teapot-" in view.tiles[0].line
    assert "weak" in view.tiles[-1].line
    stages = dict.fromkeys(event.stage for event in heard)
    assert [*stages][-4:] == ["caption", "render", "search", "done"]


def test_an_unsure_name_is_asked_about(answering: Answering, tmp_path: Path):
    canvas = np.full((200, 200, 3), 255, np.uint8)
    canvas[100:104, 20:180] = 0
    save_png(tmp_path / "line.png", canvas)
    headline = answering.drawing("ann", str(tmp_path / "line.png"), MINE).headline
    assert "Not sure." in headline
    assert " or " in headline


def test_the_prompt_and_the_seed_decide_the_picture(answering: Answering, teapot):
    one, again, other = (
        answering.drawing("ann", teapot, replace(MINE, prompt="a red teapot", seed=seed))
        for seed in (1, 1, 2)
    )
    assert "“a red teapot” · seed 1 · strength 0.80 · lite models" in one.facts
    assert np.array_equal(one.picture, again.picture)
    assert not np.array_equal(one.picture, other.picture)


def test_a_new_seed_each_time(answering: Answering, teapot):
    wishes = replace(MINE, seed=1, new_seed=True)
    facts = {answering.drawing("ann", teapot, wishes).facts.split(" · ")[1] for _ in range(2)}
    assert len(facts) == 2


def test_a_drawing_on_gray_paper_is_read_as_a_sketch(answering: Answering, teapot, tmp_path: Path):
    save_png(tmp_path / "paper.png", (open_picture(teapot) * 0.8).astype(np.uint8))
    view = answering.sketch_file("ann", str(tmp_path / "paper.png"), MINE)
    assert view.headline == "Teapot"


def test_a_photo_is_searched_as_a_photo(answering: Answering):
    view = answering.photo_file("ann", str(SAMPLES / "cup-2.jpg"), MINE)
    assert view.tiles[0].line == "1 · 1.00 · cup-2.jpg"
    assert (view.headline, view.picture, view.sheet) == (
        "4 pictures nearest to your photo", None, None,
    )  # fmt: skip


def test_words_are_searched(answering: Answering):
    view = answering.words("ann", " apple ", MINE)
    assert view.headline == "4 pictures nearest to “apple”"
    assert all("apple-" in tile.line for tile in view.tiles[:2])


def test_a_match_whose_file_is_gone_says_so(tmp_path: Path):
    gone = Match(str(tmp_path / "gone.jpg"), 0.5, 1, weak=False)
    (tile,) = search_view([gone], "“cup”", "mine").tiles
    assert tile.line == "1 · 0.50 · gone.jpg · file no longer there"


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"gallery": "/etc"}, "no such gallery on this page"),
        ({"k": 51}, "51 matches cannot be shown"),
        ({"k": 0}, "0 matches cannot be shown"),
        ({"seed": -1}, "that is no seed"),
        ({"seed": None}, "that is no seed"),
        ({"seed": LARGEST_SEED + 1}, "that is no seed"),
        ({"prompt": "a" * (LONGEST_TEXT + 1)}, "that are too many words"),
        ({"prompt": "a cup", "strength": 1.5}, "strength 1.5 is not between 0 and 1"),
        ({"style": "manga"}, "the lite renderer has no styles"),
        ({"style": "none such"}, "no such style"),
    ],
)
def test_options_out_of_range_are_refused(answering: Answering, teapot, changes, told: str):
    with pytest.raises(UserError, match=told):
        answering.drawing("ann", teapot, replace(MINE, **changes))


def test_nothing_given_is_said_in_one_line(answering: Answering, tmp_path: Path):
    white = tmp_path / "white.png"
    Image.new("RGB", (100, 100), "white").save(white)
    for drawing in (None, str(white)):
        with pytest.raises(UserError, match=r"^the sketch is empty\. Draw something first\.$"):
            answering.drawing("ann", drawing, MINE)
    with pytest.raises(UserError, match="there is no picture"):
        answering.photo_file("ann", None, MINE)
    with pytest.raises(UserError, match="there are no words"):
        answering.words("ann", "  ", MINE)


def test_pictures_above_the_limits_are_refused_without_their_folder(
    answering: Answering, tmp_path: Path
):
    wide, heavy = tmp_path / "wide.png", tmp_path / "heavy.png"
    Image.new("L", (1001, 1000)).save(wide)
    heavy.write_bytes(bytes(1024 * 1024 + 1))
    with pytest.raises(UserError, match=r"^wide.png has more than 1 million pixels"):
        answering.photo_file("ann", str(wide), MINE)
    with pytest.raises(UserError, match=r"^wide.png has more than 1 million pixels"):
        answering.drawing("ann", str(wide), MINE)
    with pytest.raises(UserError, match=r"^the file is larger than 1 MB"):
        answering.sketch_file("ann", str(heavy), MINE)


def test_where_models_and_galleries_lie_is_not_told(
    gallery: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    models = tmp_path / "my models"
    shutil.copytree(checkpoints() / "lite", models / "lite")
    for file in (models / "lite").iterdir():
        file.write_bytes(b"damaged")
    monkeypatch.setenv(CHECKPOINTS_VARIABLE, str(models))
    with Desk(lambda report: Tiers("lite", report=report)) as desk:
        answering = Answering(desk, {"mine": str(gallery)}, Limits())
        with pytest.raises(UserError) as caught:
            answering.words("ann", "cup", MINE)
    assert caught.value.kind is ErrorKind.model
    assert "models" not in caught.value.message
    assert str(tmp_path) not in str(caught.value)
