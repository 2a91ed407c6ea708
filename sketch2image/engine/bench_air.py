"""The drawing loop at a camera's pace, by itself and while the engine works."""

from __future__ import annotations

import itertools
import os
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from sketch2image.air.overlay import overlay
from sketch2image.air.session import DrawLoop
from sketch2image.air.setup import Setup
from sketch2image.air.tracker import HandTracker
from sketch2image.core import defaults
from sketch2image.core.closing import Closing
from sketch2image.core.frames import Frame
from sketch2image.core.paths import sample_gallery
from sketch2image.core.progress import Report
from sketch2image.core.sketch import Sketch
from sketch2image.core.types import Image
from sketch2image.engine.pace import Paced
from sketch2image.engine.parts import lite
from sketch2image.engine.pipeline import Pipeline
from sketch2image.engine.process import ProcessEngine
from sketch2image.engine.request import Request
from sketch2image.engine.serving import NICENESS
from sketch2image.engine.sources import simulated
from sketch2image.models.hub import ensure

Figures = dict[str, float]

BARS: Figures = {"bar_frames_per_second": 25.0, "bar_ink_ms_p95": 80.0}
"""What the loop should reach on two cores while the engine works."""

_RATE = 30.0
_ANSWERS_ALONE = 2


def bench_air(frames: int, report: Report) -> Figures:
    """How the drawing loop keeps up with a camera, with and without the engine at work.

    The pictures of the simulated camera are rendered beforehand and lie in memory. `hand_model` and
    `loop` take them as fast as they can; `calm` and `busy` get 30 a second and miss what they are
    too slow for. During `busy` the engine works in a process of its own, which is asked anew, with
    another seed, as soon as it has answered. `ink` is the time from the moment a frame was due
    until its ink is on the canvas, `view` until the picture for the person is composed too.

    Args:
        frames: pictures in each of the four runs.
        report: progress of fetching the hand model.

    Raises:
        UserError: the hand model cannot be had.
    """
    model = ensure("hand", report)
    camera = simulated(defaults.SUBJECT, seed=0)
    shots = [frame.image for frame in itertools.islice(iter(camera.read, None), frames)]
    figures = {"frames": frames, "cores": os.cpu_count() or 1, "engine_niceness": NICENESS}
    figures |= _fastest(_Reel(shots, frames), model)
    figures |= _paced(_Reel(shots, frames), model).figures("calm")
    with _Customer(Sketch(camera.size, camera.strokes)) as customer:
        alone = customer.answers_per_second(_ANSWERS_ALONE)
        busy, meanwhile = customer.during(lambda: _paced(_Reel(shots, frames), model))
    figures |= busy.figures("busy")
    figures["engine_alone_answers_per_second"] = round(alone, 2)
    figures["engine_answers_per_second"] = round(meanwhile, 2)
    return figures | BARS


def worker() -> Pipeline:
    """The lite parts, made in the child."""
    return Pipeline(lite())


class _Reel(Closing):
    """Pictures given again and again until there were as many frames as wanted."""

    live = False

    def __init__(self, shots: list[Image], frames: int) -> None:
        self._shots = shots
        self._times = iter(range(frames))
        self.size = (shots[0].shape[1], shots[0].shape[0])
        self.frames = frames

    def read(self) -> Frame | None:
        number = next(self._times, None)
        if number is None:
            return None
        return Frame(self._shots[number % len(self._shots)], number / _RATE)

    def close(self) -> None:
        self._times = iter(())


@dataclass(frozen=True)
class _Run:
    """One film drawn through: seconds of lag of each frame that was taken."""

    ink: list[float]
    view: list[float]
    dropped: int
    seconds: float

    def figures(self, name: str) -> Figures:
        ink, view = 1000 * np.array(self.ink), 1000 * np.array(self.view)
        return {
            f"{name}_frames_per_second": round(len(ink) / self.seconds, 1),
            f"{name}_frames_dropped": self.dropped,
            f"{name}_ink_ms_p50": round(float(np.percentile(ink, 50)), 1),
            f"{name}_ink_ms_p95": round(float(np.percentile(ink, 95)), 1),
            f"{name}_ink_ms_max": round(float(ink.max()), 1),
            f"{name}_view_ms_p50": round(float(np.percentile(view, 50)), 1),
            f"{name}_view_ms_p95": round(float(np.percentile(view, 95)), 1),
            f"{name}_view_ms_max": round(float(view.max()), 1),
        }


def _fastest(reel: _Reel, model: Path) -> Figures:
    stream = list(iter(reel.read, None))
    with HandTracker(model) as tracker:
        alone = _seconds(lambda: [tracker.read(frame) for frame in stream])
    with HandTracker(model) as tracker:
        loop = DrawLoop(Sketch(reel.size), tracker, Setup())
        whole = _seconds(lambda: [loop.update(frame) for frame in stream])
    return {
        "hand_model_frames_per_second": round(len(stream) / alone, 1),
        "loop_frames_per_second": round(len(stream) / whole, 1),
        "loop_over_hand_model": round(whole / alone, 3),
    }


def _paced(reel: _Reel, model: Path) -> _Run:
    ink, view, end = [], [], 0.0
    with HandTracker(model) as tracker, Paced(reel) as film:
        setup = Setup()
        loop = DrawLoop(Sketch(film.size), tracker, setup)
        while (frame := film.read()) is not None:
            hand, state = loop.update(frame)
            ink.append(film.age(frame))
            overlay(frame, hand, state, loop.canvas, setup)
            view.append(film.age(frame))
            end = frame.time + view[-1]
    return _Run(ink, view, film.dropped, max(end, reel.frames / _RATE))


class _Customer(Closing):
    """Asks an engine in a process of its own, never the same twice."""

    def __init__(self, sketch: Sketch) -> None:
        self._engine = ProcessEngine(worker)
        self._question = Request(sketch, gallery=str(sample_gallery()))
        self._seeds = itertools.count()
        self._ask()

    def answers_per_second(self, answers: int) -> float:
        """When nothing else goes on, once everything is loaded."""
        return answers / _seconds(lambda: [self._ask() for _ in range(answers)])

    def during(self, play: Callable[[], _Run]) -> tuple[_Run, float]:
        """A run with questions asked without a pause, and answers a second meanwhile."""
        over = threading.Event()
        with ThreadPoolExecutor(1) as pool:
            asking = pool.submit(self._ask_until, over)
            try:
                run = play()
            finally:
                over.set()
        return run, asking.result()

    def close(self) -> None:
        self._engine.close()

    def _ask_until(self, over: threading.Event) -> float:
        start, answers = time.perf_counter(), 0
        while not over.is_set():
            self._ask()
            answers += 1
        return answers / (time.perf_counter() - start)

    def _ask(self) -> None:
        self._engine.submit(replace(self._question, seed=next(self._seeds))).result()


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start
