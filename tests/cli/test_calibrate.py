"""`calibrate`: the size of the hand goes into the settings."""

from __future__ import annotations

from sketch2image.core.settings import load


def test_measure_keep_and_forget(cli, home):
    said = cli("calibrate", "--camera", "simulated", "--subject", "spoon", "--json")
    assert said.code == 0
    assert 0.08 < said.document["palm"] < 0.16
    assert said.document["hand"] == "Right"
    assert load().palm == said.document["palm"]
    assert cli("calibrate", "--forget", "--json").document["palm"] == 0
    assert load().palm == 0


def test_a_hand_that_is_none(cli, home):
    said = cli("calibrate", "--camera", "simulated", "--hand", "both")
    assert said.code == 2
    assert "any, left, right" in said.err
    assert not (home / "settings.toml").exists()
