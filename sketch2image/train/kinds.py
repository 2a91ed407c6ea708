"""What can be trained, by name."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, Any

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.progress import Report

if TYPE_CHECKING:
    from sketch2image.train.runs.settings import RunSettings
    from sketch2image.train.runs.task import Make

KINDS = {
    "blip": "a captioner of sketches (BLIP)",
    "turbo": "a renderer of sketches or edges (pix2pix-turbo)",
    "contrastive": "an encoder of sketches and photos (DINOv2, CLIP)",
    "composed": "an encoder of a sketch and words together (OpenCLIP, TASK-former)",
    "instances": "descriptors that tell the works of a museum apart (GeM)",
    "style": "a classifier of painting styles, or of any folder of classes (MobileNetV2)",
}
"""What each makes."""

_PACKAGES = (
    *("torch", "accelerate", "transformers", "peft", "matplotlib"),
    *("diffusers", "open_clip", "lpips"),
)


def settings_of(name: str) -> type[RunSettings]:
    """The class of a trainer's settings.

    Raises:
        UserError: nothing of that name can be trained.
    """
    if name not in KINDS:
        message = f"nothing called {name!r} can be trained"
        raise UserError(ErrorKind.input, message, f"Known: {', '.join(KINDS)}.")
    return import_module(f"sketch2image.train.{name}.settings").Settings


def task_of(name: str, settings: Any, report: Report) -> Make:  # noqa: ANN401
    """The task of a trainer; heavy packages are imported here and not before.

    Args:
        name: in `KINDS`.
        settings: of the class that `settings_of` gives.
        report: gets what goes on while networks and data are loaded.

    Raises:
        UserError: a package is not installed, or the settings do not fit together.
    """
    absent = [package for package in _PACKAGES if not importlib.util.find_spec(package)]
    if absent:
        message = f"training needs {', '.join(absent)}, not installed here"
        raise UserError(ErrorKind.dependency, message, "Run `pip install -r requirements.txt`.")
    task: Callable[..., Make] = import_module(f"sketch2image.train.{name}.task").task
    return task(settings, report)
