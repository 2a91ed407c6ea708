"""Rendered hands, judged by the real landmark model."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from sketch2image.air.fingers import FingerReader
from sketch2image.air.hand import PEN
from sketch2image.air.reader import HandReader
from sketch2image.core.types import Image
from sketch2image.models.hub import ensure
from sketch2image.synth.hand import COUNTS, SKINS, Lamp, Pose, Sleeve, Sprite, sprite
from sketch2image.synth.room import grain, room
from sketch2image.synth.skeleton import BUILDS

AT = np.array([300, 120])
made = cache(sprite)


@pytest.fixture(scope="module")
def reader() -> Iterator[HandReader]:
    with HandReader(ensure("hand"), mirrored=True) as opened:
        yield opened


@pytest.fixture(scope="module")
def fingers() -> FingerReader:
    return FingerReader(ensure("lite-fingers"))


def photo(hand: Sprite, seed: int) -> Image:
    """The hand in a room, its fingertip at `AT`."""
    picture = room((640, 480), np.random.default_rng(seed)).astype(float)
    left, top = np.round(AT - hand.tip).astype(int)
    part = hand.image[: 480 - top, : 640 - left].astype(float)
    there = picture[top : top + len(part), left : left + part.shape[1]]
    there += (part[..., :3] - there) * part[..., 3:] / 255
    noisy = picture + grain((480, 640), 2.5, np.random.default_rng(seed))
    return np.clip(noisy, 0, 255).astype(np.uint8)


@pytest.mark.parametrize("skin", ["porcelain", "dark"])
@pytest.mark.parametrize("count", range(6))
def test_every_count_is_found_and_read(
    reader: HandReader, fingers: FingerReader, count: int, skin: str
) -> None:
    hand = made(Pose(COUNTS[count], tilt=12), skin, 70)
    for seed in range(3):
        (found,) = reader.read(photo(hand, seed))
        assert found.score > 0.9
        assert found.handedness == "Right"
        assert fingers.read(found).raised == COUNTS[count]


@pytest.mark.parametrize("count", [1, 2, 5])
def test_the_fingertip_is_where_the_sprite_says(reader: HandReader, count: int) -> None:
    hand = made(Pose(COUNTS[count], tilt=12), "dark", 70)
    (found,) = reader.read(photo(hand, 0))
    assert np.hypot(*(found.landmarks[PEN, :2] - AT)) < 12


def test_a_left_hand_is_a_left_hand(reader: HandReader) -> None:
    hand = made(Pose(COUNTS[2], right=False, tilt=-12), "fair", 70)
    (found,) = reader.read(photo(hand, 1))
    assert found.handedness == "Left"


def test_a_left_hand_mirrors_the_right_one() -> None:
    ahead = Lamp(toward=(0, 0.9, 0.4))
    right, left = (made(Pose(COUNTS[2], right=side), "fair", 30, ahead) for side in (True, False))
    difference = left.image[:, ::-1].astype(int) - right.image
    assert np.abs(difference).mean() < 2


@pytest.mark.parametrize("right", [True, False], ids=["right", "left"])
@pytest.mark.parametrize("count", [0, 1, 2, 5])
def test_the_back_of_the_hand_is_found(reader: HandReader, count: int, right: bool) -> None:
    hand = made(Pose(COUNTS[count], right, 12 if right else -12, palm=False), "olive", 70)
    (found,) = reader.read(photo(hand, 2))
    if count:
        assert np.hypot(*(found.landmarks[PEN, :2] - AT)) < 14
    if count == 5:
        assert found.handedness == ("Right" if right else "Left")


def test_the_lamp_decides_brightness_and_warmth() -> None:
    pose = Pose(COUNTS[5])
    plain, dim, warm = (tone(pose, lamp) for lamp in (Lamp(), Lamp(strength=0.6), Lamp(warmth=1)))
    assert dim.mean() == pytest.approx(0.6 * plain.mean(), rel=0.05)
    assert warm[0] / warm[2] > 1.2 * plain[0] / plain[2]


def test_light_from_the_side_brightens_that_side() -> None:
    lit, dark = (made(Pose(COUNTS[5]), "fair", 20, Lamp((x, 0.2, 0.4))).image for x in (-1, 1))
    middle = lit.shape[1] // 2
    difference = lit[..., :3].astype(int) - dark[..., :3]
    assert difference[:, : middle // 2].mean() > 0 > difference[:, -middle // 2 :].mean()


def tone(pose: Pose, lamp: Lamp) -> np.ndarray:
    image = made(pose, "fair", 20, lamp).image
    return image[image[..., 3] == 255][:, :3].mean(axis=0)


def test_a_sleeve_covers_the_forearm_only() -> None:
    bare, dressed = (
        made(Pose(COUNTS[1]), "fair", 20, sleeve=sleeve)
        for sleeve in (None, Sleeve((0.1, 0.2, 0.8)))
    )
    blue = dressed.image[..., 2].astype(int) - dressed.image[..., 0] > 20
    wrist = round(dressed.origin[1] + 20)
    assert not blue[:wrist].any()
    assert blue[wrist + 30 :].mean() > 0.4
    assert (dressed.image[:wrist, :, 3] > 0).sum() == (bare.image[:wrist, :, 3] > 0).sum()


def test_builds_differ_as_their_names_say() -> None:
    spans = {build: extent(Pose(COUNTS[5], build=build)) for build in BUILDS}
    assert spans["child"][1] < spans["usual"][1] < spans["long"][1]
    assert spans["slim"][0] < spans["usual"][0] < spans["broad"][0]


def extent(pose: Pose) -> tuple[int, float]:
    """Pixels of the hand above the wrist, and length from the palm to the index fingertip."""
    hand = made(pose, "fair", 20)
    above = hand.image[: round(hand.origin[1] + 12), :, 3] > 0
    return int(above.sum()), float(np.hypot(*np.subtract(hand.tip, hand.origin)))


def test_the_first_rendering_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SKETCH2IMAGE_HOME", str(tmp_path))
    pose = Pose(COUNTS[1])
    first = sprite(pose, "tan", 20)
    (file,) = (tmp_path / "cache" / "hands").iterdir()
    stamp = file.stat().st_mtime_ns
    second = sprite(pose, "tan", 20)
    assert (first.image == second.image).all()
    assert first.tip == second.tip
    assert file.stat().st_mtime_ns == stamp


def test_variants_differ_a_little_and_always_the_same_way() -> None:
    plain, varied, again = (made(Pose(COUNTS[5], variant=v), "fair", 20) for v in (0, 1, 1))
    assert 0 < np.hypot(*np.subtract(plain.tip, varied.tip)) < 3
    assert (varied.image == again.image).all()


def test_skins_go_from_light_to_dark() -> None:
    tones = [made(Pose(COUNTS[5]), skin, 12).image for skin in SKINS]
    bright = [image[image[..., 3] == 255][:, :3].mean() for image in tones]
    assert bright == sorted(bright, reverse=True)
