"""Settings from the file and the environment, and what is said when they are wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.paths import HOME_VARIABLE, cache
from sketch2image.core.settings import FILE, GROUPS, Settings, group, load, reset, save


@pytest.fixture(autouse=True)
def no_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("CAMERA", "PROFILE", "GALLERY", "HAND", "PALM", "COLOR", "WIDTH"):
        monkeypatch.delenv(f"SKETCH2IMAGE_{name}", raising=False)


def wrong() -> UserError:
    with pytest.raises(UserError) as caught:
        load()
    assert caught.value.hint
    return caught.value


def test_defaults():
    assert (load().camera, load().profile, load().gallery) == ("0", "default", "")


@pytest.mark.parametrize("written", ["1", '"1"'])
def test_a_camera_may_be_a_number_or_text(home: Path, written: str):
    (home / FILE).write_text(f"camera = {written}\n")
    assert load().camera == "1"


def test_the_environment_wins_over_the_file(home: Path, monkeypatch: pytest.MonkeyPatch):
    (home / FILE).write_text('camera = 1\nprofile = "readme"\n')
    monkeypatch.setenv("SKETCH2IMAGE_CAMERA", "2")
    assert (load().camera, load().profile) == ("2", "readme")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b'pen = "red"\n', "'pen'"),
        (b"camera = [1]\n", "'camera'"),
        (b"camera = = 1\n", "not valid TOML"),
        (b'camera = "\xff"\n', "not valid TOML"),
    ],
    ids=["unknown name", "wrong type", "no TOML", "no UTF-8"],
)
def test_what_is_wrong_is_said(home: Path, content: bytes, words: str):
    (home / FILE).write_bytes(content)
    error = wrong()
    assert error.kind is ErrorKind.input
    assert words in error.message
    assert str(home / FILE) in str(error)


@pytest.mark.parametrize("place", ["file", "file/below"])
def test_a_home_that_cannot_be_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str):
    (tmp_path / "file").touch()
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path / place))
    assert wrong().kind is ErrorKind.output
    with pytest.raises(UserError, match="cannot write"):
        cache()


def test_saving_one_setting_keeps_the_rest_of_the_file(home: Path):
    (home / FILE).write_text('# mine\npalm = 0.1\ncamera = "1"\n')
    assert save("palm", 0.25) == home / FILE
    assert (home / FILE).read_text() == '# mine\ncamera = "1"\npalm = 0.25\n'
    save("hand", "left")
    assert (load().palm, load().hand, load().camera) == (0.25, "left", "1")


def test_nothing_is_saved_into_a_file_with_mistakes(home: Path):
    (home / FILE).write_text("palm = 7\n")
    with pytest.raises(UserError, match="palm"):
        save("palm", 0.25)
    assert (home / FILE).read_text() == "palm = 7\n"


@pytest.mark.parametrize("value", [True, 'a "b" \\ 한글 \x7f', 0.5])
def test_what_is_saved_is_read_again(home: Path, value: str | float | bool):
    name = {bool: "live", str: "vocabulary", float: "paper"}[type(value)]
    save(name, value)
    assert getattr(load(), name) == value


def test_a_wrong_value_is_said_and_not_saved(home: Path):
    save("width", 9)
    with pytest.raises(UserError, match="'width': input should be less than or equal to 60"):
        save("width", 61)
    assert load().width == 9


def test_none_is_the_default_again(home: Path):
    save("turbo_fixed_strength", 0.4)
    save("turbo_fixed_strength", None)
    assert load().turbo_fixed_strength is None


@pytest.mark.parametrize("key", ["palm", '"palm"', "'palm'", "  palm  "])
def test_resetting_takes_one_line_away(home: Path, key: str):
    (home / FILE).write_text(f"# mine\n{key} = 0.1\ncamera = '1'\n")
    reset("palm")
    assert (home / FILE).read_text() == "# mine\ncamera = '1'\n"
    assert load().palm == 0


def test_resetting_mends_a_wrong_value(home: Path):
    (home / FILE).write_text("palm = 7\n")
    reset("palm")
    assert load().palm == 0


def test_every_setting_says_what_it_is_about_and_what_it_means():
    for name, field in Settings.model_fields.items():
        assert group(name) in GROUPS
        assert field.title
        assert field.description
