"""The page of a look-up for docs/artworks.md: `python tools/artworks_picture.py OUT.png`.

The rendered sample pictures stand for paintings: they may lie in the repository.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from sketch2image.core.paths import HOME_VARIABLE, sample_gallery
from sketch2image.core.pictures import open_picture, save_png
from sketch2image.gallery.lite import LiteEncoder
from sketch2image.synth.visit import visit
from sketch2image.systems.artworks.collection import Collection
from sketch2image.systems.artworks.figure import figure
from sketch2image.systems.artworks.layouts import list_works
from sketch2image.systems.artworks.looks import in_frames
from sketch2image.systems.artworks.search import Searcher

SEED = 5


def main(out: str, name: str = "pizza-2") -> None:
    """Writes the page of a photo of one sample picture."""
    pictures = {file.stem: open_picture(file) for file in sorted(sample_gallery().glob("*.jpg"))}
    others = [picture for title, picture in pictures.items() if title != name]
    photo = visit(pictures[name], others, np.random.default_rng(SEED)).image
    with tempfile.TemporaryDirectory() as home:
        os.environ[HOME_VARIABLE] = home
        table = Path(home) / "works.json"
        table.write_text(json.dumps([_row(title) for title in pictures]), "utf-8")
        with Collection(create=True) as held:
            held.register(list_works(str(sample_gallery()), str(table)), LiteEncoder())
            found = Searcher(held, LiteEncoder(), in_frames).look_up(photo)
    save_png(out, figure(photo, found), 9)


def _row(stem: str) -> dict[str, str]:
    return {
        "file": f"{stem}.jpg",
        "title": stem.replace("-", ", no. ").replace("_", " ").capitalize(),
        "artist": "Sketch2Image",
        "year": "2026",
        "medium": "Digital print",
        "museum": "Sample gallery",
    }


if __name__ == "__main__":
    main(*sys.argv[1:])
