"""Commands on the phone."""

from __future__ import annotations

from dataclasses import dataclass

from sketch2image.phone import adb
from sketch2image.phone.device import Phone


@dataclass(frozen=True)
class Ran:
    """How a command ended.

    Attributes:
        code: its exit code.
        output: what it printed.
        errors: what it printed as errors; a phone without shell v2 mixes them into `output`.
    """

    code: int
    output: str
    errors: str

    @property
    def told(self) -> str:
        """The last line it said, errors first."""
        lines = (self.errors.strip() or self.output.strip()).splitlines()
        return lines[-1].strip() if lines else f"exit code {self.code}"


def run(phone: Phone, *words: str, seconds: float = 0) -> Ran:
    """Run a command; every word is quoted for the phone's shell.

    Args:
        phone: where.
        words: the command and its arguments.
        seconds: how long it may say nothing; 0 for the usual patience.

    Raises:
        UserError: the phone stopped answering.
    """
    with adb.asking_adb():
        done = phone.adb.shell2(list(words), timeout=seconds or adb.PATIENCE, v2=True)
    return Ran(done.returncode, done.stdout if done.stderr else done.output, done.stderr)
