"""Bringing the local features of a gallery up to date with its pictures."""

from __future__ import annotations

import os
from contextlib import closing

from sketch2image.core.ahead import ahead
from sketch2image.core.errors import UserError
from sketch2image.core.pictures import open_picture
from sketch2image.core.progress import Counter, Report
from sketch2image.gallery.catalog import Catalog
from sketch2image.gallery.local.features import WORK_SIDE, LocalFeatures, features_of_work
from sketch2image.gallery.local.store import FeatureStore

STAGE = "features"
_BATCH = 32
_WORKERS = min(4, os.cpu_count() or 1)

_Found = tuple[str, LocalFeatures | None]


def describe(catalog: Catalog, store: FeatureStore, report: Report) -> int:
    """Make the features that pictures lack, and drop those of pictures that are gone.

    Work is kept batch by batch. A picture that cannot be read any more is passed over: the next
    look at its folder tells of it.

    Returns:
        How many were made.

    Raises:
        UserError: the disk refuses.
        Cancelled: raised by `report`; what was done is kept.
    """
    keys = {entry.content: key for key, entry in catalog.entries().items()}
    store.keep_only(keys)
    due = [(content, keys[content]) for content in store.lacking(keys)]
    counter = Counter(report, STAGE, len(due))
    batch: list[_Found] = []
    with closing(ahead(due, _described, _WORKERS, 2 * _BATCH)) as described:
        for found in described:
            batch.append(found)
            if len(batch) == _BATCH or counter.done + len(batch) == len(due):
                _keep(store, batch)
                counter.advance("points to recognize works by", len(batch))
                batch = []
    return len(due)


def _described(picture: tuple[str, str]) -> _Found:
    content, key = picture
    try:
        return content, features_of_work(open_picture(key, WORK_SIDE))
    except UserError:
        return content, None


def _keep(store: FeatureStore, batch: list[_Found]) -> None:
    store.put([(content, features) for content, features in batch if features is not None])
