"""Which models answer, and what happens when the full ones are not there or fail."""

from __future__ import annotations

import os
import shutil
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import psutil
import pytest

from sketch2image.core.errors import Cancelled, ErrorKind, UserError
from sketch2image.core.parts import ANSWERING, DETECTOR, ENCODER
from sketch2image.core.paths import CHECKPOINTS_VARIABLE, checkpoints, sample_gallery
from sketch2image.core.pictures import open_picture
from sketch2image.core.settings import Settings
from sketch2image.engine.full import for_edges, full_models, with_weights
from sketch2image.engine.full_engine import in_this_process
from sketch2image.engine.request import Request
from sketch2image.engine.tiers import Decision, Tier, Tiers, decide
from tests.caption.tiny_blip import sketch_of
from tests.engine.tiny_full import write_checkpoints

SIDE = 64
PIZZA = sketch_of("pizza")


@pytest.fixture(scope="module")
def stock(tmp_path_factory) -> Path:
    root = tmp_path_factory.mktemp("stock")
    return write_checkpoints(root)


@pytest.fixture
def full(stock, monkeypatch) -> Path:
    """All full models, tiny, beside the bundled ones."""
    lite = checkpoints() / "lite"
    if not (stock / "lite").exists():
        (stock / "lite").symlink_to(lite)
    monkeypatch.setenv(CHECKPOINTS_VARIABLE, str(stock))
    return stock


@pytest.fixture
def none(tmp_path, monkeypatch) -> Path:
    """Only the bundled models."""
    (tmp_path / "lite").symlink_to(checkpoints() / "lite")
    monkeypatch.setenv(CHECKPOINTS_VARIABLE, str(tmp_path))
    return tmp_path


@pytest.fixture
def gpu(monkeypatch):
    monkeypatch.setattr("sketch2image.engine.tiers.has_gpu", lambda: True)


@pytest.fixture
def no_gpu(monkeypatch):
    monkeypatch.setattr("sketch2image.engine.tiers.has_gpu", lambda: False)


@pytest.fixture
def pictures(tmp_path) -> str:
    """A gallery of six."""
    for file in sorted(sample_gallery().glob("*-1.jpg"))[:6]:
        shutil.copy(file, tmp_path)
    return str(tmp_path)


def small():
    return with_weights(full_models(Settings(), ("pizza", "snail")), "", "", SIDE)


def opened(wish="full", **more):
    return Tiers(wish, models=small(), **more)


def test_lite_is_taken_when_asked_for(full, gpu):
    decision = decide(Tier.lite, small())
    assert (decision.tier, decision.why) == (Tier.lite, "asked for")


def test_auto_takes_lite_without_checkpoints(none, gpu):
    decision = decide(Tier.auto, small())
    assert decision.tier is Tier.lite
    assert decision.why == "the full models are not here: blip-base, sd-turbo, turbo-sketch, " + (
        "dinov2-base"
    )


def test_auto_takes_lite_without_a_gpu(full, no_gpu):
    assert decide(Tier.auto, small()).tier is Tier.lite
    assert "no GPU" in decide(Tier.auto, small()).why


def test_auto_takes_full_with_both(full, gpu):
    assert decide(Tier.auto, small()).tier is Tier.full


def test_auto_takes_lite_where_the_settings_say_cpu(full, gpu):
    decision = decide(Tier.auto, replace(small(), device="cpu"))
    assert (decision.tier, decision.why) == (
        Tier.lite,
        "the full models are here, but the setting `device` is cpu",
    )


def test_words_need_an_encoder_that_knows_them(full, gpu):
    assert decide(Tier.auto, small(), ("encoder", "words")).tier is Tier.lite
    with pytest.raises(UserError, match="dinov2-base knows no words") as caught:
        decide(Tier.full, small(), ("encoder", "words"))
    assert "openclip-b16" in caught.value.hint


def test_a_half_size_base_stands_in(full, tmp_path, monkeypatch):
    moved = shutil.copytree(full, tmp_path / "moved", symlinks=True)
    (moved / "sd-turbo").rename(moved / "sd-turbo-fp16")
    monkeypatch.setenv(CHECKPOINTS_VARIABLE, str(moved))
    assert small().missing() == []


def test_edges_are_rendered_by_the_edge_model_where_it_is_here(full, tmp_path, monkeypatch):
    assert for_edges(small(), Settings()).renderer == "turbo-sketch"
    moved = shutil.copytree(full, tmp_path / "moved", symlinks=True)
    shutil.copytree(moved / "turbo-sketch", moved / "turbo-edge")
    monkeypatch.setenv(CHECKPOINTS_VARIABLE, str(moved))
    assert for_edges(small(), Settings()).renderer == "turbo-edge"
    wish = Settings(render_model="turbo-sketch")
    assert for_edges(full_models(wish), wish).renderer == "turbo-sketch"


def test_where_nothing_is_here_what_can_be_fetched_is_named(none):
    assert full_models(Settings()).captioner == "blip-base"


def test_a_wish_for_full_needs_no_gpu(full, no_gpu):
    assert decide(Tier.full, small()).tier is Tier.full


def test_only_what_is_needed_must_be_there(none, full, no_gpu, tmp_path, monkeypatch):
    shutil.copytree(full / "dinov2-base", tmp_path / "dinov2-base")
    monkeypatch.setenv(CHECKPOINTS_VARIABLE, str(tmp_path))
    assert decide(Tier.full, small(), ("encoder",)).tier is Tier.full
    with pytest.raises(UserError, match="not here: blip-base"):
        decide(Tier.full, small(), ("captioner",))


def test_missing_models_are_named_with_the_command_that_brings_them(none):
    with pytest.raises(UserError) as caught:
        opened()
    assert caught.value.kind is ErrorKind.model
    assert caught.value.hint == (
        "Run `python main.py models pull blip-base sd-turbo turbo-sketch dinov2-base`."
    )


def test_lite_answers_for_missing_models_only_where_that_is_allowed(none):
    said = []
    with opened(or_lite=True, say=said.append) as tiers:
        assert tiers.decision.tier is Tier.lite
        assert tiers.document()["taken"] == "lite"
    assert "The lite models answer instead." in said[0]


def test_unknown_tiers_are_said():
    with pytest.raises(UserError, match="no such tier: 'fast'"):
        Tiers("fast")


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("caption_model", "dinov2-base", "dinov2-base is no captioner"),
        ("encode_model", "nonsense", "unknown model 'nonsense'"),
    ],
)
def test_settings_that_name_the_wrong_model_are_said(name, value, message):
    with pytest.raises(UserError, match=message):
        full_models(Settings(**{name: value}), ("pizza",))


@pytest.mark.slow
def test_a_whole_answer_by_full_models_that_find_things_too(full, pictures):
    events = []
    photo = open_picture(next(sample_gallery().glob("cup-*.jpg")))
    with opened(report=events.append, needed=(*ANSWERING, DETECTOR)) as tiers:
        request = Request(PIZZA, gallery=pictures, k=3)
        result = tiers.answer(request)
        again = tiers.answer(request)
        found = tiers.parts.detector.detect(photo, "a cup.")
    assert result.caption.label == "pizza"
    assert result.method == "network"
    assert result.image is not None
    assert result.image.shape == (SIDE, SIDE, 3)
    assert np.array_equal(result.image, again.image)
    assert result.request.strength == 0.4
    assert len(result.matches) == 3
    loads = {event.text.split(" (")[0] for event in events if event.stage == "load"}
    assert loads >= {"loading blip-sketch", "loading turbo-sketch", "loading dinov2-base"}
    assert "loading sd-turbo/unet" in loads
    left, top, right, bottom = found.box
    assert 0 <= left < right <= photo.shape[1]
    assert 0 <= top < bottom <= photo.shape[0]


def test_a_child_that_died_is_replaced_and_closing_ends_the_one_there_is(full):
    before = _children()
    photos = [open_picture(next(sample_gallery().glob("cup-*.jpg")), 64)]
    with opened(needed=(ENCODER,)) as tiers:
        vectors = tiers.parts.encoder.encode_photos(photos)
        (first,) = _children() - before
        psutil.Process(first).kill()
        while first in _children():  # until the engine has collected it
            time.sleep(0.02)
        assert np.array_equal(tiers.parts.encoder.encode_photos(photos), vectors)
        (second,) = _children() - before
        assert second != first
    assert second not in _children()


def test_a_damaged_model_is_said_and_lite_does_not_step_in_by_itself(full, tmp_path, monkeypatch):
    broken = shutil.copytree(full, tmp_path / "broken", symlinks=True)
    file = broken / "blip-sketch" / "model.safetensors"
    content = bytearray(file.read_bytes())
    content[:9] = b"\xff" * 9
    file.write_bytes(content)
    monkeypatch.setenv(CHECKPOINTS_VARIABLE, str(broken))
    with opened(or_lite=False) as tiers:
        with pytest.raises(UserError, match=r"model\.safetensors is no safetensors file"):
            tiers.answer(Request(PIZZA))
        assert tiers.decision.tier is Tier.full
    said = []
    with opened(or_lite=True, say=said.append, full_engine=in_this_process) as tiers:
        assert tiers.answer(Request(PIZZA, render=False)).tier["taken"] == "lite"
        assert tiers.decision.tier is Tier.lite
        tiers.need((ENCODER,))  # which would do
        assert tiers.decision.tier is Tier.lite
    assert "The lite models answer instead." in said[0]


def test_full_models_can_run_in_this_process(full, pictures):
    before = _children()
    with opened(full_engine=in_this_process) as tiers:
        assert tiers.answer(Request(PIZZA, gallery=pictures, k=1)).tier["taken"] == "full"
        tiers.cancel()
        assert tiers.answer(Request(PIZZA, render=False)).caption.label == "pizza"
    assert _children() == before


def test_other_work_takes_another_tier_only_where_it_has_to(full, gpu):
    with opened("auto", full_engine=in_this_process) as tiers:
        parts = tiers.parts
        tiers.need((ENCODER,))
        assert tiers.parts is parts
        tiers.need((ENCODER, "words"))
        assert tiers.decision == Decision(Tier.lite, "dinov2-base knows no words")
        tiers.need(ANSWERING)
        assert tiers.decision.tier is Tier.full


def test_wrong_input_is_no_reason_for_lite(full):
    with opened(or_lite=True) as tiers:
        with pytest.raises(UserError, match="no such style"):
            tiers.answer(Request(PIZZA, style="cubist"))
        assert tiers.decision.tier is Tier.full


def test_full_work_can_be_cancelled(full):
    said = []

    def report(event):
        if event.text.startswith("loading blip") and not said:
            raise Cancelled

    with opened(report=report) as tiers:
        with pytest.raises(Cancelled):
            tiers.answer(Request(PIZZA))
        said.append("cancelled")
        assert tiers.answer(Request(PIZZA, render=False)).caption.label == "pizza"


@pytest.mark.slow
@pytest.mark.parametrize("switches", [1, 5])
def test_switching_tiers_gives_the_memory_back(full, switches):
    request = Request(PIZZA, render=switches > 1)
    with opened("lite") as tiers:
        tiers.answer(request)
        first = _memory()
        for _ in range(switches):
            tiers.switch("full")
            tiers.answer(request)
            tiers.switch("lite")
            tiers.answer(request)
        assert _memory() < 1.1 * first


def _children() -> set[int]:
    return {one.pid for one in psutil.Process().children() if "resource_tracker" not in _said(one)}


def _said(process: psutil.Process) -> str:
    try:
        return " ".join(process.cmdline())
    except psutil.Error:
        return ""


def _memory() -> int:
    mine = psutil.Process(os.getpid())
    return sum(one.memory_info().rss for one in (mine, *mine.children(recursive=True)))
