from __future__ import annotations

import pytest

from sketch2image.train.runs.curve import Curve
from tests.train.turbo.tiny_turbo import clip_folder, write_pairs


@pytest.fixture(scope="session")
def pairs(tmp_path_factory):
    """A folder of pairs."""
    return write_pairs(tmp_path_factory.mktemp("pairs"))


@pytest.fixture(scope="session")
def clip(tmp_path_factory):
    """A tiny CLIP."""
    return clip_folder(tmp_path_factory.mktemp("clip"))


@pytest.fixture(scope="module", autouse=True)
def undrawn():
    """Curves are drawn in the tests of the loop; here each would take longer than the run."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Curve, "plot", lambda curve: curve.file)
        yield
