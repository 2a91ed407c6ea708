"""Digests of model folders."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.models.digests import digest_of_folder, weights_digest


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "config.json").write_text("{}")
    (tmp_path / "model.safetensors").write_bytes(b"weights")
    (tmp_path / "README.md").write_text("words")
    return tmp_path


def record(folder: Path, content: bytes, size: int) -> None:
    entry = {"sha256": hashlib.sha256(content).hexdigest(), "size": size}
    (folder / "model.json").write_text(json.dumps({"files": {"model.safetensors": entry}}))


@pytest.mark.parametrize("name", ["model.safetensors", "config.json", "more.onnx"])
def test_weights_and_configuration_decide(folder: Path, name: str) -> None:
    before = weights_digest(folder)
    (folder / name).write_bytes(b"changed")
    assert weights_digest(folder) != before


def test_other_files_and_the_place_do_not(folder: Path) -> None:
    before = weights_digest(folder)
    (folder / "README.md").write_text("other words")
    assert weights_digest(folder) == before
    assert weights_digest(folder.rename(folder.with_name("elsewhere"))) == before


def test_a_recorded_digest_is_taken_only_for_a_file_of_the_recorded_size(folder: Path) -> None:
    read = weights_digest(folder)
    record(folder, b"weights", 7)
    assert weights_digest(folder) == read
    record(folder, b"not what is there", 7)
    assert weights_digest(folder) != read
    record(folder, b"not what is there", 8)
    assert weights_digest(folder) == read


@pytest.mark.parametrize("text", ["not json", "[]", '{"files": 3}', '{"files": {}}'])
def test_a_damaged_record_is_passed_over(folder: Path, text: str) -> None:
    before = weights_digest(folder)
    (folder / "model.json").write_text(text)
    assert weights_digest(folder) == before


def test_names_in_any_order_give_one_digest(folder: Path) -> None:
    names = ["README.md", "config.json"]
    assert digest_of_folder(folder, names) == digest_of_folder(folder, names[::-1])


def test_a_folder_without_weights_is_refused(tmp_path: Path) -> None:
    (tmp_path / "pytorch_model.bin").write_bytes(b"pickle")
    for folder in (tmp_path, tmp_path / "missing"):
        with pytest.raises(UserError, match="no weights") as caught:
            weights_digest(folder)
        assert caught.value.kind is ErrorKind.model


def test_a_missing_file_is_named(folder: Path) -> None:
    with pytest.raises(UserError, match=r"cannot read .*gone\.safetensors"):
        digest_of_folder(folder, ["gone.safetensors"])
