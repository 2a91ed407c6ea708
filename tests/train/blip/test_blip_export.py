"""What a run leaves: a captioner for the app, and the original project's file."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file

from sketch2image.caption.blip import BlipCaptioner
from sketch2image.core.errors import UserError
from sketch2image.core.labels import LABELS
from sketch2image.models.converting.convert import convert
from sketch2image.models.layouts import layout_of_file
from sketch2image.models.record import read_record
from sketch2image.train.blip.network import open_network
from sketch2image.train.runs.loop import Finished
from tests.train.blip.conftest import Adjust
from tests.train.blip.sketches import ANGLES, drawing

SKETCHES = [drawing(label, 4) for label in ANGLES]
"""None of them was learned from."""


def captions(folder: Path, weights: Path | None = None) -> list[str]:
    return [found.label for found in BlipCaptioner(folder, weights).caption_all(SKETCHES)]


def converted(folder: Path, out: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What `models convert` makes of the published file; the tiny model's sizes count."""
    sizes = layout_of_file(folder / "model.safetensors")
    module = "sketch2image.models.converting.new_files"
    monkeypatch.setattr(f"{module}.layout", lambda _: sizes)
    monkeypatch.setattr(f"{module}.spare", lambda _: {})
    done = convert(folder / "blip_fine_tuning.pth", out)
    assert done.kind == "blip"
    return done.files[0]


@pytest.mark.parametrize("way", ["full", "lora"])
def test_the_app_says_what_was_learned_and_the_base_something_else(
    way: str, request: pytest.FixtureRequest, base: Path
) -> None:
    done: Finished = request.getfixturevalue(way)
    for name in ("model", "best"):
        assert captions(done.folder / name) == list(ANGLES)
    assert not any(one == label for one, label in zip(captions(base), ANGLES, strict=True))
    assert BlipCaptioner(done.folder / "model").fingerprint != BlipCaptioner(base).fingerprint


def test_the_app_looks_for_the_classes_that_were_learned(full: Finished, base: Path) -> None:
    assert BlipCaptioner(full.folder / "model").vocabulary == tuple(sorted(ANGLES))
    assert BlipCaptioner(full.folder / "model", vocabulary=LABELS).vocabulary == LABELS
    assert BlipCaptioner(base).vocabulary == LABELS


def test_a_damaged_list_of_classes_is_said(full: Finished, tmp_path: Path) -> None:
    folder = shutil.copytree(full.folder / "model", tmp_path / "model")
    (folder / "labels.json").write_text("[")

    with pytest.raises(UserError, match=r"labels\.json is no list of labels"):
        BlipCaptioner(folder)


@pytest.mark.parametrize("way", ["full", "lora"])
def test_the_published_file_loads_strictly_and_is_the_same(
    way: str, request: pytest.FixtureRequest
) -> None:
    from transformers import BlipConfig, BlipForConditionalGeneration

    folder = request.getfixturevalue(way).folder / "model"
    saved = torch.load(folder / "blip_fine_tuning.pth", weights_only=True)
    state = saved["model_state_dict"]
    net = BlipForConditionalGeneration(BlipConfig.from_pretrained(folder))
    net.load_state_dict(state, strict=True)
    ours = load_file(folder / "model.safetensors")
    assert ours.keys() == state.keys()
    assert all(torch.equal(tensor, state[name]) for name, tensor in ours.items())
    words = "text_decoder.bert.embeddings.word_embeddings.weight"
    copy = "text_decoder.cls.predictions.decoder.weight"
    assert state[words].data_ptr() == state[copy].data_ptr()


def test_convert_reads_the_published_file_back_to_the_bit(
    lora: Finished, base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = lora.folder / "model"
    file = converted(folder, tmp_path, monkeypatch)
    ours, theirs = load_file(folder / "model.safetensors"), load_file(file)
    assert ours.keys() == theirs.keys()
    assert all(torch.equal(tensor, theirs[name]) for name, tensor in ours.items())
    assert captions(base, file) == list(ANGLES)


def test_the_record_says_where_it_comes_from(full: Finished, base: Path) -> None:
    record = read_record(full.folder / "model")
    assert json.loads((full.folder / "model" / "model.json").read_text())["id"] == "blip"
    assert record.source == f"trained from {base}"
    size = (full.folder / "model" / "model.safetensors").stat().st_size
    assert record.files["model.safetensors"].size == size


def test_a_run_starts_from_the_weights_of_another(
    full: Finished, base: Path, adjust: Adjust
) -> None:
    file = full.folder / "model" / "model.safetensors"
    cpu = torch.device("cpu")
    net = open_network(base, adjust(start=str(file)), cpu)
    trained = open_network(full.folder / "model", adjust(), cpu)
    for one, other in zip(net.parameters(), trained.parameters(), strict=True):
        assert torch.equal(one, other)
