"""What a hand did, taken down and drawn again, with the real landmarker on rendered hands."""

from __future__ import annotations

import gzip
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sketch2image.air.hand import Hand
from sketch2image.air.profiles import Action, profile
from sketch2image.air.recording import Recorder, recordable
from sketch2image.air.replaying import Recording, Seen, read_recording, replay
from sketch2image.air.session import draw
from sketch2image.air.setup import Setup
from sketch2image.air.tracker import HandTracker
from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.frames import Frame
from sketch2image.core.sketch import Sketch, Stroke
from sketch2image.models.hub import ensure
from sketch2image.synth.world import SimulatedCamera

SETUP = Setup(palm=0.11, color=(200, 30, 0), width=7.5)
SIZE = (640, 480)


def hold(pose: str, x: float, y: float, frames: int) -> list:
    return [[(pose, x, y)]] * frames


def follow(pose: str, points: list) -> list:
    return [[(pose, x, y)] for x, y in points]


def line(start: tuple[float, float], end: tuple[float, float], count: int) -> list:
    return np.linspace(start, end, count).tolist()


SHOTS = [
    *hold("two", 180, 150, 10),
    *follow("one", line((180, 150), (420, 150), 40)),
    *hold("fist", 420, 150, 8),
    *follow("four", line((420, 150), (300, 150), 30)),
    *hold("fist", 300, 150, 8),
    *[[]] * 12,
    *follow("one", line((300, 240), (420, 300), 30)),
    *hold("fist", 420, 300, 8),
    *follow("one", line((220, 240), (220, 300), 25)),
    *hold("open", 220, 300, 45),
]
KEYS = {30: "undo", 60: "next color", 130: "undo", 134: "redo", 150: "next width", 176: "undo"}


def strokes_equal(one: Sketch, other: Sketch) -> bool:
    return one.size == other.size and [
        (s.points.tobytes(), s.points.shape, s.color, s.width, s.eraser) for s in one.strokes
    ] == [(s.points.tobytes(), s.points.shape, s.color, s.width, s.eraser) for s in other.strokes]


def old_drawing() -> Sketch:
    points = np.array([(100.12345, 60), (200, 90.98765), (300, 61)], np.float32)
    return Sketch(SIZE, (Stroke(points), Stroke(points[:1], eraser=True, width=50)))


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Sketch]:
    """A drawing by the simulated hand with keys, and what it became."""
    path = tmp_path_factory.mktemp("recordings") / "hand.jsonl"
    points = np.stack([np.linspace(140, 500, 40), np.full(40, 200)], axis=1).astype(np.float32)
    strokes = [Stroke(points + np.float32([0, lower])) for lower in (0, 80, 40)]
    source = SimulatedCamera(strokes, seed=2)
    with HandTracker(ensure("hand")) as tracker, Recorder(path, Sketch(SIZE), Setup()) as recorder:
        return path, draw(source, tracker, recorder=recorder)


def lines_of(path: Path) -> list[bytes]:
    return path.read_bytes().splitlines(keepends=True)


def bits(hand: Hand | None) -> object:
    if hand is None:
        return None
    return (
        hand.landmarks.tobytes(), hand.world.tobytes(), hand.handedness, hand.score, hand.box,
    )  # fmt: skip


def seen_in(recording: Recording) -> list[tuple[float, object]]:
    return [(event.time, bits(event.hand)) for event in recording.events if isinstance(event, Seen)]


def test_a_replay_gives_the_same_strokes_to_the_bit(stage, tracker, tmp_path: Path):
    path, start = tmp_path / "new" / "hand.jsonl", recordable(old_drawing())
    hands, fired, count = [], [], iter(range(1000))

    def on_frame(frame: Frame, hand: Any, state: Any, loop: Any) -> None:
        hands.append((frame.time, bits(hand)))
        key = KEYS.get(next(count))
        if key:
            loop.act(Action(key))
            fired.append(key)

    with Recorder(path, start, SETUP) as recorder:
        drawn = draw(
            stage(SHOTS), tracker, SETUP, on_frame=on_frame, start=start, recorder=recorder
        )
    recording = read_recording(path)
    assert strokes_equal(replay(recording), drawn)
    assert fired == list(KEYS.values())
    assert recording.notes == ()
    assert recording.setup == SETUP
    assert any(stroke.eraser for stroke in drawn.strokes[2:])
    assert len({(stroke.color, stroke.width) for stroke in drawn.strokes}) >= 3
    assert seen_in(recording) == hands


def test_a_compressed_recording_is_the_same_and_clearing_by_key_is_replayed(
    stage, tracker, tmp_path: Path
):
    path, hands = tmp_path / "new" / "hand.jsonl.gz", []

    def on_frame(frame: Frame, hand: Any, _state: Any, loop: Any) -> None:
        hands.append((frame.time, bits(hand)))
        if len(hands) == 103:
            loop.act(Action.clear)

    with Recorder(path, Sketch(SIZE), SETUP) as recorder:
        drawn = draw(stage(SHOTS), tracker, SETUP, on_frame=on_frame, recorder=recorder)
    assert b'{"act":"clear"}\n' in gzip.decompress(path.read_bytes()).splitlines(keepends=True)
    recording = read_recording(path)
    again = replay(recording)
    assert strokes_equal(again, drawn)
    assert (recording.notes, recording.setup) == ((), SETUP)
    assert seen_in(recording) == hands
    assert again.strokes[0].points[:, 1].min() > 200


def test_a_recording_is_small_and_holds_no_picture(recorded: tuple[Path, Sketch], tmp_path: Path):
    path, _ = recorded
    seconds = json.loads(lines_of(path)[-1])["time"]
    assert path.stat().st_size / seconds < 60_000
    assert len(gzip.compress(path.read_bytes())) / seconds < 30_000
    assert max(map(len, lines_of(path)[1:])) < 2500


@pytest.mark.parametrize("packed", [False, True])
def test_a_crash_costs_only_the_end(recorded: tuple[Path, Sketch], tmp_path: Path, packed: bool):
    lines = lines_of(recorded[0])
    path = tmp_path / ("cut.jsonl.gz" if packed else "cut.jsonl")
    if packed:
        with gzip.open(path, "wb") as file:
            for row in lines:
                file.write(row)
                file.flush()
        data = path.read_bytes()
    else:
        data = b"".join(lines)
    whole = read_recording(recorded[0]).events
    for share in (0.3, 0.62, 0.995):
        path.write_bytes(data[: int(len(data) * share)])
        recording = read_recording(path)
        assert len(whole) * share * 0.9 - 2 < len(recording.events) < len(whole)
        assert "cut short" in recording.notes[0]
        kept = [e.time for e in recording.events if isinstance(e, Seen)]
        assert kept == [e.time for e in whole if isinstance(e, Seen)][: len(kept)]


def test_a_file_that_ends_after_a_line_is_whole(recorded: tuple[Path, Sketch], tmp_path: Path):
    path = tmp_path / "cut.jsonl"
    path.write_bytes(b"".join(lines_of(recorded[0])[:50]))
    assert len(read_recording(path).events) == 49
    path.write_bytes(path.read_bytes().rstrip(b"\n"))
    assert len(read_recording(path).events) == 49
    assert read_recording(path).notes == ()


def changed(change: Callable[[dict[str, Any]], Any]) -> Callable[[bytes], bytes]:
    def made(row: bytes) -> bytes:
        values = json.loads(row)
        result = change(values)
        return json.dumps(values if result is None else result).encode() + b"\n"

    return made


def put(*path: Any) -> Callable[[bytes], bytes]:
    *way, last, value = path

    def change(values: dict[str, Any]) -> None:
        inner: Any = values
        for key in way:
            inner = inner[key]
        inner[last] = value

    return changed(change)


BAD_LINES = {
    "text": lambda _: b"no json\n",
    "binary": lambda _: b"\xff\xfe\x00\n",
    "half": lambda row: row[: len(row) // 2] + b"\n",
    "list": lambda _: b"[1, 2]\n",
    "deep": lambda _: b"[" * 100_000 + b"\n",
    "empty": lambda _: b"\n",
    "no time": changed(lambda values: {"hand": values["hand"]}),
    "time goes back": put("time", 0.0),
    "time is text": put("time", "1"),
    "nan": put("hand", "landmarks", 3, 1, float("nan")),
    "infinite": put("hand", "world", 3, 1, float("inf")),
    "huge": put("hand", "world", 3, 1, 1e300),
    "shape": put("hand", "landmarks", [[1.0, 2.0]] * 21),
    "ragged": put("hand", "landmarks", 0, [1.0]),
    "one short": changed(lambda values: values["hand"]["world"].pop() and None),
    "side": put("hand", "handedness", "Middle"),
    "unknown key": changed(lambda _: {"act": "explode"}),
}


@pytest.mark.parametrize("kind", BAD_LINES)
def test_a_damaged_line_in_the_middle_is_named(
    recorded: tuple[Path, Sketch], tmp_path: Path, kind: str
):
    lines = lines_of(recorded[0])
    number = next(i for i, row in enumerate(lines) if i > 100 and b"landmarks" in row)
    lines[number] = BAD_LINES[kind](lines[number])
    path = tmp_path / "bad.jsonl"
    path.write_bytes(b"".join(lines))
    with pytest.raises(UserError) as caught:
        read_recording(path)
    assert caught.value.kind is ErrorKind.unreadable
    assert caught.value.message == f"{path} is damaged in line {number + 1}"


BAD_HEADERS = {
    "another format": (put("format", "else"), "is no recording"),
    "no format": (changed(lambda values: values.pop("format") and None), "is no recording"),
    "a list": (lambda _: b"[]\n", "is no recording"),
    "text": (lambda _: b"hello\n", "is no recording"),
    "a picture": (lambda _: b"\x89PNG\r\n\x1a\n", "is no recording"),
    "a later version": (put("version", 2), "version 2, not 1"),
    "no size": (put("size", [640]), "is damaged in line 1"),
    "size": (put("size", [640, -1]), "is damaged in line 1"),
    "huge": (put("size", [640, 10**9]), "is damaged in line 1"),
    "palm": (put("setup", "palm", float("nan")), "is no recording"),
    "hand": (put("setup", "hand", "third"), "is damaged in line 1"),
    "color": (put("setup", "color", [1, 2]), "is damaged in line 1"),
    "no setup": (put("setup", None), "is damaged in line 1"),
    "start": (put("start", "<svg/>"), "is damaged in line 1"),
}


@pytest.mark.parametrize("kind", BAD_HEADERS)
def test_another_or_damaged_head_is_refused(
    recorded: tuple[Path, Sketch], tmp_path: Path, kind: str
):
    change, words = BAD_HEADERS[kind]
    lines = lines_of(recorded[0])
    path = tmp_path / "bad.jsonl"
    path.write_bytes(b"".join([change(lines[0]), *lines[1:]]))
    with pytest.raises(UserError) as caught:
        read_recording(path)
    assert words in caught.value.message
    assert caught.value.hint


def test_empty_missing_and_closed_files_are_refused(tmp_path: Path):
    (tmp_path / "empty.jsonl").touch()
    (tmp_path / "plain.jsonl.gz").write_text("not compressed")
    (tmp_path / "folder.jsonl").mkdir()
    for name, words in {
        "empty.jsonl": "is empty",
        "plain.jsonl.gz": "is damaged",
        "folder.jsonl": "cannot be read",
        "none.jsonl": "no such file",
    }.items():
        with pytest.raises(UserError, match=words):
            read_recording(tmp_path / name)


def test_other_weights_and_programs_are_noted(recorded: tuple[Path, Sketch], tmp_path: Path):
    lines = lines_of(recorded[0])
    header = json.loads(lines[0])
    header["digests"]["fingers"] = "0" * 64
    header["program"] = "0.0.1"
    path = tmp_path / "other.jsonl"
    path.write_bytes(b"".join([json.dumps(header).encode() + b"\n", *lines[1:]]))
    (note,) = read_recording(path).notes
    assert note.startswith("recorded with other finger weights and version 0.0.1 of the program")


def test_a_place_that_cannot_be_written_is_said_at_once(tmp_path: Path):
    (tmp_path / "file").touch()
    with pytest.raises(UserError) as caught:
        Recorder(tmp_path / "file" / "hand.jsonl", Sketch(SIZE), Setup())
    assert caught.value.kind is ErrorKind.output
    with pytest.raises(UserError, match=r"Name it \.jsonl or \.gz"):
        Recorder(tmp_path / "hand.txt", Sketch(SIZE), Setup())


@pytest.mark.skipif(sys.platform == "win32", reason="there is no limit on the size of files")
def test_a_full_disk_ends_the_recording_not_the_drawing(tmp_path: Path):
    import resource

    path = tmp_path / "hand.jsonl"
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    with Recorder(path, Sketch(SIZE), Setup()) as recorder:
        recorder.hand(0.0, None)
        resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size + 9, before[1]))
        try:
            recorder.hand(0.1, None)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)
        assert "the recording ends early: cannot write" in recorder.trouble
        recorder.act(Action.undo)
    recording = read_recording(path)
    assert len(recording.events) == 1
    assert "cut short" in recording.notes[0]


def test_gestures_of_the_person_travel_with_the_recording(tmp_path: Path, home: Path, stage):
    own = home / "profiles.toml"
    own.write_text(
        '[mine]\ngestures = [{ fingers = "11111", action = "draw", color = "#0a0b0c" }]\n'
    )
    setup, path = Setup(profile("mine")), tmp_path / "hand.jsonl"
    shots = follow("open", line((200, 150), (420, 150), 40))
    with HandTracker(ensure("hand")) as tracker, Recorder(path, Sketch(SIZE), setup) as recorder:
        drawn = draw(stage(shots), tracker, setup, recorder=recorder)
    own.unlink()
    again = read_recording(path)
    assert again.setup == setup
    assert again.notes == ()
    assert strokes_equal(replay(again), drawn)
    assert drawn.strokes[0].color == (10, 11, 12)
