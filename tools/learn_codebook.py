"""Learn the codebook of local features: `python tools/learn_codebook.py PICTURES...`.

Writes `checkpoints/lite/local_features.npz`. Any few hundred varied pictures do; the card beside
it names those that were taken.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from sketch2image.core.files import save_arrays
from sketch2image.core.paths import checkpoints
from sketch2image.core.pictures import open_picture
from sketch2image.gallery.local.aggregate import FILE, Codebook
from sketch2image.gallery.local.features import features_of_work
from sketch2image.gallery.local.matching import unit_rows
from sketch2image.gallery.scan import folder_key, scan

CENTERS, AXES = 32, 32
SEED = 1

Rows = NDArray[np.float32]


def learn(pictures: list[Rows]) -> Codebook:
    """From the (N, 128) descriptors of each picture: principal axes, k-means, mean aggregate."""
    import faiss

    rows = np.concatenate(pictures)
    mean = rows.mean(axis=0)
    _, directions = np.linalg.eigh(np.cov(rows.T))
    axes = directions[:, ::-1][:, :AXES].astype(np.float32)
    means = faiss.Kmeans(AXES, CENTERS, niter=25, seed=SEED)
    means.train(np.ascontiguousarray((rows - mean) @ axes))
    centers = np.asarray(means.centroids, np.float32)
    book = Codebook(mean, axes, centers, np.zeros(centers.size, np.float32))
    center = np.mean([book.summed(one) for one in pictures], axis=0)
    return Codebook(mean, axes, centers, center.astype(np.float32))


def main(folders: list[str]) -> None:
    """Reads the pictures of the folders, and writes what was learned of them."""
    keys = [key for folder in folders for key in scan(folder_key(folder)).files]
    pictures = [unit_rows(features_of_work(open_picture(key))) for key in keys]
    book = learn(pictures)
    parts = {name: getattr(book, name) for name in ("mean", "axes", "centers", "center")}
    save_arrays(checkpoints() / FILE, parts)
    size = (Path(checkpoints()) / FILE).stat().st_size
    print(f"{sum(map(len, pictures)):,} features of {len(keys)} pictures; {size:,} bytes")


if __name__ == "__main__":
    main(sys.argv[1:])
