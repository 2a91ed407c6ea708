"""SD-Turbo with the sketch model at published size, random weights: it renders on a CPU.

Run with `python -m pytest tests/render/turbo/test_turbo_full_size.py --slow -q`; it takes minutes,
8 GB on disk and about 9 GB of memory.
"""

from __future__ import annotations

import sys

import numpy as np
import pytest

from sketch2image.core.sketch import Sketch, Stroke
from sketch2image.models.table import model
from sketch2image.render.turbo.options import TurboOptions
from sketch2image.render.turbo.renderer import TurboRenderer
from tests.memory import MOST_BYTES, peak_bytes
from tests.render.turbo.conftest import PROMPT
from tools.full_size import write_model


@pytest.mark.slow
@pytest.mark.timeout(1800)
@pytest.mark.skipif(sys.platform != "linux", reason="reads peak memory as Linux counts it")
def test_sd_turbo_renders_512_pixels_on_the_cpu(tmp_path):
    for name in ("sd-turbo", "turbo-sketch"):
        write_model(name, tmp_path / name)
    sizes = [file.stat().st_size for file in (tmp_path / "sd-turbo").rglob("*.safetensors")]
    assert sum(sizes) == pytest.approx(model("sd-turbo").size, rel=0.01)
    weights = tmp_path / "turbo-sketch" / "weights.safetensors"
    options = TurboOptions("cpu", "fp32", fixed_strength=0.4)
    renderer = TurboRenderer(tmp_path / "sd-turbo", weights, options)
    line = np.array([[100, 100], [400, 150], [250, 420], [100, 100]], np.float32)
    sketch = Sketch((512, 512), (Stroke(line),))
    one, again = (renderer.render(sketch, PROMPT, 1, 0.4).image for _ in range(2))
    other = renderer.render(sketch, PROMPT, 2, 0.4).image
    assert one.shape == (512, 512, 3)
    assert one.std() > 1
    assert np.array_equal(one, again)
    assert not np.array_equal(one, other)
    assert peak_bytes() < MOST_BYTES
