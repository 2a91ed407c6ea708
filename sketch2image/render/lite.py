"""The bundled renderer: a parametric scene fitted to the strokes, or a relief of the drawing."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np

from sketch2image.core import defaults
from sketch2image.core.labels import LABELS, label_in
from sketch2image.core.sketch import Sketch
from sketch2image.core.types import Image
from sketch2image.render import relief, tint
from sketch2image.render.drawing import Drawing
from sketch2image.render.dress import dressed, recolored
from sketch2image.render.fit import fit
from sketch2image.render.follow import Bend, bend
from sketch2image.render.library import code_digest
from sketch2image.render.palette import painted, palette_of
from sketch2image.render.photo import Stage, develop, photograph
from sketch2image.render.protocol import Method, Rendering, check
from sketch2image.synth import objects
from sketch2image.synth.sdf import Light

_FIT_SEED = 7
_WORST_DISTANCE = 0.04
_SMALLEST = 16


class LiteRenderer:
    """Renders without a network: no weights, no download, well under a second on two cores."""

    open_vocabulary = False
    seeded = True
    usual_strength = defaults.STRENGTH

    @property
    def fingerprint(self) -> str:
        """Digest of the code that renders and of the scenes it draws from."""
        return f"lite-render-{_own_digest()}-{code_digest()}"

    def render(self, sketch: Sketch, prompt: str, seed: int, strength: float) -> Rendering:
        """Picture of a sketch; see `Renderer.render`.

        The class named in the prompt decides the scene; its knobs, turn and proportions are fitted
        to the strokes, and `strength` says how far its outlines are then bent onto them. A prompt
        that names no class with a scene, or a mere dot, gives a relief, which follows every stroke.
        Colored pens paint the parts they outline; a color word of the prompt paints the largest.
        The seed changes light, paints and small details.

        Raises:
            UserError: the sketch or the prompt is empty, or `strength` is out of range.
        """
        check(sketch, prompt, strength)
        label = label_in(prompt, vocabulary())
        drawing = Drawing.of(sketch)
        rng = np.random.default_rng(seed)
        if label in objects.names() and drawing.size >= _SMALLEST:
            return _scene(label, drawing.without_strays(), prompt, rng, strength)
        light, warmth = _lamp(rng)
        image = relief.render(
            drawing, palette_of(label), light, warmth, main=tint.by_word(prompt)
        )  # fmt: skip
        return Rendering(image, Method.relief, label, 1.0)

    def render_seeds(
        self, sketch: Sketch, prompt: str, seeds: Sequence[int], strength: float
    ) -> list[Rendering]:
        """A picture for each seed; see `Renderer.render`."""
        return [self.render(sketch, prompt, seed, strength) for seed in seeds]


@cache
def vocabulary() -> tuple[str, ...]:
    """The classes a prompt can name: those with a scene, those with a palette, the default 39."""
    return tuple(sorted({*objects.names(), *painted(), *LABELS}))


@cache
def _own_digest() -> str:
    digest = hashlib.sha256()
    for file in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def _scene(
    label: str, drawing: Drawing, prompt: str, rng: np.random.Generator, strength: float
) -> Rendering:
    found = fit(label, drawing, np.random.default_rng(_FIT_SEED))
    stage = Stage.of(found.model, found.pose)
    bent = bend(stage, drawing)
    image = _photo(stage, bent, drawing, prompt, rng, strength)
    quality = found.quality * float(np.clip(1 - bent.distance / _WORST_DISTANCE, 0, 1))
    return Rendering(image, Method.scene, label, quality)


def _photo(
    stage: Stage,
    bent: Bend,
    drawing: Drawing,
    prompt: str,
    rng: np.random.Generator,
    strength: float,
) -> Image:
    light, warmth = _lamp(rng)
    model = dressed(stage.model, rng, strength)
    shapes = recolored(model.shapes, bent, drawing, tint.by_word(prompt))
    posed = replace(stage, model=model)
    photo = photograph(posed, shapes, light, warmth)
    picture = develop(photo, bent.source(strength), bent.floor_source(strength))
    return tint.marked(picture, drawing.image, drawing.details & (bent.labels >= 0))


def _lamp(rng: np.random.Generator) -> tuple[Light, float]:
    x, y = rng.uniform(-0.65, -0.2), rng.uniform(0.6, 0.9)
    light = Light((x, y, rng.uniform(0.55, 0.8)), rng.uniform(0.2, 0.35))
    return light, float(rng.uniform(-0.3, 0.6))
