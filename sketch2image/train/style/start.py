"""The body that a run begins from."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from torch import nn

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.gallery.bases import DinoBase
from sketch2image.gallery.style.bodies import Body, MobileBody
from sketch2image.gallery.style.folder import FILE, BodyName, body_name_in
from sketch2image.gallery.style.mobile import MODEL, WEIGHTS, mobile_network, put_weights
from sketch2image.gallery.towers_folder import BaseName
from sketch2image.models.hub import folder_of, is_here
from sketch2image.models.pretrained import read_tensors
from sketch2image.models.table import models
from sketch2image.train.style.settings import Settings

AUTO, LITE = "auto", "lite"


@dataclass(frozen=True)
class Start:
    """What a run begins from.

    Attributes:
        name: of the body, as its folder will say it.
        weights: file of a MobileNetV2's weights; None for random ones, or for another body.
        said: which body it is, and why, for people.
    """

    name: BodyName
    weights: Path | None
    said: str

    def network(self, classes: int, dropout: float) -> nn.Module:
        """The MobileNetV2, with a last layer at random.

        Raises:
            UserError: the weights are missing, damaged or of another network.
        """
        network = mobile_network(classes, self.name.width, dropout)
        if self.weights is not None:
            put_weights(network, read_tensors(self.weights), str(self.weights), head=False)
        return network

    def body(self, network: nn.Module | None, device: str) -> Body:
        """What gives features: of that network, or else an encoder.

        Raises:
            UserError: it is not here, or the machine has no such device.
        """
        if network is not None:
            return MobileBody(network, self.name.side, device)
        return self.name.encoder_body(device)


def start_of(settings: Settings) -> Start:
    """Which body the settings ask for.

    Args:
        settings: `backbone`, `untrained`, `tune`, `width` and `image` count.

    Raises:
        UserError: there is none of that name, it is not here, or settings do not go together.
    """
    start = _start(settings)
    if start.name.kind != "mobilenet":
        _check_frozen(settings, start)
    return start


def _start(settings: Settings) -> Start:
    wish = settings.backbone
    if settings.untrained:
        return _untrained(settings)
    if wish == AUTO:
        return _automatic(settings)
    if wish == LITE:
        return Start(BodyName("lite"), None, "the bundled encoder and texture")
    if wish == MODEL:
        return Start(_mobile(settings), folder_of(MODEL) / WEIGHTS, f"{MODEL} with its weights")
    return _named(settings, wish)


def _untrained(settings: Settings) -> Start:
    if settings.backbone not in (AUTO, MODEL):
        message = f"{settings.backbone} cannot begin from weights at random"
        raise UserError(ErrorKind.input, message, f"Only {MODEL} can; or leave out `untrained`.")
    name = replace(_mobile(settings), width=settings.width)
    return Start(name, None, f"{MODEL} with weights at random")


def _automatic(settings: Settings) -> Start:
    if is_here(MODEL):
        said = f"{MODEL}, for its weights are here"
        return Start(_mobile(settings), folder_of(MODEL) / WEIGHTS, said)
    said = f"the bundled encoder and texture, for the weights of {MODEL} are not here"
    return Start(BodyName("lite"), None, f"{said} (`models pull {MODEL}`)")


def _named(settings: Settings, wish: str) -> Start:
    """A DINO by its id, or what is in a folder."""
    row = models().get(wish)
    if row is None and not Path(wish).is_dir():
        hint = f"Known: {AUTO}, {LITE}, {MODEL}, dinov2-small and the like; or name a folder."
        raise UserError(ErrorKind.input, f"no such backbone: {wish!r}", hint)
    if row is None and (name := _in_folder(Path(wish), settings)) is not None:
        weights = Path(wish) / WEIGHTS if name.kind == "mobilenet" else None
        return Start(name, weights, f"the {name.kind} in {wish}")
    base = BaseName.of(wish)
    if not isinstance(base.open(), DinoBase):
        message = f"{wish} is no backbone for styles"
        raise UserError(ErrorKind.model, message, f"Take {MODEL}, {LITE} or a DINO.")
    return Start(BodyName("dino", base=base), None, f"the DINO {wish}")


def _in_folder(folder: Path, settings: Settings) -> BodyName | None:
    """What a classifier in a folder stands on, or bare weights of a MobileNetV2; None for others.

    A classifier of another kind of body keeps what its own folder says.
    """
    if (folder / FILE).is_file():
        name = body_name_in(folder)
        return replace(name, side=settings.image) if name.kind == "mobilenet" else name
    bare = (folder / WEIGHTS).is_file() and not (folder / "config.json").is_file()
    return _mobile(settings) if bare else None


def _mobile(settings: Settings) -> BodyName:
    return BodyName("mobilenet", side=settings.image)


def _check_frozen(settings: Settings, start: Start) -> None:
    if settings.tune == "full":
        message = f"tune full needs a {MODEL}, and the backbone is {start.said}"
        hint = "Set `tune` to frozen; or `backbone` to mobilenet-v2, maybe with `untrained`."
        raise UserError(ErrorKind.input, message, hint)
