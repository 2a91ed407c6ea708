"""Three galleries: one of one's own with failed files, a damaged one, the samples."""

from __future__ import annotations

from sketch2image.engine.desktop.tasks import FailedFile, GalleryState
from tests.ui.scripted_engine import SAMPLES

FAILED = (
    FailedFile("/photos/trip/empty.png", "is an empty file"),
    FailedFile("/photos/notes.jpg", "is not a picture (it holds text)"),
)
OWN = GalleryState("default", "default", ("/photos",), 118, FAILED)
DAMAGED = GalleryState("old", "old", (), 0, (), "its catalog cannot be read")
ALL = (OWN, DAMAGED, SAMPLES)
