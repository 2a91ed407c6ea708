"""A small museum in The Met dataset's files, for tests."""

from __future__ import annotations

import gzip
import json
import pickle
from pathlib import Path
from typing import Any

import numpy as np

TRAIN = (3, 3, 5, 7, 7, 7, 11, 13)
VAL = (3, 7, -1, -1)
TEST = (5, 11, 13, -1, -1, -1)
DIM = 6


def database(labels=TRAIN) -> list[dict[str, Any]]:
    return [{"id": one, "path": f"MET/{one}/{place}.jpg"} for place, one in enumerate(labels)]


def queries(labels, part: str) -> list[dict[str, Any]]:
    return [
        {"path": f"{part}_other/{place}.jpg", "category": "other", "url": "None"}
        if one == -1
        else {"MET_id": one, "path": f"{part}_met/{place}.jpg", "photographer": "x", "url": "None"}
        for place, one in enumerate(labels)
    ]


def write_json(file: Path, content: object) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(content).encode()
    file.write_bytes(gzip.compress(text, 1) if file.suffix == ".gz" else text)


def write_info(folder: Path, *, mini: bool = False, ending: str = "json") -> Path:
    """Ground truth of eight train pictures, four val queries and six of test."""
    prefix = "mini_" if mini else ""
    write_json(folder / f"{prefix}MET_database.{ending}", database())
    write_json(folder / f"valset.{ending}", queries(VAL, "val"))
    write_json(folder / f"testset.{ending}", queries(TEST, "test"))
    return folder


def unit_rows(labels, seed: int, noise: float = 0.3) -> np.ndarray:
    """Descriptors that lie near the direction of their class."""
    rng = np.random.default_rng(seed)
    rows = [
        (rng if one == -1 else np.random.default_rng(one)).standard_normal(DIM) for one in labels
    ]
    rows = np.array(rows) + noise * rng.standard_normal((len(rows), DIM))
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


def small_descriptors() -> dict[str, np.ndarray]:
    parts = {"train": TRAIN, "val": VAL, "test": TEST}
    return {
        f"{name}_descriptors": unit_rows(labels, seed)
        for seed, (name, labels) in enumerate(parts.items())
    }


def write_pickle(file: Path, arrays: dict[str, np.ndarray]) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(pickle.dumps(arrays, pickle.HIGHEST_PROTOCOL))
    return file
