"""The trained part of a pix2pix-turbo model goes from the published file to ours and back."""

from __future__ import annotations

import dataclasses
import json
import shutil
from pathlib import Path

import pytest

from sketch2image.core.errors import ErrorKind, UserError

torch = pytest.importorskip("torch")

from sketch2image.models.turbo_file import (  # noqa: E402
    read_turbo,
    read_turbo_pickle,
    write_turbo,
    write_turbo_pickle,
)

GOLDEN = Path(__file__).parents[1] / "golden" / "turbo_tiny"
EDGE = GOLDEN / "edge_to_image_loras.pkl"
SKETCH = GOLDEN / "sketch_to_image_stochastic_lora.pkl"
CONVERT = "Make it with `python main.py models convert FILE`."


@pytest.fixture
def written(tmp_path) -> Path:
    file = tmp_path / "weights.safetensors"
    write_turbo(read_turbo_pickle(EDGE), file)
    return file


def said(work, *arguments) -> UserError:
    with pytest.raises(UserError) as caught:
        work(*arguments)
    assert "\n" not in str(caught.value)
    return caught.value


@pytest.mark.parametrize("pickled", [EDGE, SKETCH])
def test_a_published_file_comes_back_the_same_in_every_entry_and_its_order(pickled, tmp_path):
    write_turbo(read_turbo_pickle(pickled), tmp_path / "weights.safetensors")
    write_turbo_pickle(read_turbo(tmp_path / "weights.safetensors"), tmp_path / "back.pkl")
    before = torch.load(pickled, weights_only=True)
    after = torch.load(tmp_path / "back.pkl", weights_only=True)
    assert list(after) == list(before)
    for key, value in before.items():
        assert type(after[key]) is type(value)
        if isinstance(value, dict):
            assert list(after[key]) == list(value)
            for name, tensor in value.items():
                assert after[key][name].dtype == tensor.dtype
                assert torch.equal(after[key][name], tensor), name
        else:
            assert after[key] == value


@pytest.mark.parametrize(("pickled", "rank", "stochastic"), [(EDGE, 8, False), (SKETCH, 12, True)])
def test_ranks_and_kind_are_read_from_the_content(pickled, rank, stochastic):
    weights = read_turbo_pickle(pickled)
    assert (weights.rank_unet, weights.rank_vae) == (rank, 4)
    assert weights.stochastic is stochastic
    assert weights.unet_targets[-1] == "ff.net.0.proj"


def test_the_card_says_what_the_weights_are(tmp_path):
    weights = dataclasses.replace(read_turbo_pickle(SKETCH), source="ab" * 32)
    write_turbo(weights, tmp_path / "weights.safetensors")
    card = json.loads((tmp_path / "weights.json").read_text("utf-8"))
    assert card["format"] == "pix2pix-turbo"
    assert card["version"] == 1
    assert (card["rank_unet"], card["rank_vae"], card["stochastic"]) == (12, 4, True)
    assert card["source"] == "ab" * 32
    assert read_turbo(tmp_path / "weights.safetensors").source == "ab" * 32


def test_equal_weights_give_equal_bytes_and_half_precision_stays_half(tmp_path):
    weights = read_turbo_pickle(EDGE)
    half = dataclasses.replace(weights, unet={n: t.half() for n, t in weights.unet.items()})
    for name in ("a", "b"):
        write_turbo(half, tmp_path / name / "weights.safetensors")
    read = read_turbo(tmp_path / "a" / "weights.safetensors")
    assert {tensor.dtype for tensor in read.unet.values()} == {torch.float16}
    assert {tensor.dtype for tensor in read.vae.values()} == {torch.float32}
    for file in ("weights.safetensors", "weights.json"):
        assert (tmp_path / "a" / file).read_bytes() == (tmp_path / "b" / file).read_bytes()


def test_names_of_older_peft_are_brought_to_today_s(tmp_path):
    content = torch.load(EDGE, weights_only=True)
    content["state_dict_vae"] = {
        name.replace(".base_layer", ""): tensor
        for name, tensor in content["state_dict_vae"].items()
    }
    content["state_dict_unet"] = {
        name.replace("conv_in.", "conv_in.base_layer."): tensor
        for name, tensor in content["state_dict_unet"].items()
    }
    torch.save(content, tmp_path / "old.pkl")
    old, new = read_turbo_pickle(tmp_path / "old.pkl"), read_turbo_pickle(EDGE)
    assert list(old.vae) == list(new.vae)
    assert list(old.unet) == list(new.unet)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"rank_unet": None}, "rank_unet is missing"),
        ({"more": 1}, "more does not belong there"),
        ({"rank_vae": "4"}, "rank_vae is not what it must be"),
        ({"rank_unet": 0}, "rank_unet is not what it must be"),
        ({"unet_lora_target_modules": "to_k"}, "unet_lora_target_modules is not what it must be"),
        ({"vae_lora_target_modules": [1]}, "vae_lora_target_modules is not what it must be"),
        ({"state_dict_vae": {"a": 1}}, "state_dict_vae is not what it must be"),
        ({"state_dict_unet": []}, "state_dict_unet is not what it must be"),
    ],
)
def test_anything_but_the_six_entries_is_said(tmp_path, change, why):
    content = torch.load(EDGE, weights_only=True) | change
    kept = {key: value for key, value in content.items() if value is not None}
    file = tmp_path / "changed.pkl"
    torch.save(kept, file)
    error = said(read_turbo_pickle, file)
    assert error.kind is ErrorKind.model
    assert error.message == f"{file} is no pix2pix-turbo checkpoint: {why}"


def test_a_list_is_no_checkpoint(tmp_path):
    torch.save([1], tmp_path / "list.pkl")
    assert said(read_turbo_pickle, tmp_path / "list.pkl").message.endswith("it is not a dict")


def test_a_pickle_is_not_opened_at_run_time():
    error = said(read_turbo, EDGE)
    assert error.message == f"{EDGE} is not a safetensors file"
    assert error.hint == f"Convert it once: `python main.py models convert {EDGE}`."


def test_missing_files_are_said(written):
    card = written.with_suffix(".json")
    kept = card.read_bytes()
    card.unlink()
    assert said(read_turbo, written).message == f"{card} is not there"
    card.write_bytes(kept)
    written.unlink()
    error = said(read_turbo, written)
    assert (error.kind, error.message) == (ErrorKind.missing_file, f"{written} is not there")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("{", "is damaged"),
        ("[]", "is not the card of a pix2pix-turbo model"),
        ('{"format": "other"}', "is not the card of a pix2pix-turbo model"),
        ('{"format": "pix2pix-turbo", "version": 2}', "is of another version than 1"),
        ('{"format": "pix2pix-turbo", "version": 1}', "does not fit weights.safetensors"),
    ],
)
def test_a_wrong_card_is_said(written, text, why):
    card = written.with_suffix(".json")
    card.write_text(text, "utf-8")
    error = said(read_turbo, written)
    assert error.kind is ErrorKind.unreadable
    assert error.message == f"{card} {why}"
    assert error.hint == CONVERT


def test_the_card_of_other_weights_is_said(written, tmp_path):
    write_turbo(read_turbo_pickle(SKETCH), tmp_path / "sketch" / "weights.safetensors")
    shutil.copy(tmp_path / "sketch" / "weights.json", written.with_suffix(".json"))
    expected = f"{written.with_suffix('.json')} does not fit weights.safetensors"
    assert said(read_turbo, written).message == expected


def test_truncated_weights_are_said(written):
    written.write_bytes(written.read_bytes()[:-100])
    assert said(read_turbo, written).message == f"{written} is no whole safetensors file"
