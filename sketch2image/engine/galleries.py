"""Which gallery is searched, and which there are to choose from."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sketch2image.core.paths import sample_gallery
from sketch2image.core.settings import load
from sketch2image.gallery.gallery import list_galleries, open_gallery
from sketch2image.gallery.stores import DEFAULT_NAME, is_name

SAMPLES = "sample pictures"
"""What the committed sample pictures are called where a person chooses a gallery."""


def chosen_gallery(wish: str) -> str:
    """The gallery to search: the one named, else the person's own, else the sample pictures."""
    named = wish or load().gallery
    if named:
        return named
    own = any(info.name == DEFAULT_NAME and info.pictures for info in list_galleries())
    return DEFAULT_NAME if own else str(sample_gallery())


def offered_galleries(wishes: Sequence[str] = ()) -> dict[str, str]:
    """Galleries to choose from: what each is called, and what `open_gallery` takes for it.

    Args:
        wishes: names or folders; without any, all named galleries that hold pictures, and the
            sample pictures.

    Returns:
        The gallery to begin with comes first. Of a folder only its own name is told.

    Raises:
        UserError: there is no such gallery.
    """
    if wishes:
        for wish in wishes:
            open_gallery(wish).close()
        return {called(wish): wish for wish in wishes}
    first = chosen_gallery("")
    named = [info.name for info in list_galleries() if info.pictures and is_name(info.name)]
    places = [first, *named, str(sample_gallery())]
    return {called(place): place for place in places}


def called(where: str) -> str:
    """What a person calls the gallery of a name or a folder; of a folder only its own name."""
    if is_samples(where):
        return SAMPLES
    return where if is_name(where) else Path(where).resolve().name


def is_samples(where: str) -> bool:
    """Whether the folder of a gallery is that of the committed sample pictures."""
    return Path(where).is_dir() and Path(where).samefile(sample_gallery())
