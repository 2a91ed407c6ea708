"""What the network is shown and taught of a pair of sketch and sentence."""

from __future__ import annotations

import json
import pickle
from pathlib import Path

import numpy as np
import pytest
import torch

from sketch2image.air.files import open_sketch
from sketch2image.caption.blip import BlipCaptioner
from sketch2image.caption.view import BlipView
from sketch2image.core.errors import UserError
from sketch2image.core.pictures import save_png
from sketch2image.core.progress import silent
from sketch2image.models.pretrained import open_tokenizer
from sketch2image.train.blip.lessons import Lessons, seen_of
from sketch2image.train.blip.network import open_network
from sketch2image.train.blip.settings import Settings
from sketch2image.train.blip.sources import sources
from sketch2image.train.blip.task import task
from sketch2image.train.blip.writing import Writing
from sketch2image.train.data.sentences import examples
from sketch2image.train.data.varied import vary
from tests.caption.tiny_blip import SIDE
from tests.train.blip.conftest import Adjust
from tests.train.blip.sketches import ANGLES, drawing

CPU = torch.device("cpu")


@pytest.fixture(scope="module")
def net(base: Path, adjust: Adjust):
    return open_network(base, adjust(label_smoothing=0.1), CPU)


@pytest.fixture(scope="module")
def lessons(base: Path, adjust: Adjust, net) -> Lessons:
    writing = Writing.of(open_tokenizer(base), net.config)
    return Lessons(sources(adjust()).learned, BlipView(base, SIDE), writing)


def batch(lessons: Lessons, *places: int) -> dict:
    return lessons.batch(places, np.random.default_rng(0))


def test_the_trainer_shows_what_the_captioner_shows(
    lessons: Lessons, base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shade = np.linspace(150, 240, 90)[:, None, None]
    paper = np.broadcast_to(shade, (90, 64, 3)).copy()
    paper[40:48, 8:56] = 60
    file = tmp_path / "on-paper.png"
    save_png(file, paper.astype(np.uint8))
    (tmp_path / "one.jsonl").write_text(json.dumps({"file": file.name, "text": "a pizza"}))
    shown: list[torch.Tensor] = []
    tensors = BlipView.tensors

    def noted(view: BlipView, pictures: list) -> torch.Tensor:
        shown.append(tensors(view, pictures))
        return shown[-1]

    monkeypatch.setattr(BlipView, "tensors", noted)
    BlipCaptioner(base).caption(open_sketch(file))
    found = examples(str(tmp_path / "one.jsonl"))
    Lessons(found, lessons.view, lessons.writing).batch([0], np.random.default_rng(0))
    assert torch.equal(shown[0], shown[1])


def test_sentences_begin_as_generation_does_and_padding_is_ignored(lessons: Lessons, net) -> None:
    found = lessons.writing.tensors(["convert a pizza", "a cat"])
    first = net.config.text_config.bos_token_id
    assert found["input_ids"][:, 0].tolist() == [first, first]
    assert found["attention_mask"].tolist() == [[1] * 5, [1] * 4 + [0]]
    assert found["labels"][1, 4] == -100
    assert torch.equal(found["labels"][0], found["input_ids"][0])


def test_the_loss_is_the_smoothed_cross_entropy_of_the_next_word(lessons: Lessons, net) -> None:
    given = batch(lessons, 0, 4)
    out = net(**given)
    logits, wanted = out.logits[:, :-1], given["labels"][:, 1:]
    odds = logits.log_softmax(-1)
    counted = wanted != -100
    hits = odds.gather(-1, wanted.clamp(min=0)[..., None])[..., 0][counted]
    smoothed = 0.9 * hits.mean() + 0.1 * odds.mean(-1)[counted].mean()
    assert float(out.loss.detach()) == pytest.approx(-float(smoothed.detach()), rel=1e-5)


def test_gradient_checkpointing_changes_no_gradient(
    lessons: Lessons, base: Path, adjust: Adjust
) -> None:
    found = []
    for saved in (False, True):
        net = open_network(base, adjust(gradient_checkpointing=saved), CPU).train()
        net(**batch(lessons, 0, 5)).loss.backward()
        found.append({name: weight.grad for name, weight in net.named_parameters()})
    assert len(found[0]) > 50
    for name, gradient in found[0].items():
        assert torch.allclose(gradient, found[1][name], atol=1e-7), name


def test_worker_processes_make_the_same_batches(lessons: Lessons) -> None:
    sent = pickle.loads(pickle.dumps(lessons))
    here, there = batch(lessons, 1, 3), batch(sent, 1, 3)
    assert all(torch.equal(tensor, there[name]) for name, tensor in here.items())


def test_varied_sketches_differ_but_follow_the_seed(lessons: Lessons) -> None:
    plain = seen_of(lessons.examples[0])
    settings = Settings(rotate=20, shift=0.1, thickness=0.03)
    one, same, other = (vary(plain, settings, np.random.default_rng(n)) for n in (1, 1, 2))
    assert one.shape == plain.shape
    assert np.array_equal(one, same)
    assert not np.array_equal(one, other)
    assert (one[0] > 250).all()


def test_without_variation_a_sketch_stays_as_it_is(lessons: Lessons) -> None:
    plain = seen_of(lessons.examples[0])
    still = Settings(rotate=0, shift=0, thickness=0, mirror=False)
    assert np.array_equal(vary(plain, still, np.random.default_rng(0)), plain)
    mirrored = [
        vary(plain, still.model_copy(update={"mirror": True}), np.random.default_rng(n))
        for n in range(8)
    ]
    assert any(np.array_equal(one, plain[:, ::-1]) for one in mirrored)
    assert any(np.array_equal(one, plain) for one in mirrored)


def test_strokes_grow_and_shrink_but_hairlines_stay() -> None:
    thick, hairline = (np.full((100, 100, 3), 255, np.uint8) for _ in range(2))
    thick[40:60, 10:90], hairline[50:51, 10:90] = 0, 0
    settings = Settings(rotate=0, shift=0, thickness=0.03, mirror=False)
    seeds = range(12)
    inks = {int((vary(thick, settings, np.random.default_rng(n)) < 128).sum()) for n in seeds}
    assert min(inks) < int((thick < 128).sum()) < max(inks)
    assert all((vary(hairline, settings, np.random.default_rng(n)) < 128).any() for n in seeds)


def test_sketches_of_one_photo_are_not_on_both_sides(tmp_path: Path) -> None:
    for photo in range(6):
        for number in (1, 2, 3):
            file = tmp_path / "sketch" / "pizza" / f"n0787380{photo}_12-{number}.png"
            save_png(file, drawing("pizza", photo + number).raster)
    found = sources(Settings(data=str(tmp_path), held_out_share=0.34))
    learned, held = (
        {one.picture.instance for one in part} for part in (found.learned, found.held_out)
    )
    assert len(held) == 2
    assert learned.isdisjoint(held)
    assert found == sources(Settings(data=str(tmp_path), held_out_share=0.34))


def refused(settings: Settings) -> str:
    with pytest.raises(UserError) as caught:
        task(settings, silent)
    assert "\n" not in str(caught.value)
    assert caught.value.hint
    return caught.value.message


def test_data_that_cannot_be_learned_from_is_said(
    adjust: Adjust, data: Path, tmp_path: Path
) -> None:
    assert refused(adjust(data="")) == "there is nothing to learn from"
    assert "nowhere" in refused(adjust(data=str(tmp_path / "nowhere")))
    assert "there is no class dragon" in refused(adjust(classes=("dragon",)))
    for label in ANGLES:
        save_png(tmp_path / "single" / label / "one.png", drawing(label).raster)
    assert "none can be held out" in refused(adjust(data=str(tmp_path / "single")))


def test_what_is_judged_by_must_not_be_learned_from(adjust: Adjust, data: Path) -> None:
    with pytest.raises(UserError, match=r"12 sketches of .* are learned from too"):
        sources(adjust(held_out=str(data / ".." / data.name)))


def test_sentences_that_the_base_cannot_write_are_said(lessons: Lessons) -> None:
    lessons.writing.check(example.text for example in lessons.examples)
    with pytest.raises(UserError, match=r"1 of 2 sentences .* 'a zeppelin on white'"):
        lessons.writing.check(["a pizza on white", "a zeppelin on white"])


def test_a_base_that_is_no_blip_is_said(adjust: Adjust, base: Path, tmp_path: Path) -> None:
    assert "unknown model 'nonsense'" in refused(adjust(base="nonsense"))
    assert "the model blip-base is not here" in refused(adjust(base="blip-base"))
    assert "holds no model" in refused(adjust(base=str(tmp_path)))
    start = adjust(start=str(tmp_path / "none.safetensors"))
    with pytest.raises(UserError, match=r"none\.safetensors are missing"):
        open_network(base, start, CPU)
