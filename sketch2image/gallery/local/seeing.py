"""Looking for the pictures of a gallery in a photo, point by point."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sketch2image.gallery.local.features import LocalFeatures
from sketch2image.gallery.local.homography import Alignment, align
from sketch2image.gallery.local.matching import match_all
from sketch2image.gallery.local.store import FeatureStore


@dataclass(frozen=True)
class Sighting:
    """A picture that was looked for in a photo.

    Attributes:
        points: local features it has.
        alignment: how it lies in the photo; None where it was not seen.
    """

    points: int
    alignment: Alignment | None

    @property
    def inliers(self) -> int:
        """Points of it that the photo shows in their places."""
        return self.alignment.inliers if self.alignment else 0


def look_for(
    contents: Sequence[str], photo: LocalFeatures, store: FeatureStore
) -> dict[str, Sighting]:
    """Sightings by content, of those pictures whose features are kept.

    Args:
        contents: digests of pictures.
        photo: what is looked at.
        store: of the gallery.
    """
    kept = store.get(contents)
    pairs = match_all(photo, list(kept.values()))
    return {
        content: Sighting(len(features), align(photo, features, found))
        for (content, features), found in zip(kept.items(), pairs, strict=True)
    }
