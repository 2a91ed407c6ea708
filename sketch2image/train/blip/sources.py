"""What a captioner learns from, and what it is judged by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.train.blip.settings import Settings
from sketch2image.train.data.collection import Collection
from sketch2image.train.data.held_out import hold_out
from sketch2image.train.data.sentences import Example, examples


@dataclass(frozen=True)
class Sources:
    """Examples to learn from, and others to judge by."""

    learned: tuple[Example, ...]
    held_out: tuple[Example, ...]


def sources(settings: Settings) -> Sources:
    """Examples as the settings ask for; sketches of one photo stay together.

    Raises:
        UserError: a source is not named, cannot be read or is empty, nothing is held out, or what
            is held out is learned from too.
    """
    if not settings.data:
        hint = "Name a folder or a file with --data."
        raise UserError(ErrorKind.input, "there is nothing to learn from", hint)
    found = examples(settings.data, settings.classes)
    if settings.held_out:
        held = examples(settings.held_out, settings.classes)
        _check_apart(found, held, settings.held_out)
        return Sources(found, held)
    return _parted(found, settings)


def _check_apart(learned: Sequence[Example], held: Sequence[Example], source: str) -> None:
    shared = _places(learned) & _places(held)
    if shared:
        first = min(shared)[0].name
        message = f"{len(shared):,} sketches of {source} are learned from too, the first {first}"
        raise UserError(ErrorKind.input, message, "Take them out of one of the two.")


def _places(of: Sequence[Example]) -> set[tuple[Path, int]]:
    return {(one.picture.file.resolve(), one.picture.row) for one in of}


def _parted(found: tuple[Example, ...], settings: Settings) -> Sources:
    pictures = tuple(dict.fromkeys(example.picture for example in found))
    held = set(hold_out(Collection(pictures, ()), settings.held_out_share)[1].sketches)
    if not held:
        message = f"no class of {settings.data} has two drawings, so none can be held out"
        raise UserError(ErrorKind.input, message, "Name others to judge by in `held_out`.")
    learned = tuple(example for example in found if example.picture not in held)
    return Sources(learned, tuple(example for example in found if example.picture in held))
