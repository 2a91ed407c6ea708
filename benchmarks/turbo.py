"""Time and peak memory of the full renderer: pictures of 512 pixels, one step.

    python tools/full_size.py sd-turbo turbo-sketch --out runs/full-size
    python benchmarks/turbo.py --checkpoints runs/full-size --precision fp32 bf16 --batches 1
    python benchmarks/turbo.py --checkpoints runs/full-size --device cuda --precision bf16 \
        --batches 1 8 --compile

Weights at random cost what the published ones do. Every row runs in a process of its own, so that
its peak memory is its own; the first is the baseline that the others are compared with. Prints a
table on stderr and one JSON document.
"""

from __future__ import annotations

import argparse
import itertools
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(REPOSITORY))

from sketch2image.models.turbo_file import read_turbo  # noqa: E402
from sketch2image.render.turbo.network import TurboNetwork  # noqa: E402
from sketch2image.render.turbo.options import TurboOptions  # noqa: E402

PROMPT = "convert a pizza into a high-resolution color image with a white background"
STRENGTH = 0.4


def main() -> None:
    """Measure every combination of the options."""
    options = _options()
    if options.row:
        json.dump(measure(options, json.loads(options.row)), sys.stdout)
        return
    rows = []
    merges = (False, True) if options.merge else (options.compile,)
    compiles = (False, True) if options.compile else (False,)
    for precision, batch, merged, compiled in itertools.product(
        options.precision, options.batches, merges, compiles
    ):
        if compiled and not merged:
            continue
        row = {"precision": precision, "batch": batch, "merged": merged, "compiled": compiled}
        rows.append(row | _in_a_process(row))
        rows[-1]["times_first"] = round(rows[-1]["seconds"] / rows[0]["seconds"], 2)
        sys.stderr.write(f"{rows[-1]}\n")
    json.dump(
        {"model": options.model, "device": options.device, "rows": rows}, sys.stdout, indent=2
    )
    sys.stdout.write("\n")


def measure(options: argparse.Namespace, row: dict[str, Any]) -> dict[str, float]:
    """Seconds of a batch (the median), of the first one and of loading; peak memory in GB."""
    import torch

    settings = TurboOptions(
        options.device,
        row["precision"],
        compile=row["compiled"],
        channels_last=options.channels_last,
        fixed_strength=STRENGTH if row["merged"] else None,
    )
    weights = read_turbo(options.checkpoints / options.model / "weights.safetensors")
    start = time.perf_counter()
    network = TurboNetwork(options.checkpoints / "sd-turbo", weights, settings)
    loading = time.perf_counter() - start
    control = torch.zeros(1, 3, options.size, options.size)
    control[..., 100:400, 100:110] = 1
    noise = network.noise_map(range(row["batch"]), options.size, options.size)

    def once() -> None:
        network(control, PROMPT, STRENGTH, noise)

    first = _seconds(once)
    times = [_seconds(once) for _ in range(options.rounds)]
    return {
        "seconds": round(statistics.median(times), 3),
        "seconds_each": round(statistics.median(times) / row["batch"], 3),
        "first": round(first, 2),
        "loading": round(loading, 1),
        "peak_gb": round(_peak(network.device.type) / 1e9, 2),
    }


def _seconds(work: Callable[[], None]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _peak(device: str) -> int:
    if device == "cuda":
        import torch

        return torch.cuda.max_memory_allocated()
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def _in_a_process(row: dict[str, Any]) -> dict[str, float]:
    command = [sys.executable, *sys.argv, "--row", json.dumps(row)]
    return json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--checkpoints", type=Path, required=True)
    parser.add_argument("--model", default="turbo-sketch", choices=("turbo-sketch", "turbo-edge"))
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--precision", nargs="+", default=["fp32"])
    parser.add_argument("--batches", nargs="+", type=int, default=[1])
    parser.add_argument("--size", type=int, default=512)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--merge", action="store_true", help="merged LoRA too")
    parser.add_argument("--compile", action="store_true", help="compiled too, both merged")
    parser.add_argument("--channels-last", action="store_true")
    parser.add_argument("--row", default="", help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    main()
