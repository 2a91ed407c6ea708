"""Finished runs to the files the program loads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from sketch2image.caption.preprocess import SIZE, VERSION
from sketch2image.core.files import save_arrays
from sketch2image.core.labels import LABELS
from sketch2image.gallery.preprocess import PHOTO_SIZE, SKETCH_SIZE
from sketch2image.gallery.preprocess import VERSION as ENCODER_VERSION
from sketch2image.models.onnx import read_card
from sketch2image.train.lite.calibrate import temperature, threshold, weak_mark
from sketch2image.train.lite.drawings import Drawing
from sketch2image.train.lite.evaluate import file_inputs, ink_inputs
from sketch2image.train.lite.export import BothWays, UnitRows, export, write_card
from sketch2image.train.lite.network import PhotoTower
from sketch2image.train.lite.photo_tower import encode as encode_views
from sketch2image.train.lite.sketch_tower import encode as encode_inks
from sketch2image.train.lite.teacher import Taught
from sketch2image.train.lite.vocabulary import index, labels

_PRECISION = 0.8
_CALIBRATION = ("temperature", "threshold")


@dataclass(frozen=True)
class Held:
    """Human sketches that training did not see: files, and the same as lines."""

    files: Sequence[Path]
    drawings: Sequence[Drawing]


def publish_captioner(
    model: nn.Module, held: Held, folder: Path, marks: Path | None = None
) -> None:
    """Writes `captioner.onnx` and `captioner.json`, calibrated on held out human sketches.

    Args:
        model: the trained network.
        held: sketches no training saw.
        folder: where to.
        marks: folder of a published twin whose calibration is taken over, for a model that saw
            the held out sketches.
    """
    both = BothWays(model).eval()
    calibration = _kept(marks, "captioner", _CALIBRATION) or _calibrated(both, held.files)
    example = torch.zeros(2, 1, SIZE, SIZE)
    digest = export(both, example, ("ink", "scores"), folder / "captioner.onnx")
    card = {"sha256": digest, "preprocessing": VERSION, "held_out": marks is None}
    write_card(folder / "captioner.json", {**card, **calibration, "labels": list(labels())})


def _calibrated(model: nn.Module, files: Sequence[Path]) -> dict[str, float]:
    scores, truth = _among_default(model, [f for f in files if f.parent.name in LABELS])
    heat = temperature(scores, truth)
    chances = (scores / heat).softmax(dim=1)
    sure = threshold(chances, truth, _PRECISION)
    return {"temperature": round(heat, 4), "threshold": round(sure, 4)}


def _kept(folder: Path | None, name: str, fields: Sequence[str]) -> dict[str, Any]:
    if folder is None:
        return {}
    card = read_card(folder / f"{name}.json")
    return {field: card[field] for field in fields}


def _among_default(model: nn.Module, files: Sequence[Path]) -> tuple[Tensor, Tensor]:
    inputs, _ = file_inputs(files, SIZE)
    columns = torch.tensor([index()[label] for label in LABELS])
    with torch.no_grad():
        scores = torch.cat([model(part) for part in inputs.split(64)])[:, columns]
    truth = torch.tensor([LABELS.index(file.parent.name) for file in files])
    return scores, truth


def publish_encoder(
    photo: PhotoTower,
    sketch: nn.Module,
    held: Held,
    taught: tuple[Taught, Taught],
    folder: Path,
    marks: Path | None = None,
) -> None:
    """Writes both halves of the encoder, its words, and `encoder.json` with the marks of weakness.

    Args:
        photo: the trained photo half.
        sketch: the trained sketch half.
        held: sketches no training saw.
        taught: training photos, and photos no training saw.
        folder: where to.
        marks: as for `publish_captioner`.
    """
    halves = {
        "photo": (UnitRows(photo), torch.zeros(2, 3, PHOTO_SIZE, PHOTO_SIZE)),
        "sketch": (UnitRows(sketch), torch.zeros(2, 1, SKETCH_SIZE, SKETCH_SIZE)),
    }
    towers = halves["photo"][0], halves["sketch"][0]
    words = _words(towers[0], taught[0])
    weak = _kept(marks, "encoder", ("weak_below",)) or {
        "weak_below": _weak_below(*towers, held.drawings, taught[1])
        | {"words": _weak_words(words, towers[0], taught[1])}
    }
    save_arrays(folder / "encoder_words.npz", words)
    digests = {
        kind: export(half, example, ("pixels", "vectors"), folder / f"encoder_{kind}.onnx")
        for kind, (half, example) in halves.items()
    }
    digests["words"] = sha256((folder / "encoder_words.npz").read_bytes()).hexdigest()
    card = {
        "sha256": digests,
        "preprocessing": ENCODER_VERSION,
        "held_out": marks is None,
        "dimensions": photo.head.out_features,
    }
    write_card(folder / "encoder.json", card | weak)


def _words(photo: nn.Module, taught: Taught) -> dict[str, NDArray]:
    """Where the photos of every label lie on average: what a word stands for."""
    _, first = np.unique(taught.keys, return_index=True)
    whole = taught.rows(first[taught.labels[first] >= 0])
    found = encode_views(photo, whole.pictures, PHOTO_SIZE)
    known = np.unique(whole.labels)
    middles = np.stack([found[whole.labels == label].mean(axis=0) for label in known])
    middles /= np.linalg.norm(middles, axis=1, keepdims=True)
    names = np.array([labels()[label] for label in known])
    return {"labels": names, "vectors": middles.astype(np.float16)}


def _weak_words(words: Mapping[str, NDArray], photo: nn.Module, shown: Taught) -> float:
    asked = np.array([index()[label] for label in words["labels"].tolist()])
    inside = np.isin(asked, shown.labels)
    photos = encode_views(photo, shown.pictures, PHOTO_SIZE)
    likeness = words["vectors"][inside].astype(np.float32) @ photos.T
    return weak_mark(likeness, asked[inside], shown.labels)


def _weak_below(
    photo: nn.Module, sketch: nn.Module, held: Sequence[Drawing], shown: Taught
) -> dict[str, float]:
    """The cosine from which on a match is likelier than not of the query's class."""
    photos = encode_views(photo, shown.pictures, PHOTO_SIZE)
    sketches = encode_inks(sketch, ink_inputs(held, SKETCH_SIZE))
    asked = np.array([drawing.label for drawing in held])
    among = photos @ photos.T - 2 * np.eye(len(photos), dtype=np.float32)
    return {
        "sketch": weak_mark(sketches @ photos.T, asked, shown.labels),
        "photo": weak_mark(among, shown.labels, shown.labels),
    }
