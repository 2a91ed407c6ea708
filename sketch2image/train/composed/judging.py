"""How well a sketch, words, and both find the one photo they were made from."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
import torch

from sketch2image.core.types import Image, Vectors
from sketch2image.gallery.clip_folder import Tokenize
from sketch2image.gallery.composed.network import ComposedNetwork
from sketch2image.gallery.views import View, pixels
from sketch2image.train.composed.examples import photo_of, sketch_of
from sketch2image.train.composed.metrics import own_places, recalls
from sketch2image.train.composed.settings import Settings
from sketch2image.train.composed.triplets import Triplet
from sketch2image.train.contrastive.pictures import on_its_square, read
from sketch2image.train.contrastive.sheet import BEST, write_results
from sketch2image.train.data.collection import Item
from sketch2image.train.data.held_out import spread
from sketch2image.train.runs.mixed import mixed
from sketch2image.train.runs.task import Figures, Place

By = Literal["both", "sketch", "words"]
"""What is asked with."""

_ON_CPU, _ON_GPU = 16, 64


@dataclass(frozen=True)
class Encoded:
    """Triplets that were encoded: (N, D) unit rows each."""

    photos: Vectors
    by: Mapping[By, Vectors]


class Judge:
    """Measures a network on one part of the triplets.

    Args:
        triplets: queries and photos.
        tokenize: cuts captions.
        view: what the towers see of a picture.
        settings: `judge` and `samples` count.
        place: where the network is.
    """

    def __init__(
        self,
        triplets: Sequence[Triplet],
        tokenize: Tokenize,
        view: View,
        settings: Settings,
        place: Place,
    ) -> None:
        self._triplets = spread(triplets, settings.judge or len(triplets))
        self._tokens = tokenize([one.text for one in self._triplets])
        self._view, self._settings, self._place = view, settings, place

    def __call__(self, network: ComposedNetwork, folder: Path) -> Figures:
        """The figures of `metrics.recalls` by both, by the sketch alone and by words alone.

        Args:
            network: in evaluation mode.
            folder: gets a picture of what some queries find.
        """
        encoded = self.encoded(network)
        self._draw(encoded, folder)
        return {
            f"{_PREFIX[by]}{name}": value
            for by in encoded.by
            for name, value in recalls(own_places(encoded.by[by], encoded.photos)).items()
        }

    def encoded(self, network: ComposedNetwork) -> Encoded:
        """All queries and photos."""
        photos = self._rows(network.photos, photo_of, read)
        sketches = self._rows(
            network.sketches, sketch_of, lambda item: on_its_square(item, self._view)
        )
        with mixed(self._place.device, self._place.dtype), torch.no_grad():
            chunks = self._tokens.split(_ON_GPU)
            words = torch.cat([network.words(one.to(self._place.device)) for one in chunks])
            drawn = torch.from_numpy(sketches).to(words.device)
            both = network.compose(words, drawn)
        by: dict[By, Vectors] = {
            "both": both.float().cpu().numpy(), "sketch": sketches,
            "words": words.float().cpu().numpy(),
        }  # fmt: skip
        return Encoded(photos, by)

    def _rows(
        self,
        run: Callable[[torch.Tensor], torch.Tensor],
        item_of: Callable[[Triplet], Item],
        look: Callable[[Item], Image],
    ) -> Vectors:
        size = _ON_CPU if self._place.device.type == "cpu" else _ON_GPU
        rows: list[Vectors] = []
        with mixed(self._place.device, self._place.dtype), torch.no_grad():
            for start in range(0, len(self._triplets), size):
                items = map(item_of, self._triplets[start : start + size])
                shown = np.stack([pixels(look(item), self._view) for item in items])
                rows.append(run(torch.from_numpy(shown).to(self._place.device)).cpu().numpy())
        return np.concatenate(rows)

    def _draw(self, encoded: Encoded, folder: Path) -> None:
        places = list(spread(range(len(self._triplets)), self._settings.samples))
        order = np.argsort(-(encoded.by["both"][places] @ encoded.photos.T), axis=1, kind="stable")
        asked = [sketch_of(self._triplets[place]) for place in places]
        found = [[photo_of(self._triplets[one]) for one in row[:BEST]] for row in order]
        write_results(asked, found, folder)


_PREFIX: Mapping[By, str] = {"both": "", "sketch": "sketch ", "words": "words "}
