"""`fashion findings`: what the makers of fashion-sbir saw, measured on your own data."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sketch2image.cli.output import Answer, Json, answering, show_progress

if TYPE_CHECKING:
    from sketch2image.systems.fashion.findings import Findings, Moved, Named, Together


def add_to(group: typer.Typer) -> None:
    """Add the command of this module."""
    group.command()(answering(findings))


def findings(
    model: Annotated[str, typer.Argument(metavar="RUN", help="A run of `fashion train`.")],
    data: Annotated[str, typer.Argument(metavar="ROOT", help="The triplets that it was given.")],
    brands: Annotated[
        str, typer.Option(metavar="NAME,NAME...", help="Brands that captions name.")
    ] = "",
    as_json: Json = False,
) -> Answer:
    """Measure, on what training left out, what a sketch, its caption and words in it do."""
    from sketch2image.systems.fashion.findings import measure

    names = [name.strip() for name in brands.split(",") if name.strip()]
    found = measure(model, Path(data), names, show_progress)
    return Answer(asdict(found), _lines(found))


def _lines(found: Findings) -> list[str]:
    return [
        f"{found.queries} queries among {found.gallery} photos",
        *_together(found.together),
        f"among all {found.photos} photos:",
        _moved(found.colors),
        _named("a brand's name", "photos of that brand", found.brands),
        _named("its kind as caption", "photos of its kind", found.captions),
    ]


def _together(found: Together) -> list[str]:
    names = list(found.figures["both"])
    lines = [f"  {'':8}" + "".join(f"{name:>8}" for name in names)]
    lines += [
        f"  {by:8}" + "".join(f"{100 * values[name]:8.1f}" for name in names)
        for by, values in found.figures.items()
    ]
    gains = {"the sketch": found.over_sketch, "words": found.over_words}
    return lines + [f"  both over {by} alone, R@10: {_points(gain)}" for by, gain in gains.items()]


def _moved(found: Moved) -> str:
    means = " and ".join(f"{word} {value:+.2f}" for word, value in found.mean.items())
    return (
        f"  a red one or a blue one: hue moved in {100 * found.share:.1f} % of {found.trials} "
        f"(1 is red, -1 blue: {means})"
    )


def _named(what: str, of: str, found: Named) -> str:
    if not found.trials:
        return f"  {what}: no caption has one"
    shares = f"{100 * found.without:.1f} to {100 * found.with_it:.1f} %"
    return f"  {what}: {of} among the first 10, {shares} ({_points(found.gain)}; {found.trials})"


def _points(gain: Any) -> str:  # noqa: ANN401
    return f"{100 * gain.mean:+.1f} points, 95 % {100 * gain.low:+.1f} to {100 * gain.high:+.1f}"
