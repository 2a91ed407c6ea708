"""From the tokens of a vision transformer to one vector of a picture."""

from __future__ import annotations

from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.types import Vectors

Pooling = Literal["cls", "cls+mean"]

_PARTS: dict[str, int] = {"cls": 1, "cls+mean": 2}


def check_pooling(name: str) -> None:
    """Refuse a pooling that does not exist.

    Raises:
        UserError: no such name.
    """
    if name not in _PARTS:
        hint = f"Known: {', '.join(get_args(Pooling))}."
        raise UserError(ErrorKind.input, f"no such pooling: {name!r}", hint)


def pooled_width(width: int, pooling: Pooling) -> int:
    """Length of a vector pooled from tokens of `width` numbers."""
    return width * _PARTS[pooling]


def pooled(tokens: NDArray[np.float32], pooling: Pooling, registers: int) -> Vectors:
    """Unit vectors of N pictures.

    Args:
        tokens: (N, 1 + registers + patches, W) after the final norm: class, registers, patches.
        pooling: `cls` is the class token. `cls+mean` is the class token and the mean of the
            patches beside each other, each made a unit vector first, so that both weigh the same.
        registers: tokens after the class token that stand for no patch.

    Returns:
        (N, W) or (N, 2 W) float32 unit rows.

    Raises:
        UserError: the tokens hold numbers that are not finite.
    """
    classes = unit(tokens[:, 0])
    if pooling == "cls":
        return classes
    patches = unit(tokens[:, 1 + registers :].mean(axis=1))
    return unit(np.concatenate([classes, patches], axis=1))


def unit(rows: NDArray[np.float32]) -> Vectors:
    """(N, D) float32 rows made unit vectors.

    Raises:
        UserError: a row holds numbers that are not finite.
    """
    if not np.isfinite(rows).all():
        hint = (
            "Run it with `fp32` or `bf16` instead of `fp16`; if that does not help, pull it anew."
        )
        raise UserError(ErrorKind.model, "the encoder gave numbers that are not finite", hint)
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return (rows / np.maximum(lengths, np.finfo(np.float32).tiny)).astype(np.float32)
