"""A composed encoder in files: a folder as training writes it, or a checkpoint of TASK-former.

`open_clip_config.json` says what the towers are, in OpenCLIP's terms; `composed.json` how they are
joined and how they were trained; `composed.safetensors` holds all weights. Files of a tokenizer of
its own lie beside them.

This module imports torch; it is itself imported where a network is needed.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.files import unwritable, write_atomically
from sketch2image.gallery.clip_folder import CONFIG, ClipFolder, Tokenize, view_of
from sketch2image.gallery.composed.fusion import FUSIONS
from sketch2image.gallery.composed.names import CHECKPOINT, FILE, WEIGHTS
from sketch2image.gallery.composed.network import ComposedNetwork
from sketch2image.gallery.composed.task_former import read_task_former
from sketch2image.gallery.views import View
from sketch2image.gallery.weights import damaged, read_config
from sketch2image.models.digests import digest_of_folder, sha256_of
from sketch2image.models.layouts import check_layout
from sketch2image.models.pretrained import read_tensors

if TYPE_CHECKING:
    from torch import nn


_VERSION = 1
_DIGEST = 16


@dataclass(frozen=True)
class Composed:
    """A network, and what belongs to it.

    Attributes:
        network: on the CPU, in fp32.
        config: content of `open_clip_config.json`.
        source: folder of the OpenCLIP that it came from, with its tokenizer; None for that of CLIP.
    """

    network: ComposedNetwork
    config: Mapping[str, Any]
    source: ClipFolder | None = None

    @property
    def view(self) -> View:
        """What the towers see of a picture."""
        return view_of(self.config)

    @property
    def fusion(self) -> str:
        """Name of the fusion in `FUSIONS`."""
        kinds = {kind: name for name, kind in FUSIONS.items()}
        return kinds[type(self.network.fusion)]

    def tokenizer(self) -> Tokenize:
        """What words are cut with.

        Raises:
            UserError: the files of a tokenizer are missing or damaged.
        """
        from open_clip import SimpleTokenizer

        if self.source is not None:
            return self.source.tokenizer()
        text = self.config["model_cfg"]["text_cfg"]
        return SimpleTokenizer(context_length=int(text.get("context_length", 77)))

    def showing(self, preprocess: Mapping[str, Any]) -> Composed:
        """The same with other words of OpenCLIP about how pictures are resized."""
        said = {**self.config.get("preprocess_cfg", {}), **preprocess}
        return replace(self, config={**self.config, "preprocess_cfg": said})

    def fused_by(self, fusion: str, *, separate: bool) -> Composed:
        """This one with this fusion, new where it is another, and a sketch tower where none is."""
        network = self.network
        if separate and network.sketch_tower is None:
            network.sketch_tower = deepcopy(network.clip.visual)
        if fusion != self.fusion:
            network.fuse_by(fusion)
        return self


def open_composed(place: Path) -> Composed:
    """The encoder of a folder, or of a `.pt` file of TASK-former, in evaluation mode.

    A checkpoint is opened without running code that may be in it; a decoder or a classifier in it
    is left out.

    Raises:
        UserError: missing, damaged, or something else.
    """
    return _of_checkpoint(place) if _is_checkpoint(place) else _of_folder(place)


def digest_of_composed(place: Path) -> str:
    """16 hexadecimal digits of a folder or a checkpoint.

    Raises:
        UserError: it cannot be read.
    """
    if _is_checkpoint(place):
        return sha256_of(place)[:_DIGEST]
    beside = [file.name for file in ClipFolder(place, WEIGHTS).companions]
    return digest_of_folder(place, [CONFIG, FILE, WEIGHTS, *beside])


def write_composed(folder: Path, composed: Composed, facts: Mapping[str, object]) -> None:
    """Write the encoder.

    Args:
        folder: made where it is missing.
        composed: its network may be anywhere.
        facts: of the training, for people: settings, split, figures.

    Raises:
        UserError: the place cannot be written.
    """
    from safetensors.torch import save

    network = composed.network
    shared = network.sketch_tower is None
    said = {"version": _VERSION, "shared": shared, "fusion": composed.fusion, **facts}
    tensors = {n: t.detach().cpu().contiguous() for n, t in network.state_dict().items()}
    write_atomically(folder / WEIGHTS, save(tensors))
    write_atomically(folder / CONFIG, json.dumps(dict(composed.config), indent=2).encode())
    for file in composed.source.companions if composed.source else ():
        try:
            shutil.copyfile(file, folder / file.name)
        except OSError as error:
            raise unwritable(folder, error) from error
    write_atomically(folder / FILE, json.dumps(said, indent=2, default=str).encode())


def _is_checkpoint(place: Path) -> bool:
    return place.is_file() or place.suffix == CHECKPOINT


def _of_folder(folder: Path) -> Composed:
    said = read_config(folder, FILE)
    if said.get("version") != _VERSION:
        hint = "Train it anew, or use the version that did."
        raise UserError(ErrorKind.model, f"{folder / FILE} is of another version", hint)
    source = ClipFolder(folder, WEIGHTS)
    try:
        network = ComposedNetwork(
            source.load(), shared=bool(said["shared"]), fusion=str(said["fusion"])
        )
    except KeyError as error:
        raise damaged(folder, f"{FILE} lacks or misnames {error}") from error
    _fill(network, read_tensors(folder / WEIGHTS), folder)
    return Composed(network.eval(), source.config, source)


def _of_checkpoint(file: Path) -> Composed:
    from open_clip import CLIP

    found = read_task_former(file)
    clip = CLIP(**found.model)
    network = ComposedNetwork(clip, shared=found.shared, fusion="avg")
    _fill(network, found.state, file)
    return Composed(network.eval(), {"model_cfg": found.model, "preprocess_cfg": {}})


def _fill(network: nn.Module, state: Mapping[str, Any], source: Path) -> None:
    shapes = {name: tuple(tensor.shape) for name, tensor in state.items()}
    own = {name: tuple(tensor.shape) for name, tensor in network.state_dict().items()}
    check_layout(shapes, own, str(source))
    network.load_state_dict(dict(state))
