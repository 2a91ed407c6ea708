"""`train`: what a person types, and what a wrong word gets."""

from __future__ import annotations

import tomllib

import pytest

from sketch2image.train.kinds import KINDS, settings_of


@pytest.mark.parametrize("kind", KINDS)
def test_config_prints_every_setting_as_toml(cli, kind):
    done = cli("train", "config", kind)

    assert set(tomllib.loads(done.out)) == set(settings_of(kind).model_fields)


def test_config_speaks_json(cli):
    document = cli("train", "config", "blip", "--json").document

    assert document["kind"] == "blip"
    assert document["settings"]["batch"] == settings_of("blip")().batch


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("config", "nothing"), "nothing called 'nothing' can be trained. Known: blip, turbo"),
        (("blip", "--set", "rate"), "'rate' sets nothing"),
        (("blip", "--set", "rate=fast"), "rate: input should be a valid number"),
        (("blip", "--set", "wings=2"), "wings: extra inputs are not permitted"),
        (("blip", "--config", "no.toml"), "no settings file no.toml"),
        (("turbo", "--resume"), "--resume does not say which run"),
        (("turbo", "--resume", "--out", "nowhere"), "nowhere holds no run"),
        (("contrastive", "--data", "nowhere"), "nowhere"),
        (("turbo", "--data", "nowhere"), "nowhere"),
        (("blip", "--data", "nowhere"), "nowhere"),
    ],
)
def test_wrong_words_are_one_line(cli, tmp_path, monkeypatch, words, message):
    monkeypatch.chdir(tmp_path)

    done = cli("train", *words)

    assert done.code == 2
    assert message in done.err
    assert done.err.strip().count("\n") == 0
    assert not (tmp_path / "runs").exists()
