from __future__ import annotations

import numpy as np
import pytest

from sketch2image.core.sketch import Stroke
from sketch2image.synth import objects
from sketch2image.synth.people import humanise

SPAN = 400.0
SEEDS = range(24)


def stroke(*points: tuple[float, float]) -> Stroke:
    return Stroke(np.array(points, np.float32))


def square() -> Stroke:
    return stroke((40, 40), (440, 40), (440, 440), (40, 440), (40, 40))


def ring(radius: float = 200.0) -> Stroke:
    turn = np.linspace(0, 2 * np.pi, 90)
    points = 240 + radius * np.stack([np.cos(turn), np.sin(turn)], axis=1)
    return Stroke(points.astype(np.float32))


def drawn(*strokes: Stroke, seed: int = 0) -> tuple[Stroke, ...]:
    return humanise(strokes, np.random.default_rng(seed))


def ends_apart(one: Stroke) -> float:
    return float(np.hypot(*(one.points[0] - one.points[-1])))


def test_nothing_stays_nothing() -> None:
    assert drawn() == ()


def test_a_seed_gives_the_same_strokes() -> None:
    first, second = drawn(square(), seed=3), drawn(square(), seed=3)
    assert len(first) == len(second)
    assert all(np.array_equal(a.points, b.points) for a, b in zip(first, second, strict=True))
    assert not np.array_equal(first[0].points, drawn(square(), seed=4)[0].points)


@pytest.mark.parametrize("name", ["lobster", "pineapple", "racket"])
def test_strokes_are_few(name: str) -> None:
    exact = objects.strokes(objects.sample(name, np.random.default_rng(1)))
    assert 1 <= len(drawn(*exact)) <= 14 < len(exact)


def test_specks_are_left_out() -> None:
    assert len(drawn(ring(), stroke((240, 240), (246, 243)))) == 1


def test_lines_that_meet_are_drawn_in_one_go() -> None:
    bend = [(220, 50), (330, 130), (440, 240)]
    assert len(drawn(stroke((40, 40), (120, 40), (220, 50)), stroke(*bend))) == 1


def test_a_ring_meets_itself_nearly_but_not_quite() -> None:
    gaps = [ends_apart(*drawn(ring(), seed=seed)) for seed in SEEDS]
    assert min(gaps) > 0
    assert 2 < np.median(gaps) < 0.08 * SPAN


def test_the_pen_is_lifted_at_some_corners_of_a_square_and_lines_run_past_them() -> None:
    counts = {len(drawn(square(), seed=seed)) for seed in SEEDS}
    assert len(counts) >= 3
    assert max(counts) <= 5


def test_ends_lie_early_and_late() -> None:
    line = stroke((40, 240), (240, 240), (440, 240))
    other = stroke((40, 40), (240, 40), (440, 40))
    lengths = [stroke.length / 400 for seed in SEEDS for stroke in drawn(line, other, seed=seed)]
    assert min(lengths) < 1 < max(lengths)
    assert 0.8 < min(lengths) <= max(lengths) < 1.25


def test_a_line_drifts_slowly_and_trembles() -> None:
    (line,) = drawn(stroke((40, 240), (440, 240)), seed=1)
    x, y = line.points.T.astype(float)
    off = y - np.polyval(np.polyfit(x, y, 1), x)
    slow = np.convolve(off, np.ones(15) / 15, "same")
    assert 0.3 < slow.std() < 0.02 * SPAN
    assert 0.1 < (off - slow).std() < slow.std()


def test_proportions_are_a_little_off() -> None:
    shapes = [np.ptp(np.concatenate([s.points for s in drawn(ring(), seed=n)]), axis=0)
              for n in SEEDS]  # fmt: skip
    ratios = np.array([height / width for width, height in shapes])
    assert ratios.std() > 0.03
    assert np.abs(np.log(ratios)).max() < np.log(1.5)


@pytest.mark.parametrize("name", ["airplane", "cup", "tree"])
def test_a_drawing_stays_where_it_was(name: str) -> None:
    exact = objects.strokes(objects.sample(name, np.random.default_rng(5)))
    before = np.concatenate([s.points for s in exact])
    after = np.concatenate([s.points for s in drawn(*exact)])
    span = np.ptp(before, axis=0).max()
    assert np.ptp(after, axis=0).max() <= span * 1.001
    middle = (before.max(axis=0) + before.min(axis=0)) / 2
    assert (after.max(axis=0) + after.min(axis=0)) / 2 == pytest.approx(middle, abs=1)
