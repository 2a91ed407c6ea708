"""The film of an answer, read back from its files."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from sketch2image.air.fitting import fit
from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.opencv import cv2
from sketch2image.core.paths import sample_gallery
from sketch2image.core.pictures import open_picture
from sketch2image.core.sketch import Sketch, Stroke
from sketch2image.core.types import Caption, Guess, Match
from sketch2image.engine.film import RATES, save_timelapse
from sketch2image.engine.growth import Growth
from sketch2image.engine.lettering import can_write, length, shortened, wrapped
from sketch2image.engine.page import PAPER
from sketch2image.engine.request import Request, Result
from sketch2image.engine.timelapse import GAP, PANEL, TILE, WIDTH, Timelapse

ACROSS = np.stack([np.linspace(60, 580, 80), np.full(80, 240)], axis=1).astype(np.float32)
SAMPLES = [str(sample_gallery() / f"apple-{number}.jpg") for number in (1, 2, 3)]


def sketch() -> Sketch:
    line = Stroke(ACROSS, (0, 0, 255), 9)
    hole = Stroke(ACROSS[30:50], eraser=True, width=50)
    return Sketch((640, 480), (line, hole, Stroke(ACROSS[:1] - [0, 150], (255, 0, 0), 15)))


@pytest.fixture(scope="module")
def result() -> Result:
    guesses = (Guess("apple", 0.4), Guess("wine_bottle", 0.3), Guess("duck", 0.2))
    return Result(
        Request(sketch()),
        Caption("an apple", "apple", 0.4, False, guesses),
        "convert an apple into a high-resolution color image with a white background",
        open_picture(SAMPLES[0], 512),
        "",
        tuple(Match(path, 0.9, rank, False) for rank, path in enumerate(SAMPLES, 1)),
    )


def panel(frame: np.ndarray) -> np.ndarray:
    left = (frame.shape[1] - PANEL) // 2
    return frame[118 + 4 : 118 + PANEL - 4, left + 4 : left + PANEL - 4].astype(int)


def ink(frame: np.ndarray) -> int:
    return int((panel(frame).min(axis=2) < 128).sum())


def tiles(frame: np.ndarray) -> np.ndarray:
    return frame[118 + PANEL + 46 :, GAP : WIDTH - GAP].astype(int)


def test_the_drawing_grows_turns_into_the_picture_and_finds_its_like(result: Result):
    film = Timelapse(result)
    times = np.arange(0, film.seconds, 0.1)
    frames = [film.at(float(time)) for time in times]
    assert 5 < film.seconds < 9
    assert all(frame.shape == (*film.size[::-1], 3) for frame in frames)
    assert ink(frames[0]) < 500 < ink(frames[int(film.seconds * 10 * 0.25)])
    assert np.abs(tiles(frames[0]) - PAPER).max() == 0
    last = film.at(film.seconds)
    picture = Image.open(SAMPLES[0]).convert("RGB").resize((PANEL - 4, PANEL - 4))
    assert np.abs(panel(last) - np.asarray(picture)[2:-2, 2:-2]).mean() < 6
    for column, path in enumerate(SAMPLES):
        found = np.asarray(Image.open(path).convert("RGB").resize((TILE - 4, TILE - 4)), int)
        step = TILE + (WIDTH - 2 * GAP - 5 * TILE) // 4
        shown = tiles(last)[2 : TILE - 2, step * column + 2 : step * column + TILE - 2]
        assert np.abs(shown - found).mean() < 10


def test_an_eraser_wipes_while_it_is_drawn():
    growth = Growth(sketch(), (400, 300))
    blue = [
        int((growth.at(share)[0][..., 0] < 128).sum() * growth.seconds)
        for share in np.linspace(0, 1, 30).tolist()
    ]
    assert max(blue) > 1.1 * blue[-1] > 0
    assert growth.at(1.0)[1] is None
    whole = fit(sketch(), (800, 600)).raster.reshape(300, 2, 400, 2, 3).mean((1, 3))
    assert np.abs(growth.at(1.0)[0] - whole).max() <= 1


def test_the_pen_goes_where_the_line_ends():
    growth = Growth(Sketch((640, 480), (Stroke(ACROSS),)), (640, 480))
    places = [growth.at(share)[1] for share in (0.0, 0.25, 0.5, 0.75)]
    assert [round(tip.y) for tip in places if tip and tip.down] == [240] * 4
    xs = [tip.x for tip in places if tip]
    assert xs == sorted(xs)
    assert xs[2] == pytest.approx(320, abs=2)


def test_a_scanned_drawing_is_uncovered_from_left_to_right():
    scan = np.full((480, 640, 3), 255, np.uint8)
    scan[200:280] = 0
    growth = Growth(Sketch((640, 480), (), scan), (640, 480))
    for share in (0.2, 0.5, 0.8):
        drawn = growth.at(share)[0][240, :, 0] < 128
        assert abs(int(drawn.sum()) - share * 640) < 60
        assert drawn[: int(drawn.sum())].all()
    assert np.abs(growth.at(1.0)[0].astype(int) - scan).mean() < 1


def test_without_picture_and_matches_the_film_is_shorter(result: Result):
    bare = replace(result, image=None, matches=())
    film = Timelapse(bare)
    assert film.seconds < Timelapse(result).seconds
    assert film.size[1] < Timelapse(result).size[1]
    last = film.at(film.seconds)
    whole = fit(sketch(), (PANEL - 4, PANEL - 4)).raster[2:-2, 2:-2]
    assert np.abs(panel(last) - whole).mean() < 2


def test_a_gif_loops_and_keeps_paper_and_ink(result: Result, tmp_path: Path):
    path = tmp_path / "film.gif"
    save_timelapse(path, result)
    assert path.stat().st_size < 3_000_000
    with Image.open(path) as film:
        assert (film.format, film.info["loop"]) == ("GIF", 0)
        first = np.asarray(film.convert("RGB"))
        duration = 0
        for index in range(film.n_frames):
            film.seek(index)
            duration += film.info["duration"]
        last = np.asarray(film.convert("RGB"))
    assert duration / 1000 == pytest.approx(Timelapse(result).seconds, abs=0.2)
    assert tuple(first[5, 5]) == tuple(last[5, 5]) == PAPER
    assert (panel(first) == 255).all(axis=2).mean() > 0.98
    assert np.abs(panel(last) - panel(Timelapse(result).at(60))).mean() < 6


def test_an_mp4_is_h264_that_phones_play(result: Result, tmp_path: Path):
    import av

    bare, path = replace(result, image=None, matches=()), tmp_path / "film.mp4"
    save_timelapse(path, bare)
    with av.open(str(path)) as film:
        stream = film.streams.video[0]
        assert (stream.codec_context.name, stream.codec_context.pix_fmt) == ("h264", "yuv420p")
        assert stream.width % 2 == stream.height % 2 == 0
        assert float(film.duration or 0) / av.time_base == pytest.approx(
            Timelapse(bare).seconds, abs=0.2
        )
    data = path.read_bytes()
    assert data.index(b"moov") < data.index(b"mdat")
    capture = cv2.VideoCapture(str(path))
    frames = []
    while (read := capture.read())[0]:
        frames.append(read[1][..., ::-1])
    capture.release()
    assert len(frames) == pytest.approx(30 * Timelapse(bare).seconds, abs=2)
    assert ink(frames[0]) < 500
    assert np.abs(panel(frames[-1]) - panel(Timelapse(bare).at(60))).mean() < 6


def test_equal_answers_give_equal_films(
    result: Result, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setitem(RATES, ".gif", 4.0)
    bare = replace(result, image=None, matches=())
    for name in ("a.gif", "b.gif"):
        save_timelapse(tmp_path / name, bare)
    assert (tmp_path / "a.gif").read_bytes() == (tmp_path / "b.gif").read_bytes()


def test_without_pyav_the_gif_is_named(
    result: Result, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setitem(sys.modules, "av", None)
    with pytest.raises(UserError) as caught:
        save_timelapse(tmp_path / "film.mp4", result)
    assert caught.value.kind is ErrorKind.dependency
    assert ".gif" in caught.value.hint


def test_long_words_stay_on_the_page():
    text = "convert a very long wish into a picture " * 9
    lines = wrapped(text, 16, 676, 2)
    assert len(lines) == 2
    assert lines[1].endswith("…")
    assert all(length(line, 16) <= 676 for line in lines)
    assert text.startswith(lines[0])
    assert wrapped("two words", 16, 676, 2) == ["two words"]
    assert wrapped("", 16, 676, 2) == []
    assert all(length(line, 16) <= 100 for line in wrapped("a" * 200, 16, 100, 3))
    assert length(shortened("IMG_20240101_123456_long.jpg", 14, TILE), 14) <= TILE


def test_names_in_parts_of_letters_are_written_whole():
    assert length("re\u0301sume\u0301.jpg", 14) == length("résumé.jpg", 14)
    assert can_write("strawberry-5.jpg")
    assert not can_write("\U0010fffe")


@pytest.mark.parametrize("size", [(640, 480), (320, 240), (1280, 720), (480, 640)])
def test_a_drawing_fits_another_canvas(size: tuple[int, int]):
    fitted = fit(sketch(), size)
    scale = min(size[0] / 640, size[1] / 480)
    assert fitted.size == size
    assert [stroke.eraser for stroke in fitted.strokes] == [False, True, False]
    assert fitted.strokes[0].width == pytest.approx(9 * scale)
    middle = fitted.strokes[0].points.mean(axis=0)
    assert middle == pytest.approx((size[0] / 2, size[1] / 2), abs=1)
    assert fitted.strokes[0].length == pytest.approx(520 * scale, rel=1e-3)
    backdrop = fit(Sketch((640, 480), (), sketch().raster), size)
    assert np.logical_xor(backdrop.mask, fitted.mask).sum() < 0.5 * fitted.mask.sum()
