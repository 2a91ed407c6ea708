"""Faults of ours in a whole program: told in the window, written down, and never the end of it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from sketch2image.core.settings import save

PROJECT = Path(__file__).parents[2]

PROGRAM = """
import sys, threading
from sketch2image.ui.app import main
from tests.ui.scripted_engine import ScriptedEngine

{shown}

sys.exit(main(shown, ScriptedEngine))
"""
IN_A_THREAD = """
def shown(window):
    def told(notice):
        print(notice.text)
        window.close()

    window.studio.notices.told.connect(told)
    threading.Thread(target=lambda: 1 / 0).start()
"""
IN_TELLING = """
def shown(window):
    def told(notice):
        print("told")
        raise ValueError("again")

    window.studio.notices.told.connect(told)
    error = ValueError("\\uc624\\ub958")
    sys.excepthook(ValueError, error, None)
    window.close()
"""


def run(shown: str) -> subprocess.CompletedProcess[str]:
    """A window that is shown to a function."""
    save("open_camera", False)
    command = [sys.executable, "-c", PROGRAM.format(shown=shown)]
    return subprocess.run(
        command, capture_output=True, text=True, check=False, timeout=60, cwd=PROJECT
    )


def test_a_fault_in_a_thread_is_told_in_the_window():
    done = run(IN_A_THREAD)
    assert done.returncode == 0, done.stderr
    assert done.stdout == "Something went wrong through no fault of yours.\n"


def test_a_fault_in_telling_a_fault_is_not_told_again_and_the_first_is_in_the_log(home: Path):
    done = run(IN_TELLING)
    assert done.returncode == 0, done.stderr
    assert done.stdout == "told\n"
    assert "오류" in (home / "log" / "window.log").read_text("utf-8")
