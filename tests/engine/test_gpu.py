"""GPUs are looked for without importing torch."""

from __future__ import annotations

import importlib.util
from types import SimpleNamespace

import pytest

from sketch2image.engine import gpu


@pytest.fixture
def machine(monkeypatch, tmp_path):
    """A Linux machine with some device files, and torch built for something."""

    def make(version: str, *devices: str) -> bool:
        (tmp_path / "version.py").write_text(version)
        for name in ("_NVIDIA", "_AMD"):
            kept = tuple(str(tmp_path / file.strip("/")) for file in getattr(gpu, name))
            monkeypatch.setattr(gpu, name, kept)
        for device in devices:
            place = tmp_path / device.strip("/")
            place.parent.mkdir(parents=True, exist_ok=True)
            place.touch()
        origin = SimpleNamespace(origin=str(tmp_path / "__init__.py"))
        monkeypatch.setattr(importlib.util, "find_spec", lambda _: origin)
        monkeypatch.setattr("platform.system", lambda: "Linux")
        monkeypatch.setattr("shutil.which", lambda _: None)
        return gpu.has_gpu()

    monkeypatch.delenv("CUDA_VISIBLE_DEVICES", raising=False)
    return make


CUDA = "cuda: Optional[str] = '13.2'\nhip: Optional[str] = None\n"
HIP = "cuda: Optional[str] = None\nhip: Optional[str] = '7.0'\n"
CPU = "cuda: Optional[str] = None\nhip: Optional[str] = None\n"


@pytest.mark.parametrize(
    ("version", "device", "found"),
    [
        (CUDA, "/dev/nvidiactl", True),
        (CUDA, "/dev/kfd", False),
        (CUDA, "/dev/null", False),
        (HIP, "/dev/kfd", True),
        (HIP, "/dev/nvidiactl", False),
        (CPU, "/dev/nvidiactl", False),
    ],
)
def test_device_and_build_must_fit(machine, version, device, found):
    assert machine(version, device) is found


@pytest.mark.parametrize("hidden", ["", "-1"])
def test_a_hidden_gpu_is_none(machine, monkeypatch, hidden):
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", hidden)
    assert not machine(CUDA, "/dev/nvidiactl")


def test_the_installed_torch_tells_what_it_is_built_for():
    import torch

    built = [name for name in ("cuda", "hip") if getattr(torch.version, name)]
    assert gpu._built_for() == built
