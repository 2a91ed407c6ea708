"""Finished runs to the files the program loads."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from sketch2image.caption.preprocess import SIZE, VERSION
from sketch2image.core.labels import LABELS
from sketch2image.gallery.preprocess import PHOTO_SIZE, SKETCH_SIZE
from sketch2image.gallery.preprocess import VERSION as ENCODER_VERSION
from sketch2image.train.calibrate import temperature, threshold, weak_mark
from sketch2image.train.drawings import Drawing
from sketch2image.train.evaluate import file_inputs, ink_inputs
from sketch2image.train.export import BothWays, UnitRows, export, write_card
from sketch2image.train.network import PhotoTower
from sketch2image.train.photo_tower import encode as encode_views
from sketch2image.train.sketch_tower import encode as encode_inks
from sketch2image.train.teacher import Taught
from sketch2image.train.vocabulary import index, labels

_PRECISION = 0.8


def publish_captioner(model: nn.Module, held: Sequence[Path], folder: Path) -> None:
    """Writes `captioner.onnx` and `captioner.json`, calibrated on held out human sketches.

    Args:
        model: the trained network.
        held: `<class>/<name>.png` sketches no training saw.
        folder: where to.
    """
    both = BothWays(model).eval()
    scores, truth = _among_default(both, [file for file in held if file.parent.name in LABELS])
    heat = temperature(scores, truth)
    chances = (scores / heat).softmax(dim=1)
    example = torch.zeros(2, 1, SIZE, SIZE)
    digest = export(both, example, ("ink", "scores"), folder / "captioner.onnx")
    card = {
        "sha256": digest,
        "preprocessing": VERSION,
        "temperature": round(heat, 4),
        "threshold": round(threshold(chances, truth, _PRECISION), 4),
        "labels": list(labels()),
    }
    write_card(folder / "captioner.json", card)


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
    held: Sequence[Drawing],
    shown: Taught,
    folder: Path,
) -> None:
    """Writes both halves of the encoder and `encoder.json` with the marks of weak matches.

    Args:
        photo: the trained photo half.
        sketch: the trained sketch half.
        held: drawings no training saw.
        shown: photos no training saw.
        folder: where to.
    """
    halves = {
        "photo": (UnitRows(photo), torch.zeros(2, 3, PHOTO_SIZE, PHOTO_SIZE)),
        "sketch": (UnitRows(sketch), torch.zeros(2, 1, SKETCH_SIZE, SKETCH_SIZE)),
    }
    marks = _weak_below(halves["photo"][0], halves["sketch"][0], held, shown)
    digests = {
        kind: export(half, example, ("pixels", "vectors"), folder / f"encoder_{kind}.onnx")
        for kind, (half, example) in halves.items()
    }
    card = {
        "sha256": digests,
        "preprocessing": ENCODER_VERSION,
        "dimensions": photo.head.out_features,
        "weak_below": marks,
    }
    write_card(folder / "encoder.json", card)


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
