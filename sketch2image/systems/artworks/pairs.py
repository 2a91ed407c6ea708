"""How alike the pictures of a folder are."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.pictures import open_picture
from sketch2image.core.progress import Counter, Report, silent
from sketch2image.gallery.adding import spell
from sketch2image.gallery.protocol import PICTURE_SIDE, Encoder
from sketch2image.gallery.scan import folder_key, scan

MOST = 1000
"""Pictures; their pairs are half a million."""


def cosines_of_folder(
    folder: str, encoder: Encoder, report: Report = silent
) -> tuple[list[str], NDArray[np.float32]]:
    """Paths of N pictures, and the (N, N) cosines of their vectors.

    Raises:
        UserError: there is no such folder, a picture cannot be read, or there are fewer than 2
            or more than `MOST`.
    """
    key = folder_key(folder)
    files = list(scan(key).files)
    if not 2 <= len(files) <= MOST:
        message = f"{Path(folder)} holds {len(files)} pictures"
        raise UserError(ErrorKind.input, message, f"Name a folder with 2 to {MOST} of them.")
    counter, rows = Counter(report, "artworks", len(files)), []
    for file in files:
        rows.append(encoder.encode_photos([open_picture(file, PICTURE_SIDE)])[0])
        counter.advance(Path(file).name)
    vectors = np.stack(rows)
    return [spell(folder, key, file) for file in files], vectors @ vectors.T
