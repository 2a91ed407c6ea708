"""The commands with full models, tiny ones of the same architectures."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys

import numpy as np
import pytest
from PIL import Image
from safetensors.numpy import load_file

from sketch2image.core.paths import CHECKPOINTS_VARIABLE, checkpoints, sample_gallery
from tests.engine.tiny_full import GOLDEN, write_checkpoints

BASE = GOLDEN / "sd-turbo-tiny"
NOISE = GOLDEN / "golden.safetensors"
PROMPT = "convert a pizza into a high-resolution color image with a white background"
HEAVY = """
import sys
from sketch2image.cli.app import run
code = run(sys.argv[1:])
heavy = {"torch", "diffusers", "transformers", "PySide6"}
print("imported:", sorted(heavy & set(sys.modules)), file=sys.stderr)
sys.exit(code)
"""
CUP = sorted(sample_gallery().glob("cup-*.jpg"))[0]


@pytest.fixture(scope="module")
def stock(tmp_path_factory):
    root = write_checkpoints(tmp_path_factory.mktemp("stock"))
    (root / "lite").symlink_to(checkpoints() / "lite")
    (root / "hand_landmarker.task").symlink_to(checkpoints() / "hand_landmarker.task")
    return root


@pytest.fixture
def full(stock, monkeypatch):
    monkeypatch.setenv(CHECKPOINTS_VARIABLE, str(stock))


@pytest.fixture
def control(tmp_path):
    """The golden control picture as a drawing."""
    lines = load_file(NOISE)["control"][0].transpose(1, 2, 0)
    Image.fromarray((255 - 255 * lines).astype(np.uint8)).save(tmp_path / "control.png")
    return tmp_path / "control.png"


@pytest.mark.slow
def test_own_weights_render_what_the_published_program_did(cli, control, tmp_path):
    pickle = GOLDEN / "sketch_to_image_stochastic_lora.pkl"
    assert cli("models", "convert", pickle, "--base", BASE, "--out", tmp_path / "w").code == 0
    said = cli(
        "render", control, "--out", tmp_path / "o.png", "--raw", tmp_path / "o.npy", "--json",
        "--base", BASE, "--weights", tmp_path / "w" / "weights.safetensors",
        "--latent-noise", f"{NOISE}:encoder_noise", "--noise-map", f"{NOISE}:noise_map",
        "--prompt", PROMPT, "--strength", 0.4, "--size", 64,
    )  # fmt: skip
    assert said.code == 0
    assert said.document["method"] == "network"
    assert said.document["tier"] == {"taken": "full", "why": "asked for"}
    expected = load_file(NOISE)["sketch_output_r0.4"]
    raw = np.load(tmp_path / "o.npy")
    assert np.abs(raw - expected).max() < 1e-4
    pixels = np.asarray(Image.open(tmp_path / "o.png"), float)
    assert np.abs(pixels - (expected[0].transpose(1, 2, 0) + 1) * 127.5).max() < 0.6


@pytest.mark.slow
def test_several_seeds_become_several_files(cli, full, control, tmp_path):
    said = cli(
        "render", control, "--out", tmp_path / "o.png", "--prompt", "a cup", "--tier", "full",
        "--seed", 5, "--count", 2, "--size", 64, "--style", "ink of {prompt}", "--json",
    )  # fmt: skip
    assert said.document["paths"] == [str(tmp_path / "o-5.png"), str(tmp_path / "o-6.png")]
    assert said.document["prompt"] == "ink of a cup"
    assert Image.open(tmp_path / "o-5.png").size == (64, 64)


@pytest.mark.slow
def test_the_doctor_tries_each_full_model(cli, full):
    said = cli("doctor", "--full", "--json")
    checks = {check["name"]: check for check in said.document["checks"]}
    assert checks["full models"]["ok"]
    for name in ("full caption", "full render", "full embed"):
        assert checks[name]["ok"], checks[name]
    assert "32 numbers a picture" in checks["full embed"]["detail"]


@pytest.mark.usefixtures("full")
def test_a_gallery_is_searched_by_full_vectors_and_the_program_stays_light(tmp_path):
    for file in (CUP, *sorted(sample_gallery().glob("*-1.jpg"))[:4]):
        shutil.copy(file, tmp_path)
    words = ["search", CUP, "--tier", "full", "--k", "1", "--gallery", tmp_path, "--json"]
    done = subprocess.run([sys.executable, "-c", HEAVY, *words], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stderr.splitlines()[-1] == "imported: []"
    found = json.loads(done.stdout)
    (match,) = found["results"][0]["matches"]
    assert match["path"] == str(tmp_path / CUP.name)
    assert found["tier"]["taken"] == "full"


def test_things_are_found_in_a_photo(cli, full, tmp_path):
    said = cli("detect", CUP, "--prompt", "a cup.", "--out", tmp_path / "crop.png", "--json")
    left, top, right, bottom = said.document["best"]["box"]
    assert Image.open(tmp_path / "crop.png").size == (right - left, bottom - top)


def test_doctor_full_asks_for_licences_first(cli, tmp_path, monkeypatch):
    monkeypatch.setenv(CHECKPOINTS_VARIABLE, str(tmp_path / "none"))
    said = cli("doctor", "--full")
    assert said.code == 2
    assert "nobody is there to accept the licence" in said.err


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--tier", "fast"], "no such tier: 'fast'. Known: auto, lite, full."),
        (["--tier", "full"], "Run `python main.py models pull"),
        (["--size", "100"], "100 is not a multiple of 8"),
        (["--size", "256"], "the lite renderer cannot do that. Use --tier full"),
        (["--style", "anime"], "the lite renderer has no styles"),
        (["--base", str(BASE)], "--base and --weights go together"),
        (
            ["--base", "x", "--weights", "y", "--tier", "lite"],
            "--base does not go with --tier lite",
        ),
        (["--seed", str(2**70)], "--seed"),
        (["--canny", "200,100"], "'200,100' are no marks for edges"),
        (["--noise-map", "none.npy"], "none.npy does not exist"),
        (["--raw", "x.png"], "Name it .npy"),
        (["--prompt", "알수없는말"], "the Korean word 알수없는말 is not known"),
        (
            ["--base", str(BASE), "--weights", str(GOLDEN / "edge_to_image_loras.pkl")],
            "models convert",
        ),
    ],
)
def test_wrong_words_are_one_line(cli, control, tmp_path, monkeypatch, words, message):
    root = tmp_path / "none"
    root.mkdir()
    (root / "lite").symlink_to(checkpoints() / "lite")
    monkeypatch.setenv(CHECKPOINTS_VARIABLE, str(root))
    given = [] if "--prompt" in words else ["--prompt", "a cup"]
    said = cli("render", control, "--out", tmp_path / "o.png", *given, *words)
    assert said.code == 2
    assert message in said.err
    assert len(said.err.strip().splitlines()) == 1
    assert not (tmp_path / "o.png").exists()


def test_lite_steps_in_only_when_asked(cli, control, tmp_path, monkeypatch):
    (tmp_path / "lite").symlink_to(checkpoints() / "lite")
    monkeypatch.setenv(CHECKPOINTS_VARIABLE, str(tmp_path))
    said = cli(
        "render", control, "--out", tmp_path / "o.png", "--prompt", "a strawberry",
        "--tier", "full", "--or-lite", "--json",
    )  # fmt: skip
    assert said.code == 0
    assert said.document["tier"]["taken"] == "lite"
    assert "The lite models answer instead." in said.err


@pytest.mark.usefixtures("indexed")
def test_words_find_pictures(cli):
    said = cli("search", "--text", "찻주전자", "--k", 3, "--gallery", CUP.parent, "--json")
    (result,) = said.document["results"]
    assert result["kind"] == "words"
    assert all("teapot" in match["path"] for match in result["matches"])


@pytest.mark.usefixtures("indexed")
def test_words_go_beside_a_picture(cli):
    def first_teapot(*more):
        said = cli("search", CUP, *more, "--k", 1000, "--gallery", CUP.parent, "--json")
        matches = said.document["results"][0]["matches"]
        return next(match["rank"] for match in matches if "teapot" in match["path"])

    assert first_teapot("--text", "teapot") < first_teapot()


@pytest.mark.usefixtures("indexed")
@pytest.mark.parametrize(
    ("words", "message"),
    [([], "nothing to search for"), (["--text", "quux"], "this encoder does not know 'quux'")],
)
def test_searches_without_meaning_are_said(cli, words, message):
    said = cli("search", *words)
    assert said.code == 2
    assert message in said.err
