"""Options that several commands share, with one wording each."""

from __future__ import annotations

from typing import Annotated

import typer

SketchFile = Annotated[str, typer.Argument(help="A sketch: PNG or any picture, or our SVG.")]
Camera = Annotated[
    str,
    typer.Option(
        help="Camera number, video file or stream, or `simulated` (a rendered hand) [default: 0].",
        metavar="0|FILE|simulated",
    ),
]
Profile = Annotated[
    str,
    typer.Option(
        help="Which gestures draw: default, pinch, readme, code or one of yours [default: default]."
    ),
]
HandSide = Annotated[
    str,
    typer.Option("--hand", metavar="any|left|right", help="Which hand may draw [default: any]."),
]
PenColor = Annotated[
    str,
    typer.Option(
        "--color",
        metavar="NAME|#rrggbb",
        help="Pen to begin with: black, red, green, blue or any [default: black].",
    ),
]
PenWidth = Annotated[
    float | None,
    typer.Option("--width", min=1, max=60, help="Its width in pixels [default: 5]."),
]
Subject = Annotated[str, typer.Option(help="What the simulated hand draws.")]
GalleryName = Annotated[
    str,
    typer.Option("--gallery", help="Gallery name or folder [default: your own, else the samples]."),
]
Count = Annotated[int, typer.Option("--k", min=1, max=1000, help="How many matches.")]
Prompt = Annotated[str, typer.Option(help="What to render [default: the caption].")]
Vocabulary = Annotated[
    str,
    typer.Option(
        metavar="default|sketches|all|WORD,WORD...",
        help="What a sketch may be: 39 classes, 125, all 369, or the ones named "
        "[default: default].",
    ),
]
Seed = Annotated[int, typer.Option(min=0, max=2**32 - 1, help="Which of the possible pictures.")]
Strength = Annotated[
    float | None,
    typer.Option(
        min=0,
        max=1,
        help="1 follows the lines closely, 0 is free [default: lite 0.8, full 0.4].",
    ),
]
Style = Annotated[
    str,
    typer.Option(
        metavar="NAME|SENTENCE",
        help="Look of a full renderer's picture: cinematic, 3d-model, anime, digital-art, "
        "photographic, pixel-art, fantasy-art, neonpunk, manga, or words with {prompt} in them.",
    ),
]
Tier = Annotated[
    str,
    typer.Option(
        metavar="auto|lite|full",
        help="Which models answer: the bundled ones, or those of `models pull` "
        "[default: auto, full where they and a GPU are here].",
    ),
]
OrLite = Annotated[
    bool | None,
    typer.Option(
        "--or-lite/--no-lite",
        help="Let the lite models answer where the full ones fail [default: no].",
        show_default=False,
    ),
]
OutFolder = Annotated[str, typer.Option("--out", help="Folder for the files.")]
ShowWindow = Annotated[
    bool | None,
    typer.Option(
        "--show/--no-show", help="Show a window while drawing [default: for live cameras]."
    ),
]
