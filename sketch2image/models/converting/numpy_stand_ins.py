"""Harmless stand-ins for what pickled NumPy values ask to be rebuilt with.

NumPy's own functions trust what they are given: a made-up data type can break the process. These
take plain numbers only, and give the same values. NumPy 1 and 2 differ in module names only.
"""

from __future__ import annotations

import pickle
from collections import OrderedDict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_ORDERS = ("<", ">", "=", "|")


class HoldsCodeError(pickle.UnpicklingError):
    """The pickle names something that is not on the list; the text is its name."""


class NumberType:
    """In place of `numpy.dtype`: a type of plain numbers."""

    def __init__(self, name: str, _align: bool = False, _copy: bool = True) -> None:
        import numpy as np

        self.dtype = np.dtype(str(name))
        if self.dtype.kind not in "biufc":
            raise HoldsCodeError(f"values of type {name}")

    def __setstate__(self, state: tuple[object, ...]) -> None:
        if state[1] not in _ORDERS:
            raise ValueError("no such byte order")
        self.dtype = self.dtype.newbyteorder(state[1])


class Array:
    """In place of `numpy.ndarray` and of the function that makes an empty one."""

    def __init__(self, *_: object) -> None:
        self.value: NDArray | None = None

    def __setstate__(self, state: tuple[int, tuple[int, ...], NumberType, bool, bytes]) -> None:
        _, shape, kind, by_columns, data = state
        self.value = _array(data, kind, shape, by_columns)


def array_of_buffer(data: bytes, kind: NumberType, shape: tuple[int, ...], order: str) -> Array:
    """In place of NumPy's `_frombuffer`, which protocol 5 uses."""
    array = Array()
    array.value = _array(data, kind, shape, order == "F")
    return array


def number(kind: NumberType, data: bytes) -> np.generic:
    """In place of NumPy's `scalar`."""
    return _array(data, kind, (1,), False)[0]


def latin1(text: str, encoding: str) -> bytes:
    """In place of `codecs.encode`: protocols below 3 write bytes as text, in this one encoding."""
    if encoding != "latin1":
        raise HoldsCodeError(f"_codecs.encode to {encoding}")
    return text.encode("latin1")


def no_bytes() -> bytes:
    """In place of `bytes`: protocols below 3 write an empty one as a call."""
    return b""


SCALARS = {
    "numpy.dtype": NumberType,
    "numpy.core.multiarray.scalar": number,
    "numpy._core.multiarray.scalar": number,
    "_codecs.encode": latin1,
}
ARRAYS = {
    **SCALARS,
    "numpy.ndarray": Array,
    "numpy.core.multiarray._reconstruct": Array,
    "numpy._core.multiarray._reconstruct": Array,
    "numpy.core.numeric._frombuffer": array_of_buffer,
    "numpy._core.numeric._frombuffer": array_of_buffer,
    "__builtin__.bytes": no_bytes,
    "collections.OrderedDict": OrderedDict,
}


def _array(data: bytes, kind: NumberType, shape: tuple[int, ...], by_columns: bool) -> NDArray:
    import numpy as np

    order = "F" if by_columns else "C"
    return np.ndarray(shape, kind.dtype, data, order=order)
