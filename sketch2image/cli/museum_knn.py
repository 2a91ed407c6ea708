"""`museum knn`: how well descriptors recognize the works of a museum."""

from __future__ import annotations

import time
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sketch2image.cli.museum_options import Data, ImRoot, InfoDir, Mini
from sketch2image.cli.output import Answer, Json, answering, long_progress

if TYPE_CHECKING:
    from sketch2image.gallery.recognition.ground_truth import Part
    from sketch2image.gallery.recognition.metrics import Scores
    from sketch2image.systems.museum.gate import Gated
    from sketch2image.systems.museum.knn import KnnRequest, KnnResult

Place = Annotated[str, typer.Argument(metavar="DIR", help="Folder or file of the descriptors.")]
Dim = Annotated[int, typer.Option("--dim", "-d", help="Width after PCA whitening.")]
K = Annotated[
    int | None, typer.Option("--k", "-k", help="Neighbors that count [default: tuned on val].")
]
T = Annotated[
    float | None,
    typer.Option("--t", "-t", help="Sharpness of the soft-max [default: tuned on val]."),
]
Autotune = Annotated[
    bool,
    typer.Option("--autotune", help="With --k or --t alone: tune the other one, instead of 1."),
]
Log = Annotated[
    str, typer.Option(metavar="NAME", help="Add to log_knn_NAME.txt in DIR, not to log_knn.txt.")
]
NoLog = Annotated[bool, typer.Option("--no-log", help="Leave no log in DIR.")]
ValEval = Annotated[
    bool,
    typer.Option(
        "--val-eval", "--val_eval", help="Score val only, the queries that K and t are tuned on."
    ),
]
Raw = Annotated[bool, typer.Option("--raw", help="Leave PCA whitening out.")]
GateFile = Annotated[
    str,
    typer.Option(
        "--gate",
        metavar="FILE.npz",
        help="Raise confidences by the matches in this file; made of the pictures when missing.",
    ),
]
GateWeight = Annotated[float, typer.Option("--gate-weight", help="Weight of the matches.")]
Plot = Annotated[str, typer.Option(metavar="FILE.png", help="Draw the GAP of val over K and t.")]
GpuId = Annotated[
    int, typer.Option(hidden=True, help="Changes nothing: the search runs on the CPU.")
]


_ENOUGH = 10
"""Pictures for each value, below which whitening mostly spreads noise."""

_FEW = "these are few pictures to whiten by: try --raw, or a smaller --dim"


def add_to(group: typer.Typer) -> None:
    """Add the command of this module."""
    group.command()(answering(knn))


def knn(
    place: Place,
    info_dir: InfoDir = "",
    im_root: ImRoot = "",
    data: Data = "",
    mini: Mini = False,
    dim: Dim = 512,
    t: T = None,
    k: K = None,
    autotune: Autotune = False,
    log: Log = "",
    no_log: NoLog = False,
    val_eval: ValEval = False,
    raw: Raw = False,
    gate: GateFile = "",
    gate_weight: GateWeight = 0.25,
    plot: Plot = "",
    gpuid: GpuId = 0,
    as_json: Json = False,
) -> Answer:
    """Classify queries by the nearest descriptors, and score them: GAP, GAP-, accuracy.

    K and t are tuned on the queries of val, and then used for those of test.
    """
    from sketch2image.systems.museum.evaluation import KnnSettings
    from sketch2image.systems.museum.knn import Gate, KnnRequest
    from sketch2image.systems.museum.knn import knn as run

    request = KnnRequest(
        place,
        info_dir,
        data,
        mini,
        KnnSettings(k, t, autotune, dim, raw, val_eval),
        Gate(Path(gate), gate_weight, im_root) if gate else None,
        None if no_log else log,
        Path(plot) if plot else None,
    )
    begun = time.monotonic()
    done = run(request, long_progress())
    document = _document(request, done) | {"seconds": round(time.monotonic() - begun, 3)}
    return Answer(document, _lines(request, done))


def _document(request: KnnRequest, done: KnnResult) -> dict[str, Any]:
    found, truth = done.found, done.truth
    k, t = found.tuned.best
    return {
        "best": {"K": k, "t": t},
        "val": asdict(found.val.scores),
        "test": asdict(found.test.scores) if found.test else None,
        "tuned_on": "val" if found.tuned.gaps.size > 1 else None,
        "gate": asdict(done.gated) if done.gated else None,
        "dim": found.dim,
        "raw": request.settings.raw,
        "mini": request.mini,
        "train": {"pictures": len(truth.train), "classes": len(truth.train.classes)},
        "queries": {"val": _counts(truth.val), "test": _counts(truth.test)},
        "grid": {
            "K": list(found.tuned.ks),
            "t": list(found.tuned.ts),
            "val_gap": found.tuned.gaps.tolist(),
        },
        "log": str(done.log) if done.log else None,
    }


def _counts(part: Part) -> dict[str, int]:
    known = int(part.known.sum())
    return {"known": known, "distractors": len(part) - known}


def _lines(request: KnnRequest, done: KnnResult) -> list[str]:
    found = done.found
    k, t = found.tuned.best
    count = found.tuned.gaps.size
    how = f"the best of {count} pairs on val" if count > 1 else "as given"
    lines = [
        _searched(request, done),
        f"K {k}, t {t:g}: {how}",
        f"{'%':>12}{'GAP':>8}{'GAP-':>8}{'ACC':>8}",
        _row("val", found.val.scores, "K and t were tuned on these" if count > 1 else ""),
    ]
    if found.test:
        lines.append(_row("test", found.test.scores, "these had no say in K and t"))
    if done.gated:
        lines += _gated_lines(done.gated)
    lines += [_FEW] if _few_to_whiten_by(request, done) else []
    return lines + ([f"log: {done.log}"] if done.log else [])


def _few_to_whiten_by(request: KnnRequest, done: KnnResult) -> bool:
    return not request.settings.raw and len(done.truth.train) < _ENOUGH * done.found.dim


def _searched(request: KnnRequest, done: KnnResult) -> str:
    train = done.truth.train
    width = f"{done.found.dim} values, {'as they are' if request.settings.raw else 'whitened'}"
    return f"searched: {len(train):,} pictures of {len(train.classes):,} classes; {width}"


def _gated_lines(gated: Gated) -> list[str]:
    lines = [_row("val, gated", gated.val, f"g0 {gated.scale:g} was tuned on these")]
    if gated.test:
        lines.append(_row("test, gated", gated.test, "these had no say in g0"))
    return lines


def _row(name: str, scores: Scores, remark: str) -> str:
    figures = "".join(f"{100 * value:8.2f}" for value in asdict(scores).values())
    return f"{name:>12}{figures}   {remark}".rstrip()
