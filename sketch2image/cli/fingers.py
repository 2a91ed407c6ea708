"""`fingers`: which fingers are raised in pictures."""

from __future__ import annotations

from itertools import compress
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sketch2image.cli.files import pictures_in
from sketch2image.cli.output import Answer, Json, answering, show_progress

if TYPE_CHECKING:
    from sketch2image.air.fingers import Fingers
    from sketch2image.air.hand import Hand

FINGER_NAMES = ("thumb", "index", "middle", "ring", "pinky")


def add_to(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command()(answering(fingers))


def fingers(
    paths: Annotated[list[str], typer.Argument(metavar="PATH...", help="Pictures or folders.")],
    as_json: Json = False,
) -> Answer:
    """Count raised fingers in pictures, up to two hands in each."""
    from sketch2image.air.fingers import FingerReader
    from sketch2image.air.tracker import HandReader
    from sketch2image.core.pictures import open_picture
    from sketch2image.core.progress import Counter
    from sketch2image.models.hub import ensure

    files = pictures_in(paths)
    counter = Counter(show_progress, "fingers", len(files))
    reader = FingerReader(ensure("lite-fingers", show_progress))
    images: list[dict[str, Any]] = []
    with HandReader(ensure("hand", show_progress)) as hands:
        for file in files:
            found = hands.read(open_picture(file))
            images.append({"path": file, "hands": [_hand(h, reader.read(h)) for h in found]})
            counter.advance(file)
    return Answer({"images": images}, [_line(image) for image in images])


def _hand(hand: Hand, state: Fingers) -> dict[str, Any]:
    return {
        "fingers": list(state.raised),
        "count": state.count,
        "handedness": hand.handedness,
        "score": round(hand.score, 4),
        "box": [round(edge, 4) for edge in hand.box],
    }


def _line(image: dict[str, Any]) -> str:
    hands = [
        f"{hand['handedness'].lower()} hand {hand['count']} "
        f"({', '.join(compress(FINGER_NAMES, hand['fingers'])) or 'fist'})"
        for hand in image["hands"]
    ]
    return f"{image['path']}: {'; '.join(hands) or 'no hand'}"
