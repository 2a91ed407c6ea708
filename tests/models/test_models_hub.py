"""The hand model is found, verified, mended, and chosen."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import pytest

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.paths import CHECKPOINTS_VARIABLE
from sketch2image.models.bundle import members_in_wheel, write_bundle, wrong_member
from sketch2image.models.hub import HAND_VARIABLE, ensure, find, folder_of, stand_in
from sketch2image.models.pull import in_order, pull
from sketch2image.models.table import model, models
from sketch2image.models.verify import verify


@pytest.fixture
def checkpoints(tmp_path, monkeypatch) -> Path:
    folder = tmp_path / "checkpoints"
    monkeypatch.setenv(CHECKPOINTS_VARIABLE, str(folder))
    return folder


@pytest.fixture(scope="module")
def bundle() -> Path:
    return ensure("hand")


def unreachable(monkeypatch):
    """No way out to the network."""
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("https_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/simple")
    monkeypatch.setenv("PIP_RETRIES", "0")


def test_every_model_has_a_licence_and_a_way_to_get_it():
    assert {"hand", "lite-captioner", "lite-encoder", "lite-fingers"} <= set(models())
    for entry in models().values():
        assert entry.licence
        assert entry.by_hand
        assert entry.files


def test_the_hand_bundle_is_whole_and_uncompressed(bundle):
    hand = model("hand")
    assert wrong_member(bundle, hand.members) is None
    assert find("hand") == bundle
    with zipfile.ZipFile(bundle) as archive:
        assert all(entry.compress_type == zipfile.ZIP_STORED for entry in archive.infolist())


def test_the_same_members_give_the_same_bundle_with_aligned_members(bundle, tmp_path):
    with zipfile.ZipFile(bundle) as archive:
        contents = {member.name: archive.read(member.name) for member in model("hand").members}
    write_bundle(tmp_path / "a", contents)
    write_bundle(tmp_path / "b", contents)
    written = (tmp_path / "a").read_bytes()
    assert written == (tmp_path / "b").read_bytes()
    assert all(written.index(data) % 64 == 0 for data in contents.values())


def test_members_come_out_of_a_wheel(bundle, tmp_path):
    members = model("hand").members
    with zipfile.ZipFile(bundle) as archive, zipfile.ZipFile(tmp_path / "x.whl", "w") as wheel:
        for member in members:
            wheel.writestr(member.in_wheel, archive.read(member.name))
    write_bundle(tmp_path / "out.task", members_in_wheel(tmp_path / "x.whl", members))
    assert wrong_member(tmp_path / "out.task", members) is None


@pytest.mark.parametrize(
    ("place", "value"),
    [(10, (99).to_bytes(2, "little")), (24, (4_000_000_000).to_bytes(4, "little"))],
    ids=["packed in an unknown way", "four gigabytes once unpacked"],
)
def test_a_bundle_that_cannot_be_unpacked_is_wrong_and_no_crash(tmp_path, place, value):
    members = model("hand").members
    file = tmp_path / "x.task"
    write_bundle(file, {member.name: b"a member" for member in members})
    content = bytearray(file.read_bytes())
    entry = content.index(b"PK\x01\x02") + place
    content[entry : entry + len(value)] = value
    file.write_bytes(content)
    assert wrong_member(file, members) is not None


def test_a_path_the_person_gave_wins(bundle, checkpoints, tmp_path, monkeypatch):
    mine = shutil.copy(bundle, tmp_path / "mine.task")
    monkeypatch.setenv(HAND_VARIABLE, str(mine))
    assert ensure("hand") == mine


@pytest.mark.parametrize("content", [None, b"not a zip"])
def test_a_wrong_path_is_said(content, tmp_path, monkeypatch):
    path = tmp_path / "mine.task"
    if content is not None:
        path.write_bytes(content)
    monkeypatch.setenv(HAND_VARIABLE, str(path))
    with pytest.raises(UserError, match=r"mine\.task"):
        ensure("hand")


def test_a_damaged_file_is_said_and_never_used(bundle, checkpoints, monkeypatch):
    unreachable(monkeypatch)
    checkpoints.mkdir()
    broken = bytearray(bundle.read_bytes())
    broken[3_000_000] ^= 1
    (checkpoints / "hand_landmarker.task").write_bytes(broken)
    said = []
    with pytest.raises(UserError) as caught:
        ensure("hand", lambda progress: said.append(progress.text))
    assert "is damaged" in said[0]
    assert caught.value.kind is ErrorKind.model
    assert "mediapipe==0.10.21" in caught.value.message
    assert HAND_VARIABLE in caught.value.hint
    assert [path.name for path in checkpoints.iterdir()] == ["hand_landmarker.task"]


def test_a_whole_file_under_home_serves_when_checkpoints_has_none(bundle, checkpoints, home):
    (home / "checkpoints").mkdir()
    shutil.copy(bundle, home / "checkpoints" / "hand_landmarker.task")
    assert ensure("hand") == home / "checkpoints" / "hand_landmarker.task"


def test_state_folder_serves_when_checkpoints_cannot_be_written(tmp_path, monkeypatch, home):
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    monkeypatch.setenv(CHECKPOINTS_VARIABLE, str(blocked / "checkpoints"))
    unreachable(monkeypatch)
    with pytest.raises(UserError) as caught:
        ensure("hand")
    assert caught.value.kind is ErrorKind.model
    assert (home / "checkpoints").is_dir()


def test_a_bundled_model_that_is_gone(checkpoints):
    with pytest.raises(UserError, match="git checkout") as caught:
        ensure("lite-fingers")
    assert "lite/fingers.npz" in caught.value.message


def test_an_unknown_model():
    with pytest.raises(UserError, match="Known: hand"):
        ensure("foot")


def test_a_model_of_the_full_tier_is_never_fetched_on_the_way(checkpoints):
    with pytest.raises(UserError, match=r"model\.safetensors") as caught:
        ensure("dinov2-small")
    assert "models pull dinov2-small" in caught.value.hint
    with pytest.raises(UserError) as again:
        folder_of("dinov2-small")
    assert str(again.value) == str(caught.value)


def test_a_hand_model_of_the_wrong_bytes_is_found_damaged(bundle, checkpoints):
    checkpoints.mkdir()
    broken = bytearray(bundle.read_bytes())
    broken[3_000_000] ^= 1
    (checkpoints / "hand_landmarker.task").write_bytes(broken)
    assert verify(model("hand")).faults == ["hand/hand_landmarker.task is damaged"]
    shutil.copy(bundle, checkpoints / "hand_landmarker.task")
    assert verify(model("hand")).faults == []


def test_pulling_the_hand_model_finds_the_one_that_is_here(bundle, checkpoints):
    checkpoints.mkdir()
    shutil.copy(bundle, checkpoints / "hand_landmarker.task")
    done = pull(model("hand"))
    assert (done.folder, done.fetched) == (checkpoints, ())


def test_a_model_that_is_as_good_stands_in(tmp_path, monkeypatch):
    monkeypatch.setenv(CHECKPOINTS_VARIABLE, str(tmp_path))
    assert [one.id for one in in_order(["turbo-edge"])] == ["sd-turbo", "turbo-edge"]
    row = model("sd-turbo-fp16")
    for part in row.parts:
        place = tmp_path / row.id / part.name
        place.parent.mkdir(parents=True, exist_ok=True)
        with place.open("wb") as file:
            file.truncate(part.size or 1)
    assert stand_in("sd-turbo") == "sd-turbo-fp16"
    assert [one.id for one in in_order(["turbo-edge"])] == ["sd-turbo-fp16", "turbo-edge"]
