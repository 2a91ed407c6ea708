"""Whole models: one bar, a record, resumed, mended, converted, removed."""

from __future__ import annotations

import hashlib
import json
import pickle
import shutil
import tempfile
from collections import namedtuple
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from sketch2image.core.errors import Cancelled, ErrorKind, UserError
from sketch2image.core.paths import CHECKPOINTS_VARIABLE
from sketch2image.core.progress import Progress
from sketch2image.models.fetching.byte_progress import Meter
from sketch2image.models.hub import folder_of
from sketch2image.models.places import State, remove, standing
from sketch2image.models.pull import in_order
from sketch2image.models.verify import verify
from tests.models.file_server import FileServer, Served
from tests.models.small_hub import COMMIT, CONFIG, SHA256, WEIGHTS, fetch, row, small_hub


@pytest.fixture(autouse=True)
def checkpoints(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "checkpoints"
    monkeypatch.setenv(CHECKPOINTS_VARIABLE, str(folder))
    return folder


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[FileServer]:
    with small_hub(monkeypatch) as hub:
        yield hub


def test_a_model_comes_whole_with_a_record(server, checkpoints):
    done = fetch("tiny")
    folder = checkpoints / "tiny"
    assert done.folder == folder == folder_of("tiny")
    assert done.fetched == ("config.json", "sub/model.safetensors")
    assert done.bytes == len(CONFIG) + len(WEIGHTS)
    assert (folder / "sub" / "model.safetensors").read_bytes() == WEIGHTS
    record = json.loads((folder / "model.json").read_text("utf-8"))
    assert (record["source"], record["revision"]) == ("maker/tiny", COMMIT)
    assert record["files"]["sub/model.safetensors"] == {"size": len(WEIGHTS), "sha256": SHA256}
    assert standing(row("tiny")).state is State.here


def test_what_is_here_is_not_fetched_again(server):
    fetch("tiny")
    asked = len(server.asked)
    assert fetch("tiny").fetched == ()
    assert len(server.asked) == asked


def test_one_bar_counts_the_bytes_of_all_files(server):
    seen: list[Progress] = []
    fetch("tiny", report=seen.append)
    totals = {event.total for event in seen if event.total}
    assert totals == {len(CONFIG) + len(WEIGHTS)}
    done = [event.done for event in seen if event.total]
    assert done == sorted(done)
    assert done[-1] == len(CONFIG) + len(WEIGHTS)
    assert any("sub/model.safetensors" in event.text for event in seen)


def test_the_bar_ends_full_after_a_cut(server):
    server.files[f"/maker/tiny/resolve/{COMMIT}/onnx/model.bin"].cuts = [1_000_000]
    seen: list[Progress] = []
    fetch("tiny", report=seen.append)
    assert seen[-1].done == seen[-1].total


def test_a_stopped_pull_goes_on_from_there(server, checkpoints):
    def stop(event: Progress) -> None:
        if event.done > 1_000_000:
            raise Cancelled

    with pytest.raises(Cancelled):
        fetch("tiny", report=stop)
    found = standing(row("tiny"))
    assert found.state is State.partly
    assert found.missing == ("sub/model.safetensors",)
    with pytest.raises(UserError, match=r"sub/model\.safetensors"):
        folder_of("tiny")
    fetch("tiny")
    assert verify(row("tiny")).faults == []
    assert server.gets("model.bin")[-1].range.startswith("bytes=1")
    assert not list(checkpoints.rglob("*.part*"))


def test_room_on_the_disk_is_checked_before_the_first_byte(server, monkeypatch):
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(10**9, 10**9 - 10**6, 10**6))
    with pytest.raises(UserError) as caught:
        fetch("tiny")
    assert caught.value.kind is ErrorKind.output
    assert "2 MB" in caught.value.message
    assert "1 MB" in caught.value.message
    assert not server.gets()


def test_two_processes_do_not_pull_the_same_model(server, checkpoints):
    from filelock import FileLock

    checkpoints.mkdir()
    with (
        FileLock(checkpoints / ".tiny.lock"),
        pytest.raises(UserError, match="another process"),
    ):
        fetch("tiny")


def test_what_another_process_is_pulling_is_not_removed(server, checkpoints):
    from filelock import FileLock

    fetch("tiny")
    with (
        FileLock(checkpoints / ".tiny.lock"),
        pytest.raises(UserError, match="another process"),
    ):
        remove(row("tiny"))
    assert standing(row("tiny")).whole


def read_only(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No file can be put into `folder`, not even by the machine's owner."""
    whole = tempfile.TemporaryFile

    def refusing(*args, dir: Path, **options):  # noqa: A002
        if dir == folder:
            raise PermissionError(13, "Permission denied")
        return whole(*args, dir=dir, **options)

    monkeypatch.setattr(tempfile, "TemporaryFile", refusing)


def test_what_is_whole_in_a_folder_that_cannot_be_written_is_left_there(
    server, checkpoints, home, monkeypatch
):
    fetch("tiny")
    read_only(checkpoints, monkeypatch)
    done = fetch("tiny")
    assert (done.folder, done.fetched) == (checkpoints / "tiny", ())
    assert not (home / "checkpoints" / "tiny").exists()


def test_what_is_partly_in_a_folder_that_cannot_be_written_comes_whole_to_home(
    server, checkpoints, home, monkeypatch
):
    fetch("tiny")
    (checkpoints / "tiny" / "config.json").unlink()
    read_only(checkpoints, monkeypatch)
    assert fetch("tiny").folder == home / "checkpoints" / "tiny"
    assert folder_of("tiny") == home / "checkpoints" / "tiny"


def test_files_that_a_person_put_there_count_and_wrong_ones_are_replaced(server, checkpoints):
    folder = checkpoints / "tiny"
    (folder / "sub").mkdir(parents=True)
    (folder / "config.json").write_bytes(CONFIG)
    (folder / "sub" / "model.safetensors").write_bytes(WEIGHTS)
    assert standing(row("tiny")).state is State.by_hand
    assert folder_of("tiny") == folder
    assert fetch("tiny").fetched == ()
    remove(row("tiny"))
    (folder / "sub").mkdir(parents=True)
    (folder / "sub" / "model.safetensors").write_bytes(bytes(len(WEIGHTS)))
    assert "sub/model.safetensors" in fetch("tiny").fetched


def test_damage_after_a_pull_is_noticed_and_mended(server, checkpoints):
    fetch("floating")
    config, weights = (
        checkpoints / "floating" / name for name in ("config.json", "model.safetensors")
    )
    weights.write_bytes(bytes(len(WEIGHTS)))
    config.unlink()
    assert set(verify(row("floating")).faults) == {
        "floating/config.json is missing",
        "floating/model.safetensors is damaged",
    }
    fetch("floating")
    assert verify(row("floating")).faults == []


def test_a_record_cannot_vouch_for_a_file_that_the_table_knows_better(server, checkpoints):
    fetch("tiny")
    wrong = bytes(len(WEIGHTS))
    (checkpoints / "tiny" / "sub" / "model.safetensors").write_bytes(wrong)
    record = checkpoints / "tiny" / "model.json"
    forged = record.read_text("utf-8").replace(SHA256, hashlib.sha256(wrong).hexdigest())
    record.write_text(forged)
    assert verify(row("tiny")).faults == ["tiny/sub/model.safetensors is damaged"]
    assert fetch("tiny").fetched == ("sub/model.safetensors",)
    assert verify(row("tiny")).faults == []


def test_a_file_that_shrank_is_no_longer_here(server, checkpoints):
    fetch("floating")
    (checkpoints / "floating" / "model.safetensors").write_bytes(b"short")
    with pytest.raises(UserError, match=r"model\.safetensors"):
        folder_of("floating")


def test_what_a_model_stands_on_comes_first_and_once(server):
    assert [one.id for one in in_order(["upper", "tiny"])] == ["tiny", "floating", "upper"]


def test_removing_frees_the_folder_and_says_how_much(server, checkpoints):
    fetch("tiny")
    assert remove(row("tiny")) > len(WEIGHTS)
    assert not (checkpoints / "tiny").exists()
    with pytest.raises(UserError, match="nothing of tiny"):
        remove(row("tiny"))


def test_the_published_file_is_kept_when_it_cannot_be_converted(server, checkpoints, monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    server.files["/plain/upper.pkl"] = Served(CONFIG)
    with pytest.raises(UserError, match="PyTorch") as caught:
        fetch("upper")
    assert caught.value.kind is ErrorKind.dependency
    assert "requirements.txt" in caught.value.hint
    assert (checkpoints / "upper" / "upper.pkl").read_bytes() == CONFIG
    assert standing(row("upper")).state is State.partly


@pytest.fixture(scope="module")
def published() -> bytes:
    """A file as the museum publishes its descriptors."""
    return pickle.dumps({"train_descriptors": np.eye(3, dtype=np.float32)}, 5)


def test_a_published_file_is_converted_and_then_no_longer_needed(server, checkpoints, published):
    server.files["/plain/museum.pkl"] = Served(published)
    done = fetch("museum")
    assert done.fetched == ("museum.pkl",)
    assert done.made == ("descriptors.safetensors",)
    folder = folder_of("museum")
    assert not (folder / "museum.pkl").exists()
    assert verify(row("museum")).faults == []
    record = json.loads((folder / "model.json").read_text("utf-8"))
    assert record["raw"]["museum.pkl"]["size"] == len(published)
    assert fetch("museum").made == ()


def test_a_published_file_that_is_none_is_thrown_away(server, checkpoints, published):
    server.files["/plain/museum.pkl"] = Served(b"Please log in first.")
    with pytest.raises(UserError, match="no checkpoint"):
        fetch("museum")
    assert not (checkpoints / "museum" / "museum.pkl").exists()
    server.files["/plain/museum.pkl"] = Served(published)
    assert fetch("museum").made == ("descriptors.safetensors",)


@pytest.mark.parametrize("at_home", [False, True])
def test_a_file_of_the_same_name_that_a_person_keeps_is_neither_taken_nor_deleted(
    server, checkpoints, home, published, monkeypatch, at_home
):
    for root in (checkpoints, home / "checkpoints"):
        root.mkdir(parents=True)
        (root / "museum.pkl").write_bytes(b"mine")
    if at_home:
        read_only(checkpoints, monkeypatch)
    server.files["/plain/museum.pkl"] = Served(published)
    assert fetch("museum").made == ("descriptors.safetensors",)
    for root in (checkpoints, home / "checkpoints"):
        assert (root / "museum.pkl").read_bytes() == b"mine"


def test_what_an_interrupted_conversion_left_is_cleared_away(server, checkpoints, published):
    server.files["/plain/museum.pkl"] = Served(published)
    fetch("museum")
    left = [checkpoints / "museum" / name for name in ("museum.pkl", f".{'0a' * 8}.part")]
    for file in left:
        file.write_bytes(published)
    assert fetch("museum").fetched == ()
    assert not any(file.exists() for file in left)
    assert verify(row("museum")).faults == []


def test_a_damaged_conversion_is_fetched_and_made_anew(server, published):
    server.files["/plain/museum.pkl"] = Served(published)
    fetch("museum")
    file = folder_of("museum") / "descriptors.safetensors"
    whole = file.read_bytes()
    file.write_bytes(whole[:-1] + b"!")
    assert verify(row("museum")).faults == ["museum/descriptors.safetensors is damaged"]
    assert fetch("museum").made == ("descriptors.safetensors",)
    assert file.read_bytes() == whole


def test_a_file_that_only_a_person_can_get_is_asked_for_and_never_deleted(
    server, checkpoints, published
):
    with pytest.raises(UserError, match=r"mine\.pkl is not in") as caught:
        fetch("mine")
    assert caught.value.hint == "Put mine.pkl there."
    assert (checkpoints / "mine" / "config.json").is_file()
    (checkpoints / "mine.pkl").write_bytes(published)
    assert fetch("mine").made == ("descriptors.safetensors",)
    assert folder_of("mine") == checkpoints / "mine"
    assert (checkpoints / "mine.pkl").read_bytes() == published


def test_the_time_left_follows_the_pace_of_the_last_seconds():
    now = [0.0]
    seen: list[Progress] = []
    meter = Meter(seen.append, "encode", 1000, lambda: now[0])
    meter.moved(500)
    for _ in range(40):
        now[0] += 1
        meter.moved(5)
    assert seen[-1].seconds_left == pytest.approx((1000 - 700) / 5)
