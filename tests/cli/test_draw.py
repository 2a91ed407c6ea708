"""Drawing from the command line: taken down, drawn again, gone on with, filmed."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from sketch2image import __version__
from sketch2image.air.files import open_sketch, save_sketch
from sketch2image.air.profiles import RED
from sketch2image.air.replaying import read_recording
from sketch2image.air.setup import Setup
from sketch2image.core.sketch import Sketch, Stroke
from sketch2image.engine import sitting
from sketch2image.engine.drafts import unfinished
from sketch2image.engine.drawing import draw_from
from sketch2image.synth.world import SimulatedCamera

WITHOUT_MEDIAPIPE = """
import sys
sys.modules["mediapipe"] = None
from sketch2image.cli.app import run
sys.exit(run(sys.argv[1:]))
"""
SIZE = (640, 480)


def stroke(y: float, width: float = 5.0) -> Stroke:
    points = np.stack([np.linspace(140, 500, 40), np.full(40, y)], axis=1)
    return Stroke(points.astype(np.float32), width=width)


def hand() -> SimulatedCamera:
    return SimulatedCamera([stroke(160), stroke(260)], seed=5)


@pytest.fixture
def camera(monkeypatch: pytest.MonkeyPatch) -> None:
    """A simulated camera in the place of number 0; its hand draws two lines."""
    monkeypatch.setattr(sitting, "open_source", lambda *_: hand())


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, Sketch]:
    """A recording, and what was drawn."""
    path = tmp_path_factory.mktemp("recordings") / "hand.jsonl"
    sketch = draw_from(hand(), Setup(color=(255, 0, 0), width=8.0), record=str(path))
    return path.read_bytes(), sketch


@pytest.fixture
def recording(drawn: tuple[bytes, Sketch], tmp_path: Path) -> Path:
    path = tmp_path / "hand.jsonl"
    path.write_bytes(drawn[0])
    return path


def documented(sketch: Sketch) -> list[list[list[float]]]:
    return [stroke.points.round(2).tolist() for stroke in sketch.strokes]


def points_of(document: dict[str, Any]) -> list[list[list[float]]]:
    return [stroke["points"] for stroke in document["strokes"]]


def test_a_replay_needs_neither_camera_nor_mediapipe(cli: Callable, camera: None, tmp_path: Path):
    path = tmp_path / "hand.jsonl"
    options = ["--record", path, "--color", "red", "--width", 8, "--json"]
    files = ["--out", tmp_path / "drawn.png", "--svg", tmp_path / "drawn.svg"]
    document = cli("draw", "--camera", 0, *options, *files).document
    words = ["draw", "--replay", str(path), "--json"]
    files = ["--out", str(tmp_path / "again.png"), "--svg", str(tmp_path / "again.svg")]
    command = [sys.executable, "-c", WITHOUT_MEDIAPIPE, *words, *files]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    again = json.loads(done.stdout)
    assert again["strokes"] == document["strokes"]
    assert (document["record"], again["record"]) == (str(path), None)
    for name in ("png", "svg"):
        first = (tmp_path / f"drawn.{name}").read_bytes()
        assert (tmp_path / f"again.{name}").read_bytes() == first
    assert {tuple(s["color"]) for s in again["strokes"]} == {RED}
    assert {s["width"] for s in again["strokes"]} == {8.0}


def test_a_recording_made_on_a_sketch_brings_it_along(cli: Callable, camera: None, tmp_path: Path):
    points = stroke(60).points + np.float32([0.12345, 0.98765])
    save_sketch(tmp_path / "old.svg", Sketch(SIZE, (Stroke(points, (0, 160, 0)),)))
    path = tmp_path / "hand.jsonl.gz"
    drawn = cli(
        "draw", "--camera", 0, "--on", tmp_path / "old.svg", "--record", path,
        "--out", tmp_path / "a.png", "--json",
    ).document  # fmt: skip
    (tmp_path / "old.svg").unlink()
    again = cli("draw", "--replay", path, "--out", tmp_path / "b.png", "--json").document
    assert drawn["strokes"] == again["strokes"]
    assert drawn["strokes"][0]["color"] == [0, 160, 0]
    assert len(drawn["strokes"]) == 3


@pytest.mark.parametrize(
    "words",
    [
        ("--camera", "simulated"),
        ("--record", "new.jsonl"),
        ("--resume",),
        ("--on", "old.svg"),
        ("--profile", "code"),
        ("--hand", "left"),
        ("--color", "red"),
        ("--width", "9"),
    ],
)
@pytest.mark.parametrize("command", ["draw", "go"])
def test_a_recording_says_all_so_other_options_are_refused(
    cli: Callable, tmp_path: Path, command: str, words: tuple[str, ...]
):
    said = cli(command, "--replay", "hand.jsonl", "--out", tmp_path / "a.png", *words, "--json")
    assert said.code == 2
    assert said.document["error"]["message"] == f"--replay does not go with {words[0]}"
    assert said.err.count("\n") == 1


def test_resume_and_on_exclude_each_other(cli: Callable, tmp_path: Path):
    said = cli("draw", "--resume", "--on", "a.svg", "--out", tmp_path / "a.png", "--json")
    assert (said.code, said.document["error"]["kind"]) == (2, "input")
    assert said.document["error"]["message"] == "--resume does not go with --on"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--resume",), "there is no unfinished drawing"),
        (("--on", "none.svg"), "no such file: none.svg"),
        (("--replay", "none.jsonl"), "no such file: none.jsonl"),
        (("--record", "hand.txt"), "cannot write hand.txt as .txt"),
    ],
)
def test_what_cannot_be_is_said_before_the_camera_is_opened(
    cli: Callable, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    words: tuple[str, ...], message: str,
):  # fmt: skip
    monkeypatch.setattr(sitting, "open_source", lambda *_: pytest.fail("the camera was opened"))
    said = cli("draw", *words, "--out", tmp_path / "a.png", "--json")
    assert (said.code, said.document["error"]["message"]) == (2, message)


def test_a_damaged_recording_is_one_line(cli: Callable, recording: Path, tmp_path: Path):
    path = recording
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([*lines[:9], b"garbage\n", *lines[10:]]))
    said = cli("draw", "--replay", path, "--out", tmp_path / "a.png")
    assert said.code == 2
    assert said.err == f"error: {path} is damaged in line 10. Record it again.\n"


def test_notes_about_a_recording_do_not_spoil_the_document(
    cli: Callable, recording: Path, drawn: tuple[bytes, Sketch], tmp_path: Path
):
    path = recording
    data = path.read_bytes().replace(b'"program":"', b'"program":"9.')
    path.write_bytes(data + b'{"time":99.0,"ha')
    said = cli("draw", "--replay", path, "--out", tmp_path / "a.png", "--json")
    assert points_of(said.document) == documented(drawn[1])
    assert said.err.splitlines() == [
        f"{path} was cut short: its end is missing",
        f"recorded with other version 9.{__version__} of the program: "
        "strokes may come out differently",
    ]


@pytest.mark.usefixtures("camera")
def test_an_unfinished_drawing_is_mentioned_until_it_is_resumed(
    cli: Callable, home: Path, tmp_path: Path
):
    (home / "drafts").mkdir()
    old = home / "drafts" / "20240101-101010-0a0a0a0a.svg"
    save_sketch(old, Sketch(SIZE, (stroke(60),)))
    said = cli("draw", "--camera", 0, "--out", tmp_path / "a.png", "--json")
    assert len(said.document["strokes"]) == 2
    (note,) = said.err.splitlines()
    assert note.startswith("an unfinished drawing of 20")
    assert note.endswith(f"is kept in {old}: --resume goes on with it")
    said = cli("draw", "--camera", 0, "--resume", "--out", tmp_path / "a.png", "--json")
    assert (len(said.document["strokes"]), said.err) == (3, "")
    assert unfinished() == []
    assert cli("draw", "--camera", 0, "--out", tmp_path / "a.png").err == ""


@pytest.mark.usefixtures("indexed")
def test_go_answers_a_recording_and_films_it(
    cli: Callable, recording: Path, drawn: tuple[bytes, Sketch], tmp_path: Path
):
    said = cli(
        "go", "--phone", "off", "--replay", recording, "--out", tmp_path / "go",
        "--timelapse", tmp_path / "films" / "go.gif", "--json",
    )  # fmt: skip
    assert said.code == 0, said.err
    assert said.document["files"]["timelapse"] == str(tmp_path / "films" / "go.gif")
    assert open_sketch(tmp_path / "go" / "sketch.svg") == drawn[1]
    with Image.open(tmp_path / "films" / "go.gif") as film:
        assert film.n_frames > 20
    assert (
        json.loads((tmp_path / "go" / "result.json").read_text("utf-8"))["files"]
        == (said.document["files"])
    )


@pytest.mark.parametrize("command", [("demo",), ("go", "--phone", "off"), ("run", "none.png")])
def test_a_film_that_cannot_be_is_refused_before_the_work(
    cli: Callable, tmp_path: Path, command: tuple[str, ...]
):
    (tmp_path / "file").write_text("in the way")
    for film, words in (("film.webm", "as .webm"), ("file/film.gif", "cannot write")):
        said = cli(*command, "--out", tmp_path / "out", "--timelapse", tmp_path / film, "--json")
        assert said.code == 2
        assert words in said.document["error"]["message"]


def test_one_film_shows_one_drawing(cli: Callable, tmp_path: Path):
    said = cli("demo", "--subject", "all", "--out", tmp_path, "--timelapse", tmp_path / "a.gif")
    assert (said.code, said.err.count("\n")) == (2, 1)
    assert "one film shows one drawing" in said.err


def test_a_shown_replay_keeps_its_pace(recording: Path, monkeypatch: pytest.MonkeyPatch):
    clock, shown = [0.0], []

    class Viewer:
        def present(self, image: np.ndarray) -> None:
            shown.append((clock[0], image))

        def commands(self) -> tuple[str, ...]:
            return ("clear",)

        def finished(self) -> bool:
            return len(shown) == 60

    monkeypatch.setattr(sitting.time, "monotonic", lambda: clock[0])
    monkeypatch.setattr(sitting.time, "sleep", lambda s: clock.append(clock.pop() + s))
    plan = sitting.Plan("0", read_recording(recording).setup, replay=str(recording))
    sat = sitting.Sitting(plan, lambda _: None)
    sketch = sat.draw(lambda _: None, lambda _: Viewer(), lambda _: None)
    assert len(sketch.strokes) == 2
    times = [event.time for event in read_recording(recording).events][:60]
    assert [moment for moment, _ in shown] == pytest.approx(times)
    assert np.abs(shown[-1][1][200:260, 560:].astype(int) - shown[0][1][200:260, 560:]).max() == 0
    assert shown[-1][1].shape == (480, 640, 3)


def test_letters_that_no_font_has_are_mentioned(cli: Callable, tmp_path: Path):
    (tmp_path / "mine").mkdir()
    for name in ("apple.png", "\U0010fffe.png"):
        save_sketch(tmp_path / "mine" / name, Sketch(SIZE, (stroke(60),)))
    words = ("run", tmp_path / "mine" / "apple.png", "--out", tmp_path / "out", "--json")
    said = cli(*words, "--gallery", tmp_path / "mine")
    assert said.code == 0, said.err
    assert "some letters of file names are missing on the sheet: install a font" in said.err
    assert len(said.document["matches"]) == 2
