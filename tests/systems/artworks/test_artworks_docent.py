"""Pocket Docent's database: read with FAISS itself, its vectors taken over, its view matched."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import faiss
import numpy as np
import pytest
from PIL import Image as Pillow

from sketch2image.core.errors import UserError
from sketch2image.gallery.dino import DinoEncoder
from sketch2image.systems.artworks.collection import Collection, Registered
from sketch2image.systems.artworks.docent import METADATA, VIEW, read_docent
from sketch2image.systems.artworks.layouts import list_works
from tests.gallery.conftest import paint_picture
from tests.gallery.tiny_encoder import TinyEncoder
from tests.gallery.tiny_towers import save_dinov2

FAR = "/home/curator/pocket_docent_python/assets/best_artworks_of_all_time/images/images"
PATHS = tuple(f"images/images/{who}/{who}_{n}.jpg" for who in ("Monet", "Munch") for n in (1, 2))


@pytest.fixture
def works(tmp_path: Path) -> Path:
    folder = tmp_path / "works"
    for seed, path in enumerate(PATHS):
        paint_picture(folder / path, seed)
    return folder


def vectors_of(works: Path, encoder: Any, paths: Sequence[str] = PATHS) -> np.ndarray:
    return encoder.encode_photos([np.asarray(Pillow.open(works / path)) for path in paths])


def write_db(db: Path, vectors: np.ndarray, paths: Sequence[str] = PATHS) -> Path:
    """The two files as Pocket Docent writes them, on another machine."""
    db.mkdir(exist_ok=True)
    index = faiss.IndexFlatIP(vectors.shape[1])
    index.add(np.ascontiguousarray(vectors))  # pyright: ignore[reportCallIssue]
    faiss.write_index(index, str(db / "small_index.faiss"))
    rows = [
        (path.split("/")[2], Path(path).stem, f"{FAR}/{path.removeprefix('images/images/')}")
        for path in paths
    ]
    np.save(db / METADATA, rows)
    return db


def register(works: Path, db: Path, encoder: Any) -> Registered:
    listing = list_works(str(works), docent=read_docent(str(db)))
    with Collection(create=True) as collection:
        return collection.register(listing, encoder)


def docent_by_hand(folder: Path, file: Path) -> np.ndarray:
    """The published steps, written down once more: BGR, squashed, constants meant for RGB."""
    import torch
    from transformers import AutoModel

    from sketch2image.core.opencv import cv2

    blue_first = cv2.imread(str(file))
    assert blue_first is not None
    small = cv2.resize(blue_first, (224, 224)).astype(np.float32)
    scaled = (small - [123.675, 116.28, 103.53]) / [58.395, 57.12, 57.375]
    shown = torch.from_numpy(scaled.transpose(2, 0, 1)[None].astype(np.float32))
    with torch.inference_mode():
        tokens = AutoModel.from_pretrained(folder).eval()(pixel_values=shown).last_hidden_state
    vector = tokens[0, 0].numpy()
    return vector / np.linalg.norm(vector)


def test_vectors_of_its_view_are_those_of_its_published_steps(works, tmp_path: Path) -> None:
    model = save_dinov2(tmp_path / "dinov2-small")
    expected = np.stack([docent_by_hand(model, works / path) for path in PATHS])
    ours = vectors_of(works, DinoEncoder(model, view=VIEW))
    np.testing.assert_allclose(ours, expected, atol=1e-5)
    red_first = vectors_of(works, DinoEncoder(model, view="rgb-compat"))
    assert np.abs(red_first - expected).max() > 1e-3


def test_vectors_are_taken_over_and_found_by(works, tmp_path: Path) -> None:
    made = vectors_of(works, TinyEncoder())
    encoder: Any = TinyEncoder()
    done = register(works, write_db(tmp_path / "db", made), encoder)
    assert (done.taken_over, done.report.added, done.works) == (4, 4, 4)
    assert encoder.encoded == 4  # only to see whether the vectors are theirs
    with Collection() as collection:
        assert collection.gallery.index(encoder).count == 4
        assert collection.gallery.catalog.missing(encoder.fingerprint) == 0
        labels = sorted(work.label for work in collection.works().values())
    assert labels == ["No. 1, Monet", "No. 1, Munch", "No. 2, Monet", "No. 2, Munch"]
    again = register(works, tmp_path / "db", encoder)
    assert (again.taken_over, again.report.unchanged, encoder.encoded) == (0, 4, 4)


def test_of_many_pictures_few_are_encoded_and_those_it_lacks(works, tmp_path: Path) -> None:
    paths = [*PATHS, *(f"images/images/Dali/Dali_{n}.jpg" for n in range(12))]
    for seed, path in enumerate(paths):
        paint_picture(works / path, seed)
    made = vectors_of(works, TinyEncoder(), paths)
    gone = "images/images/Dali/Dali_12.jpg"
    db = write_db(tmp_path / "db", np.concatenate([made[1:], made[:1]]), [*paths[1:], gone])
    encoder = TinyEncoder()
    done = register(works, db, encoder)
    assert done.taken_over == 15
    assert encoder.encoded == 5 + 1
    assert done.without_picture == (f"{FAR}/Dali/Dali_12.jpg",)
    assert done.without_row == (paths[0],)


def test_a_table_of_ones_own_tells_the_works(works, tmp_path: Path) -> None:
    db = write_db(tmp_path / "db", vectors_of(works, TinyEncoder()))
    table = tmp_path / "t.json"
    table.write_text(json.dumps({"Monet_1": {"title": "Water Lilies"}}))
    listing = list_works(str(works), str(table), read_docent(str(db)))
    assert listing.works[PATHS[0]].title == "Water Lilies"
    assert listing.taken is not None
    assert set(listing.taken.vectors) == set(PATHS)


def test_vectors_of_other_pictures_are_refused(works, tmp_path: Path) -> None:
    made = vectors_of(works, TinyEncoder())
    db = write_db(tmp_path / "db", made[::-1])
    with pytest.raises(UserError, match=r"not made so of these pictures: cosine -?0\.\d\d"):
        register(works, db, TinyEncoder())


def test_vectors_of_another_length_are_refused(works, tmp_path: Path) -> None:
    db = write_db(tmp_path / "db", np.eye(4, 8, dtype=np.float32))
    with pytest.raises(UserError, match="has vectors of 8 numbers, the encoder of 144"):
        register(works, db, TinyEncoder())


def test_another_folder_is_refused(works, tmp_path: Path) -> None:
    db = write_db(tmp_path / "db", vectors_of(works, TinyEncoder()))
    paint_picture(tmp_path / "other" / "irises.png", 0)
    with pytest.raises(UserError, match=r"no picture of .*artworks_metadata\.npy is in the folder"):
        list_works(str(tmp_path / "other"), docent=read_docent(str(db)))


def test_counts_that_differ_are_explained(tmp_path: Path) -> None:
    db = write_db(tmp_path / "db", np.eye(4, dtype=np.float32), PATHS[:3])
    with pytest.raises(UserError, match=r"holds 4 vectors, .* 3 rows") as caught:
        read_docent(str(db))
    assert "keeps the old metadata" in caught.value.hint


def with_pickles(db: Path) -> None:
    np.save(db / METADATA, np.array([("Monet", 1, Path("a.jpg"))] * 4, object))


def with_numbers(db: Path) -> None:
    np.save(db / METADATA, np.zeros((4, 3)))


def with_two_columns(db: Path) -> None:
    np.save(db / METADATA, [("Monet", "a.jpg")] * 4)


def without_metadata(db: Path) -> None:
    (db / METADATA).unlink()


def with_distances(db: Path) -> None:
    faiss.write_index(faiss.IndexFlatL2(8), str(db / "small_index.faiss"))


def with_lists(db: Path) -> None:
    faiss.write_index(faiss.index_factory(8, "HNSW4"), str(db / "small_index.faiss"))


def with_rubbish(db: Path) -> None:
    (db / "small_index.faiss").write_bytes(b"IxFI" + bytes(40))


def with_long_rows(db: Path) -> None:
    write_db(db, 2 * np.eye(4, dtype=np.float32))


def with_nan(db: Path) -> None:
    write_db(db, np.full((4, 8), np.nan, np.float32))


def with_two_sizes(db: Path) -> None:
    (db / "base_index.faiss").write_bytes((db / "small_index.faiss").read_bytes())


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (with_pickles, "pickled objects"),
        (with_numbers, r"float64 and shape \(4, 3\), not \(N, 3\) of text"),
        (with_two_columns, r"shape \(4, 2\)"),
        (without_metadata, r"no such file: .*artworks_metadata\.npy"),
        (with_distances, "it is an IndexFlatL2, not an IndexFlatIP"),
        (with_lists, "it is an IndexHNSWFlat"),
        (with_rubbish, "damaged, or no index of FAISS"),
        (with_long_rows, "not of unit length"),
        (with_nan, "not of unit length"),
        (with_two_sizes, "holds several indexes"),
    ],
)
def test_files_of_another_kind_are_refused_in_one_line(spoil, said, tmp_path: Path) -> None:
    db = write_db(tmp_path / "db", np.eye(4, 8, dtype=np.float32))
    spoil(db)
    with pytest.raises(UserError, match=said) as caught:
        read_docent(str(db))
    assert "\n" not in str(caught.value)


def test_of_several_sizes_the_model_picks_its_own(tmp_path: Path) -> None:
    db = write_db(tmp_path / "db", np.eye(4, 8, dtype=np.float32))
    with_two_sizes(db)
    assert read_docent(str(db), "dinov2-base-onnx").file.name == "base_index.faiss"
    assert read_docent(str(db / "small_index.faiss")).file.name == "small_index.faiss"
    with pytest.raises(UserError, match="there is no"):
        read_docent(str(tmp_path / "none"))
