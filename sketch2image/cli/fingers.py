"""`fingers`: which fingers are raised in pictures."""

from __future__ import annotations

from itertools import compress
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sketch2image.cli.files import PictureFile, Unread, pictures_in
from sketch2image.cli.output import Answer, Json, answering, show_progress
from sketch2image.core.errors import UserError

if TYPE_CHECKING:
    from sketch2image.air.fingers import Fingers
    from sketch2image.air.hand import Hand
    from sketch2image.core.types import Image

MAX_SIDE = 1280
"""Larger pictures are read smaller, in pixels: the hand model looks at far less."""


def add_to(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command()(answering(fingers))


def fingers(
    paths: Annotated[list[str], typer.Argument(metavar="PATH...", help="Pictures or folders.")],
    as_json: Json = False,
) -> Answer:
    """Count raised fingers in pictures, up to two hands in each."""
    from sketch2image.air.fingers import FingerReader
    from sketch2image.air.reader import HandReader
    from sketch2image.core.progress import Counter
    from sketch2image.models.hub import ensure

    found = pictures_in(paths)
    counter = Counter(show_progress, "fingers", len(found.files))
    reader = FingerReader(ensure("lite-fingers", show_progress))
    images: list[dict[str, Any]] = []
    failed = found.unread
    with HandReader(ensure("hand", show_progress)) as hands:
        for file in found.files:
            picture = _open(file, failed)
            if picture is not None:
                seen = [_hand(hand, reader.read(hand)) for hand in hands.read(picture)]
                images.append({"path": file.path, "hands": seen})
            counter.advance(file.path)
    document = {"images": images, "failed": [unread._asdict() for unread in failed]}
    lines = [_line(image) for image in images]
    return Answer(document, lines + [f"not read: {u.path}: {u.reason}" for u in failed])


def _open(file: PictureFile, failed: list[Unread]) -> Image | None:
    """The picture; None, and a line in `failed`, for a bad one that merely lies in a folder."""
    from sketch2image.core.pictures import open_picture

    try:
        return open_picture(file.path, MAX_SIDE)
    except UserError as error:
        if file.named:
            raise
        failed.append(Unread(file.path, error.message.removeprefix(file.path).strip()))
        return None


def _hand(hand: Hand, state: Fingers) -> dict[str, Any]:
    return {
        "fingers": list(state.raised),
        "count": state.count,
        "probability": [round(p, 4) for p in state.probability],
        "pinch": round(state.pinch, 4),
        "handedness": hand.handedness,
        "score": round(hand.score, 4),
        "box": [round(edge, 4) for edge in hand.box],
    }


def _line(image: dict[str, Any]) -> str:
    from sketch2image.air.hand import FINGER_NAMES

    hands = [
        f"{hand['handedness'].lower()} hand {hand['count']} "
        f"({', '.join(compress(FINGER_NAMES, hand['fingers'])) or 'fist'})"
        for hand in image["hands"]
    ]
    return f"{image['path']}: {'; '.join(hands) or 'no hand'}"
