"""What the wheel holds, and the program that pipx makes of it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from sketch2image.core.paths import HOME_VARIABLE

PROJECT = Path(__file__).resolve().parents[2]
LEFT_OUT = {".pyc"}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory"]
    subprocess.run([*command, folder], cwd=PROJECT, check=True, capture_output=True)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def held(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def files(folder: str) -> set[str]:
    """Files of the repository below a folder of it, with their paths in there."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", folder],
        cwd=PROJECT, check=True, capture_output=True, text=True,
    )  # fmt: skip
    return {name for name in listed.stdout.splitlines() if (PROJECT / name).is_file()}


def test_all_of_the_package_is_in_the_wheel(held: set[str]):
    ours = files("sketch2image")
    assert {Path(name).suffix for name in ours} >= {".py", ".toml", ".json", ".svg", ".desktop"}
    assert not ours - held


def test_models_and_samples_lie_inside_the_package(held: set[str]):
    brought = files("checkpoints/lite") | files("gallery/sample")
    assert "checkpoints/lite/captioner.md" in brought
    assert {f"sketch2image/bundled/{name}" for name in brought} == {
        name for name in held if name.startswith("sketch2image/bundled/")
    }


def test_distributions_find_the_menu_entry_and_the_icons(held: set[str]):
    shared = {name.partition(".data/data/share/")[2] for name in held if ".data/data/" in name}
    assert shared == {
        "applications/sketch2image.desktop",
        "icons/hicolor/scalable/apps/sketch2image.svg",
        "icons/hicolor/256x256/apps/sketch2image.png",
        "icons/hicolor/48x48/apps/sketch2image.png",
    }


def test_nothing_fetched_or_made_is_in_the_wheel(held: set[str]):
    assert not {name for name in held if name.endswith((".pyc", ".task", ".safetensors"))}


def test_the_window_and_the_phone_come_with_the_default_set(wheel: Path):
    with zipfile.ZipFile(wheel) as archive:
        (metadata,) = (name for name in archive.namelist() if name.endswith("/METADATA"))
        lines = archive.read(metadata).decode().splitlines()
    needed = [line for line in lines if line.startswith("Requires-Dist:") and "extra" not in line]
    named = " ".join(needed).lower()
    assert "pyside6-essentials" in named
    assert "adbutils" in named
    assert "torch" not in named


@pytest.fixture(scope="module")
def pipx(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """pipx in an environment of its own."""
    folder = tmp_path_factory.mktemp("pipx")
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    python = str(folder / ("Scripts" if os.name == "nt" else "bin") / "python")
    subprocess.run([python, "-m", "pip", "install", "--quiet", "pipx"], check=True)
    return [python, "-m", "pipx"]


@pytest.mark.slow
def test_pipx_installs_a_program_that_leaves_its_own_folder_alone(
    wheel: Path, pipx: list[str], tmp_path: Path
):
    place = {
        "HOME": str(tmp_path / "home"),
        "PIPX_HOME": str(tmp_path / "pipx"),
        "PIPX_BIN_DIR": str(tmp_path / "bin"),
        "XDG_DATA_HOME": str(tmp_path / "share"),
        HOME_VARIABLE: str(tmp_path / "state"),
    }
    (tmp_path / "home").mkdir()
    environment = os.environ | place
    pins = f"--constraint {PROJECT / 'requirements-lite.txt'}"
    command = [*pipx, "install", str(wheel), "--pip-args", pins]
    subprocess.run(command, env=environment, check=True, cwd=tmp_path)
    before = listing(tmp_path / "pipx" / "venvs")
    program = shutil.which("sketch2image", path=tmp_path / "bin")
    assert program
    for words in (["doctor"], ["desktop"], ["demo", "--out", "found"]):
        subprocess.run([program, *words], env=environment, check=True, cwd=tmp_path)
    assert (tmp_path / "found" / "render.png").is_file()
    assert (tmp_path / "share" / "applications" / "sketch2image.desktop").is_file()
    assert listing(tmp_path / "pipx" / "venvs") == before


def listing(folder: Path) -> dict[str, int]:
    """Sizes of the files below a folder, without what Python compiles for itself."""
    found = (file for file in folder.rglob("*") if file.is_file() and file.suffix not in LEFT_OUT)
    return {str(file): file.stat().st_size for file in found}
