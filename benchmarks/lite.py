"""What the bundled captioner and encoder are worth: one table.

    python benchmarks/lite.py --data DATA [--seeds 3] [--checkpoints DIR]

Human sketches and photos are those that `sketch2image.train.lite.split` keeps out; scenes
come from seeds that training never uses. The weights of the repository were trained on the held out
pictures too in their last run (their cards say so), so their figures on those mean nothing: give
the folder of their twins with --checkpoints.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from sketch2image.caption.lite import LiteCaptioner
from sketch2image.core.defaults import STRENGTH
from sketch2image.core.labels import LABELS
from sketch2image.core.paths import checkpoints, sample_gallery
from sketch2image.core.pictures import open_picture
from sketch2image.core.sketch import Sketch, Stroke
from sketch2image.core.types import Caption, Image, Vectors
from sketch2image.core.vocabulary import vocabulary
from sketch2image.engine.request import DEFAULT_WEIGHTS
from sketch2image.gallery.fusion import fuse
from sketch2image.gallery.lite import LiteEncoder
from sketch2image.models.onnx import read_card
from sketch2image.render.lite import LiteRenderer
from sketch2image.synth import objects
from sketch2image.train.lite.augment import in_the_air, without_details
from sketch2image.train.lite.drawings import unit
from sketch2image.train.lite.evaluate import hit_at, precision_among, precision_at
from sketch2image.train.lite.split import split

CANVAS = (640, 480)
FIRST_SEED = 500
TOGETHER = {
    "sketch and render": {"sketch": 1.0, "render": 1.0},
    "sketch and caption": {"sketch": 1.0, "caption": 1.0},
    "all three": {"sketch": 1.0, "render": 1.0, "caption": 1.0},
}
Say = Callable[[str, float, int], None]
Names = NDArray[np.str_]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--seeds", type=int, default=3, help="scenes of each class")
    parser.add_argument("--checkpoints", type=Path, help="folder that holds `lite`")
    options = parser.parse_args()
    models = Models(LiteCaptioner(folder=options.checkpoints), LiteEncoder(options.checkpoints))
    if not held_out(options.checkpoints or checkpoints()):
        print("NOTE: these weights have seen the held out pictures: the next rows are no measure.")
    human(options.data, models, options.checkpoints)
    rendered(options.seeds, models)


class Models(NamedTuple):
    """What is measured."""

    captioner: LiteCaptioner
    encoder: LiteEncoder


def held_out(folder: Path) -> bool:
    """Whether training kept the held out pictures out."""
    cards = [read_card(folder / "lite" / f"{name}.json") for name in ("captioner", "encoder")]
    return all(card["held_out"] for card in cards)


def say(name: str, value: float, count: int) -> None:
    """One line of the table."""
    print(f"{name:<58} {100 * value:6.1f} %  of {count}", flush=True)


def human(data: Path, models: Models, folder: Path | None) -> None:
    """Human sketches and real photos."""
    held = split(data)
    sketches, drawn = pictures(held.held_sketches)
    photos, shown = pictures(held.held_photos)
    inside, among = np.isin(drawn, LABELS), np.isin(shown, LABELS)
    few = [as_sketch(s) for s, use in zip(sketches, inside, strict=True) if use]
    said = captions(few, drawn[inside], models.captioner)
    widely(sketches, drawn, folder)
    kept = [p for p, use in zip(photos, among, strict=True) if use]
    gallery = models.encoder.encode_photos(kept)
    searches(few, drawn[inside], said, (gallery, shown[among]), models.encoder)
    say("photo -> photo, 39 classes: P@5", precision_among(gallery, shown[among]), len(gallery))


def searches(
    sketches: Sequence[Sketch],
    truth: Names,
    said: Sequence[Caption],
    gallery: tuple[Vectors, Names],
    encoder: LiteEncoder,
) -> None:
    """Each route from a sketch to photos, and routes together."""
    renderer = LiteRenderer()
    pictures = [
        renderer.render(sketch, caption.text, 0, STRENGTH).image
        for sketch, caption in zip(sketches, said, strict=True)
    ]
    routes = {
        "sketch": encoder.encode_sketches([sketch.raster for sketch in sketches]),
        "render": encoder.encode_photos(pictures),
        "caption": np.stack([meant(caption, encoder) for caption in said]),
    }
    both = {**{name: {name: 1.0} for name in routes}, **TOGETHER, "default": dict(DEFAULT_WEIGHTS)}
    for name, weights in both.items():
        shares = list(weights.values())
        stacks = np.stack([routes[route] for route in weights], axis=1)
        queries = [fuse(parts, shares) for parts in stacks]
        asked = (np.stack(queries), truth, *gallery)
        say(f"sketch -> photo by {name}: P@5", precision_at(*asked), len(truth))
        say(f"sketch -> photo by {name}: class within the best ten", hit_at(*asked), len(truth))


def meant(caption: Caption, encoder: LiteEncoder) -> Vectors:
    """Where the words of a caption point."""
    rows = encoder.encode_words([guess.label for guess in caption.alternatives])
    mean = np.array([guess.score for guess in caption.alternatives], np.float32) @ rows
    return (mean / np.linalg.norm(mean)).astype(np.float32)


def captions(few: Sequence[Sketch], truth: Names, captioner: LiteCaptioner) -> list[Caption]:
    """Top-1, top-5, what being sure is worth, and how far scores are from what is right."""
    began = time.perf_counter()
    said = [captioner.caption(sketch) for sketch in few]
    each = (time.perf_counter() - began) / len(few)
    say("caption of a human sketch, 39 classes: top-1", right(said, truth), len(said))
    say("caption of a human sketch, 39 classes: top-5", within_five(said, truth), len(said))
    sure = [(c, t) for c, t in zip(said, truth, strict=True) if c.sure]
    say("  sure of its caption", len(sure) / len(said), len(said))
    say("  right when sure", float(np.mean([c.label == t for c, t in sure])), len(sure))
    say("  expected calibration error, ten bins", calibration_error(said, truth), len(said))
    print(f"{'one caption':<58} {1000 * each:6.1f} ms")
    return said


def widely(sketches: Sequence[Image], drawn: Names, folder: Path | None) -> None:
    """All the sketched classes."""
    captioner = LiteCaptioner(vocabulary("sketches"), folder)
    said = [captioner.caption(as_sketch(sketch)) for sketch in sketches]
    say(f"caption, 125 classes, {len(set(drawn))} drawn: top-1", right(said, drawn), len(said))
    say("  top-5", within_five(said, drawn), len(said))


def calibration_error(said: Sequence[Caption], truth: Names, bins: int = 10) -> float:
    """Mean distance of scores from the share that is right among like scores (Guo et al., 2017)."""
    scores = np.array([caption.score for caption in said])
    good = np.array([c.label == t for c, t in zip(said, truth, strict=True)])
    at = np.minimum((scores * bins).astype(int), bins - 1)
    gaps = [abs(scores[at == b].sum() - good[at == b].sum()) for b in range(bins)]
    return float(sum(gaps) / len(said))


def rendered(seeds: int, models: Models) -> None:
    """Drawings and pictures of scenes, and the sample gallery."""
    names = objects.names()
    scenes = [
        (name, objects.sample(name, np.random.default_rng(FIRST_SEED + seed)))
        for seed in range(seeds)
        for name in names
    ]
    truth = np.array([name for name, _ in scenes])
    plain = [Sketch(CANVAS, objects.strokes(model, CANVAS)) for _, model in scenes]
    rng = np.random.default_rng(0)
    airy = [by_hand(sketch, rng) for sketch in plain]
    captioner, encoder = models
    for kind, sketches in (("a drawing of a scene", plain), ("the same, drawn in the air", airy)):
        said = [captioner.caption(sketch) for sketch in sketches]
        say(f"caption of {kind}: top-1", right(said, truth), len(said))
    files = sorted(sample_gallery().glob("*.jpg"))
    gallery = encoder.encode_photos([open_picture(file) for file in files])
    shown = np.array([file.stem.rsplit("-", 1)[0] for file in files])
    photos = encoder.encode_photos([objects.render(model, (256, 256)) for _, model in scenes])
    drawings = encoder.encode_sketches([sketch.raster for sketch in airy])
    say(
        "picture of a scene -> sample gallery: best",
        precision_at(photos, truth, gallery, shown, 1),
        len(truth),
    )
    say(
        "picture of a scene -> sample gallery: P@5",
        precision_at(photos, truth, gallery, shown),
        len(truth),
    )
    say(
        "air drawing -> sample gallery: best",
        precision_at(drawings, truth, gallery, shown, 1),
        len(truth),
    )
    say(
        "air drawing -> sample gallery: P@5",
        precision_at(drawings, truth, gallery, shown),
        len(truth),
    )


def pictures(files: Sequence[Path]) -> tuple[list[Image], Names]:
    """Pictures and the classes their folders are named after."""
    return [open_picture(file) for file in files], np.array([file.parent.name for file in files])


def as_sketch(picture: Image) -> Sketch:
    """A drawing read from a picture."""
    return Sketch((picture.shape[1], picture.shape[0]), backdrop=picture)


def by_hand(sketch: Sketch, rng: np.random.Generator) -> Sketch:
    """The drawing as a fingertip would have left it, small details missing."""
    lines = unit([stroke.points for stroke in sketch.strokes if len(stroke.points) > 1])
    shaky = unit(in_the_air(without_details(lines, rng), rng))
    middle = np.array(CANVAS, np.float32) / 2
    return Sketch(CANVAS, tuple(Stroke((line * 360 + middle).astype(np.float32)) for line in shaky))


def right(said: Sequence[Caption], truth: Names) -> float:
    """Share of captions with the true label."""
    return float(np.mean([c.label == t for c, t in zip(said, truth, strict=True)]))


def within_five(said: Sequence[Caption], truth: Names) -> float:
    """Share of captions with the true label among the alternatives."""
    return float(
        np.mean([t in {g.label for g in c.alternatives} for c, t in zip(said, truth, strict=True)])
    )


if __name__ == "__main__":
    main()
