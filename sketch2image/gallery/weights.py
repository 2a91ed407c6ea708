"""Folders of full encoders: their JSON files, and clear words where they are no such folder."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from sketch2image.core.errors import ErrorKind, UserError

_HINT = "Name the folder of a model, as `python main.py models list` shows it."


def read_config(folder: Path, name: str) -> dict[str, Any]:
    """A JSON file of a model's folder.

    Raises:
        UserError: it is missing or damaged.
    """
    file = require(folder, name)
    try:
        found = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise UserError(ErrorKind.model, f"cannot read {file}", _HINT) from error
    if not isinstance(found, dict):
        raise UserError(ErrorKind.model, f"{file} is not the configuration of a model", _HINT)
    return found


def require(folder: Path, *names: str) -> Path:
    """The first of these files that a model's folder holds.

    Raises:
        UserError: it holds none of them.
    """
    for name in names:
        if (folder / name).is_file():
            return folder / name
    raise UserError(ErrorKind.model, f"no {' or '.join(names)} in {folder}", _HINT)


def damaged(folder: Path, why: object) -> UserError:
    """The error for weights that cannot be loaded; `why` is cut to its first line."""
    reason = next(iter(str(why).strip().splitlines()), type(why).__name__)
    hint = "Fetch the model again with `python main.py models pull`."
    return UserError(ErrorKind.model, f"cannot load the model in {folder}: {reason}", hint)
