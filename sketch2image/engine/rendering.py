"""One sketch rendered, once or several times."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.files import write_atomically
from sketch2image.core.korean import english
from sketch2image.core.pictures import save_png
from sketch2image.core.sketch import Sketch
from sketch2image.core.types import Image
from sketch2image.engine.asking import strength_of, worded
from sketch2image.engine.parts import Parts
from sketch2image.render.protocol import SIDE, Method, NetworkRenderer, Renderer
from sketch2image.render.turbo.noise import Noise
from sketch2image.render.turbo.renderer import as_image


@dataclass(frozen=True, eq=False)
class Commission:
    """What is to be rendered.

    Attributes:
        sketch: the drawing.
        prompt: empty for the caption.
        seeds: a picture for each.
        strength: None for the renderer's usual one.
        style: name or sentence, or empty.
        side: width and height in pixels.
        noise: given instead of the seeds'.
        raw: whether the pictures before rounding are wanted.
    """

    sketch: Sketch
    prompt: str
    seeds: tuple[int, ...]
    strength: float | None
    style: str
    side: int
    noise: Noise
    raw: bool

    @property
    def needs_network(self) -> bool:
        """Whether only a full renderer can do it."""
        given = self.noise.map is not None or self.noise.latent is not None
        return given or self.raw or self.side != SIDE


@dataclass(frozen=True, eq=False)
class Made:
    """Pictures, and what was really asked for.

    Attributes:
        images: (H, W, 3) uint8 RGB each.
        seeds: of each picture; the same picture for all where the renderer takes none.
        prompt: with colors and style.
        strength: that was taken.
        method: how they came about.
        raw: (N, 3, H, W) before rounding, or None.
    """

    images: list[Image]
    seeds: tuple[int, ...]
    prompt: str
    strength: float
    method: Method
    raw: NDArray[np.float32] | None = None

    def save(self, out: str, raw: str = "") -> list[str]:
        """Write the pictures; several get their seed into the name. Returns their paths.

        Raises:
            UserError: a place cannot be written.
        """
        paths = [out] if len(self.images) == 1 else [_numbered(out, seed) for seed in self.seeds]
        for path, image in zip(paths, self.images, strict=True):
            save_png(path, image)
        if raw and self.raw is not None:
            write_atomically(raw, _npy(self.raw))
        return paths


def rendered(parts: Parts, commission: Commission) -> Made:
    """Do a commission.

    Raises:
        UserError: the sketch is empty, or the renderer cannot do what is asked.
    """
    renderer = parts.renderer
    said = english(commission.prompt)
    caption = "" if said else parts.captioner.caption(commission.sketch).text
    prompt = worded(renderer, commission.sketch, said, caption, commission.style)
    strength = strength_of(commission.strength, renderer)
    if commission.needs_network:
        return _from_network(renderer, commission, prompt, strength)
    made = renderer.render_seeds(commission.sketch, prompt, commission.seeds, strength)
    images = [one.image for one in made]
    return Made(images, commission.seeds, prompt, strength, made[0].method)


def _from_network(renderer: Renderer, asked: Commission, prompt: str, strength: float) -> Made:
    if not isinstance(renderer, NetworkRenderer):
        hint = "Use --tier full, or leave out --size, --raw and the noise files."
        raise UserError(ErrorKind.input, "the lite renderer cannot do that", hint)
    raw = renderer.pictures(asked.sketch, prompt, asked.seeds, strength, asked.noise)
    seeds = asked.seeds if len(raw) == len(asked.seeds) else tuple(range(len(raw)))
    return Made([as_image(one) for one in raw], seeds, prompt, strength, Method.network, raw)


def _numbered(path: str, seed: int) -> str:
    place = Path(path)
    return str(place.with_name(f"{place.stem}-{seed}{place.suffix}"))


def _npy(array: NDArray[np.float32]) -> bytes:
    import io

    buffer = io.BytesIO()
    np.save(buffer, array, allow_pickle=False)
    return buffer.getvalue()
