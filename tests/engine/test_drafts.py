"""Unfinished drawings outlive the program, whatever ends it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest

from sketch2image.air.canvas import Canvas
from sketch2image.air.files import open_sketch, save_sketch
from sketch2image.air.setup import Setup
from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.frames import Frame
from sketch2image.core.sketch import Sketch, Stroke
from sketch2image.engine import drafts, sitting
from sketch2image.engine.drafts import Draft, resume, unfinished
from sketch2image.engine.sitting import Plan, Sitting
from sketch2image.synth.world import SimulatedCamera

PROGRAM = """
import sys, time
from sketch2image.air.setup import Setup
from sketch2image.engine import drafts
from sketch2image.engine.sitting import Plan, Sitting
drafts.EVERY = 0.2

class Slow:
    def present(self, image): time.sleep(0.02)
    def commands(self): return ()
    def finished(self): return False

plan = Plan("simulated", Setup(), "strawberry", 0)
Sitting(plan, lambda line: print(line, file=sys.stderr)).draw(
    lambda event: None, lambda source: Slow(), lambda sketch: None
)
"""
SIZE = (640, 480)


@contextmanager
def drawing() -> Iterator[subprocess.Popen[bytes]]:
    program = subprocess.Popen([sys.executable, "-c", PROGRAM], stderr=subprocess.DEVNULL)
    try:
        yield program
    finally:
        program.kill()
        program.wait()


def saved(home: Path, count: int) -> list[Path]:
    """The drafts, once there are so many."""
    end = time.monotonic() + 120
    while time.monotonic() < end:
        found = sorted((home / "drafts").glob("*.svg"))
        if len(found) >= count:
            return found
        time.sleep(0.05)
    raise AssertionError("no draft was written")


def line(canvas: Canvas, y: float) -> None:
    canvas.down(100, y)
    for x in range(120, 400, 20):
        canvas.move(x, y)
    canvas.up()


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drafts, "EVERY", 0.0)


class Lost:
    """A camera that is lost after some frames."""

    live = False
    size = SIZE

    def __init__(self, strokes: list[Stroke], frames: int) -> None:
        self._camera, self._left = SimulatedCamera(strokes, seed=3), frames

    def read(self) -> Frame | None:
        self._left -= 1
        if self._left < 0:
            raise UserError(ErrorKind.camera, "camera 0 gives no more frames", "Check its cable.")
        return self._camera.read()

    def close(self) -> None:
        self._camera.close()


def stroke(y: float) -> Stroke:
    points = np.stack([np.linspace(140, 500, 40), np.full(40, y)], axis=1)
    return Stroke(points.astype(np.float32))


def test_a_killed_program_leaves_its_drawing_and_two_do_not_meddle(home: Path):
    with drawing() as first, drawing() as second:
        saved(home, 2)
        assert first.poll() is second.poll() is None
        assert unfinished() == []
        with pytest.raises(UserError, match="there is no unfinished drawing"):
            resume()
        first.kill()
        first.wait()
        assert len(unfinished()) == 1
        second.kill()
        second.wait()
    newest, other = unfinished()
    assert newest.time >= other.time
    sketch, draft = resume()
    assert sketch.size == SIZE
    assert len(sketch.strokes) >= 1
    assert unfinished() == [other]
    _, another = resume()
    assert unfinished() == []
    draft.discard()
    another.release()
    assert unfinished() == [other]


@pytest.mark.usefixtures("at_once")
def test_a_draft_follows_the_canvas(home: Path):
    canvas, draft = Canvas(Sketch(SIZE)), Draft()
    draft.watch(canvas)
    assert not draft.is_kept
    line(canvas, 100)
    draft.watch(canvas)
    (path,) = (home / "drafts").glob("*.svg")
    assert open_sketch(path) == canvas.committed()
    path.unlink()
    draft.watch(canvas)
    assert not path.exists()
    canvas.down(50, 300)
    canvas.move(90, 330)
    draft.watch(canvas)
    assert len(open_sketch(path).strokes) == 2
    canvas.undo()
    draft.watch(canvas)
    assert len(open_sketch(path).strokes) == 1
    canvas.clear()
    draft.watch(canvas)
    assert not path.exists()
    line(canvas, 200)
    draft.watch(canvas)
    draft.discard()
    assert list((home / "drafts").iterdir()) == []


def test_nothing_is_written_before_the_time_has_come(home: Path):
    canvas, draft = Canvas(Sketch(SIZE)), Draft()
    draft.watch(canvas)
    line(canvas, 100)
    draft.watch(canvas)
    assert not (home / "drafts").exists()
    draft.keep()
    draft.release()
    assert len(unfinished()) == 1


@pytest.mark.usefixtures("at_once")
def test_trouble_with_the_draft_never_stops_the_drawing(home: Path):
    (home / "drafts").write_text("in the way")
    canvas, draft = Canvas(Sketch(SIZE)), Draft()
    draft.watch(canvas)
    line(canvas, 100)
    draft.watch(canvas)
    draft.watch(canvas)
    assert draft.trouble.startswith("no safety copy of the drawing is kept: ")
    assert not draft.is_kept
    draft.discard()


@pytest.mark.usefixtures("at_once")
def test_a_draft_is_kept_and_held_once_its_trouble_is_over(home: Path):
    (home / "drafts").write_text("in the way")
    canvas, draft = Canvas(Sketch(SIZE)), Draft()
    draft.watch(canvas)
    line(canvas, 100)
    draft.watch(canvas)
    assert draft.trouble
    (home / "drafts").unlink()
    draft.watch(canvas)
    assert (draft.trouble, draft.is_kept) == ("", True)
    assert unfinished() == []
    draft.release()
    assert len(unfinished()) == 1


def test_what_killed_programs_left_is_swept_after_a_day(home: Path):
    folder = home / "drafts"
    folder.mkdir()
    save_sketch(folder / "old.svg", Sketch(SIZE, (stroke(100),)))
    for name in ("old.lock", "gone.lock", ".0123.part", "fresh.lock"):
        (folder / name).touch()
        if name != "fresh.lock":
            os.utime(folder / name, (0, 0))
    assert [found.path.name for found in unfinished()] == ["old.svg"]
    left = {path.name for path in folder.iterdir()}
    assert {"old.svg", "fresh.lock"} <= left <= {"old.svg", "old.lock", "fresh.lock"}


def test_a_folder_in_the_way_of_drafts_is_no_trouble(home: Path):
    (home / "drafts").write_text("in the way")
    assert unfinished() == []


def test_a_damaged_draft_is_named(home: Path):
    (home / "drafts").mkdir()
    path = home / "drafts" / "20240101-101010-0a0a0a0a.svg"
    path.write_text("<svg")
    with pytest.raises(UserError, match="is not an SVG sketch") as caught:
        resume()
    assert caught.value.hint == "Delete that file to begin a new drawing."


@pytest.mark.usefixtures("at_once")
def test_a_lost_camera_leaves_the_drawing_and_resume_goes_on(
    home: Path, monkeypatch: pytest.MonkeyPatch
):
    cameras = iter([Lost([stroke(150)], 60), SimulatedCamera([stroke(300)], seed=4)])
    monkeypatch.setattr(sitting, "open_source", lambda *_: next(cameras))
    said, kept = [], []
    with pytest.raises(UserError) as caught:
        Sitting(Plan("0", Setup()), said.append).draw(lambda _: None, lambda _: None, kept.append)
    assert caught.value.kind is ErrorKind.camera
    assert caught.value.hint == (
        "Check its cable. What was drawn is kept: --resume goes on with it."
    )
    assert said == kept == []
    Sitting(Plan("0", Setup()), said.append)
    assert len(said) == 1
    assert said[0].startswith("an unfinished drawing of 20")
    before = open_sketch(unfinished()[0].path)
    resumed = Sitting(Plan("0", Setup(), resume=True), said.append)
    sketch = resumed.draw(lambda _: None, lambda _: None, kept.append)
    assert len(said) == 1
    assert kept == [sketch]
    assert [s.points.tolist() for s in sketch.strokes[: len(before.strokes)]] == [
        s.points.tolist() for s in before.strokes
    ]
    assert sketch.strokes[-1].points[:, 1].mean() > 220
    assert unfinished() == []


def test_the_draft_stays_when_the_drawing_cannot_be_saved(
    home: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    monkeypatch.setattr(sitting, "open_source", lambda *_: SimulatedCamera([stroke(200)], seed=3))
    (tmp_path / "file").touch()
    sat = Sitting(Plan("0", Setup()), lambda _: None)
    with pytest.raises(UserError, match="cannot write") as caught:
        sat.draw(
            lambda _: None,
            lambda _: None,
            lambda sketch: save_sketch(tmp_path / "file" / "a.png", sketch),
        )
    assert "--resume goes on with it" in caught.value.hint
    assert len(resume()[0].strokes) == 1


def test_a_drawing_goes_on_in_frames_of_another_size(
    home: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    monkeypatch.setattr(sitting, "open_source", lambda *_: SimulatedCamera([stroke(300)], seed=3))
    old = Sketch((1280, 960), (Stroke(stroke(150).points * 2, (255, 0, 0), 10),))
    save_sketch(tmp_path / "old.svg", old)
    save_sketch(tmp_path / "old.png", old)
    for name, count in (("old.svg", 2), ("old.png", 1)):
        plan = Plan("0", Setup(), on=str(tmp_path / name))
        sketch = Sitting(plan, lambda _: None).draw(lambda _: None, lambda _: None, lambda _: None)
        assert sketch.size == SIZE
        assert len(sketch.strokes) == count
        assert (sketch.backdrop is None) == (count == 2)
        red = (sketch.raster[..., 0] > 200) & (sketch.raster[..., 1] < 100)
        rows = np.flatnonzero(red.any(axis=1))
        assert rows.mean() == pytest.approx(150, abs=2)
        assert 3 <= len(rows) <= 7
