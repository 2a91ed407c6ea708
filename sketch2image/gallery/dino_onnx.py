"""DINOv2 and its kin by ONNX Runtime, without torch."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.types import Vectors
from sketch2image.gallery.dino import FAMILY, dino_config, registers
from sketch2image.gallery.pooling import Pooling, check_pooling, pooled, pooled_width
from sketch2image.gallery.tower import Tower, batch_on
from sketch2image.gallery.views import Pixels, view_named
from sketch2image.gallery.weights import damaged, require
from sketch2image.models.digests import digest_of_folder

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

_FILES = ("onnx/model.onnx", "model.onnx")
_BESIDE = ("_data", ".data")
_INPUT, _OUTPUT = "pixel_values", "last_hidden_state"
_PROVIDERS = {
    "cpu": "CPUExecutionProvider",
    "cuda": "CUDAExecutionProvider",
    "mps": "CoreMLExecutionProvider",
}


class DinoOnnxEncoder(Tower):
    """Runs `onnx/model.onnx` or `model.onnx` beside a `config.json`, as onnx-community has them.

    Args:
        folder: of the model.
        pooling: of the tokens after the final norm; see `gallery.pooling`.
        device: `cpu`, `cuda` or `mps`; the last two need a build of ONNX Runtime that has them.
        view: name for `gallery.views`; `bgr-compat` for the published index of Pocket Docent.
        batch: pictures a run; by default 1 on the CPU, 32 elsewhere.

    Raises:
        UserError: the folder is no such model, or ONNX Runtime does not run on this device.
    """

    def __init__(
        self,
        folder: Path,
        *,
        pooling: Pooling = "cls",
        device: str = "cpu",
        view: str = "dino",
        batch: int | None = None,
    ) -> None:
        check_pooling(pooling)
        super().__init__(view_named(view), FAMILY, batch or batch_on(device), pooling, "onnx")
        self._folder, self._device = folder, device
        self._pooling: Pooling = pooling
        self._config = dino_config(folder)
        self._file = require(folder, *_FILES)
        _check_provider(device)

    @property
    def dim(self) -> int:
        """Length of a vector."""
        return pooled_width(int(self._config["hidden_size"]), self._pooling)

    @property
    def provider(self) -> str:
        """The part of ONNX Runtime that runs it, e.g. `CPUExecutionProvider`."""
        return self._session.get_providers()[0]

    @cached_property
    def _session(self) -> InferenceSession:
        session = _open(self._file, _PROVIDERS[self._device])
        if session.get_providers()[0] != _PROVIDERS[self._device]:
            raise _no_provider(self._device)
        return session

    def _digest(self) -> str:
        beside = [self._file.with_name(self._file.name + ending) for ending in _BESIDE]
        files = [self._file, self._folder / "config.json", *(f for f in beside if f.is_file())]
        names = [file.relative_to(self._folder).as_posix() for file in files]
        return digest_of_folder(self._folder, names)

    def _vectors(self, batch: Pixels) -> Vectors:
        tokens = np.asarray(self._session.run([_OUTPUT], {_INPUT: batch})[0], np.float32)
        return pooled(tokens, self._pooling, registers(self._config))


def _open(file: Path, provider: str) -> InferenceSession:
    """Its threads sleep between runs, as those of the bundled networks do."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    try:
        session = onnxruntime.InferenceSession(file, options, providers=[provider])
    except Exception as error:  # its own errors have no base class but this one
        raise damaged(file.parent, error) from error
    _check_names(file, session)
    return session


def _check_names(file: Path, session: InferenceSession) -> None:
    ends = ((_INPUT, session.get_inputs()), (_OUTPUT, session.get_outputs()))
    for name, nodes in ends:
        if name not in _names(nodes):
            raise damaged(file.parent, f"{file.name} has no {name}, only {_names(nodes)}")


def _names(nodes: Sequence[Any]) -> list[str]:
    return [node.name for node in nodes]


def _check_provider(device: str) -> None:
    import onnxruntime

    if _PROVIDERS.get(device) not in onnxruntime.get_available_providers():
        raise _no_provider(device)


def _no_provider(device: str) -> UserError:
    message = f"ONNX Runtime cannot run on {device!r} here"
    return UserError(ErrorKind.input, message, "Say `cpu`, or install its build for this device.")
