"""`museum knn`: from files to figures."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.progress import Report, silent
from sketch2image.gallery.recognition.ground_truth import (
    GroundTruth,
    ground_truth_of_folder,
    met_pictures,
    read_ground_truth,
)
from sketch2image.systems.museum.descriptors import Descriptors, check_counts, read_descriptors
from sketch2image.systems.museum.evaluation import Evaluation, KnnSettings, evaluate
from sketch2image.systems.museum.gate import WEIGHT, Counts, Gated, check_weight, gate
from sketch2image.systems.museum.heat_map import draw_heat_map, require_matplotlib
from sketch2image.systems.museum.log import append_log, check_log, log_file
from sketch2image.systems.museum.matches import count_matches, read_matches, save_matches
from sketch2image.systems.museum.pictures import check_one_source


@dataclass(frozen=True)
class Gate:
    """Which matches raise confidences.

    Attributes:
        file: of the matches; made of the pictures when missing.
        weight: of the matches, from 0 on.
        im_root: folder that holds `images`; empty for the one above the ground truth.
    """

    file: Path
    weight: float = WEIGHT
    im_root: str = ""


@dataclass(frozen=True)
class KnnRequest:
    """What to evaluate, and what to leave behind.

    Attributes:
        place: folder or file of the descriptors.
        info_dir: folder of the ground truth of The Met dataset; or
        data: folder of classes that the descriptors were made of.
        mini: whether the small database was described.
        settings: of the evaluation.
        gate: None for none.
        log: name of the log beside the descriptors, empty for the usual one; None for no log.
        plot: where to draw the grid; None for nowhere.
    """

    place: str
    info_dir: str = ""
    data: str = ""
    mini: bool = False
    settings: KnnSettings = field(default_factory=KnnSettings)
    gate: Gate | None = None
    log: str | None = ""
    plot: Path | None = None


@dataclass(frozen=True)
class KnnResult:
    """What was found.

    Attributes:
        truth: classes of the pictures.
        found: the evaluation.
        gated: scores with raised confidences; None without a gate.
        log: the file that tells of it; None for none.
    """

    truth: GroundTruth
    found: Evaluation
    gated: Gated | None
    log: Path | None


def knn(request: KnnRequest, report: Report = silent) -> KnnResult:
    """Evaluate descriptors; everything that can be wrong is looked at before the search.

    Args:
        request: what and how.
        report: gets a `Progress` now and then.

    Raises:
        UserError: an input is missing, wrong, or does not fit the others; a file cannot be written.
        Cancelled: raised by `report`.
    """
    _check(request)
    truth = _truth(request)
    descriptors = read_descriptors(request.place)
    check_counts(descriptors, truth, request.mini)
    log = _log(request, descriptors)
    root = _root(request)
    found = evaluate(descriptors, truth, request.settings, report)
    if request.plot:
        draw_heat_map(found.tuned, request.plot)
    gated = None
    if request.gate:
        matches = _matches(request.gate.file, found, truth, root, report)
        gated = gate(found, matches, request.gate.weight)
    if log:
        _write_log(log, request, found)
    return KnnResult(truth, found, gated, log)


def _check(request: KnnRequest) -> None:
    request.settings.check()
    check_one_source(request.info_dir, request.data)
    if request.data and request.mini:
        hint = "Leave it out with --data."
        raise UserError(ErrorKind.input, "--mini belongs to The Met dataset", hint)
    if request.gate:
        check_weight(request.gate.weight)
    if request.plot:
        require_matplotlib()


def _truth(request: KnnRequest) -> GroundTruth:
    if request.data:
        return ground_truth_of_folder(request.data)
    return read_ground_truth(request.info_dir, request.mini)


def _log(request: KnnRequest, descriptors: Descriptors) -> Path | None:
    if request.log is None:
        return None
    file = log_file(descriptors.file.parent, request.log)
    check_log(file)
    return file


def _root(request: KnnRequest) -> Path | None:
    """Where the pictures are, if matches have to be counted."""
    if not request.gate or request.gate.file.exists():
        return None
    if request.data:
        return Path(request.data)
    return met_pictures(request.info_dir, request.gate.im_root)


def _matches(
    file: Path, found: Evaluation, truth: GroundTruth, root: Path | None, report: Report
) -> dict[str, Counts]:
    if root is None:
        return read_matches(file, found)
    matches = count_matches(found, truth, root, report=report)
    save_matches(file, found, matches)
    return matches


def _write_log(file: Path, request: KnnRequest, found: Evaluation) -> None:
    settings, best = request.settings, found.tuned.best
    k, t = best
    tuned = settings.autotune or found.tuned.gaps.size > 1
    experiment = f"EXP_d{settings.dim}{'AT' if tuned else f'k{k}p{t}'}"
    if settings.val_eval:
        experiment += "_val_eval"
    scored = found.test or found.val
    append_log(file, experiment, request.place, best if tuned else None, scored.scores)
