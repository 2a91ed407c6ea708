"""A folder of one's own in the place of a model's id."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.models.hub import folder_of, is_here, stand_in
from sketch2image.models.own import own_model
from sketch2image.models.places import State, remove, standing
from sketch2image.models.pull import pull
from sketch2image.models.record import Kept, Record, write_record
from sketch2image.models.table import model

PAIR = ("config.json", "model.safetensors")


def make(folder: Path, *names: str, **said: object) -> Path:
    """Files of these names; what is said stands in the first."""
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(b"weights")
    (folder / names[0]).write_text(json.dumps(said))
    return folder


@pytest.fixture
def blip(tmp_path: Path) -> Path:
    return make(tmp_path / "best", *PAIR, "preprocessor_config.json", model_type="blip")


@pytest.mark.parametrize(
    ("family", "stage", "names", "said"),
    [
        ("dino", "encode", PAIR, {"model_type": "dinov2"}),
        ("dino", "encode", PAIR, {"model_type": "dinov2_with_registers"}),
        ("dino", "encode", PAIR, {"model_type": "dinov3_vit"}),
        ("dino-onnx", "encode", ("config.json", "onnx/model.onnx"), {"model_type": "dinov2"}),
        (
            "grounding-dino",
            "detect",
            (*PAIR, "preprocessor_config.json"),
            {"model_type": "grounding-dino"},
        ),
        ("clip", "encode", ("open_clip_config.json", "open_clip_model.safetensors"), {}),
        ("turbo", "render", ("weights.json", "weights.safetensors"), {}),
        ("two-towers", "encode", ("towers.json", "towers.safetensors"), {}),
        (
            "sd-turbo",
            "render",
            (
                *(f"{part}/config.json" for part in ("unet", "vae", "text_encoder")),
                "unet/diffusion_pytorch_model.safetensors",
            ),
            {},
        ),
    ],
)
def test_a_folder_is_known_by_what_stands_in_it(
    family: str, stage: str, names: tuple[str, ...], said: dict, tmp_path: Path
) -> None:
    folder = make(tmp_path / "mine", *names, **said)
    row = own_model(folder)
    assert (row.family, row.stage, set(row.names)) == (family, stage, set(names))
    assert folder_of(str(folder)) == folder


def test_a_folder_stands_where_an_id_may_stand(blip: Path) -> None:
    name = str(blip)
    assert model(name).id == name
    assert is_here(name)
    assert stand_in(name) == name
    assert folder_of(name) == blip
    assert standing(model(name)).state is State.by_hand


def test_a_relative_path_becomes_absolute(blip: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(blip.parent)
    assert model("best").id == str(blip)


def test_the_record_says_what_it_was_trained_from_and_how_large_it_is(blip: Path) -> None:
    write_record(blip, "best", Record("trained from blip-base", "", {PAIR[1]: Kept(7, "0" * 64)}))
    assert model(str(blip)).capability == "trained from blip-base"
    (blip / PAIR[1]).write_bytes(b"cut")
    with pytest.raises(UserError, match=r"is not here: model\.safetensors"):
        folder_of(str(blip))


@pytest.mark.parametrize(
    ("said", "needs"), [({}, "sd-turbo"), ({"base": "sd-turbo-fp16"}, "sd-turbo-fp16")]
)
def test_a_renderer_stands_on_the_base_that_it_names(
    said: dict, needs: str, tmp_path: Path
) -> None:
    folder = make(tmp_path, "weights.json", "weights.safetensors", **said)
    assert own_model(folder).needs == (needs,)


def test_towers_stand_on_an_id_or_a_folder(tmp_path: Path) -> None:
    names = ("towers.json", "towers.safetensors")
    for base, needs in (
        ({"model": "dinov2-base", "folder": ""}, ("dinov2-base",)),
        ({"model": "", "folder": "/somewhere"}, ("/somewhere",)),
    ):
        assert own_model(make(tmp_path / "towers", *names, base=base)).needs == needs


def test_missing_files_are_named(tmp_path: Path) -> None:
    folder = make(tmp_path, "config.json", model_type="blip")
    with pytest.raises(UserError) as caught:
        model(str(folder))
    assert caught.value.message == (
        f"the blip model in {folder} lacks preprocessor_config.json, model.safetensors"
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"model_type": "gpt2"}', "holds a model of type gpt2, which nothing here opens"),
        ("[]", "holds no model"),
        ("{", r"config\.json is damaged"),
        (None, "holds no model"),
    ],
)
def test_other_folders_are_refused(text: str | None, message: str, tmp_path: Path) -> None:
    if text:
        (tmp_path / "config.json").write_text(text)
    with pytest.raises(UserError, match=message) as caught:
        model(str(tmp_path))
    assert caught.value.kind is ErrorKind.model
    assert "`best` folder of a training run" in caught.value.hint


@pytest.mark.parametrize("name", ["nonsense", "", "no/such/folder"])
def test_what_is_neither_id_nor_folder_is_said(name: str) -> None:
    with pytest.raises(UserError, match=f"unknown model '{name}'") as caught:
        model(name)
    assert caught.value.hint.endswith("or name the folder of a model.")


def test_a_folder_of_ones_own_is_neither_removed_nor_changed_by_a_pull(blip: Path) -> None:
    before = sorted(blip.iterdir())
    with pytest.raises(UserError, match="a folder of your own and is not removed"):
        remove(model(str(blip)))
    assert pull(model(str(blip))).fetched == ()
    assert sorted(blip.iterdir()) == before
