"""`bench air|start|search|ui`: how fast this machine is, beside a baseline of the same run."""

from __future__ import annotations

import os
from typing import Annotated, Any

import typer

from sketch2image.cli.output import Answer, Json, answering, say, show_progress
from sketch2image.core.display import has_display


def add_to(app: typer.Typer) -> None:
    """Add the commands of this module."""
    group = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="Measure this machine.")
    group.command()(answering(air))
    group.command()(answering(start))
    group.command()(answering(search))
    group.command()(answering(ui))
    app.add_typer(group, name="bench")


def air(
    frames: Annotated[int, typer.Option(min=30, help="Frames of each run, 30 a second.")] = 300,
    as_json: Json = False,
) -> Answer:
    """The drawing loop at a camera's pace, alone and while the engine works.

    calm is the loop alone, busy with the engine answering without a pause. ink is the time from a
    frame to its line on the canvas, view to the picture that the person sees. bar is what busy
    should reach on two cores.
    """
    from sketch2image.engine.bench_air import bench_air

    return _answer(bench_air(frames, show_progress))


def start(
    runs: Annotated[int, typer.Option(min=1, help="Runs; the best counts.")] = 5,
    as_json: Json = False,
) -> Answer:
    """Time until `--help`, and until the window, is on the screen, beside a bare Python.

    Without a display the window is drawn where nobody sees it.
    """
    from sketch2image.engine.bench import bench_start
    from sketch2image.ui.bench import bench_window

    _offscreen_without_display()
    return _answer(bench_start(runs) | bench_window(runs))


def search(
    pictures: Annotated[int, typer.Option(min=10, help="Pictures indexed.")] = 10_000,
    runs: Annotated[int, typer.Option(min=1, help="Runs; the best counts.")] = 5,
    as_json: Json = False,
) -> Answer:
    """One search as a process and inside one, over many small pictures made for it."""
    from sketch2image.engine.bench import bench_search

    return _answer(bench_search(pictures, runs, show_progress))


def ui(
    seconds: Annotated[float, typer.Option(min=3, help="How long.")] = 60,
    pictures: Annotated[int, typer.Option(min=10, help="Pictures indexed meanwhile.")] = 2000,
    as_json: Json = False,
) -> Answer:
    """Delays of the window while camera, indexing and rendering are at work.

    heartbeat is the time between two beats of a timer of 10 ms in the window's thread.
    """
    from sketch2image.ui.bench import bench_heartbeat

    _offscreen_without_display()
    return _answer(bench_heartbeat(seconds, pictures, show_progress))


def _offscreen_without_display() -> None:
    if not has_display() and os.environ.setdefault("QT_QPA_PLATFORM", "offscreen") == "offscreen":
        say("no display: the window is drawn where nobody sees it")


def _answer(figures: dict[str, Any]) -> Answer:
    return Answer(figures, [f"{name:>32}: {value}" for name, value in figures.items()])
