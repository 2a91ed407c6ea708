"""What goes wrong below a full model, in words for people."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.models.devices import is_out_of_memory

_LITE = "or use --tier lite"


class OutOfMemory(UserError):
    """A model needs more memory than there is."""

    def __init__(self) -> None:
        super().__init__(
            ErrorKind.engine,
            "the full models need more memory than there is",
            f"Close other programs, set `precision` to bf16, {_LITE}.",
        )

    def __reduce__(self) -> tuple[type[OutOfMemory], tuple[()]]:
        return type(self), ()


@contextmanager
def faults_said() -> Iterator[None]:
    """Turn the errors of libraries and devices into such as people can act on.

    Raises:
        OutOfMemory: what was inside needed more than there is.
        UserError: a library is missing or broken, or the device or its compiler failed.
    """
    try:
        yield
    except UserError:
        raise
    except ImportError as error:
        message = f"a library of the full models is missing or broken: {error}"
        hint = "pip install -r requirements.txt"
        raise UserError(ErrorKind.dependency, _one_line(message), hint) from error
    except Exception as error:
        if is_out_of_memory(error):
            raise OutOfMemory from error
        if not _is_of_device(error):
            raise
        message = f"the device failed: {error}"
        hint = f"Set `device` to cpu and `turbo_compile` to false, {_LITE}."
        raise UserError(ErrorKind.engine, _one_line(message), hint) from error


@contextmanager
def loading(title: str) -> Iterator[None]:
    """`faults_said`, and a model whose files are not right is the model's fault.

    Raises:
        OutOfMemory, UserError: as `faults_said`.
    """
    try:
        with faults_said():
            yield
    except UserError as error:
        if error.kind not in (ErrorKind.unreadable, ErrorKind.missing_file):
            raise
        raise UserError(ErrorKind.model, f"{title}: {error.message}", error.hint) from error


def _is_of_device(error: Exception) -> bool:
    """Errors that torch itself defines, of devices and compilers, beside those it has from C++."""
    return type(error).__module__.startswith("torch") or "CUDA" in str(error)


def _one_line(text: str) -> str:
    return " ".join(text.split())[:300]
