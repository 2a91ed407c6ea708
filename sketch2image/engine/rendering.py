"""One sketch rendered, once or several times."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.files import write_atomically
from sketch2image.core.korean import english
from sketch2image.core.pictures import save_png
from sketch2image.core.sketch import Sketch
from sketch2image.core.types import Image
from sketch2image.engine.asking import check_words, strength_of, worded
from sketch2image.engine.parts import Parts
from sketch2image.render.protocol import SIDE, Method, NetworkRenderer, Renderer
from sketch2image.render.turbo.noise import Noise
from sketch2image.render.turbo.renderer import as_image


@dataclass(frozen=True, eq=False)
class RenderTask:
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
class Rendered:
    """Pictures, and what was really asked for.

    Attributes:
        images: (H, W, 3) uint8 RGB each.
        seeds: of each picture; only the first where the renderer takes none.
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


def rendered(parts: Parts, task: RenderTask) -> Rendered:
    """Do a task.

    Raises:
        UserError: the sketch is empty, or the renderer cannot do what is asked.
    """
    renderer = parts.renderer
    check_words(task.prompt, task.style)
    said = english(task.prompt)
    seeds = task.seeds if renderer.seeded else task.seeds[:1]
    caption = "" if said else parts.captioner.caption(task.sketch).text
    prompt = worded(renderer, task.sketch, said, caption, task.style)
    strength = strength_of(task.strength, renderer)
    if task.needs_network:
        return _from_network(renderer, replace(task, seeds=seeds), prompt, strength)
    made = renderer.render_seeds(task.sketch, prompt, seeds, strength)
    return Rendered([one.image for one in made], seeds, prompt, strength, made[0].method)


def _from_network(renderer: Renderer, task: RenderTask, prompt: str, strength: float) -> Rendered:
    if not isinstance(renderer, NetworkRenderer):
        hint = "Use --tier full, or leave out --size, --raw and the noise files."
        raise UserError(ErrorKind.input, "the lite renderer cannot do that", hint)
    if task.noise.map is not None and not renderer.seeded:
        hint = "Leave out --noise-map."
        raise UserError(ErrorKind.input, "the edge model has no noise map", hint)
    raw = renderer.pictures(task.sketch, prompt, task.seeds, strength, task.noise)
    seeds = task.seeds if len(raw) == len(task.seeds) else tuple(range(len(raw)))
    return Rendered([as_image(one) for one in raw], seeds, prompt, strength, Method.network, raw)


def _numbered(path: str, seed: int) -> str:
    place = Path(path)
    return str(place.with_name(f"{place.stem}-{seed}{place.suffix}"))


def _npy(array: NDArray[np.float32]) -> bytes:
    import io

    buffer = io.BytesIO()
    np.save(buffer, array, allow_pickle=False)
    return buffer.getvalue()
