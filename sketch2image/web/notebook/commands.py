"""Commands of the program in a process of their own: what they load is gone when they end."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator, Sequence

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.parts import ANSWERING
from sketch2image.core.settings import load
from sketch2image.engine.full import full_models
from sketch2image.engine.tiers import Tier
from sketch2image.web.notebook.install import PROJECT
from sketch2image.web.notebook.saying import say

_FAULT = "error: "
_HALF = {"sd-turbo": "sd-turbo-fp16"}
"""Bases of which a smaller one does as well: half the download, and as precise as a GPU needs."""


def pull_models(tier: str, accept: bool = False, parts: Sequence[str] = ANSWERING) -> None:
    """Fetch the full models that are needed and not here; nothing for other tiers.

    Args:
        tier: of the notebook.
        accept: whether the person has read and accepts the models' licences.
        parts: what the models are needed for.

    Raises:
        UserError: licences are not accepted, or something cannot be fetched.
    """
    if tier != Tier.full:
        say(f"tier {tier}: nothing to fetch, the lite models are part of the project")
        return
    missing = [_HALF.get(name, name) for name in full_models(load()).missing(parts)]
    if not missing:
        say("the full models are here")
        return
    call("models", "pull", *missing, *(["--yes"] if accept else []))


def call(*words: str) -> None:
    """Run a command, its lines shown as they come.

    Args:
        words: what stands after `python main.py`.

    Raises:
        UserError: what the command complains of.
    """
    complaint = ""
    with _started(words) as process:
        for line in _lines(process):
            if line.startswith(_FAULT):
                complaint = line.removeprefix(_FAULT)
            else:
                say(line)
    if process.returncode:
        ended = f"`python main.py {words[0]}` ended with status {process.returncode}"
        raise UserError(ErrorKind.engine, complaint or ended)


def _started(words: tuple[str, ...]) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, str(PROJECT / "main.py"), *words],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    )


def _lines(process: subprocess.Popen[str]) -> Iterator[str]:
    for line in process.stdout or ():
        yield line.rstrip()
