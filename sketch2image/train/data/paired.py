"""Pairs of a control picture and the photo it should become, in img2img-turbo's folders."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.pictures import is_picture_name

Part = Literal["train", "test"]
PARTS: tuple[Part, ...] = ("train", "test")


@dataclass(frozen=True)
class Paired:
    """One pair.

    Attributes:
        name: file name, the same on both sides.
        control: what the network is given, white strokes on black.
        target: the photo it should give.
        prompt: what the photo shows.
    """

    name: str
    control: Path
    target: Path
    prompt: str


def paired(folder: Path, part: Part) -> tuple[Paired, ...]:
    """The pairs of a folder with `train_A, train_B, test_A, test_B` and JSON files of prompts.

    Args:
        folder: as `train_pix2pix_turbo.py` of img2img-turbo takes it.
        part: which half.

    Raises:
        UserError: a folder or the prompts are missing, a picture has no other half, or a pair has
            no prompt. `check.check` says all that is wrong at once.
    """
    controls, targets = (names_of(folder, part, side) for side in "AB")
    prompts = read_prompts(prompts_file(folder, part))
    _match(f"{part}_B", controls - targets)
    _match(f"{part}_A", targets - controls)
    _match(f"{part}_prompts.json", {n for n in controls if not prompts.get(n, "").strip()})
    if not controls:
        raise UserError(ErrorKind.input, f"no pairs in {folder}/{part}_A", "Name another folder.")
    return tuple(
        Paired(
            name,
            side_of(folder, part, "A") / name,
            side_of(folder, part, "B") / name,
            prompts[name].strip(),
        )
        for name in sorted(controls)
    )


def side_of(folder: Path, part: Part, side: str) -> Path:
    """Folder of the controls (side `A`) or the targets (`B`)."""
    return folder / f"{part}_{side}"


def names_of(folder: Path, part: Part, side: str) -> set[str]:
    """Names of the pictures on one side.

    Raises:
        UserError: there is no such side.
    """
    place = side_of(folder, part, side)
    if not place.is_dir():
        hint = "A folder of pairs holds train_A, train_B, test_A, test_B and two prompts files."
        raise UserError(ErrorKind.missing_file, f"no such folder: {place}", hint)
    return {file.name for file in place.iterdir() if is_picture_name(file.name)}


def prompts_file(folder: Path, part: Part) -> Path:
    """The JSON file of `{name: prompt}`."""
    return folder / f"{part}_prompts.json"


def read_prompts(file: Path) -> dict[str, str]:
    """Prompts by file name.

    Raises:
        UserError: the file is missing or holds something else.
    """
    try:
        found = json.loads(file.read_text("utf-8-sig"))
    except FileNotFoundError as error:
        hint = "If it was still being made, run the same command again."
        raise UserError(ErrorKind.missing_file, f"no such file: {file}", hint) from error
    except (OSError, ValueError) as error:
        hint = "It has to be one JSON object of name and prompt."
        raise UserError(ErrorKind.unreadable, f"{file} cannot be read", hint) from error
    if not isinstance(found, dict) or not all(isinstance(text, str) for text in found.values()):
        hint = "It has to be one JSON object of name and prompt."
        raise UserError(ErrorKind.unreadable, f"{file} holds something else", hint)
    return found


def _match(place: str, absent: set[str]) -> None:
    if absent:
        message = f"{place} lacks {len(absent):,} names, the first {min(absent)}"
        hint = "`data check FOLDER --for turbo` lists all that is wrong."
        raise UserError(ErrorKind.input, message, hint)
