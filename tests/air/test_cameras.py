"""Video files and live cameras, whole and broken."""

from __future__ import annotations

import time

import numpy as np
import pytest

from sketch2image.air.camera import IndexCamera
from sketch2image.air.video import VideoFile
from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.opencv import cv2


@pytest.fixture
def ramp(tmp_path):
    """A second of video whose left half is white and whose right half brightens frame by frame."""
    path = tmp_path / "ramp.avi"
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), 25, (64, 48))
    for index in range(25):
        image = np.full((48, 64, 3), 10 * index, np.uint8)
        image[:, :32] = 255
        image[..., 0] = 0
        writer.write(image)
    writer.release()
    return path


def test_a_file_gives_every_frame_as_it_is(ramp):
    with VideoFile(ramp) as video:
        assert video.size == (64, 48)
        frames = []
        while frame := video.read():
            frames.append(frame)
    assert len(frames) == 25
    assert [round(frame.time * 25) for frame in frames] == list(range(25))
    left, right = frames[3].image[:, :28], frames[3].image[:, 36:]
    assert left[..., 0].min() > 200
    assert left[..., 2].max() < 60
    assert abs(right[..., 0].mean() - 30) < 12
    assert video.read() is None
    video.close()


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (None, ErrorKind.missing_file),
        (b"", ErrorKind.unreadable),
        (b"this is a text, not a video\n" * 40, ErrorKind.unreadable),
        (b"RIFF\x00\x10\x00\x00AVI LIST" + bytes(200), ErrorKind.unreadable),
        (b"\x00\x00\x00\x18ftypmp42" + bytes(4000), ErrorKind.unreadable),
    ],
)
@pytest.mark.parametrize("name", ["clip.avi", "clip.mp4", "clip.txt"])
def test_a_file_that_is_no_video(tmp_path, capfd, content, kind, name):
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(UserError) as caught:
        VideoFile(path)
    assert caught.value.kind is kind
    assert name in caught.value.message
    assert capfd.readouterr().err == ""


def test_a_folder_is_no_video(tmp_path):
    with pytest.raises(UserError):
        VideoFile(tmp_path)


def test_a_cut_file_gives_what_is_left(ramp):
    data = ramp.read_bytes()
    ramp.write_bytes(data[: len(data) // 2])
    with VideoFile(ramp) as video:
        count = sum(1 for _ in iter(video.read, None))
    assert 1 <= count < 25


def test_no_such_camera(capfd):
    with pytest.raises(UserError) as caught:
        IndexCamera(97)
    assert caught.value.kind is ErrorKind.camera
    assert "camera 97" in caught.value.message
    assert capfd.readouterr().err == ""


def test_a_live_camera_is_mirrored_and_keeps_only_the_newest_frame(ramp):
    with IndexCamera(str(ramp)) as camera:
        assert camera.live
        assert camera.size == (64, 48)
        time.sleep(0.5)
        frame = camera.read()
        assert frame.image[:, 36:, 0].min() > 200
        assert abs(frame.image[:, :28, 0].mean() - 240) < 12
        with pytest.raises(UserError, match="no more frames"):
            camera.read()
    assert camera.read() is None
    camera.close()


def test_a_video_that_may_not_be_opened(ramp):
    ramp.chmod(0)
    try:
        ramp.read_bytes()
    except PermissionError:
        with pytest.raises(UserError, match="cannot be opened") as caught:
            VideoFile(ramp)
        assert caught.value.kind is ErrorKind.unreadable
    else:
        pytest.skip("this person may read everything")


def test_a_name_that_is_too_long(tmp_path):
    with pytest.raises(UserError):
        VideoFile(tmp_path / ("a" * 5000))
