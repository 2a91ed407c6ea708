"""Everything the program can use on this machine, looked at one by one."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import os
import platform
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass

from sketch2image.core.errors import UserError
from sketch2image.core.paths import home, sample_gallery


@dataclass(frozen=True)
class Check:
    """One thing looked at.

    Attributes:
        name: the thing.
        ok: whether it is there and works.
        detail: what was found.
        hint: what to do, empty when nothing needs doing.
    """

    name: str
    ok: bool
    detail: str
    hint: str = ""


def checkup() -> list[Check]:
    """All checks, in reading order; none of them changes anything or raises."""
    return [check() for check in _CHECKS]


def _python() -> Check:
    version = platform.python_version()
    ok = (3, 11) <= sys.version_info[:2] <= (3, 13)
    return Check("python", ok, version, "" if ok else "Use Python 3.11, 3.12 or 3.13.")


def _packages() -> Check:
    wanted = ("mediapipe", "onnxruntime", "faiss-cpu", "opencv-contrib-python", "numba", "pillow")
    missing = [name for name in wanted if not _installed(name)]
    if missing:
        return Check("packages", False, ", ".join(missing), "pip install -r requirements-lite.txt")
    return Check("packages", True, f"all {len(wanted)} of the default set")


def _state() -> Check:
    try:
        folder = home()
        free = shutil.disk_usage(folder).free / 1e9
    except OSError as error:
        return Check("state", False, str(error), "Set SKETCH2IMAGE_HOME to a folder you own.")
    ok = os.access(folder, os.W_OK) and free > 0.5
    hint = "" if ok else "Make room, or set SKETCH2IMAGE_HOME to a folder you own."
    return Check("state", ok, f"{folder}, {free:.0f} GB free", hint)


def _hand() -> Check:
    from sketch2image.models.hub import find

    try:
        path = find("hand")
    except UserError as error:
        return Check("hand model", False, error.message, error.hint)
    if path is None:
        return Check("hand model", False, "not fetched yet", "Run `make models` once, online.")
    return Check("hand model", True, str(path))


def _lite() -> Check:
    from sketch2image.engine.parts import lite

    try:
        parts = lite()
        detail = f"{parts.captioner.fingerprint[:24]}, {parts.encoder.fingerprint[:24]}"
    except UserError as error:
        return Check("lite models", False, error.message, error.hint)
    return Check("lite models", True, detail)


def _full() -> Check:
    return Check(
        "full models",
        False,
        "BLIP, SD-Turbo and DINOv2 are not part of this version",
        "The lite models answer meanwhile.",
    )


def _samples() -> Check:
    count = sum(1 for _ in sample_gallery().glob("*.jpg"))
    hint = "" if count else "Fetch the repository again; gallery/sample is part of it."
    return Check("samples", count > 0, f"{count} pictures", hint)


def _galleries() -> Check:
    from sketch2image.gallery.gallery import list_galleries

    found = [f"{info.name} ({info.pictures})" for info in list_galleries() if not info.fault]
    hint = "" if found else "Make your pictures searchable: `gallery add FOLDER`."
    return Check("galleries", bool(found), ", ".join(found) or "none yet", hint)


def _camera() -> Check:
    from sketch2image.air.camera import IndexCamera

    try:
        camera = IndexCamera(0)
    except UserError as error:
        return Check("camera", False, error.message, error.hint)
    size = camera.size
    camera.close()
    return Check("camera", True, f"number 0, {size[0]}x{size[1]}")


def _display() -> Check:
    if sys.platform in ("win32", "darwin") or _any_set("DISPLAY", "WAYLAND_DISPLAY"):
        return Check("display", True, "found")
    return Check("display", False, "none", "Files are written all the same: use `--out`.")


def _phone() -> Check:
    from sketch2image.phone.device import survey

    found = survey()
    return Check("phone", found.ready, found.detail, found.hint)


def _any_set(*names: str) -> bool:
    return any(os.environ.get(name) for name in names)


def _installed(distribution: str) -> bool:
    try:
        importlib.metadata.version(distribution)
    except importlib.metadata.PackageNotFoundError:
        return False
    return True


_CHECKS: tuple[Callable[[], Check], ...] = (
    _python, _packages, _state, _hand, _lite, _full, _samples, _galleries, _camera, _display,
    _phone,
)  # fmt: skip
