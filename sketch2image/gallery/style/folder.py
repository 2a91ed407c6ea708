"""The folder of a classifier of style: what stands in it, and how it is opened.

`style.json` says which classes and which body; `model.safetensors` holds the last layer, and all of
a MobileNetV2. A folder that `models convert` made of a checkpoint of Painting-Retrieval has no
`style.json`: its 18 classes are those of Pandora 18k.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.files import write_atomically
from sketch2image.gallery.dino import DinoEncoder
from sketch2image.gallery.style.bodies import Body, EncoderBody, LiteBody, MobileBody
from sketch2image.gallery.style.classifier import StyleClassifier
from sketch2image.gallery.style.mobile import HEAD, mobile_network, put_weights
from sketch2image.gallery.style.pandora import PANDORA
from sketch2image.gallery.style.scale import MEAN, SPREAD, Scale
from sketch2image.gallery.towers_folder import BaseName
from sketch2image.gallery.weights import damaged, read_config, require
from sketch2image.models.digests import digest_of_folder
from sketch2image.models.pretrained import read_tensors

if TYPE_CHECKING:
    from torch import Tensor

FILE, WEIGHTS = "style.json", "model.safetensors"

_VERSION = 1
_RUN, _OF_RUN = "config.toml", ("best", "model")
"""What tells the folder of a run, and where its classifiers lie, the one to open first."""

_SEED_SIDE = 224
"""At which Painting-Retrieval embedded pictures, though it trained at 64."""

Kind = Literal["mobilenet", "lite", "dino"]


@dataclass(frozen=True)
class BodyName:
    """Which body, and where it is found again.

    Attributes:
        kind: of network.
        side: of the square that a MobileNetV2 sees, pixels.
        width: multiple of its published numbers of channels.
        base: of a DINO, which stays where it is.
    """

    kind: Kind
    side: int = _SEED_SIDE
    width: float = 1.0
    base: BaseName = field(default_factory=BaseName)

    def open(self, state: Mapping[str, Tensor], classes: int, what: str, device: str) -> Body:
        """The body itself.

        Args:
            state: tensors of the folder, of which a MobileNetV2 takes its weights.
            classes: outputs of its last layer.
            what: the file of these, for messages.
            device: name for `models.devices`.

        Raises:
            UserError: a base is not here, or the tensors are those of another network.
        """
        if self.kind != "mobilenet":
            return self.encoder_body(device)
        network = mobile_network(classes, self.width)
        put_weights(network, state, what)
        return MobileBody(network, self.side, device)

    def encoder_body(self, device: str) -> Body:
        """The body of a kind that stands by itself: any but a MobileNetV2.

        Raises:
            UserError: it is not here, or this machine has no such device.
        """
        if self.kind == "lite":
            return LiteBody()
        encoder: Any = DinoEncoder(self.base.open().folder, device=device)
        return EncoderBody(encoder)


def open_style(place: Path, device: str = "cpu") -> StyleClassifier:
    """The classifier of a folder; of a run's folder the best one, or the last where none is judged.

    Raises:
        UserError: it holds none, its body is not here or another one, or a file is damaged.
    """
    folder = _folder(place)
    file = require(folder, WEIGHTS)
    state = read_tensors(file)
    name, classes, fingerprint = _said(folder, state)
    body = name.open(state, len(classes), str(file), device)
    if fingerprint and fingerprint != body.fingerprint:
        message = f"{folder} was trained on another body than the {name.kind} that is here"
        raise UserError(ErrorKind.model, message, "Train it again.")
    weight, bias = _head(state, classes, body, folder)
    return StyleClassifier(classes, body, weight, bias, _digest(folder), _scale(state))


def write_style(
    folder: Path,
    classes: Sequence[str],
    name: BodyName,
    tensors: Mapping[str, Tensor],
    facts: Mapping[str, object],
) -> None:
    """Write a classifier.

    Args:
        folder: made where it is missing.
        classes: C names, in the order of the outputs.
        name: of its body.
        tensors: by torchvision's names, on any device: `classifier.1.weight` (C, D) and
            `classifier.1.bias` (C,), and all others of a MobileNetV2; of other bodies maybe the
            `Scale` of their features.
        facts: of the training; `fingerprint` is that of a body which stays elsewhere.

    Raises:
        UserError: the place cannot be written.
    """
    from safetensors.torch import save

    said = {"version": _VERSION, "classes": list(classes), "body": asdict(name), **facts}
    kept = {name: tensor.detach().cpu().contiguous() for name, tensor in tensors.items()}
    write_atomically(folder / WEIGHTS, save(kept, {"format": "pt"}))
    write_atomically(folder / FILE, json.dumps(said, indent=2, ensure_ascii=False).encode())


def facts_of(place: Path) -> Mapping[str, Any]:
    """What `style.json` of a classifier, or of a run's best one, says beside what opens it.

    Returns:
        Nothing where there is no such file.

    Raises:
        UserError: there is no classifier, or the file is damaged.
    """
    folder = _folder(place)
    return read_config(folder, FILE) if (folder / FILE).is_file() else {}


def _folder(place: Path) -> Path:
    if not place.is_dir():
        hint = "Name the folder of a run of `style train`, or a model in it."
        raise UserError(ErrorKind.missing_file, f"no such folder: {place}", hint)
    if (place / WEIGHTS).is_file() or not (place / _RUN).is_file():
        return place
    found = next(filter(Path.is_dir, (place / name for name in _OF_RUN)), None)
    if found is None:
        hint = "Go on with it by --resume."
        raise UserError(ErrorKind.model, f"the run in {place} has no model yet", hint)
    return found


def body_name_in(folder: Path) -> BodyName:
    """Which body the classifier in a folder stands on, by its `style.json`.

    Raises:
        UserError: it is damaged, or of another version.
    """
    return _read(folder)[0]


class _Said(NamedTuple):
    """What `style.json` says; `fingerprint` is that of a body which stays elsewhere."""

    name: BodyName
    classes: tuple[str, ...]
    fingerprint: str = ""


def _said(folder: Path, state: Mapping[str, Tensor]) -> _Said:
    if (folder / FILE).is_file():
        return _read(folder)
    return _Said(BodyName("mobilenet"), _pandora(folder, state))


def _read(folder: Path) -> _Said:
    said = read_config(folder, FILE)
    if said.get("version") != _VERSION:
        hint = "Train it anew, or use the version that did."
        raise UserError(ErrorKind.model, f"{folder / FILE} is of another version", hint)
    try:
        body = dict(said["body"])
        name = BodyName(**{**body, "base": BaseName(**body["base"])})
        return _Said(name, tuple(map(str, said["classes"])), str(said.get("fingerprint", "")))
    except (KeyError, TypeError) as error:
        raise damaged(folder, f"{FILE} lacks {error}") from error


def _pandora(folder: Path, state: Mapping[str, Tensor]) -> tuple[str, ...]:
    weight = state.get(f"{HEAD}.weight")
    if weight is None or len(weight) != len(PANDORA):
        message = f"{folder} holds no classifier of style: {FILE} is missing"
        raise UserError(ErrorKind.model, message, "Make one with `style train DIR`.")
    return PANDORA


def _head(
    state: Mapping[str, Tensor], classes: Sequence[str], body: Body, folder: Path
) -> tuple[Tensor, Tensor]:
    try:
        weight, bias = state[f"{HEAD}.weight"].float(), state[f"{HEAD}.bias"].float()
    except KeyError as error:
        raise damaged(folder, f"{error} is missing") from error
    if weight.shape != (len(classes), body.dim) or bias.shape != (len(classes),):
        raise damaged(folder, f"the last layer is {tuple(weight.shape)}")
    return weight, bias


def _scale(state: Mapping[str, Tensor]) -> Scale | None:
    if MEAN not in state or SPREAD not in state:
        return None
    return Scale(state[MEAN].numpy(), state[SPREAD].numpy())


def _digest(folder: Path) -> str:
    return digest_of_folder(folder, [name for name in (FILE, WEIGHTS) if (folder / name).is_file()])
