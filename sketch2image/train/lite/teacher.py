"""The teacher: what a general photo embedder says of many views of the training photos."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.progress import Counter, Report
from sketch2image.core.types import Image
from sketch2image.gallery.preprocess import SQUARE
from sketch2image.train.lite.photos import Photo, read_photo, views

WEIGHTS = Path("weights") / "mobilenet_v1_1.0_224_quant_embedding_extractor.tflite"
DIMENSIONS = 1024

Named = tuple[str, int, Image]
"""Key, label and picture."""


@dataclass(frozen=True)
class Taught:
    """Views and what the teacher says of them; rows belong together.

    Attributes:
        pictures: (N, 112, 112, 3) uint8.
        labels: (N,) positions, -1 where not known.
        vectors: (N, 1024) float16 unit rows.
        keys: (N,) which photo each is a view of; the whole photo comes before its parts.
    """

    pictures: NDArray[np.uint8]
    labels: NDArray[np.int64]
    vectors: NDArray[np.float16]
    keys: NDArray[np.str_]

    def rows(self, chosen: NDArray[np.intp]) -> Taught:
        """Some of the rows."""
        return Taught(*(getattr(self, field.name)[chosen] for field in fields(self)))


class Teacher(Protocol):
    """Embeds one picture."""

    def __call__(self, picture: Image) -> NDArray[np.float32]:
        """(1024,) unit vector of an (H, W, 3) uint8 picture."""
        ...


@contextmanager
def teacher(data: Path) -> Iterator[Teacher]:
    """The embedder in the data folder, run by MediaPipe.

    Raises:
        UserError: its file is missing.
    """
    file = data / WEIGHTS
    if not file.is_file():
        raise UserError(ErrorKind.missing_file, f"no teacher weights {file}")
    import mediapipe
    from mediapipe.tasks.python import BaseOptions, vision

    options = vision.ImageEmbedderOptions(
        base_options=BaseOptions(model_asset_path=str(file)), l2_normalize=True, quantize=False
    )
    with vision.ImageEmbedder.create_from_options(options) as embedder:

        def embed(picture: Image) -> NDArray[np.float32]:
            frame = mediapipe.Image(mediapipe.ImageFormat.SRGB, np.ascontiguousarray(picture))
            return np.asarray(embedder.embed(frame).embeddings[0].embedding, np.float32)

        yield embed


def teach(
    photos: Sequence[Photo], count: int, seed: int, data: Path, file: Path, report: Report
) -> Taught:
    """Views of photo files with their vectors; made once, kept in `file`.

    Args:
        photos: which photos.
        count: views of each.
        seed: of the views.
        data: the development data, which holds the teacher.
        file: `.npz` to keep them in.
        report: told of every photo.
    """
    pictures = ((photo.key, photo.label, read_photo(photo.file)) for photo in photos)
    return teach_pictures(pictures, len(photos), count, seed, data, file, report)


def teach_pictures(
    pictures: Iterable[Named],
    total: int,
    count: int,
    seed: int,
    data: Path,
    file: Path,
    report: Report,
) -> Taught:
    """As `teach`, for `total` pictures that come with their keys and labels."""
    if not file.exists():
        _store(file, _taught(pictures, total, count, seed, data, report))
    return load(file)


def joined(parts: Sequence[Taught]) -> Taught:
    """All of them, one after the other."""
    return Taught(
        *(np.concatenate([getattr(part, field.name) for part in parts]) for field in fields(Taught))
    )


def load(file: Path) -> Taught:
    """Reads what `teach` kept."""
    with np.load(file) as kept:
        return Taught(*(kept[field.name] for field in fields(Taught)))


def _taught(
    photos: Iterable[Named],
    total: int,
    count: int,
    seed: int,
    data: Path,
    report: Report,
) -> Taught:
    rng, counter = np.random.default_rng(seed), Counter(report, "teacher", total)
    pictures = np.empty((total * count, SQUARE, SQUARE, 3), np.uint8)
    labels = np.empty(total * count, np.int64)
    vectors = np.empty((total * count, DIMENSIONS), np.float16)
    keys: list[str] = []
    with teacher(data) as embed:
        for start, (key, label, photo) in enumerate(photos):
            keys += [key] * count
            for row, view in enumerate(views(photo, count, rng), start * count):
                pictures[row], labels[row], vectors[row] = view, label, embed(view)
            counter.advance()
    return Taught(pictures, labels, vectors, np.array(keys, str))


def _store(file: Path, taught: Taught) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_suffix(".part.npz")
    np.savez(part, **{field.name: getattr(taught, field.name) for field in fields(Taught)})
    part.replace(file)
