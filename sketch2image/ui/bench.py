"""How fast the window comes, and how steadily it answers while everything is at work."""

from __future__ import annotations

import compileall
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from sketch2image.core.progress import Report
from sketch2image.engine.bench import best_of_python, make_pictures

HEAVY = ("torch", "diffusers", "open_clip", "mediapipe", "cv2", "faiss", "onnxruntime")
"""Packages that must not be imported before the window is there."""

BARS = {"bar_heartbeat_ms_p99": 50.0, "bar_heartbeat_ms_max": 250.0}
"""What the thread of the window should keep to on two cores."""

_PACKAGE = Path(__file__).resolve().parents[1]
_SIDE = 640
_SHOW = ("-c", "from sketch2image.ui.bench import show_once; show_once()")

Figures = dict[str, Any]


def bench_window(runs: int) -> Figures:
    """Best time until the window is on the screen, and what was imported by then.

    Its modules are compiled before, as they are after any other start.

    Args:
        runs: each in a process of its own.
    """
    compileall.compile_dir(_PACKAGE, quiet=1)
    bare = best_of_python(["-c", "pass"], runs)
    shown = [_show_and_quit() for _ in range(runs)]
    best = min(seconds for seconds, _ in shown)
    return {
        "window_seconds": round(best, 3),
        "bare_python_seconds": round(bare, 3),
        "ratio": round(best / bare, 1),
        "heavy_imports": shown[0][1],
    }


def show_once() -> None:
    """Open the window, tell on stdout when it is there and what was imported, and leave."""
    from sketch2image.ui.app import main
    from sketch2image.ui.window import MainWindow

    def shown(window: MainWindow) -> None:
        heavy = [name for name in HEAVY if name in sys.modules]
        sys.stdout.write(json.dumps(heavy) + "\n")
        sys.stdout.flush()
        window.close()

    sys.exit(main(shown))


def bench_heartbeat(seconds: float, pictures: int, report: Report) -> Figures:
    """Delays of the window's thread, first idle, then with everything at work.

    At work: the simulated camera draws through the real hand model, pictures are being indexed,
    and pictures are rendered without a pause.

    Args:
        seconds: of the busy part; the idle one takes a sixth of it.
        pictures: indexed meanwhile.
        report: tells how far it is.
    """
    from sketch2image.ui.heartbeat import Rehearsal

    with tempfile.TemporaryDirectory(prefix="bench-ui-") as folder:
        make_pictures(Path(folder) / "pictures", pictures, _SIDE)
        rehearsal = Rehearsal(Path(folder) / "home", Path(folder) / "pictures", report)
        return {**rehearsal.run(seconds), **BARS}


def _show_and_quit() -> tuple[float, list[str]]:
    """Seconds from the start of a process until its window was there, and its heavy imports."""
    start = time.perf_counter()
    with subprocess.Popen([sys.executable, *_SHOW], stdout=subprocess.PIPE, text=True) as window:
        assert window.stdout is not None
        line = window.stdout.readline()
        seconds = time.perf_counter() - start
    if window.returncode or not line:
        raise RuntimeError(f"the window ended with {window.returncode}")
    return seconds, json.loads(line)
