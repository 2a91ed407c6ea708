from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest

from sketch2image.models.turbo_file import read_turbo_pickle, write_turbo
from sketch2image.render.turbo.network import TurboNetwork
from sketch2image.render.turbo.options import TurboOptions

GOLDEN = Path(__file__).resolve().parents[2] / "golden" / "turbo_tiny"
BASE = GOLDEN / "sd-turbo-tiny"
PICKLES = {
    "edge": GOLDEN / "edge_to_image_loras.pkl",
    "sketch": GOLDEN / "sketch_to_image_stochastic_lora.pkl",
}
PROMPT = "convert a pizza into a high-resolution color image with a white background"


class Golden(NamedTuple):
    """What the published code was given and what it gave."""

    tensors: dict

    def __getitem__(self, name):
        return self.tensors[name]


@pytest.fixture(scope="session")
def golden() -> Golden:
    from safetensors.torch import load_file

    return Golden(load_file(GOLDEN / "golden.safetensors"))


@pytest.fixture(scope="session")
def network():
    """A network of the tiny base: `network("sketch", TurboOptions(...))`, each made once."""
    made = {}

    def make(kind: str, options: TurboOptions | None = None) -> TurboNetwork:
        key = kind, options
        if key not in made:
            weights = read_turbo_pickle(PICKLES[kind])
            made[key] = TurboNetwork(BASE, weights, options or TurboOptions("cpu", "fp32"))
        return made[key]

    return make


@pytest.fixture(scope="session")
def weights_file(tmp_path_factory):
    """Converted weights of a kind: `weights_file("edge")`."""
    folder = tmp_path_factory.mktemp("weights")

    def make(kind: str) -> Path:
        file = folder / kind / "weights.safetensors"
        if not file.is_file():
            write_turbo(read_turbo_pickle(PICKLES[kind]), file)
        return file

    return make
