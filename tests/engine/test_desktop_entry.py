"""The program in the menu of a Linux desktop."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from sketch2image.core import paths
from sketch2image.core.errors import UserError
from sketch2image.engine import desktop_entry
from sketch2image.engine.desktop_entry import ensure_entry, remove_entry, write_entry

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="only desktops of Linux have such entries"
)
needs_validator = pytest.mark.skipif(
    shutil.which("desktop-file-validate") is None, reason="desktop-file-validate not found"
)


@pytest.fixture
def menu(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where a person's entries lie; the machine has none of this program."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "share"))
    monkeypatch.setenv("XDG_DATA_DIRS", str(tmp_path / "everyone"))
    return tmp_path / "share"


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file that starts an installed program, in a folder whose name is hard to quote."""
    file = tmp_path / 'a $folder, 100% "quoted" & `odd`' / "sketch2image"
    file.parent.mkdir()
    file.touch(mode=0o755)
    monkeypatch.setattr(paths, "_BUNDLED", tmp_path)
    monkeypatch.setattr(desktop_entry, "launcher", lambda: (str(file),))
    return file


def values(entry: Path) -> dict[str, str]:
    lines = entry.read_text(encoding="utf-8").splitlines()
    return {key: value for key, found, value in (line.partition("=") for line in lines) if found}


def test_a_checkout_is_started_by_its_own_python(menu: Path):
    entry = write_entry()
    main = Path(__file__).resolve().parents[2] / "main.py"
    assert entry.command == (sys.executable, str(main))
    assert values(entry.file)["Exec"] == f'"{sys.executable}" "{main}"'
    assert values(entry.file)["TryExec"] == sys.executable


def test_the_entry_speaks_english_and_korean(menu: Path):
    found = values(write_entry().file)
    assert found["Name"] == found["Name[ko]"] == "Sketch2Image"
    assert "finger" in found["Comment"]
    assert "손가락" in found["Comment[ko]"]
    assert found["Categories"] == "Graphics;"
    assert found["StartupWMClass"] == "sketch2image"


def test_the_icons_are_where_themes_look(menu: Path):
    icons = write_entry().icons
    apps = menu / "icons" / "hicolor"
    assert apps / "scalable" / "apps" / "sketch2image.svg" in icons
    assert apps / "256x256" / "apps" / "sketch2image.png" in icons
    assert all(file.stat().st_size for file in icons)


@needs_validator
def test_the_entry_is_valid_even_where_the_program_lies_in_an_odd_folder(menu: Path, program: Path):
    entry = write_entry()
    done = subprocess.run(["desktop-file-validate", entry.file], capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, "")


def test_an_odd_folder_is_quoted_as_the_specification_asks(menu: Path, program: Path):
    # the string's own escapes first, then those of a quoted argument, then the field codes
    line = values(write_entry().file)["Exec"].replace("\\\\", "\\")
    assert line.startswith('"')
    assert line.endswith('"')
    word = line[1:-1]
    for escaped, plain in (('\\"', '"'), ("\\`", "`"), ("\\$", "$"), ("%%", "%")):
        word = word.replace(escaped, plain)
    assert word == str(program)


def test_writing_twice_leaves_one_entry(menu: Path):
    assert write_entry() == write_entry()
    assert [file.name for file in (menu / "applications").iterdir()] == ["sketch2image.desktop"]


def test_removing_takes_away_all_that_was_written(menu: Path):
    entry = write_entry()
    assert remove_entry() == (entry.file, *entry.icons)
    assert not [file for file in menu.rglob("*") if file.is_file()]
    assert remove_entry() == ()


def test_an_installed_program_puts_itself_into_the_menu(menu: Path, program: Path):
    ensure_entry()
    assert values(menu / "applications" / "sketch2image.desktop")["TryExec"] == str(program)


def test_a_checkout_does_not_put_itself_into_the_menu(menu: Path):
    ensure_entry()
    assert not menu.exists()


def test_what_the_person_changed_in_the_entry_stays(menu: Path, program: Path):
    file = write_entry().file
    mine = file.read_text(encoding="utf-8").replace("Name=Sketch2Image", "Name=Mine")
    file.write_text(mine, encoding="utf-8")
    ensure_entry()
    assert file.read_text(encoding="utf-8") == mine


def test_an_entry_of_a_program_that_is_gone_is_written_anew(
    menu: Path, program: Path, monkeypatch: pytest.MonkeyPatch
):
    with monkeypatch.context() as patch:
        patch.setattr(desktop_entry, "launcher", lambda: ("/gone/sketch2image",))
        write_entry()
    ensure_entry()
    assert values(menu / "applications" / "sketch2image.desktop")["TryExec"] == str(program)


def test_a_missing_icon_comes_back(menu: Path, program: Path):
    icon = write_entry().icons[0]
    icon.unlink()
    ensure_entry()
    assert icon.is_file()


def test_an_entry_that_was_removed_stays_away_until_asked_for(menu: Path, program: Path):
    write_entry()
    remove_entry()
    ensure_entry()
    assert not (menu / "applications" / "sketch2image.desktop").exists()
    write_entry().file.unlink()
    ensure_entry()
    assert (menu / "applications" / "sketch2image.desktop").exists()


def test_an_entry_for_everyone_is_enough(menu: Path, program: Path, tmp_path: Path):
    shared = tmp_path / "everyone" / "applications" / "sketch2image.desktop"
    shared.parent.mkdir(parents=True)
    shared.touch()
    ensure_entry()
    assert not menu.exists()


def test_a_menu_that_cannot_be_written_does_not_keep_the_program_from_starting(
    menu: Path, program: Path
):
    menu.touch()
    ensure_entry()
    with pytest.raises(UserError, match="cannot write"):
        write_entry()


@pytest.mark.parametrize(("system", "word"), [("darwin", "Applications"), ("win32", "start menu")])
def test_other_systems_are_told_what_to_do(
    menu: Path, monkeypatch: pytest.MonkeyPatch, system: str, word: str
):
    monkeypatch.setattr(sys, "platform", system)
    for change in (write_entry, remove_entry):
        with pytest.raises(UserError, match="Linux only") as caught:
            change()
        assert word in caught.value.hint
    ensure_entry()
    assert not menu.exists()
