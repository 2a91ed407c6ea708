"""The first cell of the notebooks: project and packages are found, errors are one line."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.web.notebook import install
from sketch2image.web.notebook.commands import pull_models
from tests.notebooks.running import read

STUB = "def prepare(tier):\n    print('prepared', tier, __file__)\n"


def test_an_unknown_tier_is_refused() -> None:
    with pytest.raises(UserError, match=r"no such tier: 'big'. Known: lite, auto, full"):
        install.prepare("big")


def test_where_all_is_here_nothing_is_installed(capsys: pytest.CaptureFixture[str]) -> None:
    install.prepare("lite")
    said = capsys.readouterr().out
    assert said.startswith("ready on this machine")
    assert "installing" not in said


def test_packages_that_cannot_be_installed_are_told_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "requirements-lite.txt").write_text("./not-there\n")
    monkeypatch.setattr(install, "PROJECT", tmp_path)
    monkeypatch.setattr(install, "_SETS", {"lite": ("requirements-lite.txt", "no_such_package")})
    with pytest.raises(UserError, match=r"requirements-lite.txt cannot be installed: .*") as caught:
        install.prepare("lite")
    assert caught.value.kind is ErrorKind.dependency
    assert "\n" not in str(caught.value)


def test_a_kernel_with_older_packages_asks_for_a_restart(monkeypatch: pytest.MonkeyPatch) -> None:
    assert install.stale_modules() == []
    older = ModuleType("numpy")
    older.__version__ = "1.26.4"
    monkeypatch.setitem(sys.modules, "numpy", older)
    with pytest.raises(UserError, match=r"still holds an older numpy. Restart the session"):
        install.prepare("lite")


@pytest.mark.parametrize("tier", ["lite", "auto"])
def test_only_the_full_tier_fetches_models(tier: str, capsys: pytest.CaptureFixture[str]) -> None:
    pull_models(tier)
    assert "nothing to fetch" in capsys.readouterr().out


def test_models_are_not_fetched_before_their_licences_are_accepted(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SKETCH2IMAGE_CHECKPOINTS", str(tmp_path))
    with pytest.raises(UserError, match="nobody is there to accept the licence of"):
        pull_models("full")
    said = capsys.readouterr().out
    assert "sd-turbo-fp16: licence" in said
    assert "dinov2-base: licence" in said


@pytest.mark.parametrize("way", ["above", "zip", "git", "named"])
def test_the_project_is_found_wherever_it_may_be(way: str, tmp_path: Path) -> None:
    done = _first_cell(tmp_path / "here", **_ways(way, tmp_path))
    assert "prepared lite" in done.stdout, done.stderr


def test_without_a_project_one_line_says_what_to_do(tmp_path: Path) -> None:
    done = _first_cell(tmp_path / "here", project="", repository="")
    assert "error: no project here. Set REPOSITORY or PROJECT" in done.stderr + done.stdout
    assert "Traceback" not in done.stderr + done.stdout


def _ways(way: str, tmp_path: Path) -> dict[str, str]:
    """Put a stub of the project where it is to be found; gives what has to be named."""
    here = tmp_path / "here"
    here.mkdir()
    place = {"above": tmp_path, "zip": tmp_path / "packed" / "top"}.get(way, tmp_path / "other")
    package = place / "sketch2image" / "web" / "notebook"
    package.mkdir(parents=True)
    (package / "install.py").write_text(STUB)
    if way == "zip":
        shutil.make_archive(str(here / "sketch2image"), "zip", tmp_path / "packed")
    if way == "git":
        git = ["git", "-c", "user.name=a", "-c", "user.email=a@b", "-C", str(place)]
        for words in (["init", "-q"], ["add", "."], ["commit", "-qm", "Stub"]):
            subprocess.run([*git, *words], check=True)
    return {
        "project": str(place) if way == "named" else "",
        "repository": f"file://{place}" if way == "git" else "",
    }


def _first_cell(folder: Path, *, project: str, repository: str) -> subprocess.CompletedProcess[str]:
    folder.mkdir(exist_ok=True)
    (cell,) = (c for c in read("sketch2image_colab").cells if c.id == "install")
    settings = f"PROJECT, REPOSITORY, TIER = {project!r}, {repository!r}, 'lite'\n"
    (folder / "cell.ipy").write_text(settings + cell.source)
    command = [sys.executable, "-m", "IPython", "--quick", "--colors=NoColor", "cell.ipy"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True)
