"""Everything the program can use on this machine, looked at one by one."""

from __future__ import annotations

import importlib
import os
import platform
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from sketch2image.core.display import has_display
from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.paths import checkpoints, home, sample_gallery


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


@dataclass(frozen=True)
class _Look:
    """A check to be made, and what to do when it cannot even be finished."""

    name: str
    check: Callable[[str], Check]
    hint: str


_PACKAGES = {
    "mediapipe": "mediapipe",
    "onnxruntime": "onnxruntime",
    "faiss": "faiss",
    "cv2": "sketch2image.core.opencv",
    "numba": "numba",
    "PIL": "PIL.Image",
}
"""What must be there, and the module that shows that it works."""

_LITE = ("lite-captioner", "lite-encoder", "lite-fingers")
_HAND_HINT = "Run `python main.py models pull hand` once, online."
_SAMPLES_HINT = "Fetch the repository again; gallery/sample is part of it."
_INSTALL = "pip install -r requirements-lite.txt"
_LITE_BACK = "Get them back with `git checkout checkpoints/lite`."
_HOME_HINT = "Set SKETCH2IMAGE_HOME to a folder you own."
_BROKEN_PACKAGE = (ImportError, OSError, AttributeError, RuntimeError, SystemError)
"""What the import of a package raises when it, or a library it loads, is missing or damaged."""

_FAILED = (UserError, *_BROKEN_PACKAGE, ValueError, LookupError, TypeError)


def checkup() -> list[Check]:
    """All checks, in reading order; none of them changes anything or raises."""
    return [_made(look) for look in _LOOKS]


def _made(look: _Look) -> Check:
    try:
        return look.check(look.name)
    except _FAILED as error:
        return _failed(look, error)


def _failed(look: _Look, error: Exception) -> Check:
    if isinstance(error, UserError):
        return Check(look.name, False, error.message, error.hint or look.hint)
    return Check(look.name, False, _one_line(error), look.hint)


def _one_line(error: Exception) -> str:
    return " ".join(f"{type(error).__name__}: {error}".split())


def _python(name: str) -> Check:
    version = platform.python_version()
    ok = (3, 11) <= sys.version_info[:2] <= (3, 13)
    return Check(name, ok, version, "" if ok else "Use Python 3.11, 3.12 or 3.13.")


def _packages(name: str) -> Check:
    broken = list(_broken_packages())
    if broken:
        return Check(name, False, "; ".join(broken), _INSTALL)
    return Check(name, True, f"all {len(_PACKAGES)} of the default set")


def _broken_packages() -> Iterator[str]:
    for package, module in _PACKAGES.items():
        try:
            importlib.import_module(module)
        except _BROKEN_PACKAGE as error:
            yield f"{package} ({_one_line(error)})"


def _state(name: str) -> Check:
    folder = home()
    free = shutil.disk_usage(folder).free / 1e9
    ok = os.access(folder, os.W_OK) and free > 0.5
    hint = "" if ok else f"Make room, or: {_HOME_HINT}"
    return Check(name, ok, f"{folder}, {free:.0f} GB free", hint)


def _settings(name: str) -> Check:
    from sketch2image.core.settings import load

    chosen = load()
    return Check(name, True, f"camera {chosen.camera}, profile {chosen.profile}")


def _hand(name: str) -> Check:
    from sketch2image.models.hub import find

    path = find("hand")
    if path is None:
        return Check(name, False, "not fetched yet", _HAND_HINT)
    return Check(name, True, str(path))


def _lite(name: str) -> Check:
    from sketch2image.air.fingers import FingerReader
    from sketch2image.engine.parts import lite

    files = [file for model in _LITE for file in _files(model)]
    for file in files:
        if file.suffix == ".json":
            _open_networks(file, files)
        elif file.suffix == ".npz":
            FingerReader(file)
    parts = lite()
    detail = f"{parts.captioner.fingerprint[:24]}, {parts.encoder.fingerprint[:24]}"
    return Check(name, True, detail)


def _files(model_id: str) -> list[Path]:
    from sketch2image.models.table import model

    row = model(model_id)
    files = [checkpoints() / file for file in row.files]
    for file in files:
        if not file.is_file():
            raise UserError(ErrorKind.model, f"the model file {file} is missing", row.by_hand)
    return files


def _open_networks(card_file: Path, files: list[Path]) -> None:
    """Open every network that a card describes, `NAME.onnx` or one `NAME_KIND.onnx` a kind."""
    from sketch2image.models.onnx import open_session, read_card

    digests = read_card(card_file)["sha256"]
    name = card_file.stem
    for file in files:
        if file.suffix == ".onnx" and file.stem.partition("_")[0] == name:
            kind = file.stem.partition("_")[2]
            open_session(file, digests[kind] if kind else digests)


def _full(name: str) -> Check:
    from sketch2image.core.parts import ANSWERING
    from sketch2image.core.settings import load
    from sketch2image.engine.full import full_models
    from sketch2image.engine.tiers import Tier, decide

    models = full_models(load())
    missing = models.missing()
    if missing:
        hint = f"If you want them: `python main.py models pull {' '.join(missing)}`."
        return Check(name, False, f"not here: {', '.join(missing)}", hint)
    decision = decide(Tier.auto, models)
    names = ", ".join(models.model_of(part).id for part in ANSWERING)
    return Check(name, True, f"{names}; auto takes {decision.tier}: {decision.why}")


def _samples(name: str) -> Check:
    count = sum(1 for _ in sample_gallery().glob("*.jpg"))
    return Check(name, count > 0, f"{count} pictures", "" if count else _SAMPLES_HINT)


def _galleries(name: str) -> Check:
    from sketch2image.gallery.gallery import list_galleries

    found = list_galleries()
    damaged = [f"{info.name}: {info.fault}" for info in found if info.fault]
    if damaged:
        return Check(name, False, "; ".join(damaged), "Remove it and add its folder again.")
    names = [f"{info.name} ({info.pictures})" for info in found]
    hint = "" if names else "Make your pictures searchable: `gallery add FOLDER`."
    return Check(name, bool(names), ", ".join(names) or "none yet", hint)


def _camera(name: str) -> Check:
    from sketch2image.air.camera import IndexCamera

    with IndexCamera(0) as camera:
        width, height = camera.size
    return Check(name, True, f"number 0, {width}x{height}")


def _display(name: str) -> Check:
    if has_display():
        return Check(name, True, "found")
    return Check(name, False, "none", "Files are written all the same: use `--out`.")


def _phone(name: str) -> Check:
    from sketch2image.phone.device import survey

    found = survey()
    return Check(name, bool(found.usable), found.detail, found.hint)


_LOOKS = (
    _Look("python", _python, ""),
    _Look("packages", _packages, _INSTALL),
    _Look("state", _state, _HOME_HINT),
    _Look("settings", _settings, "Mend or delete settings.toml in the state folder."),
    _Look("hand model", _hand, _HAND_HINT),
    _Look("lite models", _lite, _LITE_BACK),
    _Look("full models", _full, "Mend what settings.toml says of models."),
    _Look("samples", _samples, _SAMPLES_HINT),
    _Look("galleries", _galleries, f"Mend what is wrong with the state folder, or: {_HOME_HINT}"),
    _Look("camera", _camera, "Use a video file or `simulated` instead."),
    _Look("display", _display, ""),
    _Look("phone", _phone, "See docs/phone.md, or leave the phone out."),
)
