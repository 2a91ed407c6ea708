"""How fast DINOv2 embeds pictures: torch against ONNX Runtime, in one run on one machine.

    python benchmarks/embed.py [--sizes S B] [--batches 1 8] [--device cuda] [--precision bf16]

Builds full-size DINOv2 with random weights, which cost as much as the published ones, exports each
to ONNX, and encodes the same pictures by both. Runtimes take turns, round by round, so that what
else the machine does falls on both. Prints a table on stderr and one JSON document.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

REPOSITORY = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(REPOSITORY))

from sketch2image.core.types import Image  # noqa: E402
from sketch2image.gallery.dino import DinoEncoder  # noqa: E402
from sketch2image.gallery.dino_onnx import DinoOnnxEncoder  # noqa: E402
from sketch2image.gallery.tower import Tower  # noqa: E402

if TYPE_CHECKING:
    import torch

WIDTHS = {"S": (384, 6, 12), "B": (768, 12, 12), "L": (1024, 16, 24)}
"""Width, heads and layers of the published sizes."""

SIDE = 512


class Figure(NamedTuple):
    """Pictures a second of one runtime, median of its rounds, and what it ran on."""

    size: str
    batch: int
    runtime: str
    device: str
    precision: str
    rate: float
    ratio: float
    """To torch at batch 1 of the same size and run."""


def make_model(folder: Path, size: str) -> Path:
    """A folder with DINOv2 of this size, random weights, for pictures of 224 pixels."""
    import torch
    from transformers import Dinov2Config, Dinov2Model

    torch.manual_seed(0)
    width, heads, layers = WIDTHS[size]
    config = Dinov2Config(
        hidden_size=width,
        num_attention_heads=heads,
        num_hidden_layers=layers,
        patch_size=14,
        image_size=224,
    )
    Dinov2Model(config).save_pretrained(folder)
    return folder


def export(folder: Path) -> None:
    """Write `onnx/model.onnx` into a model's folder."""
    import torch
    from transformers import Dinov2Model

    class Tokens(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.model = Dinov2Model.from_pretrained(folder)

        def forward(self, pixel_values: torch.Tensor) -> torch.Tensor:
            return self.model(pixel_values=pixel_values).last_hidden_state

    (folder / "onnx").mkdir()
    torch.onnx.export(
        Tokens().eval(),
        (torch.zeros(2, 3, 224, 224),),
        folder / "onnx" / "model.onnx",
        input_names=["pixel_values"],
        output_names=["last_hidden_state"],
        dynamic_shapes={"pixel_values": {0: torch.export.Dim("batch")}},
        verbose=False,
    )


def runtimes(folder: Path, given: argparse.Namespace, batch: int) -> dict[str, Tower]:
    """The encoders that are to be compared."""
    found: dict[str, Tower] = {
        "torch": DinoEncoder(folder, device=given.device, precision=given.precision, batch=batch)
    }
    if not given.no_onnx:
        found["onnx"] = DinoOnnxEncoder(folder, device=given.onnx_device, batch=batch)
    return found


def rates(towers: Mapping[str, Tower], pictures: Sequence[Image], rounds: int) -> dict[str, float]:
    """Pictures a second of each, in turns; the first round only warms up."""
    taken: dict[str, list[float]] = {name: [] for name in towers}
    for _ in range(rounds + 1):
        for name, tower in towers.items():
            start = time.perf_counter()
            tower.encode_photos(pictures)
            taken[name].append(time.perf_counter() - start)
    return {name: len(pictures) / statistics.median(times[1:]) for name, times in taken.items()}


def measure(work: Path, size: str, given: argparse.Namespace) -> list[Figure]:
    """All figures of one size."""
    folder = make_model(work / size, size)
    if not given.no_onnx:
        export(folder)
    rng = np.random.default_rng(0)
    shape = (given.pictures, SIDE, SIDE, 3)
    pictures = list(rng.integers(0, 256, shape, dtype=np.uint8))
    devices = {"torch": given.device, "onnx": given.onnx_device}
    precisions = {"torch": given.precision, "onnx": "fp32"}
    figures: list[Figure] = []
    for batch in given.batches:
        for name, rate in rates(runtimes(folder, given, batch), pictures, given.rounds).items():
            first = figures[0].rate if figures else rate
            where = (devices[name], precisions[name])
            figures.append(
                Figure(size, batch, name, *where, round(rate, 2), round(rate / first, 2))
            )
    return figures


def arguments() -> argparse.Namespace:
    """What was asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--sizes", nargs="+", choices=WIDTHS, default=["S"])
    parser.add_argument("--batches", nargs="+", type=int, default=[1, 8])
    parser.add_argument("--pictures", type=int, default=8, help="encoded in each round")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--device", default="cpu", help="of torch: cpu, cuda, mps")
    parser.add_argument("--precision", default="fp32", help="of torch: fp32, fp16, bf16")
    parser.add_argument("--onnx-device", default="cpu", help="cpu, cuda, mps")
    parser.add_argument("--no-onnx", action="store_true", help="torch alone")
    return parser.parse_args()


def main() -> None:
    """Measure, and print the figures."""
    given = arguments()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as work:
        figures = [f for size in given.sizes for f in measure(Path(work), size, given)]
    for figure in figures:
        print(*(f"{value!s:>9}" for value in figure), file=sys.stderr)
    print(json.dumps([figure._asdict() for figure in figures], indent=1))


if __name__ == "__main__":
    main()
