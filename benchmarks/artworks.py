"""Which painting does a visitor's photo show? Accuracy, rejection and CPU time of `artworks`.

    python benchmarks/artworks.py PAINTINGS METADATA [--photos 5] [--seed 9] [--withheld 22]

Every painting is photographed so often by `synth.visit`: aslant up to 35 degrees, framed, beside
neighbors, under lamps, with people before it. Each photo is looked up with and without the
detector of frames, with and without a look at local features; and once more, with both, in a
collection that lacks some of the paintings. CPU seconds are those of one process.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, partial
from multiprocessing import get_context
from pathlib import Path

import numpy as np

REPOSITORY = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(REPOSITORY))

from sketch2image.core.paths import HOME_VARIABLE  # noqa: E402
from sketch2image.core.pictures import open_picture  # noqa: E402
from sketch2image.core.types import Image  # noqa: E402
from sketch2image.gallery.lite import LiteEncoder  # noqa: E402
from sketch2image.synth.visit import visit  # noqa: E402
from sketch2image.systems.artworks.collection import Collection  # noqa: E402
from sketch2image.systems.artworks.layouts import list_works  # noqa: E402
from sketch2image.systems.artworks.looks import Finder, in_frames, nowhere  # noqa: E402
from sketch2image.systems.artworks.search import Searcher  # noqa: E402

WAYS = {
    "none": (nowhere, False),
    "detector": (in_frames, False),
    "verification": (nowhere, True),
    "both": (in_frames, True),
}
ALL, FEWER = "all", "fewer"


@dataclass(frozen=True)
class Trial:
    """One photo looked up in one way.

    Attributes:
        way: in `WAYS`, or `FEWER` for both in the collection that lacks works.
        held: whether the collection holds the painting.
        rank: of the painting among five matches, from 1; 0 where it is none of them.
        known: whether the answer was that it is there.
        cpu: seconds.
    """

    way: str
    held: bool
    rank: int
    known: bool
    cpu: float


def main() -> None:
    """Prints one JSON document."""
    asked = _arguments()
    with tempfile.TemporaryDirectory() as home:
        os.environ[HOME_VARIABLE] = home
        files = tuple(sorted(path.resolve() for path in Path(asked.paintings).glob("*.jpg")))
        missing = set(np.random.default_rng(asked.seed).permutation(len(files))[: asked.withheld])
        _register(asked.paintings, asked.metadata, files, missing)
        work = partial(_photographed, files, frozenset(missing), asked.seed)
        jobs = [(place, number) for number in range(asked.photos) for place in range(len(files))]
        with get_context("spawn").Pool(asked.processes) as pool:
            trials = [one for some in pool.imap_unordered(work, jobs, 4) for one in some]
    print(json.dumps(_summary(trials), indent=1))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paintings")
    parser.add_argument("metadata")
    parser.add_argument("--photos", type=int, default=5)
    parser.add_argument("--seed", type=int, default=9)
    parser.add_argument("--withheld", type=int, default=22)
    parser.add_argument("--processes", type=int, default=2)
    return parser.parse_args()


def _register(folder: str, metadata: str, files: Sequence[Path], missing: set[int]) -> None:
    encoder = LiteEncoder()
    with Collection(ALL, create=True) as held:
        held.register(list_works(folder, metadata), encoder)
    with tempfile.TemporaryDirectory() as fewer:
        for file in (file for place, file in enumerate(files) if place not in missing):
            (Path(fewer) / file.name).symlink_to(file)
        with Collection(FEWER, create=True) as held:
            held.register(list_works(fewer, metadata), encoder)


def _photographed(
    files: tuple[Path, ...], missing: frozenset[int], seed: int, job: tuple[int, int]
) -> list[Trial]:
    place, number = job
    paintings = _paintings(files)
    others = paintings[:place] + paintings[place + 1 :]
    photo = visit(paintings[place], others, np.random.default_rng([seed, place, number])).image
    name = files[place].name
    trials = [_looked_up(ALL, way, photo, name) for way in WAYS]
    held = place not in missing
    return [*trials, _looked_up(FEWER, "both", photo, name, label=FEWER, held=held)]


@cache
def _paintings(files: Sequence[Path]) -> tuple[Image, ...]:
    return tuple(open_picture(file) for file in files)


@cache
def _searcher(collection: str, finder: Finder, verify: bool) -> Searcher:
    return Searcher(Collection(collection), LiteEncoder(), finder, verify=verify)


def _looked_up(
    collection: str, way: str, photo: Image, name: str, *, label: str = "", held: bool = True
) -> Trial:
    searcher = _searcher(collection, *WAYS[way])
    began = time.process_time()
    found = searcher.look_up(photo)
    cpu = time.process_time() - began
    names = [Path(match.path).name for match in found.matches]
    rank = names.index(name) + 1 if name in names else 0
    return Trial(label or way, held, rank, found.known, cpu)


def _summary(trials: Sequence[Trial]) -> dict[str, object]:
    fewer = [one for one in trials if one.way == FEWER]
    strangers = [one for one in fewer if not one.held]
    return {
        "photos": sum(one.way == "both" for one in trials),
        "ways": {way: _of_way([one for one in trials if one.way == way]) for way in WAYS},
        "withheld": {
            "photos of works that are not there": len(strangers),
            "rejected": _share(not one.known for one in strangers),
            "photos of works that are there": len(fewer) - len(strangers),
            "rejected although there": _share(not one.known for one in fewer if one.held),
            "right and known": _share(one.known and one.rank == 1 for one in fewer if one.held),
        },
    }


def _of_way(trials: Sequence[Trial]) -> dict[str, float]:
    return {
        "R@1": _share(one.rank == 1 for one in trials),
        "R@5": _share(one.rank > 0 for one in trials),
        "known": _share(one.known for one in trials),
        "CPU seconds, mean": round(float(np.mean([one.cpu for one in trials])), 3),
        "CPU seconds, 95 %": round(float(np.quantile([one.cpu for one in trials], 0.95)), 3),
    }


def _share(each: Iterable[bool]) -> float:
    return round(float(np.mean([*each])), 4)


if __name__ == "__main__":
    main()
