"""`artworks register` as people type it."""

from __future__ import annotations

import faiss
import numpy as np
import pytest
from PIL import Image as Pillow

from sketch2image.cli.artworks_models import chosen_making
from sketch2image.core.errors import UserError
from sketch2image.gallery.dino import DinoEncoder
from sketch2image.gallery.lite import LiteEncoder
from sketch2image.systems.artworks.collection import making_of
from sketch2image.systems.artworks.keeping import Making
from tests.gallery.conftest import paint_picture
from tests.gallery.tiny_towers import save_dinov2


@pytest.fixture
def works(tmp_path):
    folder = tmp_path / "works"
    for seed, name in enumerate(("Monet/lilies.png", "Munch/scream.png")):
        paint_picture(folder / name, seed)
    return folder


@pytest.fixture
def db(tmp_path, works):
    """A database of Pocket Docent of the works, by a tiny DINOv2 in `tmp_path / "model"`."""
    pictures = [np.asarray(Pillow.open(file)) for file in sorted(works.rglob("*.png"))]
    encoder = DinoEncoder(save_dinov2(tmp_path / "model"), view="bgr-compat")
    vectors = encoder.encode_photos(pictures)
    folder = tmp_path / "db"
    folder.mkdir()
    index = faiss.IndexFlatIP(vectors.shape[1])
    index.add(vectors)
    faiss.write_index(index, str(folder / "small_index.faiss"))
    rows = [("Monet", "Monet_1", "/far/Monet/lilies.png"), ("Munch", "9", "/far/Munch/scream.png")]
    np.save(folder / "artworks_metadata.npy", rows)
    return folder


def test_a_folder_becomes_a_collection_and_again_costs_nothing(cli, works, tmp_path):
    table = tmp_path / "t.csv"
    table.write_text("file;title\nscream;The Scream\nlost;Lost\n")
    said = cli("artworks", "register", works, "--metadata", table)
    assert said.code == 0
    first, *others = said.out.splitlines()
    assert first.startswith("collection artworks: 2 added, 0 updated, 0 renamed, 0 removed")
    assert first.endswith("2 works")
    assert others == [
        "  1 pictures without a row: Monet/lilies.png",
        "  1 rows without a picture of their own: lost",
    ]
    again = cli("artworks", "register", works, "--metadata", table, "--json").document
    assert (again["added"], again["unchanged"], again["works"]) == (0, 2, 2)
    assert again["without_picture"] == ["lost"]
    assert again["tier"]["taken"] == "lite"
    assert cli("gallery", "stats", "artworks", "--json").document["pictures"] == 2


@pytest.mark.slow
def test_pocket_docents_vectors_are_taken_over_by_its_model(cli, works, db, tmp_path):
    words = ["--docent", db, "--model", tmp_path / "model", "--collection", "docent", "--json"]
    said = cli("artworks", "register", works, *words)
    assert said.code == 0, said.err
    assert (said.document["taken_over"], said.document["works"]) == (2, 2)
    assert said.document["tier"]["taken"] == "full"
    model = str(tmp_path / "model")
    assert making_of("docent") == Making(model, "bgr-compat")
    assert chosen_making("docent", "", "", None) == Making(model, "bgr-compat")
    assert chosen_making("docent", "", "", False) == Making(model, "rgb-compat")
    assert chosen_making("docent", "lite", "", None) == Making("lite")


def test_pocket_docents_vectors_are_not_those_of_the_lite_encoder(cli, works, db):
    said = cli("artworks", "register", works, "--docent", db, "--tier", "lite", "--rgb")
    assert said.code == 2
    assert "--bgr and --rgb are for a DINO" in said.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--model", "dinov2-small"], "the full models are not here: dinov2-small"),
        (["--model", "dinov2-small", "--tier", "lite"], "--tier lite does not go with --model"),
        (["--model", "openclip-b16", "--bgr"], "are for a DINO, not for an encoder of the family"),
        (["--model", "nothing"], "unknown model 'nothing'"),
        (["--metadata", "none.csv"], "no such file: none.csv"),
        (["--docent", "none"], "there is no *_index.faiss in none"),
        (["--collection", "a/b"], "cannot name a gallery"),
    ],
)
def test_wrong_words_are_one_line_and_make_nothing(cli, works, words, said):
    done = cli("artworks", "register", works, *words)
    assert done.code == 2
    assert said in done.err
    assert len(done.err.strip().splitlines()) == 1
    assert cli("gallery", "list", "--json").document == {"galleries": []}


def test_the_lite_encoder_can_be_named(cli, works):
    assert cli("artworks", "register", works, "--model", "lite").code == 0
    assert making_of("artworks") == Making("lite")
    assert chosen_making("artworks", "full", "", None) == Making()
    vectors = cli("gallery", "stats", "artworks", "--json").document["vectors"]
    assert vectors == {LiteEncoder().fingerprint: 2}


def test_lite_goes_with_no_view():
    with pytest.raises(UserError, match="not for the lite encoder"):
        chosen_making("artworks", "", "lite", True)
