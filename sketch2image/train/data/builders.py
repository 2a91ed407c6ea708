"""From data as it was published, or photos of your own, to folders of pairs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.progress import Report, silent
from sketch2image.train.data.collection import Collection, Item
from sketch2image.train.data.drafts import Draft, write_paired
from sketch2image.train.data.edges import RECIPES, Range, with_thresholds
from sketch2image.train.data.held_out import hold_out
from sketch2image.train.data.layouts import AUTO, collection
from sketch2image.train.data.paired import Part
from sketch2image.train.data.pairs import captions_for, photo_drafts, photo_files, sketch_drafts
from sketch2image.train.data.sentences import chosen
from sketch2image.train.data.splits import split

SHARE = 0.1
"""Of photos held out to measure on."""

HELD_OUT = f"held-out:{SHARE}"


@dataclass(frozen=True)
class Built:
    """What was made.

    Attributes:
        pairs: how many, by part.
        left_out: sketches whose photo is not there.
        warnings: of the split.
    """

    pairs: Mapping[Part, int]
    left_out: int = 0
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class SketchPairs:
    """Pairs of sketches and the photos they were drawn after.

    Attributes:
        layout: see `layouts.collection`.
        split: see `splits.split`.
        classes: see `sentences.chosen`.
        size: width and height of the pictures in pixels.
    """

    layout: str = AUTO
    split: str = HELD_OUT
    classes: tuple[str, ...] = ()
    size: int = 512

    def build(self, folder: Path, out: Path, report: Report = silent) -> Built:
        """Write them; a run that was stopped goes on where it was.

        Raises:
            UserError: `folder` holds no such data, or `out` something else.
        """
        found = chosen(collection(folder, self.layout), self.classes)
        parts = split(found, self.split)
        drafts: dict[Part, tuple[Draft, ...]] = {
            "train": sketch_drafts(parts.train, self.size),
            "test": sketch_drafts(parts.test, self.size),
        }
        counts = _counted(drafts, f"no sketch in {folder} has the photo it was drawn after")
        drawn = len(parts.train.sketches) + len(parts.test.sketches)
        write_paired(out, drafts, self._recipe(folder), report)
        return Built(counts, drawn - sum(counts.values()), parts.warnings)

    def _recipe(self, folder: Path) -> dict[str, object]:
        asked = {"layout": self.layout, "split": self.split, "classes": list(self.classes)}
        return {"command": "data pairs", "of": str(folder.resolve()), **asked, "size": self.size}


@dataclass(frozen=True)
class EdgePairs:
    """Pairs of photos and their edges.

    Attributes:
        recipe: name in `edges.RECIPES`.
        low: range of Canny's lower threshold; None for the recipe's own.
        high: range of the upper one.
        seed: of thresholds drawn from ranges.
        size: width and height of the pictures in pixels.
    """

    recipe: str = "canny"
    low: Range | None = None
    high: Range | None = None
    seed: int = 0
    size: int = 512

    def build(
        self, photos: Path, out: Path, captions: Path | None = None, report: Report = silent
    ) -> Built:
        """Write them; a run that was stopped goes on where it was.

        Args:
            photos: folder, searched below too.
            out: folder for the pairs.
            captions: see `pairs.captions_for`.
            report: progress.

        Raises:
            UserError: a photo has no caption, there is no such recipe, or `out` holds something
                else.
        """
        if self.recipe not in RECIPES:
            hint = f"Known: {', '.join(RECIPES)}."
            raise UserError(ErrorKind.input, f"there is no recipe {self.recipe!r}", hint)
        said = captions_for(photo_files(photos), photos, captions)
        drafts = self._drafts(said, photos)
        counts = _counted(drafts, f"no photos in {photos}")
        write_paired(out, drafts, self._recipe(photos), report)
        return Built(counts)

    def _drafts(self, said: Mapping[Path, str], photos: Path) -> dict[Part, tuple[Draft, ...]]:
        train, test = hold_out(Collection((), tuple(Item(file, "") for file in said)), SHARE)
        recipe = with_thresholds(RECIPES[self.recipe], self.low, self.high)
        parts: dict[Part, Collection] = {"train": train, "test": test}
        return {
            part: photo_drafts(
                {item.file: said[item.file] for item in held.photos},
                photos, recipe, self.seed, self.size,
            )
            for part, held in parts.items()
        }  # fmt: skip

    def _recipe(self, photos: Path) -> dict[str, object]:
        asked = {"recipe": self.recipe, "low": self.low, "high": self.high, "seed": self.seed}
        found = {name: list(v) if isinstance(v, tuple) else v for name, v in asked.items()}
        return {"command": "data edges", "of": str(photos.resolve()), **found, "size": self.size}


def _counted(drafts: Mapping[Part, tuple[Draft, ...]], nothing: str) -> dict[Part, int]:
    counts: dict[Part, int] = {part: len(found) for part, found in drafts.items()}
    if not counts["train"]:
        raise UserError(ErrorKind.input, nothing, "Pairs need a control and a photo of each.")
    return counts
