"""Tiny training runs from data made here to a model the program loads."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import numpy as np
import pytest

from sketch2image.caption.lite import LiteCaptioner
from sketch2image.core.labels import LABELS
from sketch2image.core.opencv import cv2
from sketch2image.core.sketch import Sketch, Stroke
from sketch2image.gallery.lite import LiteEncoder
from sketch2image.train.lite import photo_tower, publish, settings, sketch_tower
from sketch2image.train.lite.calibrate import temperature, threshold, weak_mark
from sketch2image.train.lite.command import main
from sketch2image.train.lite.drawings import Drawing, unit
from sketch2image.train.lite.network import Trunk
from sketch2image.train.lite.space import fit
from sketch2image.train.lite.teacher import Taught
from sketch2image.train.lite.vocabulary import index, labels

torch = pytest.importorskip("torch")

TINY = """
seed = 1
size = 80
widths = [4, 6, 8, 10]
blocks = [1, 1, 1, 1]
dropout = 0.1
batch = 8
steps = 4
rate = 1e-3
weight_decay = 0.01
smoothing = 0.1
echo = 2
average = 0.9
dimensions = 16
[mix]
sketchy = 0.5
quickdraw = 0.5
[loss]
wide = 1.0
default = 0.5
teacher = 1.0
place = 0.0
label = 1.0
"""


@pytest.fixture
def config(tmp_path: Path) -> Path:
    file = tmp_path / "tiny.toml"
    file.write_text(TINY, "utf-8")
    return file


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Two classes with three drawn photo instances each, and two stroke drawings."""
    folder = tmp_path / "data"
    for name, angle in (("cat", 0), ("pizza", 45)):
        (folder / "sketchy" / "sketch" / name).mkdir(parents=True)
        for instance in range(3):
            picture = np.full((128, 128, 3), 255, np.uint8)
            box = cv2.boxPoints(((64, 64), (60, 40 + 10 * instance), angle))
            cv2.polylines(picture, [box.astype(np.int32)], True, (0, 0, 0), 2)
            file = folder / "sketchy" / "sketch" / name / f"{name}{instance}-1.png"
            cv2.imwrite(str(file), picture)
    rows = [{"word": w, "drawing": [[[0, 99, 99], [0, 5, 80]]]} for w in ("mug", "dog")]
    (folder / "quickdraw").mkdir()
    with gzip.open(folder / "quickdraw" / "few.ndjson.gz", "wt") as stream:
        stream.writelines(json.dumps(row) + "\n" for row in rows)
    return folder


def train(data: Path, out: Path, config: Path, *more: str) -> int:
    return main(
        ["captioner", "--data", str(data), "--out", str(out), "--config", str(config), *more]
    )


def test_a_captioner_is_trained_resumed_published_and_loaded(
    data: Path, tmp_path: Path, config: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    out, ready = tmp_path / "run", tmp_path / "checkpoints"
    assert train(data, out, config) == 0
    assert {"checkpoint.pt", "curve.csv", "curve.png"} <= {file.name for file in out.iterdir()}
    config.write_text(TINY.replace("steps = 4", "steps = 6"), "utf-8")
    assert train(data, out, config, "--resume", "--publish", str(ready / "lite")) == 0
    assert torch.load(out / "checkpoint.pt", weights_only=True)["step"] == 6
    line = np.array([[20, 20], [300, 40], [200, 300]], np.float32)
    caption = LiteCaptioner(folder=ready).caption(Sketch((400, 400), (Stroke(line),)))
    assert len(caption.alternatives) == 5
    assert capfd.readouterr().out == ""


def test_the_same_seed_gives_the_same_weights(data: Path, tmp_path: Path, config: Path) -> None:
    runs = [tmp_path / name for name in ("one", "two")]
    assert [train(data, run, config) for run in runs] == [0, 0]
    one, two = (torch.load(run / "checkpoint.pt", weights_only=True)["model"] for run in runs)
    assert all(torch.equal(one[name], two[name]) for name in one)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["captioner", "--data", "nowhere", "--out", "out"], "no data folder nowhere"),
        (["encoder", "--data", ".", "--out", "out", "--half", "sketch"], "--captioner"),
        (["captioner", "--data", ".", "--out", "out", "--config", "none.toml"], "none.toml"),
    ],
)
def test_mistakes_are_told_in_one_line(
    arguments: list[str],
    says: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(arguments) == 2
    told = capsys.readouterr().err
    assert says in told
    assert len(told.splitlines()) == 1


def test_unknown_settings_are_refused(tmp_path: Path, config: Path) -> None:
    config.write_text(TINY.replace("echo = 2", "eco = 2"), "utf-8")
    assert main(["captioner", "--data", str(tmp_path), "--out", "o", "--config", str(config)]) == 2


def taught(count: int) -> Taught:
    """Views of twenty classes whose teacher vectors lie apart."""
    rng = np.random.default_rng(0)
    at = np.arange(count) % 20
    vectors = rng.normal(0, 0.02, (count, 1024))
    vectors[np.arange(count), at] += 1
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    truth = np.array([index()[label] for label in LABELS])[at]
    pictures = rng.integers(0, 256, (count, 112, 112, 3), dtype=np.uint8)
    keys = np.array([f"photo/{number}" for number in range(count)])
    return Taught(pictures, truth, vectors.astype(np.float16), keys)


def test_the_space_keeps_classes_apart() -> None:
    lessons = taught(80)
    space = fit(lessons.vectors, lessons.labels, len(labels()), 16)
    likeness = space.place(lessons.vectors) @ space.anchors.T
    assert (likeness.argmax(axis=1) == lessons.labels).all()


def test_an_encoder_is_trained_published_and_loaded(tmp_path: Path, config: Path) -> None:
    chosen, lessons = settings.read(config), taught(60)
    space = fit(lessons.vectors, lessons.labels, len(labels()), chosen.dimensions)
    run = photo_tower.prepare(chosen, lessons, lessons, space, tmp_path, None, lambda _: None)
    tower = run.train()
    sketch = sketch_tower.network(chosen, Trunk(1, chosen.widths, chosen.blocks)).eval()
    line = unit([np.array([[0, 0], [9, 3], [4, 8]], np.float32)])
    held = [Drawing(label, line, "held") for label in sorted(set(lessons.labels.tolist()))]
    ready = tmp_path / "checkpoints"
    publish.publish_encoder(
        tower, sketch, publish.Held([], held), (lessons, lessons), ready / "lite"
    )
    encoder = LiteEncoder(ready)
    assert encoder.dim == 16
    vectors = encoder.encode_photos(list(lessons.pictures[:3]))
    both = lessons.pictures[:3], lessons.pictures[:3, :, ::-1]
    expected = sum(photo_tower.encode(tower, part, chosen.size) for part in both)
    expected /= np.linalg.norm(expected, axis=1, keepdims=True)
    assert (vectors * expected).sum(axis=1).min() > 0.95
    words = encoder.encode_words(["airplane", "nothing"])
    assert np.linalg.norm(words, axis=1).tolist() == pytest.approx([1, 0], abs=1e-3)
    middle = vectors_of(encoder, lessons, "airplane").mean(axis=0)
    assert float(words[0] @ middle / np.linalg.norm(middle)) > 0.95


def vectors_of(encoder: LiteEncoder, lessons: Taught, label: str) -> np.ndarray:
    return encoder.encode_photos(list(lessons.pictures[lessons.labels == index()[label]]))


@pytest.mark.slow
def test_what_saw_the_held_out_pictures_is_not_calibrated_on_them(
    data: Path, tmp_path: Path, config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first, twin, ready = tmp_path / "one", tmp_path / "twin", tmp_path / "ready"
    assert train(data, first, config, "--publish", str(twin)) == 0
    more = ["--everything", "--publish", str(ready)]
    assert train(data, tmp_path / "two", config, *more) == 2
    assert "--marks" in capsys.readouterr().err
    assert train(data, tmp_path / "two", config, *more, "--marks", str(twin)) == 0
    cards = [json.loads((f / "captioner.json").read_text()) for f in (twin, ready)]
    assert [card["held_out"] for card in cards] == [True, False]
    assert cards[0]["temperature"] == cards[1]["temperature"]
    assert cards[0]["sha256"] != cards[1]["sha256"]


def test_temperature_and_threshold_mean_what_they_say() -> None:
    rng = np.random.default_rng(0)
    truth = torch.from_numpy(rng.integers(0, 5, 4000))
    scores = torch.from_numpy(rng.normal(0, 1, (4000, 5)))
    scores[torch.arange(4000), truth] += 1.0
    assert temperature(scores * 3, truth) == pytest.approx(3 * temperature(scores, truth), rel=0.05)
    chances = (scores / temperature(scores, truth)).softmax(dim=1)
    mark = threshold(chances, truth, 0.8)
    best, guess = chances.max(dim=1)
    assert float((guess == truth)[best >= mark].float().mean()) == pytest.approx(0.8, abs=0.01)
    assert threshold(chances, truth * 0 + 9, 0.8) == 1.0


def test_weak_marks_lie_between_wrong_and_right_matches() -> None:
    rng = np.random.default_rng(0)
    asked, shown = np.arange(200) % 4, np.arange(60) % 4
    same = asked[:, None] == shown
    likeness = np.where(same, 0.7, 0.3) + rng.normal(0, 0.15, same.shape)
    assert 0.1 < weak_mark(likeness.astype(np.float32), asked, shown, best=20) < 0.7
