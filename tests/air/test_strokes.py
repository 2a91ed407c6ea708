"""Lines without jitter, lag or superfluous points."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from sketch2image.air.strokes import OneEuro, round_off, simplify, smooth, steady


def circle(count=120):
    turn = np.linspace(0, 2 * np.pi, count)
    return np.stack((320 + 100 * np.cos(turn), 240 + 100 * np.sin(turn)), axis=1)


def jittered(points, amount=1.5):
    noise = np.random.default_rng(0).normal(0, amount, points.shape)
    return (points + noise).astype(np.float32)


def roughness(points):
    return np.abs(np.diff(points, 2, axis=0)).mean()


def test_jitter_goes_and_the_line_stays_where_it_was():
    truth = circle()
    times = np.arange(len(truth)) / 30
    rough = jittered(truth)
    clean = smooth(rough, times, 640)
    assert roughness(clean) < roughness(rough) / 2
    off = np.hypot(*(clean - truth).T)
    assert off.mean() < 1.5
    assert off.max() < 5


def test_smoothing_has_no_lag():
    straight = np.stack((np.linspace(0, 600, 60), np.full(60, 200.0)), axis=1).astype(np.float32)
    clean = smooth(straight, np.arange(60) / 30, 640)
    assert np.abs(clean - straight).max() < 0.5


def test_smoothing_does_not_depend_on_the_size_of_the_canvas():
    times = np.arange(120) / 30
    rough = jittered(circle())
    large = smooth(rough * 2, times, 1280)
    np.testing.assert_allclose(large / 2, smooth(rough, times, 640), atol=0.01)


def test_the_live_filter_steadies_a_resting_hand():
    step = OneEuro()
    rest = jittered(np.full((90, 2), 200.0))
    held = np.array([step(x, y, i / 30) for i, (x, y) in enumerate(rest.tolist())])
    assert held[30:].std() < rest[30:].std() / 2


def test_a_hand_faster_than_the_camera_still_draws_curves():
    sparse = circle(13).astype(np.float32)
    curve = round_off(sparse)
    off = np.abs(np.hypot(*(curve - (320, 240)).T) - 100)
    assert off.max() < 2.5
    assert np.hypot(*np.diff(curve, axis=0).T).max() < 6
    far = [np.hypot(*(curve - point).T).min() for point in sparse]
    assert max(far) < 0.01


def test_straight_lines_stay_straight():
    corner = np.array([[0, 0], [50, 0], [100, 0], [100, 50], [100, 100]], np.float32)
    curve = round_off(corner)
    assert curve.min() > -6
    assert curve.max() < 106
    assert round_off(corner[:2]).tolist() == corner[:2].tolist()


def test_simplifying_keeps_the_shape():
    dense = circle(400).astype(np.float32)
    sparse = simplify(dense)
    assert len(sparse) < len(dense) / 4
    assert np.array_equal(sparse[0], dense[0])
    far = [np.hypot(*(dense - point).T).min() for point in sparse]
    assert max(far) < 1


lines = arrays(
    np.float32, st.tuples(st.integers(1, 40), st.just(2)), elements=st.floats(0, 640, width=32)
)


@given(lines)
def test_any_line_survives(points):
    times = np.arange(len(points)) / 30
    clean = simplify(round_off(smooth(points, times, 640)))
    assert len(clean) >= 1
    assert np.isfinite(clean).all()


def test_what_is_shown_ahead_is_nearer_to_the_finger_than_the_filter():
    truth, rough, soon = circle(90), jittered(circle(90), 0.7), 1
    follow = OneEuro()
    behind, ahead = [], []
    for frame, (x, y) in enumerate(rough[:-soon].tolist()):
        behind.append(follow(x, y, frame / 30))
        ahead.append(follow.ahead(soon / 30))
    goal = truth[soon:]
    off = [np.hypot(*(np.array(shown) - goal).T)[10:].mean() for shown in (behind, ahead)]
    assert off[1] < off[0] / 2


def test_a_still_finger_is_shown_where_it_is():
    follow = OneEuro()
    for frame in range(30):
        follow(100.0, 50.0, frame / 30)
    assert np.allclose(follow.ahead(0.1), (100, 50))


def test_the_steps_of_whole_pixels_go_and_corners_stay():
    slope = np.stack((np.arange(60.0), np.arange(60) // 4), axis=1).astype(np.float32)
    assert roughness(steady(slope)) < roughness(slope) * 0.6
    corner = np.array([[0, 0], [50, 0], [50, 50]], np.float32)
    assert np.hypot(*(steady(corner) - corner).T).max() <= 0.5 + 1e-5


@given(
    arrays(
        np.float32, st.tuples(st.integers(1, 40), st.just(2)), elements=st.floats(0, 640, width=32)
    )
)
def test_no_point_of_a_simplified_line_is_far_from_the_line(points):
    sparse = simplify(points, 2.0)
    assert np.array_equal(sparse[[0, -1]], points[[0, -1]])
    ends = np.stack((sparse[:-1], sparse[1:]), axis=1) if len(sparse) > 1 else sparse[None, [0, 0]]
    start, way = ends[:, 0].astype(float), (ends[:, 1] - ends[:, 0]).astype(float)
    for point in points:
        length = np.maximum((way**2).sum(axis=1), 1e-12)
        part = np.clip(((point - start) * way).sum(axis=1) / length, 0, 1)
        assert np.hypot(*(start + part[:, None] * way - point).T).min() <= 2.0 + 1e-3
