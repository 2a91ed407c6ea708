"""Which licences the person has accepted; remembered under `SKETCH2IMAGE_HOME`."""

from __future__ import annotations

import json
from collections.abc import Iterable

from sketch2image.core.files import write_atomically
from sketch2image.core.paths import home
from sketch2image.models.table import Model

FILE = "licences.json"


def accepted(wanted: Model) -> bool:
    """Whether the licence of a checkpoint, as the table names it today, was accepted before."""
    return _remembered().get(wanted.id) == wanted.licence


def unaccepted(wanted: Iterable[Model]) -> list[Model]:
    """The checkpoints whose licence the person has yet to accept before they are fetched."""
    return [one for one in wanted if not (one.bundled or one.own or accepted(one))]


def accept(wanted: Model) -> None:
    """Remember that the person accepts the licence of a checkpoint.

    Raises:
        UserError: the state folder cannot be written.
    """
    known = {**_remembered(), wanted.id: wanted.licence}
    write_atomically(home() / FILE, json.dumps(known, indent=2, sort_keys=True).encode() + b"\n")


def _remembered() -> dict[str, str]:
    try:
        known = json.loads((home() / FILE).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return known if isinstance(known, dict) else {}
