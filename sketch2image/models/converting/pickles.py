"""Foreign pickles, opened without running what is in them."""

from __future__ import annotations

import pickle
import re
import warnings
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.models.converting.numpy_stand_ins import ARRAYS, SCALARS, Array, HoldsCodeError

if TYPE_CHECKING:
    from numpy.typing import NDArray

_LEGACY_MAGIC = b"\x80\x02\x8a\x0al\xfc\x9cF\xf9 j\xa8P\x19."
_PICKLE_STARTS = (b"\x80", b"}q", b"(dp")
_ZIP_START = b"PK\x03\x04"
_SCALARS: list[Any] = [(stand_in, name) for name, stand_in in SCALARS.items()]
_VALUES = re.compile(r"/data(/|\.pkl$)")
_REFUSED = re.compile(r"(?:GLOBAL|class|function|type) ['\"<]*([\w.]+\.[\w.]+)|(TorchScript)")


def read_torch(file: Path) -> object:
    """Content of a file `torch.save` wrote, zip or legacy: tensors, plain containers, numbers.

    NumPy scalars, which training loops leave beside the tensors, are let through; any other code
    is not.

    Raises:
        UserError: missing, damaged, no such file, or holding code, which was not run.
    """
    import torch

    if kind_of_pickle(file) != "torch":
        raise _unreadable(file, "is a plain pickle, not what torch.save writes")
    if _swells(file):
        raise _unreadable(file, "is packed, which torch.save never does")
    with _readable(file), _quiet(), torch.serialization.safe_globals(_SCALARS):
        return torch.load(file, map_location="cpu", weights_only=True)


def read_arrays(file: Path) -> dict[str, NDArray]:
    """A plain pickle of a dict of NumPy arrays, of protocol 0 to 5, by NumPy 1 or 2.

    Raises:
        UserError: missing, damaged, no such dict, or holding code, which was not run.
    """
    with _readable(file), file.open("rb") as stream:
        content = _ArraysOnly(stream).load()
    if not isinstance(content, dict) or not content:
        raise _no_arrays(file)
    arrays = {name: _value(value) for name, value in content.items() if isinstance(name, str)}
    kept = {name: array for name, array in arrays.items() if array is not None}
    if len(kept) < len(content):
        raise _no_arrays(file)
    return kept


def _value(value: object) -> NDArray | None:
    return value.value if isinstance(value, Array) else None


def kind_of_pickle(file: Path) -> str:
    """ "torch" for what `torch.save` writes, "plain" for any other pickle, by the first bytes.

    Raises:
        UserError: missing, a folder, empty, or no pickle at all.
    """
    with _readable(file), file.open("rb") as stream:
        start = stream.read(len(_LEGACY_MAGIC))
    if not start:
        raise _unreadable(file, "is empty")
    if start == _LEGACY_MAGIC or start.startswith(_ZIP_START):
        return "torch"
    if start.startswith(_PICKLE_STARTS):
        return "plain"
    raise _unreadable(file, "is no checkpoint: neither a torch file nor a pickle")


def _swells(file: Path) -> bool:
    """Whether the entries of a zip that hold values are larger than the file itself."""
    with _readable(file):
        if not zipfile.is_zipfile(file):
            return False
        with zipfile.ZipFile(file) as archive:
            values = [one for one in archive.infolist() if _VALUES.search(one.filename)]
        return sum(one.file_size for one in values) > file.stat().st_size


class _ArraysOnly(pickle.Unpickler):
    """Finds the stand-ins for what a pickled array needs, and nothing else."""

    def find_class(self, module: str, name: str) -> object:
        wanted = f"{module}.{name}"
        try:
            return ARRAYS[wanted]
        except KeyError:
            raise HoldsCodeError(wanted) from None


@contextmanager
def _quiet() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


@contextmanager
def _readable(file: Path) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as error:
        hint = "Check the path."
        raise UserError(ErrorKind.missing_file, f"{file} is not there", hint) from error
    except IsADirectoryError as error:
        raise _unreadable(file, "is a folder, not a file") from error
    except HoldsCodeError as error:
        raise _holds_code(file, str(error)) from error
    except (pickle.UnpicklingError, RuntimeError) as error:
        raise _refused(file, str(error)) from error
    except PermissionError as error:
        raise _unreadable(file, "may not be read by you") from error
    except _DAMAGE as error:
        raise _unreadable(file, "is cut short or damaged") from error


_DAMAGE = (
    EOFError,
    OSError,
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
    MemoryError,
    zipfile.BadZipFile,
)


def _refused(file: Path, reason: str) -> UserError:
    match = _REFUSED.search(reason)
    return (
        _holds_code(file, match[1] or match[2])
        if match
        else _unreadable(file, "is cut short or damaged")
    )


def _holds_code(file: Path, name: str) -> UserError:
    return UserError(
        ErrorKind.model,
        f"{file} holds code ({name}), not only tensors; it was not opened",
        "Ask its maker for the bare tensors: a state dict or safetensors.",
    )


def _unreadable(file: Path, why: str) -> UserError:
    return UserError(ErrorKind.unreadable, f"{file} {why}", "Get the file again.")


def _no_arrays(file: Path) -> UserError:
    return UserError(
        ErrorKind.model,
        f"{file} is not a dict of arrays by name",
        "Only descriptor files are read from plain pickles.",
    )
