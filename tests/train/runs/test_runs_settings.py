"""Settings of runs: files, changes, templates."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

import pytest

from sketch2image.core.errors import UserError
from sketch2image.train.kinds import KINDS, settings_of
from sketch2image.train.runs.rate import rate_at
from sketch2image.train.runs.settings import RunSettings, assignments, read_settings, template


@dataclass(frozen=True)
class Lasting:
    steps: int
    an_epoch: int = 1


@pytest.mark.parametrize("name", KINDS)
def test_a_template_reads_back_as_the_defaults(name: str, tmp_path: Path) -> None:
    kind = settings_of(name)
    (tmp_path / "run.toml").write_text(template(kind))

    assert read_settings(kind, tmp_path / "run.toml", {}) == kind()


@pytest.mark.parametrize("name", KINDS)
def test_every_setting_says_what_it_means(name: str) -> None:
    assert all(field.description for field in settings_of(name).model_fields.values())


def test_a_template_of_a_run_keeps_its_values() -> None:
    shown = template(RunSettings, RunSettings(rate=3e-4, data='a "quoted" path\\x 🖍'))

    values = tomllib.loads(shown)
    assert (values["rate"], values["data"]) == (3e-4, 'a "quoted" path\\x 🖍')


def test_changes_win_over_the_file(tmp_path: Path) -> None:
    file = tmp_path / "run.toml"
    file.write_text("rate = 1e-3\nbatch = 8\n")

    read = read_settings(RunSettings, file, assignments(["batch=2", "data=my sketches"]))

    assert (read.rate, read.batch, read.data) == (1e-3, 2, "my sketches")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("rate = -1", "rate: input should be greater than 0"),
        ("rats = 1", "rats: extra inputs are not permitted"),
        ("rate =", "is not TOML"),
        ('schedule = "wild"', "schedule: input should be 'constant', 'cosine', 'linear'"),
    ],
)
def test_wrong_settings_are_one_line(content: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "run.toml").write_text(content)

    with pytest.raises(UserError) as caught:
        read_settings(RunSettings, tmp_path / "run.toml", {})

    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_missing_file_says_how_to_write_one(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="train config"):
        read_settings(RunSettings, tmp_path / "run.toml", {})


def test_a_change_needs_a_value() -> None:
    with pytest.raises(UserError, match="'rate' sets nothing"):
        assignments(["rate"])


@pytest.mark.parametrize(
    ("schedule", "middle", "end"),
    [("constant", 1, 1), ("cosine", 0.5, 0), ("linear", 0.5, 0), ("staircase", 1, 0.1)],
)
def test_the_rate_warms_up_and_then_follows_its_schedule(
    schedule: str, middle: float, end: float
) -> None:
    settings = RunSettings.model_validate({"rate": 1.0, "warm_up": 10, "schedule": schedule})

    assert [rate_at(step, Lasting(110), settings) for step in (0, 4, 9)] == [0.1, 0.5, 1.0]
    assert rate_at(60, Lasting(110), settings) == pytest.approx(middle)
    assert rate_at(110, Lasting(110), settings) == pytest.approx(end)


def test_a_staircase_falls_after_six_of_ten_epochs() -> None:
    settings = RunSettings(rate=1.0, schedule="staircase")

    rates = [rate_at(step, Lasting(70), settings) for step in range(70)]
    assert rates == [1.0] * 42 + [0.1] * 28


def test_tenths_fall_every_so_many_epochs_after_the_warm_up() -> None:
    settings = RunSettings(rate=1.0, schedule="tenths", fall_every=2, warm_up=1)

    rates = [rate_at(step, Lasting(16, an_epoch=3), settings) for step in range(16)]
    assert rates[:7] == [1.0] * 7
    assert rates[7:] == pytest.approx([0.1] * 6 + [0.01] * 3)


def test_tenths_fall_every_ten_epochs_by_default() -> None:
    settings = RunSettings(rate=1.0, schedule="tenths")

    rates = [rate_at(step, Lasting(50), settings) for step in range(50)]
    assert rates[::10] == pytest.approx([1, 0.1, 0.01, 1e-3, 1e-4])
    assert rates[9] == 1.0
