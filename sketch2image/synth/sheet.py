"""A sheet of all classes for people to name: shuffled, numbered, without a word on it."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence

import numpy as np

from sketch2image.core.files import write_atomically
from sketch2image.core.pictures import save_png
from sketch2image.core.progress import Counter, Report, silent
from sketch2image.core.types import Image
from sketch2image.synth.choices import Kind
from sketch2image.synth.shots import chosen, shot

COLUMNS = 8
_RULE = 205
_SHUFFLE = 0x5EE7


def make_sheet(
    picture: str | os.PathLike[str],
    key: str | os.PathLike[str],
    kind: Kind = Kind.photos,
    seed: int = 0,
    cell: int = 200,
    names: Sequence[str] = (),
    report: Report = silent,
) -> tuple[str, ...]:
    """Write a sheet as a PNG, and what is on it as JSON.

    The order is another one for each kind, so that one sheet tells nothing about another.

    Args:
        picture: where the sheet goes, `COLUMNS` cells wide.
        key: where the list of cells and classes goes.
        kind: photos, exact line drawings, or drawings as a person makes them.
        seed: of the scenes and their order.
        cell: side of a cell in pixels.
        names: the classes, default all that have a scene.
        report: progress.

    Returns:
        The class of each cell, from cell 1 on.

    Raises:
        UserError: a class has no scene, or a place cannot be written.
    """
    wanted = list(chosen(names))
    np.random.default_rng([_SHUFFLE, seed, *kind.encode()]).shuffle(wanted)
    counter = Counter(report, "sheet", len(wanted))
    cells: list[Image] = []
    for number, name in enumerate(wanted, 1):
        cells.append(_numbered(shot(name, seed, 0, cell).shown(kind), number))
        counter.advance()
    save_png(picture, _sheet(cells))
    answers = [{"cell": number, "class": name} for number, name in enumerate(wanted, 1)]
    document = {"kind": kind, "seed": seed, "cells": answers}
    write_atomically(key, (json.dumps(document, indent=1) + "\n").encode())
    return tuple(wanted)


def _numbered(picture: Image, number: int) -> Image:
    from sketch2image.core.opencv import cv2

    framed, side = picture.copy(), len(picture)
    framed[[0, -1]] = framed[:, [0, -1]] = _RULE
    size = max(0.3, side / 400)
    (width, height), _ = cv2.getTextSize(str(number), cv2.FONT_HERSHEY_SIMPLEX, size, 1)
    framed[: height + 7, : width + 7] = 255
    place = (4, height + 3)
    cv2.putText(framed, str(number), place, cv2.FONT_HERSHEY_SIMPLEX, size, 0, 1, cv2.LINE_AA)
    return framed


def _sheet(cells: list[Image]) -> Image:
    blank = np.full_like(cells[0], 255)
    columns = min(COLUMNS, len(cells))
    filled = cells + [blank] * (-len(cells) % columns)
    rows = [np.concatenate(filled[i : i + columns], axis=1) for i in range(0, len(filled), columns)]
    return np.concatenate(rows)
