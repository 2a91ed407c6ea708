"""The network that a run begins from."""

from __future__ import annotations

import numpy as np
import torch
from torch import nn

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.gallery.gem.network import (
    PROJECTED,
    GemNetwork,
    Projector,
    open_network,
    untrained,
)
from sketch2image.gallery.pooling import unit
from sketch2image.gallery.recognition.whitening import Whitening
from sketch2image.train.instances.describing import describe
from sketch2image.train.instances.settings import Settings
from sketch2image.train.instances.sources import Pictures
from sketch2image.train.runs.checkpoint import FILE
from sketch2image.train.runs.task import Place


def check_start(settings: Settings) -> None:
    """Make sure that settings of the network go together.

    Raises:
        UserError: they do not.
    """
    if settings.pca and not settings.emb_proj:
        hint = "Set `emb_proj` too, or leave out `pca`."
        raise UserError(ErrorKind.input, "pca begins the layer of emb_proj, and is alone", hint)


def starting_network(settings: Settings, pictures: Pictures, place: Place) -> GemNetwork:
    """A network in evaluation mode, on its device.

    A resumed run puts its own weights in: nothing is taken of the pictures for it.

    Args:
        settings: `net`, `untrained`, `emb_proj`, `pca` and `image` count.
        pictures: that PCA is taken of.
        place: where the network is put.

    Raises:
        UserError: there are no such weights, or a picture cannot be read.
    """
    network = _network(settings).to(place.device)
    network.to(memory_format=torch.channels_last)  # pyright: ignore[reportCallIssue]
    begun = (settings.out / FILE).exists()
    if settings.pca and network.projector is not None and not begun:
        _whiten(network, network.projector, settings, pictures, place)
    return network


def _network(settings: Settings) -> GemNetwork:
    if settings.untrained:
        return untrained(settings.net, settings.seed, settings.emb_proj)
    return open_network(settings.net, settings.emb_proj)


def _whiten(
    network: GemNetwork, projector: Projector, settings: Settings, pictures: Pictures, place: Place
) -> None:
    """Directions in which the pictures do not differ begin as zero."""
    pooled = nn.Sequential(network.backbone.backbone, network.backbone.pool)
    rows = unit(describe(pooled, pictures.files, settings.image, place.device, settings.workers))
    learned = Whitening.learn(rows, PROJECTED)
    matrix = np.zeros((PROJECTED, rows.shape[1]), np.float32)
    matrix[: learned.dim] = learned.projection.T
    mean, projection = (torch.from_numpy(one).to(place.device) for one in (learned.mean, matrix))
    projector.whiten(mean, projection)
