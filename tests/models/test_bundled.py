"""What the bundled checkpoints hold, and what they must not."""

from __future__ import annotations

from pathlib import Path

import pytest

LITE = Path(__file__).resolve().parents[2] / "checkpoints" / "lite"


@pytest.mark.parametrize("model", sorted(LITE.glob("*.onnx")), ids=lambda path: path.stem)
def test_models_tell_nothing_of_the_machine_that_made_them(model: Path):
    content = model.read_bytes()
    assert b"stack_trace" not in content
    assert b"site-packages" not in content
