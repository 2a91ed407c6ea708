"""`museum train`: the options of nikosips/met, and what a wrong word gets."""

from __future__ import annotations

import tomllib

import pytest

from tests.train.instances.patterns import write_patterns


@pytest.fixture
def museum(tmp_path, monkeypatch):
    """A folder with pictures of works in `works`, which is the current one."""
    monkeypatch.chdir(tmp_path)
    write_patterns(tmp_path / "works", classes=4, pictures=2)
    return tmp_path


def test_options_of_the_original_are_settings_of_the_run(cli, museum):
    words = "--untrained --pairs_type pos+new_neg --margin 1.5 --imsize 32 --backbone_lr 1e-4 "
    words += "--wdecay 0.01 --bsize 2 --seed 3 --emb_proj --set steps=1 --set device=cpu"

    done = cli("museum", "train", "run", "--data", "works", *words.split(), "--json")

    settings = tomllib.loads((museum / "run" / "config.toml").read_text())
    assert done.document["folder"] == "run"
    assert set(done.document["figures"]) == {"gap", "gap_minus", "acc"}
    expected = {
        "data": "works", "untrained": True, "pairs": "pos+new_neg", "margin": 1.5, "image": 32,
        "rate": 1e-4, "weight_decay": 0.01, "batch": 2, "accumulate": 1, "seed": 3,
        "emb_proj": True, "pca": False, "steps": 1,
    }  # fmt: skip
    assert {name: settings[name] for name in expected} == expected
    assert (museum / "run" / "best" / "model.safetensors").is_file()


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("run",), "there is nothing to learn from"),
        (("run", "--data", "nowhere", "--untrained"), "nowhere"),
        (("run", "--data", "works", "--info_dir", "works"), "two sources to learn from"),
        (("run", "--info_dir", "works"), "holds neither MET_database.json nor"),
        (
            ("run", "--data", "works", "--pairs_type", "neg"),
            "pairs: input should be 'sim_siam_pos'",
        ),
        (("run", "--data", "works", "--margin", "0"), "margin: input should be greater than 0"),
        (("run", "--data", "works", "--bsize", "0"), "batch: input should be greater than"),
        (("run", "--data", "works", "--pca"), "pca begins the layer of emb_proj"),
        (("run", "--data", "works", "--net", "r19"), "no such backbone: 'r19'"),
        (("run", "--data", "works"), "r18-imagenet"),
        (("run", "--out", "other", "--data", "works"), "the run is to be in run and in other"),
        (("--resume",), "--resume does not say which run"),
        (("run", "--resume"), "run holds no run"),
    ],
)
def test_wrong_words_are_one_line(cli, museum, words, message):
    done = cli("museum", "train", *words)

    assert done.code == 2
    assert message in done.err
    assert done.err.strip().count("\n") == 0
    assert not (museum / "run").exists()
