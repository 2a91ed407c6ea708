"""Trains a lite model: `python -m sketch2image.train.lite captioner|encoder --data DIR --out DIR`.

The captioner comes first: the sketch half of the encoder stands on its trunk.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.progress import Progress

if TYPE_CHECKING:
    from sketch2image.train.lite.loop import Run
    from sketch2image.train.lite.material import Material

_CONFIGS = Path(__file__).parent


def main(arguments: Sequence[str] | None = None) -> int:
    """Trains and, where asked, publishes. Returns the exit code: 2 for the person's mistakes."""
    options = _parser().parse_args(arguments)
    try:
        _train(options)
    except UserError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m sketch2image.train.lite", description=__doc__)
    add = parser.add_argument
    add("model", choices=("captioner", "encoder"))
    add("--data", type=Path, required=True, help="folder of training data")
    add("--more", type=Path, help="folder of further photos, SOURCE/FOLDER/NAME.jpg")
    add("--out", type=Path, required=True, help="folder of this run")
    add("--kept", type=Path, help="folder of what runs share: traced lines, views; default: --out")
    add("--config", type=Path, help="settings, TOML; default: the committed ones")
    add("--minutes", type=float, help="time in all; the learning rate follows it")
    add("--resume", action="store_true", help="go on from the run's last checkpoint")
    add("--start", type=Path, help="checkpoint of an earlier run to take the weights from")
    add("--half", choices=("photo", "sketch"), default="photo", help="which half of the encoder")
    add("--captioner", type=Path, help="checkpoint of the captioner, for the sketch half")
    add("--everything", action="store_true", help="train on the held out pictures too")
    add("--publish", type=Path, help="write ONNX and card to this folder at the end")
    add("--marks", type=Path, help="folder of published models to take the calibration from")
    add("--threads", type=int, default=1, help="more than one pays only on an idle machine")
    return parser


def _train(options: argparse.Namespace) -> None:
    for folder in filter(None, (options.data, options.more)):
        if not folder.is_dir():
            raise UserError(
                ErrorKind.missing_file,
                f"no data folder {folder}",
                "Give the folder that holds sketchy, quickdraw and the others with --data.",
            )
    if options.everything and options.publish and not options.marks:
        raise UserError(
            ErrorKind.input,
            "a model that saw the held out pictures cannot be calibrated on them",
            "Name the folder of its twin that did not with --marks.",
        )
    import torch

    torch.set_num_threads(options.threads)
    run = _prepare(options)
    if options.start:
        run.start_from(options.start)
    if options.resume:
        run.resume()
    run.train()
    if options.publish:
        _publish(options, run)


def _prepare(options: argparse.Namespace) -> Run:
    from sketch2image.train.lite import captioner, encoder, settings

    where = (_material(options), options.out, options.minutes)
    if options.model == "captioner":
        return captioner.prepare(settings.read(_config(options, "captioner")), *where)
    if options.half == "photo":
        return encoder.prepare_photo(settings.read(_config(options, "encoder")), *where)
    chosen = encoder.Chosen(
        settings.read(_CONFIGS / "encoder.toml"),
        settings.read(_config(options, "sketch_encoder")),
        settings.read(_CONFIGS / "captioner.toml"),
    )
    return encoder.prepare_sketch(chosen, _captioner(options), *where)


def _material(options: argparse.Namespace) -> Material:
    from sketch2image.train.lite.material import Material

    kept = options.kept or options.out
    return Material(options.data, kept, options.more, options.everything, _show)


def _publish(options: argparse.Namespace, run: Run) -> None:
    from sketch2image.train.lite import encoder, publish, settings
    from sketch2image.train.lite.lessons import Lessons
    from sketch2image.train.lite.sources import drawings

    material = _material(options)
    held = publish.Held(material.split.held_sketches, drawings("held", material))
    if options.model == "captioner":
        publish.publish_captioner(run.averaged(), held, options.publish, options.marks)
        return
    photo = settings.read(_CONFIGS / "encoder.toml")
    tower = encoder.trained_photo(photo, options.out)
    lessons = Lessons(material, photo.dimensions)
    taught = lessons.training, lessons.held
    publish.publish_encoder(tower, run.averaged(), held, taught, options.publish, options.marks)


def _config(options: argparse.Namespace, name: str) -> Path:
    return options.config or _CONFIGS / f"{name}.toml"


def _captioner(options: argparse.Namespace) -> Path:
    if options.captioner is None:
        raise UserError(
            ErrorKind.input,
            "the sketch half of the encoder needs a trained captioner",
            "Give its checkpoint with --captioner.",
        )
    return options.captioner


def _show(progress: Progress) -> None:
    left = "" if progress.seconds_left is None else f" {progress.seconds_left / 60:.1f} min left"
    of = f" {progress.done}/{progress.total}" if progress.total else ""
    sys.stderr.write(f"{progress.stage}{of}{left} {progress.text}\n")
