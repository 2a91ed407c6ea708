"""`artworks demo`: how alike the pictures of a folder are to an encoder."""

from __future__ import annotations

from itertools import combinations
from typing import Annotated, Any

import typer

from sketch2image.cli import options
from sketch2image.cli.artworks_models import BlueFirst, Model, artwork_tiers, chosen_making
from sketch2image.cli.output import Answer, Json, show_progress


def demo(
    folder: Annotated[str, typer.Argument(metavar="DIR", help="A few photos, e.g. of two works.")],
    bgr: BlueFirst = None,
    model: Model = "",
    tier: options.Tier = "",
    or_lite: options.OrLite = None,
    as_json: Json = False,
) -> Answer:
    """The cosine of every two pictures of a folder, to see what an encoder takes for alike."""
    from sketch2image.systems.artworks.pairs import cosines_of_folder

    with artwork_tiers(tier, or_lite, chosen_making("", tier, model, bgr)) as opened:
        names, cosines = opened.use(
            lambda parts: cosines_of_folder(folder, parts.encoder, show_progress)
        )
    pairs: list[dict[str, Any]] = [
        {"one": names[i], "other": names[j], "cosine": round(float(cosines[i, j]), 6)}
        for i, j in combinations(range(len(names)), 2)
    ]
    lines = [f"{pair['cosine']:.6f}  {pair['one']}  {pair['other']}" for pair in pairs]
    document = {"folder": folder, "pictures": len(names), "pairs": pairs, "tier": opened.document()}
    return Answer(document, lines)
