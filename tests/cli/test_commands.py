"""The public contract: names of commands, keys of their JSON, files they write."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from sketch2image.core.labels import LABELS, caption_text
from sketch2image.core.paths import sample_gallery
from sketch2image.core.sketch import Sketch
from sketch2image.engine.sources import simulated
from sketch2image.synth import objects
from sketch2image.synth.world import write_video

ANSWER_FILES = {"sketch.png", "sketch.svg", "render.png", "sheet.png", "result.json"}


@pytest.fixture(scope="module")
def apple(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An exact drawing of an apple."""
    model = objects.sample("apple", np.random.default_rng([4, 2]))
    path = tmp_path_factory.mktemp("sketches") / "apple.png"
    Image.fromarray(Sketch((640, 480), objects.strokes(model)).raster).save(path)
    return path


def samples(folder: Path, *classes: str) -> Path:
    folder.mkdir()
    for name in classes:
        for file in sample_gallery().glob(f"{name}-*.jpg"):
            (folder / file.name).write_bytes(file.read_bytes())
    return folder


def test_caption(cli: Callable, apple: Path):
    (found,) = cli("caption", apple, "--json").document["captions"]
    assert found["path"] == str(apple)
    assert found["label"] in LABELS
    assert found["text"] == caption_text(found["label"])
    assert 0 <= found["score"] <= 1
    assert isinstance(found["sure"], bool)
    assert found["alternatives"][0]["label"] == found["label"]
    assert len(found["alternatives"]) == 5


def test_a_wider_vocabulary_knows_more_things(cli: Callable, apple: Path):
    (found,) = cli("caption", apple, "--vocabulary", "apple, zebra", "--json").document["captions"]
    assert {guess["label"] for guess in found["alternatives"]} == {"apple", "zebra"}
    told = cli("caption", apple, "--vocabulary", "all")
    assert told.code == 0
    assert "apple" in told.out or "did you mean" in told.out


def test_render_is_the_same_for_the_same_request(cli: Callable, apple: Path, tmp_path: Path):
    words = ("render", apple, "--prompt", "a red apple", "--seed", 5, "--json")
    first = cli(*words, "--out", tmp_path / "a.png").document
    cli(*words, "--out", tmp_path / "b.png")
    assert first["path"] == str(tmp_path / "a.png")
    assert (first["prompt"], first["seed"]) == ("a red apple", 5)
    assert (tmp_path / "a.png").read_bytes() == (tmp_path / "b.png").read_bytes()
    assert Image.open(tmp_path / "a.png").size == (512, 512)


def test_gallery_from_add_to_remove(cli: Callable, tmp_path: Path):
    folder = samples(tmp_path / "mine", "apple", "cup")
    (folder / "letter.jpg").write_text("no picture")
    count = len(list(folder.iterdir())) - 1
    report = cli("gallery", "add", folder, "--name", "mine", "--json").document
    assert list(report) == [
        "added", "updated", "renamed", "removed", "unchanged", "failed", "seconds",
    ]  # fmt: skip
    assert report["added"] == count
    assert [failure["path"] for failure in report["failed"]] == [str(folder / "letter.jpg")]
    again = cli("gallery", "add", folder, "--name", "mine", "--json").document
    assert (again["added"], again["unchanged"]) == (0, count)
    assert cli("gallery", "list", "--json").document["galleries"][0]["name"] == "mine"
    assert cli("gallery", "stats", "mine", "--json").document["pictures"] == count
    assert cli("gallery", "verify", "mine", "--json").document["ok"]
    assert cli("gallery", "remove", "mine", "--json").document == {"removed": "mine"}
    assert cli("gallery", "list", "--json").document == {"galleries": []}
    assert len(list(folder.iterdir())) == count + 1


def test_search_finds_the_picture_itself(cli: Callable, tmp_path: Path):
    folder = samples(tmp_path / "mine", "apple", "cup", "shoe")
    query = sorted(folder.glob("shoe-*.jpg"))[0]
    (result,) = cli("search", query, "--gallery", folder, "--k", 3, "--json").document["results"]
    assert (result["query"], result["kind"]) == (str(query), "photo")
    assert [match["rank"] for match in result["matches"]] == [1, 2, 3]
    assert result["matches"][0] == {
        "path": str(query), "score": 1.0, "rank": 1, "weak": False, "parts": {"picture": 1.0},
    }  # fmt: skip


def test_search_gives_all_there_is_when_k_is_larger(cli: Callable, tmp_path: Path, apple: Path):
    folder = samples(tmp_path / "mine", "cup")
    count = len(list(folder.iterdir()))
    (result,) = cli("search", apple, "--gallery", folder, "--k", 50, "--json").document["results"]
    assert result["kind"] == "sketch"
    assert len(result["matches"]) == count


@pytest.mark.usefixtures("indexed")
def test_run_writes_the_answer(cli: Callable, apple: Path, tmp_path: Path):
    document = cli("run", apple, "--out", tmp_path / "answer", "--k", 4, "--json").document
    assert {path.name for path in (tmp_path / "answer").iterdir()} == ANSWER_FILES
    assert document.pop("phone") is None
    assert json.loads((tmp_path / "answer" / "result.json").read_text("utf-8")) == document
    assert len(document["matches"]) == 4
    assert set(document["seconds"]) == {"caption", "render", "search"}


@pytest.mark.usefixtures("indexed")
def test_paths_are_echoed_as_given(
    cli: Callable, apple: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.png").write_bytes(apple.read_bytes())
    document = cli("run", "./a.png", "--out", "./answer", "--json").document
    assert document["files"]["sheet"].replace("\\", "/") == "./answer/sheet.png"
    assert cli("caption", "./a.png", "--json").document["captions"][0]["path"] == "./a.png"
    rendered = cli("render", "./a.png", "--out", "./b.png", "--json").document
    assert rendered["path"] == "./b.png"


def test_run_searches_the_gallery_of_the_settings(
    cli: Callable, apple: Path, tmp_path: Path, home: Path
):
    folder = samples(tmp_path / "mine", "cup")
    cli("gallery", "add", folder, "--name", "mine")
    (home / "settings.toml").write_text('gallery = "mine"\n')
    document = cli("run", apple, "--out", tmp_path / "answer", "--json").document
    assert document["gallery"] == "mine"
    assert {Path(match["path"]).parent for match in document["matches"]} == {folder}


@pytest.mark.usefixtures("indexed")
def test_go_without_a_phone_says_so(cli: Callable, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("ANDROID_ADB_SERVER_PORT", "1")
    said = cli("go", "--camera", "simulated", "--subject", "spoon", "--out", tmp_path, "--json")
    assert said.code == 0
    assert said.document["phone"]["serial"] is None
    assert "no phone" in said.err
    assert {path.name for path in tmp_path.iterdir()} == ANSWER_FILES


def test_a_video_of_a_hand_gives_the_strokes_that_the_hand_drew(cli: Callable, tmp_path: Path):
    film = tmp_path / "hand.avi"
    camera = simulated("spoon", 1)
    script = camera.strokes
    write_video(camera, film)
    document = cli(
        "draw", "--camera", film, "--out", tmp_path / "a.png", "--svg", tmp_path / "a.svg", "--json"
    ).document
    assert document["size"] == [640, 480]
    assert len(document["strokes"]) == len(script)
    drawn = np.concatenate([np.asarray(s["points"]) for s in document["strokes"]])
    meant = np.concatenate([np.asarray(s.points) for s in script])
    gaps = np.linalg.norm(drawn[:, None] - meant[None], axis=2).min(axis=1)
    assert gaps.mean() < 0.02 * 640


def test_fingers_of_a_rendered_hand(cli: Callable, tmp_path: Path):
    frame = simulated("cup", 0).frame(60)
    Image.fromarray(frame.image).save(tmp_path / "hand.png")
    document = cli("fingers", tmp_path, "--json").document
    (image,) = document["images"]
    (hand,) = image["hands"]
    assert image["path"] == str(tmp_path / "hand.png")
    assert hand["count"] == sum(hand["fingers"])
    assert [round(probability) for probability in hand["probability"]] == hand["fingers"]
    assert 0 <= hand["pinch"] <= 1
    assert hand["handedness"] in ("Left", "Right")
    xmin, ymin, xmax, ymax = hand["box"]
    assert 0 <= xmin < xmax <= 1
    assert 0 <= ymin < ymax <= 1


def test_doctor_knows_what_is_missing(cli: Callable):
    checks = cli("doctor", "--json").document["checks"]
    found = {check["name"]: check for check in checks}
    assert found["hand model"]["ok"]
    assert found["lite models"]["ok"]
    assert all(check["ok"] or check["hint"] for check in checks)


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="there is always a display")
def test_without_a_display_there_is_no_window_and_the_demo_is_offered(
    cli: Callable, monkeypatch: pytest.MonkeyPatch
):
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    said = cli()
    assert said.code == 2
    assert said.err.startswith("error: there is no display to open the window on")
    assert "main.py demo" in said.err
    assert said.err.count("\n") == 1


@pytest.mark.usefixtures("indexed")
@pytest.mark.parametrize(
    "name", ["start", *(pytest.param(long, marks=pytest.mark.slow) for long in ("air", "search"))]
)
def test_bench(cli: Callable, name: str):
    few = {"air": ("--frames", 30), "start": ("--runs", 1), "search": ("--pictures", 30)}[name]
    figures = cli("bench", name, *few, "--json").document
    assert figures.pop("heavy_imports", []) == []
    assert all(value > 0 for key, value in figures.items() if not key.endswith("dropped"))
