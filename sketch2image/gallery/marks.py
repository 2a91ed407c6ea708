"""Below which cosine a match counts as weak, for each family of full encoders."""

from __future__ import annotations

from collections.abc import Mapping

WEAK_BELOW: Mapping[str, Mapping[str, float]] = {
    "dino": {"sketch": 0.20, "photo": 0.40, "words": 0.0},
    "clip": {"sketch": 0.55, "photo": 0.65, "words": 0.22},
    "gem": {"sketch": 0.30, "photo": 0.50, "words": 0.0},
    "siglip": {"sketch": 0.55, "photo": 0.65, "words": 0.05},
}
"""Cosines by family and kind of query.

Not measured: their weights were not at hand when this was written. They are starting points by how
wide the cosines of each family usually spread, and decide only which matches are called weak, never
which are found. Whoever measures a gallery of their own sets them here.
"""
