"""What the bundled captioner and encoder are worth: one table.

    python benchmarks/lite.py --data DATA [--seeds 3]

Human sketches and photos are those that `sketch2image.train.split` keeps out of training; scenes
come from seeds that training never uses.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from sketch2image.caption.lite import LiteCaptioner
from sketch2image.core.labels import LABELS
from sketch2image.core.paths import sample_gallery
from sketch2image.core.pictures import open_picture
from sketch2image.core.sketch import Sketch, Stroke
from sketch2image.core.types import Caption, Image
from sketch2image.gallery.lite import LiteEncoder
from sketch2image.synth import objects
from sketch2image.train.augment import in_the_air, without_details
from sketch2image.train.drawings import unit
from sketch2image.train.evaluate import hit_at, precision_among, precision_at
from sketch2image.train.split import split

CANVAS = (640, 480)
FIRST_SEED = 500
Say = Callable[[str, float, int], None]
Names = NDArray[np.str_]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--seeds", type=int, default=3, help="scenes of each class")
    options = parser.parse_args()
    human(options.data)
    rendered(options.seeds)


def say(name: str, value: float, count: int) -> None:
    """One line of the table."""
    print(f"{name:<58} {100 * value:6.1f} %  of {count}", flush=True)


def human(data: Path) -> None:
    """Human sketches and real photos."""
    held = split(data)
    sketches, drawn = pictures(held.held_sketches)
    photos, shown = pictures(held.held_photos)
    inside, among = np.isin(drawn, LABELS), np.isin(shown, LABELS)
    captions(sketches, drawn, inside)
    encoder = LiteEncoder()
    gallery = encoder.encode_photos([p for p, use in zip(photos, among, strict=True) if use])
    queries = encoder.encode_sketches([s for s, use in zip(sketches, inside, strict=True) if use])
    asked = (queries, drawn[inside], gallery, shown[among])
    say("sketch -> photo, 39 classes: P@5", precision_at(*asked), len(queries))
    say("sketch -> photo, 39 classes: class within the best ten", hit_at(*asked), len(queries))
    say("photo -> photo, 39 classes: P@5", precision_among(gallery, shown[among]), len(gallery))


def captions(sketches: Sequence[Image], drawn: Names, inside: NDArray[np.bool_]) -> None:
    """Top-1, top-5 and what being sure is worth."""
    few = [as_sketch(s) for s, use in zip(sketches, inside, strict=True) if use]
    captioner = LiteCaptioner()
    began = time.perf_counter()
    said = [captioner.caption(sketch) for sketch in few]
    each = (time.perf_counter() - began) / len(few)
    truth = drawn[inside]
    say("caption of a human sketch, 39 classes: top-1", right(said, truth), len(said))
    say("caption of a human sketch, 39 classes: top-5", within_five(said, truth), len(said))
    sure = [(c, t) for c, t in zip(said, truth, strict=True) if c.sure]
    say("  sure of its caption", len(sure) / len(said), len(said))
    say("  right when sure", float(np.mean([c.label == t for c, t in sure])), len(sure))
    wide = LiteCaptioner(tuple(sorted(set(drawn.tolist()))))
    all_said = [wide.caption(as_sketch(sketch)) for sketch in sketches]
    say(f"caption, {len(set(drawn))} classes: top-1", right(all_said, drawn), len(all_said))
    print(f"{'one caption':<58} {1000 * each:6.1f} ms")


def rendered(seeds: int) -> None:
    """Drawings and pictures of scenes, and the sample gallery."""
    names = objects.names()
    models = [
        (name, objects.sample(name, np.random.default_rng(FIRST_SEED + seed)))
        for seed in range(seeds)
        for name in names
    ]
    truth = np.array([name for name, _ in models])
    plain = [Sketch(CANVAS, objects.strokes(model, CANVAS)) for _, model in models]
    rng = np.random.default_rng(0)
    airy = [by_hand(sketch, rng) for sketch in plain]
    captioner, encoder = LiteCaptioner(), LiteEncoder()
    for kind, sketches in (("a drawing of a scene", plain), ("the same, drawn in the air", airy)):
        said = [captioner.caption(sketch) for sketch in sketches]
        say(f"caption of {kind}: top-1", right(said, truth), len(said))
    files = sorted(sample_gallery().glob("*.jpg"))
    gallery = encoder.encode_photos([open_picture(file) for file in files])
    shown = np.array([file.stem.rsplit("-", 1)[0] for file in files])
    photos = encoder.encode_photos([objects.render(model, (256, 256)) for _, model in models])
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
