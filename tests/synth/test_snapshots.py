"""Random pictures of hands, judged by the real landmark model."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from sketch2image.air.hand import TIPS
from sketch2image.air.reader import HandReader
from sketch2image.models.hub import ensure
from sketch2image.synth.hand import Pose
from sketch2image.synth.room import BACKGROUNDS
from sketch2image.synth.snapshots import (
    PATTERNS,
    TILT,
    YAW,
    photograph,
    random_hand,
    random_pinch,
    random_pose,
    random_scene,
)


@pytest.fixture(scope="module")
def reader() -> Iterator[HandReader]:
    with HandReader(ensure("hand"), mirrored=True) as opened:
        yield opened


def test_equal_states_give_equal_pictures() -> None:
    (one, pose), (same, again), (other, _) = (
        random_hand(np.random.default_rng(seed)) for seed in (1, 1, 2)
    )
    assert (one == same).all()
    assert pose == again
    assert one.shape != other.shape or (one != other).any()


def test_poses_cover_what_people_do() -> None:
    rng = np.random.default_rng(0)
    poses = [random_pose(rng) for _ in range(300)]
    seen = {tuple(int(finger > 0.5) for finger in pose.fingers) for pose in poses}
    assert seen == set(PATTERNS)
    assert {(pose.right, pose.palm) for pose in poses} == {(a, b) for a in (0, 1) for b in (0, 1)}
    assert max(abs(pose.tilt) for pose in poses) == pytest.approx(TILT, abs=3)
    assert max(abs(pose.yaw) for pose in poses) == pytest.approx(YAW, abs=2)


@pytest.mark.parametrize("palm", [True, False], ids=["palm", "back"])
def test_most_random_hands_are_found(reader: HandReader, palm: bool) -> None:
    found = 0
    for seed in range(6):
        rng = np.random.default_rng(seed)
        picture, _ = random_hand(rng, replace(random_pose(rng), palm=palm))
        found += bool(reader.read(picture))
    assert found >= 5


@pytest.mark.parametrize("background", BACKGROUNDS)
def test_a_hand_is_found_before_any_background(reader: HandReader, background: str) -> None:
    rng = np.random.default_rng(5)
    scene = replace(random_scene(rng), background=background)
    (found,) = reader.read(photograph(Pose((1, 1, 1, 1, 1), tilt=20), scene, rng))
    assert found.handedness == "Right"


def test_the_pinch_is_seen_as_one(reader: HandReader) -> None:
    """The tips of thumb and index finger are nearer to each other than in an open hand."""
    for seed in range(2):
        rng = np.random.default_rng(seed)
        pinch = replace(random_pinch(rng), palm=True, yaw=0.0)
        opened = replace(pinch, pinch=0.0, fingers=(1, 1, 1, 1, 1))
        scene = random_scene(rng)
        gaps = []
        for pose in (pinch, opened):
            (found,) = reader.read(photograph(pose, scene, np.random.default_rng(seed)))
            gaps.append(np.linalg.norm(found.world[TIPS[0]] - found.world[TIPS[1]]))
        assert gaps[0] < 0.6 * gaps[1]
