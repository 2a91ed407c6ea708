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
    from sketch2image.train.loop import Run

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
    add("--out", type=Path, required=True, help="folder of this run")
    add("--config", type=Path, help="settings, TOML; default: the committed ones")
    add("--minutes", type=float, help="time in all; the learning rate follows it")
    add("--resume", action="store_true", help="go on from the run's last checkpoint")
    add("--start", type=Path, help="checkpoint of an earlier run to take the weights from")
    add("--half", choices=("photo", "sketch"), default="photo", help="which half of the encoder")
    add("--captioner", type=Path, help="checkpoint of the captioner, for the sketch half")
    add("--publish", type=Path, help="write ONNX and card to this folder at the end")
    add("--threads", type=int, default=1, help="more than one pays only on an idle machine")
    return parser


def _train(options: argparse.Namespace) -> None:
    if not options.data.is_dir():
        raise UserError(
            ErrorKind.missing_file,
            f"no data folder {options.data}",
            "Give the folder that holds sketchy, quickdraw and the others with --data.",
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
    from sketch2image.train import captioner, encoder, settings

    where = (options.data, options.out, options.minutes, _show)
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


def _publish(options: argparse.Namespace, run: Run) -> None:
    from sketch2image.train import encoder, publish, settings, sources, split

    if options.model == "captioner":
        held = split.split(options.data).held_sketches
        publish.publish_captioner(run.averaged(), held, options.publish)
        return
    held = sources.drawings("held", options.data, options.out, _show)
    photo = settings.read(_CONFIGS / "encoder.toml")
    _, shown = encoder.lessons(photo, options.data, options.out, _show)
    tower = encoder.trained_photo(photo, options.out)
    publish.publish_encoder(tower, run.averaged(), held, shown, options.publish)


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


if __name__ == "__main__":
    raise SystemExit(main())
