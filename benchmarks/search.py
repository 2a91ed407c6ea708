"""How long adding to and searching a gallery take, the encoder's own time left out.

    python benchmarks/search.py [--pictures 10000] [--dim 256]

Makes that many small JPEGs, adds them with an encoder that costs next to nothing, adds them again,
and searches inside one process and as a process of its own. Prints one JSON document.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np

REPOSITORY = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(REPOSITORY))

from sketch2image.core.pictures import open_picture  # noqa: E402
from sketch2image.core.types import Image, Vectors  # noqa: E402
from sketch2image.gallery.gallery import Gallery  # noqa: E402
from sketch2image.gallery.search import search  # noqa: E402
from sketch2image.gallery.verify import verify  # noqa: E402

SIDE = 8
RUNS = 5


class ThumbnailEncoder:
    """Random projection of an 8 x 8 thumbnail."""

    def __init__(self, dim: int) -> None:
        self.dim = dim
        self.fingerprint = f"thumbnail-{dim}"
        self.weak_below: Mapping[str, float] = {"sketch": 0.0, "photo": 0.0, "words": 0.0}
        rng = np.random.default_rng(0)
        self._projection = rng.normal(size=(SIDE * SIDE * 3, dim)).astype(np.float32)

    def encode_photos(self, images: Sequence[Image]) -> Vectors:
        """(N, dim) unit rows."""
        from sketch2image.core.opencv import cv2

        small = [cv2.resize(image, (SIDE, SIDE), interpolation=cv2.INTER_AREA) for image in images]
        flat = np.stack(small).reshape(len(images), -1).astype(np.float32) - 128
        vectors = flat @ self._projection
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)

    encode_sketches = encode_photos

    def encode_words(self, labels: Sequence[str]) -> Vectors:
        """(N, dim) zeros: it knows no words."""
        return np.zeros((len(labels), self.dim), np.float32)


def make_pictures(folder: Path, count: int) -> None:
    """Write `count` different JPEGs of 128 x 96 pixels."""
    from PIL import Image as Pillow

    rng = np.random.default_rng(0)
    for number in range(count):
        place = folder / f"{number // 500:03}"
        place.mkdir(parents=True, exist_ok=True)
        blocks = Pillow.fromarray(rng.integers(0, 256, (6, 8, 3)).astype(np.uint8))
        blocks.resize((128, 96), Pillow.Resampling.BICUBIC).save(place / f"{number:06}.jpg")


def seconds(work: Callable[[], object], runs: int = 1) -> list[float]:
    """How long `work` took, each time."""
    taken: list[float] = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return taken


def one_search(folder: str, query: str, dim: int) -> None:
    """What a `search` command does, in this process."""
    encoder = ThumbnailEncoder(dim)
    with Gallery.of_folder(folder) as gallery:
        gallery.catch_up(encoder)
        search(gallery, encoder, [open_picture(query, 512)], k=5)


def measure(work: Path, count: int, dim: int) -> dict[str, float | int | bool]:
    """All figures, in seconds where nothing else is said."""
    photos, encoder = work / "photos", ThumbnailEncoder(dim)
    make_pictures(photos, count)
    query = photos / "000" / "000007.jpg"
    figures: dict[str, float | int | bool] = {"pictures": count, "dim": dim}
    with Gallery.of_folder(photos) as gallery:
        figures["add"] = seconds(lambda: gallery.catch_up(encoder))[0]
        figures["add_again"] = min(seconds(lambda: gallery.catch_up(encoder), RUNS))
    with Gallery.of_folder(photos) as gallery:
        figures["load_index"] = seconds(lambda: gallery.index(encoder))[0]
        image = open_picture(query, 512)
        inside = seconds(lambda: search(gallery, encoder, [image], k=5), 50)
        figures["search_inside"] = statistics.median(inside)
        figures["search_inside_worst"] = max(inside)
        vector = encoder.encode_photos([image])
        index = gallery.index(encoder)
        figures["index_only"] = statistics.median(seconds(lambda: index.search(vector, 5), 50))
        figures["verify"] = seconds(lambda: verify(gallery, encoder))[0]
        figures["megabytes"] = gallery.stats().bytes / 1e6
    command = [sys.executable, __file__, "--search", str(photos), str(query), "--dim", str(dim)]
    figures["search_process"] = min(seconds(lambda: subprocess.run(command, check=True), RUNS))
    return figures


def main() -> None:
    """Read the arguments and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--pictures", type=int, default=10_000)
    parser.add_argument("--dim", type=int, default=256)
    parser.add_argument("--search", nargs=2, metavar=("FOLDER", "PICTURE"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.search:
        folder, query = given.search
        one_search(folder, query, given.dim)
        return
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as work:
        os.environ["SKETCH2IMAGE_HOME"] = str(Path(work) / "home")
        figures = measure(Path(work), given.pictures, given.dim)
    print(json.dumps({name: round(value, 5) for name, value in figures.items()}, indent=1))


if __name__ == "__main__":
    main()
