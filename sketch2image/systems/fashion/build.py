"""From a folder of pictures of garments to triplets of picture, edges and words."""

from __future__ import annotations

import hashlib
import json
import os
from collections import Counter as Tally
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from sketch2image.core.ahead import ahead
from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.progress import Counter, Report, silent
from sketch2image.systems.fashion.pieces import Piece, pieces
from sketch2image.systems.fashion.triplet import Making, Triplet, read_triplet
from sketch2image.train.data.drafts import claim
from sketch2image.train.data.edges import RECIPES
from sketch2image.train.data.triplets import TripletFolder

_WORKERS = os.cpu_count() or 1


@dataclass(frozen=True)
class Built:
    """What was made.

    Attributes:
        files: where.
        triplets: by their number.
        found: how many of them were there already.
    """

    files: TripletFolder
    triplets: Mapping[int, Triplet]
    found: int

    @property
    def pale(self) -> dict[str, int]:
        """How many triplets have lines for pale garments, by `drawing.Pale`."""
        return dict(Tally(one.pale for one in self.triplets.values() if one.pale))

    @property
    def without_edges(self) -> tuple[str, ...]:
        """The pictures in which no edges were found."""
        return tuple(one.source for one in self.triplets.values() if not one.drawn)


@dataclass(frozen=True)
class Building:
    """What is wanted.

    Attributes:
        recipe: of the edges, a name in `edges.RECIPES`.
        size: longest side of the pictures in pixels; smaller ones stay as they are.
        first: number of the first one.
        describe: whether captions get the measured colors too; kinds always do.
    """

    recipe: str = "fashion"
    size: int = 512
    first: int = 0
    describe: bool = False

    def build(
        self,
        folder: Path,
        files: TripletFolder,
        table: Path | None = None,
        report: Report = silent,
    ) -> Built:
        """Write them; a run that was stopped goes on where it was.

        Args:
            folder: of the pictures; see `pieces`.
            files: where the triplets go.
            table: of captions; see `pieces`.
            report: progress.

        Raises:
            UserError: see `pieces`; a picture cannot be read; there is no such recipe; or the place
                holds something else.
        """
        if self.recipe not in RECIPES:
            hint = f"Known: {', '.join(RECIPES)}."
            raise UserError(ErrorKind.input, f"there is no recipe {self.recipe!r}", hint)
        if files.folder.resolve().is_relative_to(folder.resolve()):
            message = f"{files.folder} lies among the pictures of {folder}"
            raise UserError(ErrorKind.output, message, "Name another --out.")
        given = dict(enumerate(pieces(folder, table), self.first))
        claim(files.folder, self._note(folder, list(given.values())))
        found = sum(files.text(number).is_file() for number in given)
        return Built(files, self._made(given, files, report), found)

    def _made(
        self, given: Mapping[int, Piece], files: TripletFolder, report: Report
    ) -> dict[int, Triplet]:
        making = Making(RECIPES[self.recipe], self.size, self.describe)
        counter = Counter(report, "triplets", len(given))
        made: dict[int, Triplet] = {}

        def make(number: int) -> Triplet:
            file = files.text(number)
            if file.is_file():
                return read_triplet(file)
            return making.write(given[number], files, number)

        with closing(ahead(given, make, _WORKERS, 2 * _WORKERS)) as done:
            for number, triplet in zip(given, done, strict=True):
                made[number] = triplet
                counter.advance(triplet.source)
        return made

    def _note(self, folder: Path, given: Sequence[Piece]) -> dict[str, object]:
        said = [[str(one.file), one.caption, one.label] for one in given]
        return {
            "command": "fashion build", "of": str(folder.resolve()), "recipe": self.recipe,
            "size": self.size, "first": self.first, "describe": self.describe,
            "pictures": hashlib.sha256(json.dumps(said).encode()).hexdigest(),
        }  # fmt: skip
