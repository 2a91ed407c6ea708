"""How long `museum knn` takes, and how much memory, at the full size of The Met dataset.

    python benchmarks/museum.py [--train 397121] [--dim 512] [--form safetensors|pkl]

Writes ground truth and random unit descriptors of that size: as many classes as the data set has,
none of more than ten pictures. Runs the command on them as a process, K and t tuned over the whole
grid, and then FAISS's exact search for 50 neighbors of some of the queries, which is what the
published code does once for each of 108 pairs of K and t. Prints one JSON document.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

REPOSITORY = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(REPOSITORY))

from sketch2image.core.files import write_atomically  # noqa: E402
from sketch2image.models.converting.descriptor_files import (  # noqa: E402
    PICKLE_FILE,
    SAFE_FILE,
    pickle_pieces,
    safetensors_pieces,
)

TRAIN, CLASSES, MOST = 397_121, 224_408, 10
QUERIES = {"val": (129, 2_036), "test": (1_003, 18_316)}
"""Queries that show a work, and distractors."""

SHARE = 1_000
"""Queries that FAISS is timed with."""

FORMS = {"safetensors": SAFE_FILE, "pkl": PICKLE_FILE}


def labels_of(count: int) -> NDArray[np.int64]:
    """(count,) class ids: 60.8 % of the classes have one picture, none more than ten."""
    rng = np.random.default_rng(0)
    classes = max(1, round(count * CLASSES / TRAIN))
    sizes = np.ones(classes, np.int64)
    while (missing := count - sizes.sum()) > 0:
        open_to = rng.permutation(np.flatnonzero(sizes[: round(0.392 * classes) + 1] < MOST))
        sizes[open_to[:missing]] += 1
    return np.repeat(np.arange(classes), sizes)


def write_truth(folder: Path, labels: NDArray[np.int64]) -> None:
    """The three JSON files."""
    database = [{"id": int(one), "path": f"MET/{one}/{n}.jpg"} for n, one in enumerate(labels)]
    (folder / "MET_database.json").write_text(json.dumps(database))
    for part, (known, strangers) in QUERIES.items():
        shown = [{"MET_id": int(labels[n]), "path": f"{part}_met/{n}.jpg"} for n in range(known)]
        others = [{"path": f"{part}_other/{n}.jpg"} for n in range(strangers)]
        (folder / f"{part}set.json").write_text(json.dumps([*shown, *others]))


def write_descriptors(folder: Path, count: int, dim: int, form: str) -> None:
    """Random unit rows of all parts."""
    rng = np.random.default_rng(1)
    counts = {"train": count} | {part: sum(both) for part, both in QUERIES.items()}
    arrays = {}
    for part, rows in counts.items():
        made = rng.standard_normal((rows, dim), np.float32)
        made /= np.linalg.norm(made, axis=1, keepdims=True)
        arrays[f"{part}_descriptors"] = made
    pieces = pickle_pieces(arrays) if form == "pkl" else safetensors_pieces(arrays, {})
    write_atomically(folder / FORMS[form], *pieces)


def run(folder: Path) -> dict[str, float | int]:
    """Seconds and peak memory of the command."""
    command = [sys.executable, str(REPOSITORY / "main.py"), "museum", "knn", str(folder)]
    start = time.perf_counter()
    done = subprocess.run(
        [*command, "--info-dir", str(folder), "--json"], check=True, capture_output=True
    )
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
    grid = json.loads(done.stdout)["grid"]
    return {
        "pairs": len(grid["K"]) * len(grid["t"]),
        "seconds": round(seconds, 1),
        "peak_gigabytes": round(peak / 1e9, 2),
    }


def faiss_seconds(count: int, dim: int) -> float:
    """What one exact search of FAISS for 50 neighbors of all queries takes, by a share of them."""
    import faiss

    rng = np.random.default_rng(2)
    index = faiss.IndexFlatIP(dim)
    index.add(rng.standard_normal((count, dim), np.float32))  # pyright: ignore[reportCallIssue]
    asked = rng.standard_normal((SHARE, dim), np.float32)
    start = time.perf_counter()
    index.search(asked, 50)  # pyright: ignore[reportCallIssue]
    queries = sum(map(sum, QUERIES.values()))
    return round((time.perf_counter() - start) * queries / SHARE, 1)


def main() -> None:
    """Read the arguments and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--train", type=int, default=TRAIN)
    parser.add_argument("--dim", type=int, default=512)
    parser.add_argument("--form", choices=list(FORMS), default="safetensors")
    given = parser.parse_args()
    labels = labels_of(given.train)
    figures: dict[str, object] = {"train": given.train, "dim": given.dim, "form": given.form}
    figures["classes"] = int(labels[-1]) + 1
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as work:
        write_truth(Path(work), labels)
        write_descriptors(Path(work), given.train, given.dim, given.form)
        figures |= run(Path(work))
    figures["one_search_of_faiss"] = faiss_seconds(given.train, given.dim)
    print(json.dumps(figures, indent=1))


if __name__ == "__main__":
    main()
