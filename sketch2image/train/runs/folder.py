"""What a run leaves behind, and the rules for beginning or resuming one."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.files import unwritable, write_atomically
from sketch2image.train.runs import checkpoint, settings
from sketch2image.train.runs.settings import RunSettings, differing, read_settings, template

_MAY_CHANGE = {"steps", "epochs", "minutes", "out", "device", "workers", "save_every"}
"""Settings that a resumed run may have otherwise than it began with."""


@dataclass(frozen=True)
class RunFolder:
    """The files of a run.

    Attributes:
        path: of the folder.
    """

    path: Path

    @property
    def curve(self) -> Path:
        """Figures by step; their picture lies beside it."""
        return self.path / "curve.csv"

    @property
    def last(self) -> Path:
        """The networks as the end of the run, or its stop, left them."""
        return self.path / "model"

    @property
    def best(self) -> Path:
        """The networks that did best on held out examples."""
        return self.path / "best"

    def samples(self, step: int) -> Path:
        """Where the pictures of a validation go; made."""
        folder = self.path / "samples" / f"step-{step:06d}"
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise unwritable(folder, error) from error
        return folder

    def check_free(self) -> None:
        """Make sure that a new run would overwrite none.

        Raises:
            UserError: a run is in the folder already, or folders of that name which no run wrote.
        """
        if (self.path / checkpoint.FILE).exists():
            hint = "Go on with it by --resume, or name another folder with --out."
            raise UserError(ErrorKind.output, f"{self.path} holds a run already", hint)
        if (self.path / settings.FILE).exists():
            return
        for place in filter(Path.exists, (self.last, self.best)):
            message = f"{place} is there already, and of no run"
            raise UserError(ErrorKind.output, message, "Name another folder with --out.")

    def begin(self, wish: RunSettings) -> None:
        """Write the settings into the folder of a new run, and drop the curve of a failed one.

        Raises:
            UserError: it cannot be written.
        """
        self.keep(wish)
        self.curve.unlink(missing_ok=True)

    def keep(self, wish: RunSettings) -> None:
        """Write the settings that are in force now.

        Raises:
            UserError: they cannot be written.
        """
        write_atomically(self.path / settings.FILE, template(type(wish), wish).encode())

    def check_same(self, wish: RunSettings) -> None:
        """Make sure that a resumed run goes on with what it began with.

        Raises:
            UserError: a setting that decides the run is another one now.
        """
        began = read_settings(type(wish), self.path / settings.FILE, {})
        changed = [name for name in differing(began, wish) if name not in _MAY_CHANGE]
        if changed:
            was, now = getattr(began, changed[0]), getattr(wish, changed[0])
            message = f"the run began with {changed[0]} = {was}, not {now}"
            raise UserError(ErrorKind.input, message, "Leave it as it was, or begin a new run.")

    @contextmanager
    def replacing(self, target: Path) -> Iterator[Path]:
        """A place for a new folder, which then stands where `target` is.

        Raises:
            UserError: it cannot be written.
        """
        fresh = target.with_name(f".{target.name}.part")
        try:
            shutil.rmtree(fresh, ignore_errors=True)  # of a run that ended in the midst of it
            yield fresh
            shutil.rmtree(target, ignore_errors=True)
            fresh.replace(target)
        except OSError as error:
            raise unwritable(target, error) from error
