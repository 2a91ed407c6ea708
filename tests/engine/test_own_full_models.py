"""Models of one's own answer in the full tier once a setting names their folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from sketch2image.caption.blip import BlipCaptioner
from sketch2image.core.errors import UserError
from sketch2image.core.parts import CAPTIONER, ENCODER
from sketch2image.core.paths import CHECKPOINTS_VARIABLE, checkpoints
from sketch2image.core.progress import silent
from sketch2image.core.settings import Settings, load
from sketch2image.engine.choosing import choose, chosen
from sketch2image.engine.full import full_models
from sketch2image.engine.tiers import Tiers
from sketch2image.train.blip.settings import Settings as BlipSettings
from sketch2image.train.blip.task import task
from sketch2image.train.runs.loop import train
from tests.engine.tiny_full import write_checkpoints
from tests.train.blip.sketches import ANGLES, drawing, write_sketches


@pytest.fixture(scope="module")
def stock(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = write_checkpoints(tmp_path_factory.mktemp("stock"))
    (root / "lite").symlink_to(checkpoints() / "lite")
    return root


@pytest.fixture(autouse=True)
def full(stock: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(CHECKPOINTS_VARIABLE, str(stock))


@pytest.fixture(scope="module")
def trained(stock: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A captioner that `train blip` taught what the stock one gets wrong."""
    folder = tmp_path_factory.mktemp("run")
    settings = BlipSettings(
        base=str(stock / "blip-sketch"), data=str(write_sketches(folder / "data")),
        out=folder / "out", device="cpu", steps=40, batch=6, rate=5e-3, label_smoothing=0,
        held_out_share=0.25, validate_every=40, mirror=False, rotate=3, shift=0.01,
    )  # fmt: skip
    return train(task(settings, silent), settings, silent).folder / "best"


@pytest.mark.slow
def test_a_trained_captioner_answers_through_the_engine(
    trained: Path, stock: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sketches = [drawing(label, 4) for label in ANGLES]
    before = [found.label for found in BlipCaptioner(stock / "blip-sketch").caption_all(sketches)]
    monkeypatch.setenv("SKETCH2IMAGE_CAPTION_MODEL", str(trained))
    with Tiers("full", needed=(CAPTIONER,)) as tiers:
        after = [found.label for found in tiers.parts.captioner.caption_all(sketches)]
    assert after == list(ANGLES)
    assert not any(one == other for one, other in zip(before, after, strict=True))


def test_a_choice_is_tried_and_kept_and_taken_back(trained: Path, stock: Path) -> None:
    events = []
    assert choose(CAPTIONER, str(trained), events.append) == str(trained)
    assert any(str(trained) in event.text for event in events)
    assert load().caption_model == str(trained)
    assert chosen()[CAPTIONER] == str(trained)
    assert choose(ENCODER, str(stock / "dinov2-base")) == str(stock / "dinov2-base")
    assert choose(CAPTIONER, "default") == ""
    assert chosen() == {
        "captioner": "blip-sketch",
        "renderer": "turbo-sketch",
        "encoder": str(stock / "dinov2-base"),
        "detector": "grounding-dino-tiny",
    }


@pytest.mark.parametrize(
    ("part", "wish", "message"),
    [
        ("painter", "blip-sketch", "no such part: 'painter'"),
        ("captioner", "nonsense", "unknown model 'nonsense'"),
        ("captioner", "dinov2-base", "dinov2-base is no captioner"),
        ("captioner", "blip-large", "not here: blip-large"),
    ],
)
def test_a_choice_that_cannot_be_is_not_kept(part: str, wish: str, message: str) -> None:
    with pytest.raises(UserError, match=message):
        choose(part, wish)
    assert load() == Settings()


@pytest.mark.parametrize(
    ("part", "name", "message"),
    [
        ("captioner", "blip-sketch", "is no safetensors file, or a damaged one"),
        ("encoder", "dinov2-base", "cannot load the model in"),
    ],
)
def test_a_damaged_model_is_not_kept(
    part: str, name: str, message: str, stock: Path, tmp_path: Path
) -> None:
    for file in (stock / name).iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    (tmp_path / "model.json").unlink()
    (tmp_path / "model.safetensors").write_bytes(b"\xff" * 99)
    with pytest.raises(UserError, match=message):
        choose(part, str(tmp_path))
    assert load() == Settings()


def test_a_setting_that_went_stale_can_be_taken_back(
    tmp_path: Path, trained: Path, home: Path
) -> None:
    (home / "settings.toml").write_text(
        f'caption_model = "{tmp_path / "gone"}"\nencode_model = "{tmp_path / "gone"}"\n'
    )
    with pytest.raises(UserError, match="unknown model"):
        full_models(load())
    choose(CAPTIONER, str(trained))
    choose(ENCODER, "default")
    assert full_models(load()).captioner == str(trained)
