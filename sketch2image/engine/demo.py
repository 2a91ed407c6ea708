"""The main job on a machine that has nothing: a rendered hand draws, the rest is real."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.paths import sample_gallery
from sketch2image.core.progress import Counter, Report, silent
from sketch2image.engine.drawing import draw_from
from sketch2image.engine.film import check_film
from sketch2image.engine.inline import InlineEngine
from sketch2image.engine.parts import lite
from sketch2image.engine.pipeline import Pipeline
from sketch2image.engine.request import Request, Result
from sketch2image.engine.save import Answer, prepare, save
from sketch2image.engine.sources import simulated


@dataclass(frozen=True)
class Demonstration:
    """One subject drawn, named, rendered and found.

    Attributes:
        subject: what the hand was told to draw.
        result: the answer; it only ever saw the sketch that the camera loop drew.
        document: what `result.json` says.
    """

    subject: str
    result: Result
    document: Answer

    @property
    def named(self) -> bool:
        """Whether the caption's label is the subject."""
        return self.result.caption.label == self.subject

    @property
    def found(self) -> bool:
        """Whether the best match is a sample picture of the subject."""
        best = self.result.matches[0].path if self.result.matches else ""
        return Path(best).stem.rpartition("-")[0] == self.subject


def demonstrate(
    subjects: Iterable[str], seed: int, out: str, report: Report = silent, timelapse: str = ""
) -> list[Demonstration]:
    """Let the simulated hand draw each subject and answer each drawing.

    Args:
        subjects: names of scenes.
        seed: of the drawings.
        out: folder for the files; each subject gets a folder of its own when there are several.
        report: progress.
        timelapse: where a film of the one subject goes; empty for none.

    Raises:
        UserError: no such subject, a place cannot be written, or a film of several was wanted.
    """
    names = list(subjects)
    if timelapse and len(names) > 1:
        hint = "Name one with --subject, or leave out --timelapse."
        raise UserError(ErrorKind.input, "one film shows one drawing", hint)
    if timelapse:
        check_film(timelapse)
    prepare(out)
    engine = InlineEngine(Pipeline(lite(), report))
    counter = Counter(report, "demo", len(names))
    shown = []
    for name in names:
        sketch = draw_from(simulated(name, seed), report=report)
        request = Request(sketch, seed=seed, gallery=str(sample_gallery()))
        job = engine.submit(request)
        result = job.result()
        folder = f"{out}/{name}" if len(names) > 1 else out
        document = save(result, folder, timelapse, report)
        shown.append(Demonstration(name, result, {"subject": name, **document}))
        counter.advance(name)
    return shown
