"""A result as files: `sketch.png sketch.svg render.png sheet.png result.json`."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from sketch2image.air.files import save_svg
from sketch2image.core.files import write_atomically
from sketch2image.core.pictures import save_png
from sketch2image.core.types import Caption, Match
from sketch2image.engine.request import Result
from sketch2image.engine.sheet import sheet


def save(result: Result, folder: Path) -> dict[str, Any]:
    """Write the files of a result into a folder, which is made when missing.

    Returns:
        The document that also stands in `result.json`.

    Raises:
        UserError: the folder cannot be written.
    """
    files = {"sketch": folder / "sketch.png", "strokes": folder / "sketch.svg"}
    save_png(files["sketch"], result.request.sketch.raster)
    save_svg(files["strokes"], result.request.sketch)
    if result.image is not None:
        files["render"] = folder / "render.png"
        save_png(files["render"], result.image)
    files["sheet"] = folder / "sheet.png"
    save_png(files["sheet"], sheet(result))
    files["result"] = folder / "result.json"
    document = result_document(result, {name: str(path) for name, path in files.items()})
    text = json.dumps(document, ensure_ascii=False, indent=2)
    write_atomically(files["result"], text.encode())
    return document


def result_document(result: Result, files: dict[str, str]) -> dict[str, Any]:
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
    }


def caption_document(caption: Caption) -> dict[str, Any]:
    """`{"text", "label", "score", "sure", "alternatives": [{"label", "score"}]}`."""
    document = asdict(caption)
    document["score"] = round(caption.score, 4)
    document["alternatives"] = [
        {"label": guess.label, "score": round(guess.score, 4)} for guess in caption.alternatives
    ]
    return document


def match_document(match: Match) -> dict[str, Any]:
    """`{"path", "score", "rank", "weak"}`."""
    return {**asdict(match), "score": round(match.score, 4)}
