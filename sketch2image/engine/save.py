"""A result as files: `sketch.png sketch.svg render.png sheet.png result.json`."""

from __future__ import annotations

import json
import os
from dataclasses import asdict
from pathlib import Path
from typing import Any

from sketch2image.air.files import save_svg
from sketch2image.core.files import unwritable, write_atomically
from sketch2image.core.pictures import save_png
from sketch2image.core.progress import Report, silent
from sketch2image.core.sketch import Sketch
from sketch2image.core.types import Caption, Match
from sketch2image.engine.film import save_timelapse
from sketch2image.engine.request import Result
from sketch2image.engine.sheet import sheet

Answer = dict[str, Any]
"""A JSON-ready document."""


def prepare(folder: str) -> None:
    """Make a folder for files to come, so that a bad one is known before the work.

    Raises:
        UserError: it cannot be made.
    """
    try:
        Path(folder).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise unwritable(folder, error) from error


def save_sketch(sketch: Sketch, folder: str) -> dict[str, str]:
    """Write `sketch.png` and `sketch.svg`; gives their paths by name.

    Raises:
        UserError: the folder cannot be written.
    """
    files = {"sketch": _in(folder, "sketch.png"), "strokes": _in(folder, "sketch.svg")}
    save_png(files["sketch"], sketch.raster)
    save_svg(files["strokes"], sketch)
    return files


def save(result: Result, folder: str, timelapse: str = "", report: Report = silent) -> Answer:
    """Write the files of a result into a folder, which is made when missing.

    Args:
        result: the answer.
        folder: where the files go.
        timelapse: where a film of it goes besides, see `engine.film`; empty for none.
        report: progress of the film.

    Returns:
        The document that also stands in `result.json`; paths begin with `folder` as given.

    Raises:
        UserError: the folder cannot be written.
    """
    files = save_sketch(result.request.sketch, folder)
    if result.image is not None:
        files["render"] = _in(folder, "render.png")
        save_png(files["render"], result.image)
    files["sheet"] = _in(folder, "sheet.png")
    save_png(files["sheet"], sheet(result))
    if timelapse:
        files["timelapse"] = timelapse
        save_timelapse(timelapse, result, report)
    files["result"] = _in(folder, "result.json")
    document = result_document(result, files)
    text = json.dumps(document, ensure_ascii=False, indent=2)
    write_atomically(files["result"], text.encode())
    return document


def _in(folder: str, name: str) -> str:
    return os.path.join(folder, name)  # noqa: PTH118 (pathlib would drop a leading "./")


def result_document(result: Result, files: dict[str, str]) -> Answer:
    """A result as JSON-ready data."""
    request = result.request
    return {
        "caption": caption_document(result.caption),
        "prompt": result.prompt,
        "method": result.method,
        "seed": request.seed,
        "strength": request.strength,
        "gallery": request.gallery,
        "matches": [match_document(match) for match in result.matches],
        "models": list(request.models),
        "seconds": result.seconds,
        "files": files,
        "tier": result.tier,
    }


def caption_document(caption: Caption) -> Answer:
    """`{"text", "label", "score", "sure", "alternatives": [{"label", "score"}]}`."""
    document = asdict(caption)
    document["score"] = round(caption.score, 4)
    document["alternatives"] = [
        {"label": guess.label, "score": round(guess.score, 4)} for guess in caption.alternatives
    ]
    return document


def match_document(match: Match) -> Answer:
    """`{"path", "score", "rank", "weak", "parts": {name: cosine}}`."""
    parts = {name: round(cosine, 4) for name, cosine in match.parts}
    return {**asdict(match), "score": round(match.score, 4), "parts": parts}
