"""Where the files of a model come from: hub, address, mirror, folder, cache."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from sketch2image.core.errors import UserError
from sketch2image.core.paths import CHECKPOINTS_VARIABLE
from sketch2image.core.progress import Progress
from sketch2image.models.hub import folder_of
from sketch2image.models.places import remove
from sketch2image.models.verify import verify
from tests.models.file_server import FileServer, Served
from tests.models.small_hub import COMMIT, CONFIG, WEIGHTS, fetch, row, small_hub


@pytest.fixture(autouse=True)
def checkpoints(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "checkpoints"
    monkeypatch.setenv(CHECKPOINTS_VARIABLE, str(folder))
    return folder


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[FileServer]:
    with small_hub(monkeypatch) as hub:
        yield hub


def test_a_model_without_a_pinned_revision_keeps_the_one_it_found(server, checkpoints):
    fetch("floating")
    record = json.loads((checkpoints / "floating" / "model.json").read_text("utf-8"))
    assert record["revision"] == "b" * 40
    (checkpoints / "floating" / "config.json").unlink()
    server.asked.clear()
    fetch("floating")
    assert [one.path for one in server.gets()] == [
        f"/maker/floating/resolve/{'b' * 40}/config.json"
    ]


def test_the_digest_that_the_hub_announces_is_held_to(server, checkpoints):
    wrong = Served(bytes(len(WEIGHTS)), linked=WEIGHTS)
    server.files[f"/maker/floating/resolve/{'b' * 40}/model.safetensors"] = wrong
    with pytest.raises(UserError, match="not the expected file"):
        fetch("floating")
    assert not (checkpoints / "floating" / "model.safetensors").exists()
    assert (checkpoints / "floating" / "config.json").exists()


def test_a_store_that_answers_no_questions_serves_when_the_hub_knows_the_file(server):
    path = f"/maker/floating/resolve/{'b' * 40}/model.safetensors"
    for hub in (path, path.replace("b" * 40, "main")):
        server.files[hub] = Served(location="/store", linked=WEIGHTS, commit="b" * 40)
    server.files["/store"] = Served(WEIGHTS, head=403)
    seen: list[Progress] = []
    fetch("floating", report=seen.append)
    assert verify(row("floating")).faults == []
    assert seen[-1].total == len(CONFIG) + len(WEIGHTS)


def test_a_revision_in_a_record_is_taken_only_when_it_is_one(server, checkpoints):
    fetch("floating")
    record = checkpoints / "floating" / "model.json"
    record.write_text(record.read_text("utf-8").replace("b" * 40, "../../elsewhere"))
    (checkpoints / "floating" / "config.json").unlink()
    server.asked.clear()
    fetch("floating")
    assert all("elsewhere" not in one.path for one in server.asked)


def test_a_plain_address_is_held_to_the_first_digits_of_its_digest(server):
    assert fetch("plain").fetched == ("plain.onnx",)
    server.files["/plain/plain.onnx"] = Served(CONFIG + b" ")
    remove(row("plain"))
    with pytest.raises(UserError, match="not the expected file"):
        fetch("plain")


def test_a_server_that_knows_no_head_request_serves_too(server):
    server.files["/plain/plain.onnx"].head = 501
    assert fetch("plain").bytes == len(CONFIG)


@pytest.mark.parametrize(("code", "words"), [(404, "is not there"), (403, "HF_TOKEN")])
def test_a_refusal_ends_the_pull_with_what_to_do(server, code, words):
    server.files[f"/maker/tiny/resolve/{COMMIT}/config.json"].codes = [code]
    with pytest.raises(UserError) as caught:
        fetch("tiny")
    assert words in str(caught.value)


def test_a_folder_laid_out_as_the_repository_serves_without_network(server, tmp_path):
    folder = tmp_path / "stick"
    (folder / "onnx").mkdir(parents=True)
    (folder / "config.json").write_bytes(CONFIG)
    (folder / "onnx" / "model.bin").write_bytes(WEIGHTS)
    fetch("tiny", place=str(folder))
    assert verify(row("tiny")).faults == []
    assert not server.asked
    assert (folder / "onnx" / "model.bin").read_bytes() == WEIGHTS


def test_a_checkpoints_folder_of_another_machine_serves_too(server, checkpoints, tmp_path):
    fetch("tiny")
    other = tmp_path / "other"
    checkpoints.rename(other)
    server.asked.clear()
    fetch("tiny", place=str(other))
    assert folder_of("tiny") == checkpoints / "tiny"
    assert not server.asked


def test_a_wrong_file_in_a_folder_is_refused(server, checkpoints, tmp_path):
    folder = tmp_path / "stick"
    (folder / "onnx").mkdir(parents=True)
    (folder / "config.json").write_bytes(CONFIG)
    (folder / "onnx" / "model.bin").write_bytes(bytes(len(WEIGHTS)))
    with pytest.raises(UserError, match="not the expected file"):
        fetch("tiny", place=str(folder))
    assert not (checkpoints / "tiny" / "sub" / "model.safetensors").exists()


@pytest.mark.parametrize(("inside", "words"), [(None, "not a folder"), ("x", "does not hold")])
def test_a_folder_without_the_files_is_said(server, tmp_path, inside, words):
    folder = tmp_path / "stick"
    if inside:
        folder.mkdir()
    with pytest.raises(UserError, match=words):
        fetch("tiny", place=str(folder))


def test_another_mirror_serves(server, monkeypatch):
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    fetch("tiny", place=server.address + "/")
    assert verify(row("tiny")).faults == []


def test_a_hub_that_cannot_be_reached_is_said(server, monkeypatch):
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    with pytest.raises(UserError, match="cannot be reached"):
        fetch("tiny")


@pytest.mark.parametrize("address", ["hub.example", "file:///etc", "http://", "http://["])
def test_an_endpoint_that_is_no_web_address_is_said(server, monkeypatch, address):
    monkeypatch.setenv("HF_ENDPOINT", address)
    with pytest.raises(UserError, match="HF_ENDPOINT"):
        fetch("tiny")


def test_nothing_is_asked_of_the_network_when_the_person_wants_none(server, monkeypatch):
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    with pytest.raises(UserError, match="HF_HUB_OFFLINE"):
        fetch("tiny")
    assert not server.asked


@pytest.fixture
def cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The hub's cache with the model in it, as the hub's own library lays it out."""
    constants = pytest.importorskip("huggingface_hub.constants")
    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path / "cache"))
    snapshot = tmp_path / "cache" / "models--maker--tiny" / "snapshots" / COMMIT
    (snapshot / "onnx").mkdir(parents=True)
    (snapshot / "config.json").write_bytes(CONFIG)
    (snapshot / "onnx" / "model.bin").write_bytes(WEIGHTS)
    return snapshot


def test_what_the_cache_of_the_hub_holds_is_taken_from_there(server, cache, monkeypatch):
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    fetch("tiny")
    assert verify(row("tiny")).faults == []
    assert not server.asked
    assert (cache / "onnx" / "model.bin").read_bytes() == WEIGHTS


def test_a_damaged_cache_is_passed_over(server, cache):
    (cache / "onnx" / "model.bin").write_bytes(bytes(len(WEIGHTS)))
    seen: list[Progress] = []
    fetch("tiny", report=seen.append)
    assert verify(row("tiny")).faults == []
    assert len(server.gets("model.bin")) == 1
    assert seen[-1].done == seen[-1].total
