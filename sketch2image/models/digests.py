"""Short digests of the weights in a folder, for the fingerprints of captions and vectors."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from sketch2image.core.errors import ErrorKind, UserError

RECORD = "model.json"
"""Written beside the files of a model: `{"files": {name: {"sha256": ..., "size": ...}}}`."""

_WEIGHTS = (".safetensors", ".onnx", ".onnx_data", ".onnx.data")
_CONFIG = "config.json"
_LENGTH = 16
_BLOCK = 1 << 20


def weights_digest(folder: Path) -> str:
    """16 hexadecimal digits that differ whenever the weights or `config.json` of a folder do.

    Takes the sha256 that `model.json` records for a file whose size is as recorded, and reads the
    file otherwise (a gigabyte takes about two seconds).

    Raises:
        UserError: the folder holds no safetensors and no ONNX file.
    """
    names = sorted(file.name for file in _listed(folder) if file.name.endswith(_WEIGHTS))
    if not names:
        raise UserError(
            ErrorKind.model,
            f"no weights (.safetensors or .onnx) in {folder}",
            "Name the folder of a model, as `python main.py models list` shows it.",
        )
    config = [_CONFIG] if (folder / _CONFIG).is_file() else []
    return digest_of_folder(folder, [*config, *names])


def digest_of_folder(folder: Path, names: Iterable[str]) -> str:
    """16 hexadecimal digits of the named files of a folder; their order does not matter.

    Raises:
        UserError: one of them is missing or cannot be read.
    """
    recorded = _recorded(folder)
    lines = [f"{name} {_sha256(folder / name, recorded.get(name))}" for name in sorted(names)]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:_LENGTH]


def sha256_of(file: Path, moved: Callable[[int], None] = lambda _: None) -> str:
    """Digest of a file on disk, in 64 hexadecimal digits.

    Args:
        moved: told how many bytes were read.

    Raises:
        UserError: it cannot be read.
    """
    digest = hashlib.sha256()
    try:
        with file.open("rb") as content:
            while block := content.read(_BLOCK):
                digest.update(block)
                moved(len(block))
    except OSError as error:
        message = f"cannot read {file}: {error.strerror or error}"
        raise UserError(ErrorKind.unreadable, message, "Check its permissions.") from error
    return digest.hexdigest()


def _listed(folder: Path) -> list[Path]:
    return list(folder.iterdir()) if folder.is_dir() else []


def _recorded(folder: Path) -> dict[str, Any]:
    try:
        record = json.loads((folder / RECORD).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    files = record.get("files") if isinstance(record, dict) else None
    return files if isinstance(files, dict) else {}


def _sha256(file: Path, entry: object) -> str:
    try:
        if isinstance(entry, dict) and entry.get("size") == file.stat().st_size:
            return str(entry["sha256"])
        with file.open("rb") as content:
            return hashlib.file_digest(content, "sha256").hexdigest()
    except (OSError, KeyError) as error:
        raise UserError(
            ErrorKind.model,
            f"cannot read {file}",
            "Fetch the model again with `python main.py models pull`.",
        ) from error
