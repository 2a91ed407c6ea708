"""What learns: a last layer over kept features, or all of a network."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping

import torch
from torch import Tensor, nn

from sketch2image.core.progress import Report
from sketch2image.gallery.style.mobile import HEAD, mobile_view
from sketch2image.gallery.style.scale import MEAN, SPREAD, Scale
from sketch2image.train.runs.task import Place
from sketch2image.train.style.examples import Examples, KeptFeatures, VariedPictures
from sketch2image.train.style.features import Views, features_of
from sketch2image.train.style.looking import looked_at
from sketch2image.train.style.pictures import Pictures
from sketch2image.train.style.settings import Settings
from sketch2image.train.style.splits import Split
from sketch2image.train.style.start import Start


class Learning(ABC):
    """A network that learns, and what it learns from.

    Attributes:
        module: gives (N, C) logits of a batch's inputs.
        examples: what is learned from.
    """

    module: nn.Module
    examples: Examples

    @abstractmethod
    def held_out(self) -> Tensor:
        """(N, C) logits of the pictures held out, on the CPU."""

    @abstractmethod
    def tensors(self) -> Mapping[str, Tensor]:
        """What `gallery.style.folder.write_style` takes."""

    @property
    def fingerprint(self) -> str:
        """Of a body that stays elsewhere; empty where the tensors are all of it."""
        return ""


class LastLayer(Learning):
    """Learns a linear layer over the features of a frozen body.

    Args:
        pictures: of both parts.
        split: of them.
        settings: of the run.
        start: the body.
        place: where the layer is put.
        report: gets how many pictures were looked at.

    Raises:
        UserError: the body is not here, or a picture cannot be read.
    """

    def __init__(
        self,
        pictures: Pictures,
        split: Split,
        settings: Settings,
        start: Start,
        place: Place,
        report: Report,
    ) -> None:
        classes, mobile = len(pictures.classes), start.name.kind == "mobilenet"
        self._network = start.network(classes, settings.dropout) if mobile else None
        self._body = start.body(self._network, str(place.device))
        views = features_of(self._body, pictures, settings, "style", report)
        self._scale = _scale(views[split.train]) if settings.standardize else None
        scaled = self._scaled(views)
        self._held = torch.from_numpy(scaled[split.held, 0])
        self.examples = KeptFeatures(
            scaled[split.train], pictures.labels[split.train], settings.balance
        )
        self._layer = nn.Linear(self._body.dim, classes)
        self.module = nn.Sequential(nn.Dropout(settings.dropout), self._layer).to(place.device)
        self._device = place.device

    def held_out(self) -> Tensor:
        """See `Learning`."""
        return self.module(self._held.to(self._device)).float().cpu()

    def tensors(self) -> Mapping[str, Tensor]:
        """See `Learning`; the layer of a MobileNetV2 takes features as they are."""
        weight, bias = (one.detach().cpu() for one in (self._layer.weight, self._layer.bias))
        kept = self._network.state_dict() if self._network is not None else {}
        if self._scale is not None:
            mean, spread = map(torch.from_numpy, (self._scale.mean, self._scale.spread))
            if self._network is None:
                kept = {MEAN: mean, SPREAD: spread}
            else:
                weight, bias = weight / spread, bias - weight / spread @ mean
        return {**kept, f"{HEAD}.weight": weight, f"{HEAD}.bias": bias}

    def _scaled(self, views: Views) -> Views:
        if self._scale is None:
            return views
        return self._scale.bounded(views) if self._network is None else self._scale(views)

    @property
    def fingerprint(self) -> str:
        """See `Learning`."""
        return "" if self._network is not None else self._body.fingerprint


class WholeNetwork(Learning):
    """Learns all of a MobileNetV2; see `LastLayer`."""

    def __init__(
        self, pictures: Pictures, split: Split, settings: Settings, start: Start, place: Place
    ) -> None:
        self.module = start.network(len(pictures.classes), settings.dropout).to(place.device)
        self._held, self._settings = pictures.at(split.held), settings
        self._view, self._device = mobile_view(settings.image), place.device
        self.examples = VariedPictures(pictures.at(split.train), settings, self._view)

    def held_out(self) -> Tensor:
        """See `Learning`."""
        batches = looked_at(self._held.files, self._view, self._settings)
        return torch.cat([self.module(one.to(self._device)).float().cpu() for one in batches])

    def tensors(self) -> Mapping[str, Tensor]:
        """See `Learning`."""
        return self.module.state_dict()


def _scale(views: Views) -> Scale:
    """Of (N, V, D) features to learn from."""
    return Scale.learn(views.reshape(-1, views.shape[-1]))
