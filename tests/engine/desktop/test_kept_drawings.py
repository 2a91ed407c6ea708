"""Past drawings on disk."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.sketch import Sketch, Stroke
from sketch2image.core.types import Caption
from sketch2image.engine.desktop import history
from sketch2image.engine.desktop.history import forget, keep, kept, open_kept, star
from sketch2image.engine.request import Request, Result


def drawing(y: float = 10) -> Sketch:
    line = np.array([[10, y], [90, y]], np.float32)
    return Sketch((100, 80), (Stroke(line, (200, 0, 0), 4),))


def result(sketch: Sketch) -> Result:
    caption = Caption("an apple", "apple", 0.9, True, ())
    return Result(Request(sketch), caption, "a shiny apple")


def dated(number: int) -> history.Kept:
    """Kept `number` seconds after the first."""
    past = keep(drawing(number % 80))
    os.utime(past.path, (1_700_000_000 + number,) * 2)
    return past


def test_nothing_is_kept_at_first():
    assert kept() == []


def test_a_drawing_comes_back_with_its_strokes_and_words():
    past = keep(drawing(), result(drawing()), "an apple")
    (found,) = kept()
    assert found == past
    assert (found.label, found.prompt, found.starred) == ("apple", "a shiny apple", False)
    stroke = open_kept(found).strokes[0]
    assert (stroke.color, stroke.width) == ((200, 0, 0), 4)
    assert np.array_equal(stroke.points, drawing().strokes[0].points)


def test_a_drawing_that_was_never_asked_keeps_the_persons_words():
    keep(drawing(), None, "my 사과")
    assert [(found.label, found.prompt) for found in kept()] == [("", "my 사과")]


def test_the_newest_comes_first():
    paths = [dated(number).path for number in range(3)]
    assert [found.path for found in kept()] == paths[::-1]


def test_the_oldest_are_let_go_but_not_those_with_a_star(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(history, "MOST", 3)
    first = star(dated(0), True)
    paths = [dated(number).path for number in range(1, 7)]
    assert [found.path for found in kept()] == [*paths[:-4:-1], first.path]
    star(first, False)
    keep(drawing())
    assert first.path not in {found.path for found in kept()}
    assert not first.path.with_suffix(".json").exists()


def test_a_forgotten_drawing_leaves_nothing_and_can_be_forgotten_twice():
    past = keep(drawing())
    forget(past)
    forget(past)
    assert kept() == []
    assert [file.name for file in past.path.parent.iterdir() if file.name != ".lock"] == []
    with pytest.raises(UserError, match="no longer kept"):
        star(past, True)
    with pytest.raises(UserError) as caught:
        open_kept(past)
    assert caught.value.kind is ErrorKind.missing_file


@pytest.mark.parametrize("content", ["", "scribble", "<svg"])
def test_a_damaged_drawing_is_left_out_and_named(content: str):
    broken, whole = keep(drawing()), keep(drawing(20))
    broken.path.write_text(content)
    said: list[str] = []
    assert [found.path for found in kept(said.append)] == [whole.path]
    assert len(said) == 1
    assert str(broken.path) in said[0]


def test_a_drawing_whose_note_is_damaged_is_still_there():
    past = keep(drawing(), result(drawing()))
    past.path.with_suffix(".json").write_text('{"label": ')
    assert [(found.path, found.label) for found in kept()] == [(past.path, "")]


def test_a_folder_that_cannot_be_written_is_said(home: Path):
    (home / "history").write_text("a file in the way")
    with pytest.raises(UserError) as caught:
        keep(drawing())
    assert caught.value.kind is ErrorKind.output


def test_threads_do_not_hurt_each_other():
    with ThreadPoolExecutor(4) as pool:
        pasts = list(pool.map(keep, map(drawing, range(20))))
        list(pool.map(lambda past: star(past, True), pasts[:10]))
        list(pool.map(forget, pasts[10:]))
    assert {found.path for found in kept()} == {past.path for past in pasts[:10]}
    assert all(found.starred for found in kept())


def test_programs_do_not_hurt_each_other():
    script = (
        "from sketch2image.core.sketch import Sketch\n"
        "from sketch2image.engine.desktop import history\n"
        "history.MOST = 5\n"
        "for _ in range(15): history.keep(Sketch((100, 80)))\n"
    )
    command = [sys.executable, "-c", script]
    programs = [subprocess.Popen(command, stderr=subprocess.PIPE) for _ in range(2)]
    errors = [program.communicate()[1] for program in programs]
    said: list[str] = []
    assert errors == [b"", b""]
    assert len(kept(said.append)) == 5
    assert said == []
