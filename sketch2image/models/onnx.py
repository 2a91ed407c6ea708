"""Bundled networks: an ONNX file and the JSON card that belongs to it."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sketch2image.core.errors import ErrorKind, UserError

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

_THREADS = 2
_HINT = "It is part of the repository: get it back with `git checkout checkpoints/lite`."


def read_card(file: Path) -> dict[str, Any]:
    """The JSON card of a model.

    Raises:
        UserError: missing or damaged.
    """
    try:
        return json.loads(file.read_text("utf-8"))
    except FileNotFoundError as error:
        raise UserError(ErrorKind.model, f"the model file {file} is missing", _HINT) from error
    except (OSError, ValueError) as error:
        raise UserError(ErrorKind.model, f"the model file {file} is damaged", _HINT) from error


def open_session(file: Path, sha256: str) -> InferenceSession:
    """ONNX Runtime on the CPU over a file whose digest is as its card says.

    Its threads sleep between runs: spinning ones would take the cores from FAISS.

    Raises:
        UserError: missing, or not the file the card was written for.
    """
    content = read_file(file, sha256)
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = _THREADS
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])


def read_file(file: Path, sha256: str) -> bytes:
    """A file whose digest is as its model's card says.

    Raises:
        UserError: missing, or not the file the card was written for.
    """
    try:
        content = file.read_bytes()
    except OSError as error:
        raise UserError(ErrorKind.model, f"the model file {file} is missing", _HINT) from error
    if hashlib.sha256(content).hexdigest() != sha256:
        raise UserError(ErrorKind.model, f"the model file {file} does not fit its card", _HINT)
    return content
