"""The simulated camera: a stream like any other, drawing what it was told to draw."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sketch2image.air.hand import PEN, Hand
from sketch2image.air.profiles import profile
from sketch2image.air.session import OnFrame, draw
from sketch2image.air.setup import Setup
from sketch2image.air.tracker import HandTracker
from sketch2image.air.video import VideoFile
from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.sketch import Sketch, Stroke
from sketch2image.models.hub import ensure
from sketch2image.synth import motion
from sketch2image.synth.faults import FAULTS, Faults
from sketch2image.synth.people import humanise
from sketch2image.synth.world import REACH, SIZE, SimulatedCamera, within_reach, write_video


def ring(x: float, y: float, radius: float) -> Stroke:
    turn = np.linspace(0, 2 * np.pi, 50)
    points = np.stack([x + radius * np.cos(turn), y + radius * np.sin(turn)], axis=1)
    return Stroke(points.astype(np.float32))


FACE = (
    ring(300, 180, 130),
    Stroke(np.array([(250, 220), (300, 250), (350, 220)], np.float32)),
    ring(260, 140, 18),
)


def camera(seed: int = 0, strokes: tuple[Stroke, ...] = FACE) -> SimulatedCamera:
    return SimulatedCamera(strokes, seed=seed, skin="tan", tilt=12)


def distance(a: Sketch, b: Sketch) -> float:
    """Mean distance in pixels from ink of `a` to the nearest ink of `b`."""
    from sketch2image.core.opencv import cv2

    away = cv2.distanceTransform((~b.mask).astype(np.uint8), cv2.DIST_L2, 5)
    return float(away[a.mask].mean())


def test_it_is_a_stream_of_frames() -> None:
    with camera() as stream:
        assert stream.size == (640, 480)
        assert not stream.live
        frames = [stream.read() for _ in range(3)]
    assert [frame.time for frame in frames if frame] == [0, 1 / 30, 2 / 30]
    assert all(frame and frame.image.shape == (480, 640, 3) for frame in frames)
    assert all(frame and frame.image.dtype == np.uint8 for frame in frames)
    assert stream.read() is None


def test_it_ends_after_its_duration() -> None:
    stream = camera()
    times = []
    while frame := stream.read():
        times.append(frame.time)
    assert len(times) / 30 == pytest.approx(stream.duration)
    assert stream.read() is None


def test_equal_seeds_give_equal_frames() -> None:
    one, same, other = camera(1), camera(1), camera(2)
    assert (one.frame(40).image == same.frame(40).image).all()
    assert (one.frame(40).image != other.frame(40).image).any()


def test_a_frame_does_not_depend_on_what_was_read_before() -> None:
    one, other = camera(), camera()
    for _ in range(20):
        one.read()
    assert (one.frame(20).image == other.frame(20).image).all()


def test_nothing_to_draw_is_said() -> None:
    with pytest.raises(UserError, match="nothing to draw"):
        SimulatedCamera(())


def test_a_drawing_within_reach_stays_as_it_is() -> None:
    for before, after in zip(FACE, within_reach(FACE), strict=True):
        assert after.points == pytest.approx(before.points, abs=1e-3)


def test_a_drawing_out_of_reach_is_shrunk_evenly() -> None:
    wide = (ring(320, 240, 220), ring(320, 240, 110))
    big, small = within_reach(wide)
    for stroke in (big, small):
        assert (stroke.points >= np.array(REACH[:2]) - 0.01).all()
        assert (stroke.points <= np.array(REACH[2:]) + 0.01).all()
    assert big.length == pytest.approx(2 * small.length, rel=1e-3)


def test_the_hand_takes_a_moment_to_change_its_fingers() -> None:
    roles = camera().motion.roles
    runs = np.diff(np.flatnonzero(np.diff(roles) != 0))
    assert set(roles.tolist()) == {motion.HOVER, motion.PEN, motion.DONE}
    assert runs.min() >= 4


def test_it_slows_down_at_corners() -> None:
    corner = np.array([(0, 0), (200, 0), (200, 200)], float)
    steps = np.hypot(*np.diff(motion.trace(corner, 600), axis=0).T)
    assert steps.max() > 15
    assert steps[len(steps) // 2 - 1 : len(steps) // 2 + 2].min() < steps.max() / 2


Seen = tuple[SimulatedCamera, list[Hand | None], Sketch]


@pytest.fixture(scope="module")
def seen() -> Seen:
    """A camera, the hand of each of its frames, and what the camera loop drew."""
    stream = camera()
    hands: list[Hand | None] = []
    with HandTracker(ensure("hand")) as tracker:
        drawn = draw(stream, tracker, on_frame=keeping(hands))
    return stream, hands, drawn


def keeping(hands: list[Hand | None]) -> OnFrame:
    return lambda _frame, hand, _state, _loop: hands.append(hand)


def with_pen_down(
    stream: SimulatedCamera, hands: list[Hand | None]
) -> list[tuple[np.ndarray, Hand]]:
    """Where the pen is and the hand that was found, for frames in which the hand draws."""
    frames = zip(stream.motion.points, stream.motion.roles, hands, strict=False)
    return [(point, hand) for point, role, hand in frames if role == motion.PEN and hand]


def test_the_landmark_of_the_pen_follows_the_script(seen: Seen) -> None:
    stream, hands, _ = seen
    misses = [
        np.hypot(*(hand.landmarks[PEN, :2] - point)) for point, hand in with_pen_down(stream, hands)
    ]
    assert len(misses) > 0.9 * (stream.motion.roles == motion.PEN).sum()
    assert np.mean(misses) < 4
    assert np.quantile(misses, 0.98) < 12


def test_what_the_camera_loop_draws_is_the_script(seen: Seen) -> None:
    stream, _, drawn = seen
    script = Sketch(SIZE, stream.strokes)
    assert len(drawn.strokes) == len(stream.strokes)
    assert distance(script, drawn) < 0.01 * SIZE[0] / 2
    assert distance(drawn, script) < 0.01 * SIZE[0] / 2


@pytest.mark.parametrize(
    "fault",
    [pytest.param("jitter", marks=pytest.mark.slow), "blur", "lost hand", "second hand"],
)
def test_a_stream_with_faults_still_draws_the_script(fault: str) -> None:
    stream = SimulatedCamera(FACE, seed=4, skin="tan", tilt=12, faults=FAULTS[fault])
    with HandTracker(ensure("hand")) as tracker:
        drawn = draw(stream, tracker)
    script = Sketch(SIZE, stream.strokes)
    assert len(drawn.strokes) == len(stream.strokes)
    assert distance(script, drawn) < 0.015 * SIZE[0]
    assert distance(drawn, script) < 0.015 * SIZE[0]


@pytest.mark.parametrize(("right", "palm"), [(False, True), (True, False)], ids=["left", "back"])
def test_any_hand_draws_the_script_from_either_side(right: bool, palm: bool) -> None:
    stream = SimulatedCamera(FACE, seed=2, skin="olive", right=right, palm=palm)
    with HandTracker(ensure("hand")) as tracker:
        drawn = draw(stream, tracker)
    script = Sketch(SIZE, stream.strokes)
    assert len(drawn.strokes) == len(stream.strokes)
    assert distance(script, drawn) < 0.015 * SIZE[0]


def test_a_pinching_hand_holds_the_pen_where_the_script_says_and_draws_it() -> None:
    stream = SimulatedCamera(FACE, seed=5, skin="brown", style="pinch")
    hands: list[Hand | None] = []
    with HandTracker(ensure("hand")) as tracker:
        drawn = draw(stream, tracker, Setup(profile("pinch")), keeping(hands))
    script = Sketch(SIZE, stream.strokes)
    assert len(drawn.strokes) == len(stream.strokes)
    assert distance(script, drawn) < 0.015 * SIZE[0]
    misses = [np.hypot(*(hand.pinch - point)) for point, hand in with_pen_down(stream, hands)]
    assert np.median(misses) < 6


def test_what_moves_is_smeared() -> None:
    sharp, smeared = (
        SimulatedCamera(FACE, faults=Faults(jitter=0, noise=0, flicker=0, blur=blur))
        for blur in (0.0, 0.9)
    )
    speeds = np.hypot(*np.diff(sharp.motion.points, axis=0).T)
    fast, still = (
        int(np.argmax(speeds[:25])),
        int(np.flatnonzero(sharp.motion.roles == motion.DONE)[10]),
    )
    edges = [[detail(c.frame(i).image) for c in (sharp, smeared)] for i in (fast, still)]
    assert edges[0][1] < 0.9 * edges[0][0]
    assert edges[1][1] == pytest.approx(edges[1][0], rel=0.02)


def detail(image: np.ndarray) -> float:
    return float(np.abs(np.diff(image.astype(float), axis=1)).mean())


def test_frames_that_are_dropped_leave_gaps_in_time() -> None:
    stream = SimulatedCamera(FACE, faults=Faults(dropped=0.2))
    times = []
    while frame := stream.read():
        times.append(frame.time)
    assert len(times) == len(stream.arrivals) < 0.9 * len(stream.motion)
    assert max(np.diff(times)) > 1.9 / 30


@pytest.mark.parametrize("ending", [".mp4", pytest.param(".avi", marks=pytest.mark.slow)])
def test_a_video_of_it_draws_the_same(tmp_path: Path, ending: str) -> None:
    file = tmp_path / f"face{ending}"
    stream = camera()
    write_video(stream, file)
    with VideoFile(file) as video, HandTracker(ensure("hand")) as tracker:
        drawn = draw(video, tracker)
    script = Sketch(SIZE, stream.strokes)
    assert len(drawn.strokes) == len(stream.strokes)
    assert distance(script, drawn) < 0.01 * SIZE[0]
    assert [file] == list(tmp_path.iterdir())


@pytest.mark.parametrize("name", ["face.txt", "gone/face.mp4"])
def test_a_video_that_cannot_be_written_is_said(tmp_path: Path, name: str) -> None:
    with pytest.raises(UserError) as told:
        write_video(camera(), tmp_path / name)
    assert told.value.kind is ErrorKind.output
    assert not list(tmp_path.iterdir())


def test_people_draw_near_the_model_but_not_on_it() -> None:
    drawn = humanise(FACE, np.random.default_rng(0))
    exact, human = Sketch(SIZE, FACE), Sketch(SIZE, drawn)
    assert 0.2 < distance(human, exact) < 8
    assert distance(exact, human) < 8


def test_people_draw_the_same_for_the_same_seed() -> None:
    one, same, other = (humanise(FACE, np.random.default_rng(seed)) for seed in (1, 1, 2))
    assert all((a.points == b.points).all() for a, b in zip(one, same, strict=True))
    assert any(not np.array_equal(a.points, b.points) for a, b in zip(one, other, strict=True))


def test_people_leave_out_specks_and_join_lines_that_meet() -> None:
    a = Stroke(np.array([(100, 100), (200, 100)], np.float32))
    b = Stroke(np.array([(201, 200), (201, 101)], np.float32))
    speck = Stroke(np.array([(150, 150), (152, 150)], np.float32))
    (drawn,) = humanise((a, b, speck), np.random.default_rng(0))
    assert drawn.length == pytest.approx(200, rel=0.1)


def test_people_draw_nothing_of_nothing() -> None:
    assert humanise((), np.random.default_rng(0)) == ()
