"""`models use`, and what `models list` says of a choice."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from sketch2image.core.paths import CHECKPOINTS_VARIABLE
from tests.gallery.tiny_towers import save_dinov2


@pytest.fixture(autouse=True)
def checkpoints(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "checkpoints"
    monkeypatch.setenv(CHECKPOINTS_VARIABLE, str(folder))
    return folder


@pytest.fixture(scope="module")
def dino(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save_dinov2(tmp_path_factory.mktemp("dino") / "mine")


def marked(lines: list[str]) -> list[str]:
    return [line.split()[0] for line in lines if line[30:31] == "*"]


def test_a_folder_is_used_and_listed_and_taken_back(cli, dino):
    used = cli("models", "use", "encoder", dino, "--json")
    assert (used.code, used.document) == (0, {"part": "encoder", "model": str(dino)})
    listed = cli("models", "list").out.splitlines()
    assert f"  {dino}" in listed
    assert marked(listed)[:2] == ["blip-base", "turbo-sketch"]
    assert listed[listed.index(f"  {dino}") + 1][30] == "*"
    rows = cli("models", "list", "--json").document["models"]
    assert [row["id"] for row in rows if row["chosen"]][-1] == str(dino)
    back = cli("models", "use", "encoder", "default")
    assert back.out == "full encoder from now on: the best that is here\n"
    assert "dinov2-base" in marked(cli("models", "list").out.splitlines())


def test_the_environment_wins_and_that_is_said(cli, dino, monkeypatch):
    monkeypatch.setenv("SKETCH2IMAGE_ENCODE_MODEL", "dinov2-base")
    said = cli("models", "use", "encoder", dino)
    assert said.code == 0
    assert "SKETCH2IMAGE_ENCODE_MODEL is set, and wins over this setting" in said.err


def test_a_wrong_choice_is_one_line(cli, tmp_path):
    for words, message in (
        (("captioner", tmp_path), "holds no model"),
        (("captioner", "blip-base"), "the full models are not here: blip-base"),
        (("ears", "blip-base"), "no such part: 'ears'"),
    ):
        said = cli("models", "use", *words)
        assert said.code == 2
        (line,) = [line for line in said.err.splitlines() if line.startswith("error: ")]
        assert message in line


def test_a_folder_that_went_away_does_not_stop_the_list(cli, dino, tmp_path):
    moved = Path(shutil.copytree(dino, tmp_path / "moved"))
    assert cli("models", "use", "encoder", moved).code == 0
    shutil.rmtree(moved)
    said = cli("models", "list")
    assert said.code == 0
    assert f"note: unknown model '{moved}'" in said.err
    assert marked(said.out.splitlines()) == []
