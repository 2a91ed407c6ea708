"""MediaPipe, which would report its use, reaches nobody."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator

import numpy as np
import pytest

from sketch2image.air.cut_off import CutOff
from sketch2image.air.landmarker import Landmarker
from sketch2image.models.hub import ensure

BARE = """
import sys
from mediapipe import tasks
options = tasks.vision.HandLandmarkerOptions(tasks.BaseOptions(model_asset_path=sys.argv[1]))
tasks.vision.HandLandmarker.create_from_options(options).close()
"""


@pytest.fixture
def proxy(monkeypatch: pytest.MonkeyPatch) -> Iterator[socket.socket]:
    """Takes calls like the proxy of a person's network."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(2)
        monkeypatch.setenv("https_proxy", f"http://127.0.0.1:{server.getsockname()[1]}")
        monkeypatch.delenv("no_proxy", raising=False)
        monkeypatch.delenv("NO_PROXY", raising=False)
        yield server


def test_nothing_is_sent_when_hands_were_looked_for(proxy: socket.socket):
    with Landmarker(ensure("hand"), hands=1, video=False, mirrored=False) as landmarker:
        landmarker.detect(np.zeros((64, 64, 3), np.uint8))
    with pytest.raises(TimeoutError):
        proxy.accept()


def test_mediapipe_by_itself_would_call(proxy: socket.socket):
    """Else the test above would prove nothing."""
    command = [sys.executable, "-c", BARE, str(ensure("hand"))]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as program:
        proxy.settimeout(60)
        caller, _ = proxy.accept()
        assert caller.recv(100).startswith(b"CONNECT ")
        caller.close()
        program.kill()


def test_the_environment_comes_back_when_the_last_is_closed(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("https_proxy", "http://proxy.example:3128")
    monkeypatch.setenv("NO_PROXY", "*")
    with CutOff():
        with CutOff():
            assert "NO_PROXY" not in os.environ
        assert os.environ["https_proxy"] != "http://proxy.example:3128"
    assert (os.environ["https_proxy"], os.environ["NO_PROXY"]) == ("http://proxy.example:3128", "*")
    assert "all_proxy" not in os.environ
