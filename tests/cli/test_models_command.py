"""`models`: what it says, what it asks, and how it ends."""

from __future__ import annotations

import io
import json
import pickle
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from sketch2image.core.paths import CHECKPOINTS_VARIABLE
from sketch2image.models import table
from sketch2image.models.table import read_table
from tests.models.file_server import FileServer, Served, running

ROW = """
[{name}]
stage = "encode"
family = "dino"
capability = "sees what is {name}"
licence = "MIT"
terms = "https://example.org/{name}"
size = 1_500_000
needs = {needs}
files = [{{ name = "config.json" }}, {{ name = "model.safetensors" }}]
sources = [{{ kind = "hub", address = "maker/{name}", revision = "{commit}" }}]
"""
BUNDLED = """
[small]
stage = "caption"
family = "lite"
folder = "lite"
capability = "is always there"
licence = "Apache-2.0"
size = 0
files = ["small.onnx"]
by_hand = "Get it back with git."
"""
COMMIT = "c" * 40


@pytest.fixture(autouse=True)
def checkpoints(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "checkpoints"
    monkeypatch.setenv(CHECKPOINTS_VARIABLE, str(folder))
    return folder


@pytest.fixture(autouse=True)
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[FileServer]:
    text = BUNDLED + "".join(
        ROW.format(name=name, needs=needs, commit=COMMIT)
        for name, needs in (("near", "[]"), ("far", '["near"]'))
    )
    rows = read_table(text)
    monkeypatch.setattr(table, "models", lambda: rows)
    with running() as one:
        monkeypatch.setenv("HF_ENDPOINT", one.address)
        for name in ("near", "far"):
            base = f"/maker/{name}/resolve/{COMMIT}"
            one.files[f"{base}/config.json"] = Served(b"{}")
            one.files[f"{base}/model.safetensors"] = Served(bytes(1_500_000))
        yield one


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def refused(said, *words: str) -> None:
    assert said.code == 2
    assert said.document["error"]["message"]
    lines = [line for line in said.err.splitlines() if line.startswith("error: ")]
    assert len(lines) == 1
    for word in words:
        assert word in lines[0]


def test_list_names_every_model_with_size_state_licence_and_use(cli, checkpoints):
    (checkpoints / "lite").mkdir(parents=True)
    (checkpoints / "lite" / "small.onnx").write_bytes(b"1234")
    lines = cli("models", "list").out.splitlines()
    assert [line.split()[0] for line in lines] == [
        *("model", "caption", "small", "encode", "near", "far")
    ]
    for word in ("bundled", "4 bytes", "Apache-2.0", "is always there"):
        assert word in lines[2]
    for word in ("not here", "2 MB", "MIT", "sees what is near"):
        assert word in lines[4]
    rows = cli("models", "list", "--json").document["models"]
    assert rows[2]["needs"] == ["near"]
    assert rows[2]["state"] == "not here"


def test_the_list_of_all_models_fits_a_terminal_and_follows_the_pipeline(cli, monkeypatch):
    monkeypatch.undo()
    lines = cli("models", "list").out.splitlines()
    assert max(map(len, lines)) <= 100
    stages = [line for line in lines if not line.startswith(" ")]
    assert stages == ["hand", "fingers", "caption", "render", "encode", "detect", "museum", "train"]
    rows = [line.split() for line in lines if line.startswith(" ")]
    listed = {row["id"] for row in cli("models", "list", "--json").document["models"]}
    assert [row[0] for row in rows[:1]] == ["model"]
    assert listed <= {row[0] for row in rows}


def test_pull_brings_what_a_model_stands_on_too(cli, checkpoints):
    said = cli("models", "pull", "far", "--yes", "--json")
    assert said.code == 0
    pulled = said.document["pulled"]
    assert [one["id"] for one in pulled] == ["near", "far"]
    assert pulled[1]["revision"] == COMMIT
    assert pulled[1]["bytes"] == 1_500_002
    assert Path(pulled[1]["folder"]) == checkpoints / "far"
    again = cli("models", "pull", "far")
    assert again.code == 0
    assert "far is here" in again.out


def test_a_licence_is_shown_and_accepted_once(cli, home):
    first = cli("models", "pull", "near", "--yes")
    assert "MIT" in first.err
    assert "https://example.org/near" in first.err
    assert json.loads((home / "licences.json").read_text("utf-8")) == {"near": "MIT"}
    assert "MIT" not in cli("models", "pull", "near").err


def test_without_a_terminal_and_without_yes_nothing_is_fetched(cli, server, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO())
    refused(cli("models", "pull", "far", "--json"), "near, far", "--yes")
    assert not server.asked


@pytest.mark.parametrize(("answers", "code"), [("y\ny\n", 0), ("y\nn\n", 2)])
def test_at_a_terminal_each_licence_is_asked(cli, server, monkeypatch, answers, code):
    monkeypatch.setattr("sys.stdin", Terminal(answers))
    said = cli("models", "pull", "far")
    assert said.code == code
    assert "Do you accept the licence of far?" in said.err
    assert bool(server.asked) is (code == 0)


def test_a_licence_that_changed_is_asked_again(cli, home):
    (home / "licences.json").write_text('{"near": "GPL"}')
    assert "MIT" in cli("models", "pull", "near", "--yes").err


def test_pull_says_in_one_line_what_is_wrong(cli, server):
    refused(cli("models", "pull", "nowhere", "--yes", "--json"), "nowhere", "Known: small")
    refused(cli("models", "pull", "small", "--yes", "--json"), "part of the repository")
    server.files.clear()
    refused(cli("models", "pull", "near", "--yes", "--json"), "is not there", "--from")


def test_pull_takes_a_folder(cli, checkpoints, tmp_path, server):
    folder = tmp_path / "stick" / "near"
    folder.mkdir(parents=True)
    (folder / "config.json").write_bytes(b"{}")
    (folder / "model.safetensors").write_bytes(b"weights")
    assert cli("models", "pull", "near", "--yes", "--from", folder.parent).code == 0
    assert (checkpoints / "near" / "model.safetensors").read_bytes() == b"weights"
    assert not server.asked


def test_verify_passes_what_is_whole_and_names_all_that_is_not(cli, checkpoints):
    cli("models", "pull", "far", "--yes")
    said = cli("models", "verify", "--json")
    assert said.code == 0
    assert said.document["ok"] is True
    assert [one["id"] for one in said.document["models"]] == ["near", "far"]
    assert "all well" in cli("models", "verify", "near").out
    (checkpoints / "near" / "config.json").unlink()
    (checkpoints / "far" / "model.safetensors").write_bytes(bytes(1_499_999) + b"1")
    refused(
        cli("models", "verify", "--json"),
        "near/config.json is missing",
        "far/model.safetensors is damaged",
        "models pull",
    )


def test_verify_says_when_nothing_is_there_to_compare_with(cli, checkpoints):
    (checkpoints / "lite").mkdir(parents=True)
    (checkpoints / "lite" / "small.onnx").write_bytes(b"1234")
    assert "without a digest" in cli("models", "verify", "small").out


def test_verify_without_any_model(cli):
    assert cli("models", "verify").out == "no model is here yet\n"


def test_remove_frees_and_says_how_much(cli, checkpoints):
    cli("models", "pull", "near", "--yes")
    said = cli("models", "remove", "near")
    assert said.code == 0
    assert "2 MB freed" in said.out
    assert not (checkpoints / "near").exists()
    refused(cli("models", "remove", "near", "--json"), "nothing of near")


def test_a_bundled_model_is_never_removed(cli, checkpoints):
    (checkpoints / "lite").mkdir(parents=True)
    (checkpoints / "lite" / "small.onnx").write_bytes(b"1234")
    refused(cli("models", "remove", "small", "--json"), "small")
    assert (checkpoints / "lite" / "small.onnx").exists()


def test_where_says_folders(cli, checkpoints, home):
    folders = cli("models", "where", "--json").document["folders"]
    assert folders == [str(checkpoints), str(home / "checkpoints")]
    cli("models", "pull", "near", "--yes")
    document = cli("models", "where", "near", "--json").document
    assert document == {"id": "near", "folder": str(checkpoints / "near"), "state": "here"}
    refused(cli("models", "where", "nowhere", "--json"), "nowhere")


@pytest.fixture
def published(tmp_path: Path) -> Path:
    file = tmp_path / "descriptors.pkl"
    file.write_bytes(pickle.dumps({"val_descriptors": np.eye(4, dtype=np.float32)}, 5))
    return file


def test_convert_writes_beside_the_file_and_leaves_it(cli, published):
    said = cli("models", "convert", published, "--json")
    assert said.code == 0
    assert said.document["kind"] == "descriptors"
    assert published.with_suffix("") / "descriptors.safetensors" in map(
        Path, said.document["files"]
    )
    assert published.exists()


def test_convert_into_a_named_folder(cli, published, tmp_path):
    assert cli("models", "convert", published, "--out", tmp_path / "there").code == 0
    assert (tmp_path / "there" / "descriptors.safetensors").is_file()


def test_convert_of_a_model_s_own_file_goes_where_the_model_is_looked_for(
    cli, published, checkpoints, monkeypatch
):
    rows = read_table(
        ROW.format(name="own", needs="[]", commit=COMMIT)
        + '\n[own.convert]\nkind = "descriptors"\nraw = "descriptors.pkl"\n'
        + 'makes = ["descriptors.safetensors"]\nby_hand = true\n'
    )
    monkeypatch.setattr(table, "models", lambda: rows)
    said = cli("models", "convert", published)
    assert said.code == 0
    assert "models pull own" in said.out
    assert (checkpoints / "own" / "descriptors.safetensors").is_file()
    refused(cli("models", "convert", published, "--as", "blip", "--json"), "kind descriptors")


def test_convert_does_not_take_another_file_of_that_name_for_the_model_s(
    cli, published, checkpoints, monkeypatch
):
    rows = read_table(
        ROW.format(name="own", needs="[]", commit=COMMIT)
        + '\n[own.convert]\nkind = "descriptors"\nmakes = ["descriptors.safetensors"]\n'
        + 'raw = {name = "descriptors.pkl", sha256 = "01234567"}\n'
    )
    monkeypatch.setattr(table, "models", lambda: rows)
    assert cli("models", "convert", published).code == 0
    assert (published.with_suffix("") / "descriptors.safetensors").is_file()
    assert not (checkpoints / "own").exists()


def test_convert_of_a_file_without_an_ending(cli, published):
    bare = published.rename(published.with_suffix(""))
    said = cli("models", "convert", bare, "--json")
    assert said.code == 0
    assert (bare.with_name("descriptors-converted") / "descriptors.safetensors").is_file()


def test_convert_says_in_one_line_what_is_wrong(cli, published, monkeypatch):
    refused(cli("models", "convert", published.parent / "none.pkl", "--json"), "none.pkl")
    refused(cli("models", "convert", published, "--as", "turbo", "--json"), "descriptors")
    refused(cli("models", "convert", published, "--out", "near", "--json"), "near is not made")
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    refused(cli("models", "convert", published, "--json"), "PyTorch", "requirements.txt")


def test_alone_it_shows_its_commands(cli):
    said = cli("models")
    assert "pull" in said.err
