"""A checkpoints folder with every full model that an answer needs, each of them tiny."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

from sketch2image.models.record import Kept, Record, write_record
from sketch2image.models.table import model
from sketch2image.models.turbo_file import read_turbo_pickle, write_turbo
from tests.caption.tiny_blip import write_blip
from tests.detect.tiny_grounding import write_grounding
from tests.gallery.tiny_towers import save_dinov2

GOLDEN = Path(__file__).resolve().parents[1] / "golden" / "turbo_tiny"


def write_checkpoints(root: Path) -> Path:
    """`blip-sketch`, `sd-turbo`, `turbo-sketch`, `dinov2-base`, `grounding-dino-tiny`."""
    shutil.copytree(GOLDEN / "sd-turbo-tiny", root / "sd-turbo", copy_function=shutil.copyfile)
    weights = read_turbo_pickle(GOLDEN / "sketch_to_image_stochastic_lora.pkl")
    write_turbo(weights, root / "turbo-sketch" / "weights.safetensors")
    for name, write in (
        ("blip-sketch", write_blip),
        ("dinov2-base", save_dinov2),
        ("grounding-dino-tiny", write_grounding),
    ):
        (root / name).mkdir(parents=True)
        write(root / name)
    for folder in root.iterdir():
        _record(folder)
    return root


def _record(folder: Path) -> None:
    for name in model(folder.name).names:
        if not (folder / name).exists():
            (folder / name).write_text("{}")
    files = [file for file in folder.rglob("*") if file.is_file()]
    kept = {file.relative_to(folder).as_posix(): _kept(file) for file in files}
    write_record(folder, folder.name, Record("tiny", "", kept))


def _kept(file: Path) -> Kept:
    return Kept(file.stat().st_size, hashlib.sha256(file.read_bytes()).hexdigest())
