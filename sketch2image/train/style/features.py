"""Features of a frozen body: computed once, and kept for the epochs, folds and runs that follow."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sketch2image.core.files import write_atomically
from sketch2image.core.paths import cache
from sketch2image.core.pictures import open_picture
from sketch2image.core.progress import Counter, Report
from sketch2image.core.types import Image
from sketch2image.gallery.protocol import PICTURE_SIDE
from sketch2image.gallery.style.bodies import Body
from sketch2image.train.style.augmentation import VERSION, varied
from sketch2image.train.style.pictures import Pictures
from sketch2image.train.style.settings import Settings

Views = NDArray[np.float32]
"""(N, V, D) features of V views of N pictures; the first view is the picture as it is."""

_DECIDING = ("seed", "views", "crop", "mirror", "color", "wear")
_KEPT = 4
"""Sets of features that stay in the cache."""


def features_of(
    body: Body, pictures: Pictures, settings: Settings, stage: str, report: Report
) -> Views:
    """Features of all views, from the cache where they were computed before.

    Args:
        body: gives them.
        pictures: of all parts of the data, so that every fold finds the same.
        settings: `seed`, `views` and what varies pictures count.
        stage: name in progress events.
        report: gets how many pictures were looked at.

    Raises:
        UserError: a picture cannot be read.
    """
    file = cache() / "style" / f"{_key(body, pictures, settings)}.npy"
    try:
        return np.load(file, allow_pickle=False)
    except (OSError, ValueError, EOFError):  # not there, or cut short: a cache is made again
        pass
    counter = Counter(report, stage, len(pictures))
    rows = np.empty((len(pictures), settings.views, body.dim), np.float32)
    for place in range(len(pictures)):
        rows[place] = body.features(list(_views(pictures, place, settings)))
        counter.advance("looking at pictures")
    _keep(file, rows)
    return rows


def _views(pictures: Pictures, place: int, settings: Settings) -> Iterator[Image]:
    picture = open_picture(pictures.files[place], PICTURE_SIDE)
    yield picture
    rng = np.random.default_rng([settings.seed, int(pictures.contents[place][:15], 16)])
    for _ in range(settings.views - 1):
        yield varied(picture, settings, rng)


def _key(body: Body, pictures: Pictures, settings: Settings) -> str:
    deciding = [str(getattr(settings, name)) for name in _DECIDING]
    words = "\n".join([body.fingerprint, VERSION, *deciding, *pictures.contents])
    return hashlib.sha256(words.encode()).hexdigest()[:32]


def _keep(file: Path, rows: Views) -> None:
    buffer = io.BytesIO()
    np.save(buffer, rows, allow_pickle=False)
    write_atomically(file, buffer.getbuffer())
    ages = sorted(file.parent.glob("*.npy"), key=lambda one: one.stat().st_mtime_ns)
    for old in ages[:-_KEPT]:
        old.unlink(missing_ok=True)
