"""Where triplets of picture, edges and words lie: the layout of fashion-sbir (AIKU, 2024)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

Number = int | str
"""Of a triplet in its set, as its file names spell it."""


@dataclass(frozen=True)
class TripletFolder:
    """The files of one set: `ROOT/<name>/<name>_image/img_<i>.jpg` and so on.

    Attributes:
        root: folder of all sets.
        name: of this one.
    """

    root: Path
    name: str

    @property
    def folder(self) -> Path:
        """Folder of the set."""
        return self.root / self.name

    @property
    def images(self) -> Path:
        """Folder of its pictures."""
        return self.folder / f"{self.name}_image"

    def image(self, number: Number) -> Path:
        """The picture."""
        return self.images / f"img_{number}.jpg"

    def edge(self, number: Number) -> Path:
        """Its edges, black on white."""
        return self.folder / f"{self.name}_edge_new" / f"edge_{number}.jpg"

    def text(self, number: Number) -> Path:
        """A JSON object whose `text` says what it shows."""
        return self.folder / f"{self.name}_text" / f"text_{number}.json"


def sets_in(root: Path) -> list[TripletFolder]:
    """The sets of a folder, in a stable order: those below it, or the one that it is itself."""
    places = [root.resolve(), *sorted(root.iterdir())]
    found = (TripletFolder(place.parent, place.name) for place in places)
    return [one for one in found if one.images.is_dir()]
