"""`render`: a sketch on disk, or the edges of a photo, as a picture."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sketch2image.cli import options
from sketch2image.cli.output import Answer, Json, answering
from sketch2image.cli.tiers import tiers
from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.parts import CAPTIONER, RENDERER

if TYPE_CHECKING:
    from sketch2image.core.sketch import Sketch
    from sketch2image.engine.full import FullModels
    from sketch2image.render.turbo.noise import Noise


Base = Annotated[
    str,
    typer.Option(metavar="DIR", help="Base model in diffusers' layout; goes with --weights."),
]
Weights = Annotated[
    str,
    typer.Option(
        metavar="FILE", help="Renderer weights that `models convert` wrote; goes with --base."
    ),
]
LatentNoise = Annotated[
    str,
    typer.Option(
        metavar="FILE",
        help="Noise to draw from the VAE's posterior with (.npy, or .safetensors as FILE:NAME), to "
        "compare with other programs [default: none, the posterior's mode].",
    ),
]
NoiseMap = Annotated[
    str,
    typer.Option(
        metavar="FILE",
        help="Noise map from such a file, instead of the seed's.",
    ),
]
Raw = Annotated[
    str,
    typer.Option(
        metavar="FILE",
        help="Where the pictures before rounding go too (.npy, float32, -1..1).",
    ),
]


def add_to(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command()(answering(render))


def render(
    sketch: options.SketchFile,
    out: Annotated[str, typer.Option(help="Where the picture goes (.png).")],
    prompt: options.Prompt = "",
    vocabulary: options.Vocabulary = "",
    seed: options.Seed = 0,
    count: Annotated[
        int, typer.Option(min=1, max=64, help="Pictures, of this seed and those after it.")
    ] = 1,
    strength: options.Strength = None,
    style: options.Style = "",
    size: Annotated[
        int,
        typer.Option(min=64, max=4096, help="Width and height, a multiple of 8; full models only."),
    ] = 512,
    canny: Annotated[
        str,
        typer.Option(
            metavar="LOW,HIGH",
            help="It is a photo: render its edges, found with these marks, e.g. 100,200.",
        ),
    ] = "",
    tier: options.Tier = "",
    or_lite: options.OrLite = None,
    base: Base = "",
    weights: Weights = "",
    latent_noise: LatentNoise = "",
    noise_map: NoiseMap = "",
    raw: Raw = "",
    as_json: Json = False,
) -> Answer:
    """Turn a sketch into a picture."""
    from sketch2image.air.files import check_name
    from sketch2image.engine.rendering import RenderTask, rendered
    from sketch2image.engine.save import prepare

    check_name(out, ".png")
    if raw:
        check_name(raw, ".npy")
    for path in filter(None, (out, raw)):
        prepare(str(Path(path).parent))
    drawing = _drawing(sketch, canny, size)
    models = _models(vocabulary, base, weights, size, bool(canny))
    task = RenderTask(
        drawing, prompt, tuple(range(seed, seed + count)), strength, style, size,
        _noise(noise_map, latent_noise), bool(raw),
    )  # fmt: skip
    wish = _wish(tier, base)
    needed = (RENDERER,) if prompt else (CAPTIONER, RENDERER)
    with tiers(wish, or_lite, *needed, vocabulary=vocabulary, models=models) as opened:
        made = opened.use(lambda parts: rendered(parts, task))
    paths = made.save(out, raw)
    document = {
        "path": paths[0], "paths": paths, "prompt": made.prompt, "seed": seed,
        "strength": made.strength, "method": made.method, "tier": opened.document(),
    }  # fmt: skip
    return Answer(document, [f"{path}: {made.prompt}" for path in paths])


def _wish(tier: str, base: str) -> str:
    if base and tier not in ("", "full"):
        hint = "Leave out --tier, or --base and --weights."
        raise UserError(ErrorKind.input, f"--base does not go with --tier {tier}", hint)
    return "full" if base else tier


def _drawing(path: str, canny: str, size: int) -> Sketch:
    from sketch2image.air.files import open_sketch

    if not canny:
        return open_sketch(path)
    from sketch2image.core.pictures import open_picture
    from sketch2image.render.control import edges

    low, high = _marks(canny)
    return edges(open_picture(path), low, high, size)


def _marks(text: str) -> tuple[int, int]:
    low, _, high = text.partition(",")
    if not (low.strip().isdigit() and high.strip().isdigit() and int(low) <= int(high)):
        hint = "Write two numbers, the smaller one first: --canny 100,200"
        raise UserError(ErrorKind.input, f"{text!r} are no marks for edges", hint)
    return int(low), int(high)


def _models(vocabulary: str, base: str, weights: str, size: int, edges: bool) -> FullModels:
    from sketch2image.core.settings import load
    from sketch2image.core.vocabulary import vocabulary as labels_of
    from sketch2image.engine.full import for_edges, full_models, with_weights

    settings = load()
    labels = labels_of(vocabulary or settings.vocabulary)
    models = with_weights(full_models(settings, labels), base, weights, size)
    return for_edges(models, settings) if edges else models


def _noise(noise_map: str, latent_noise: str) -> Noise:
    from sketch2image.render.turbo.noise import Noise, read_noise

    return Noise(
        read_noise(noise_map) if noise_map else None,
        read_noise(latent_noise) if latent_noise else None,
    )
