"""Models in every state, as the engine lists them."""

from __future__ import annotations

from dataclasses import replace

from sketch2image.engine.desktop.tasks import ModelRow

LITE = ModelRow(
    id="lite-captioner", stage="caption", capability="names a sketch, one of 369 things",
    licence="research use", terms="", size=4_000_000, state="bundled", bytes=4_000_000, needs=(),
    by_hand="", fetchable=False, removable=False, accepted=True, part="", chosen=False,
)  # fmt: skip
BLIP = ModelRow(
    id="blip-base", stage="caption", capability="describes a picture (BLIP, 247 M)",
    licence="BSD-3-Clause", terms="https://licences.example/bsd", size=991_000_000, state="here",
    bytes=990_000_000, needs=(), by_hand="", fetchable=False, removable=True, accepted=True,
    part="captioner", chosen=True,
)  # fmt: skip
LARGE = replace(BLIP, id="blip-large", chosen=False)
BY_HAND = replace(
    BLIP, id="blip-sketch", licence="not stated", state="not here", bytes=0, removable=False,
    by_hand="Put blip_fine_tuning.pth into the folder checkpoints.", chosen=False,
)  # fmt: skip
BASE = ModelRow(
    id="sd-turbo", stage="render", capability="base of the turbo renderers, 32-bit",
    licence="Stability AI", terms="https://licences.example/stability", size=5_160_000_000,
    state="partly here", bytes=1_160_000_000, needs=(), by_hand="", fetchable=True, removable=True,
    accepted=False, part="", chosen=False,
)  # fmt: skip
SKETCH = replace(
    BASE, id="turbo-sketch", licence="MIT", terms="https://licences.example/mit", size=550_000_000,
    state="not here", bytes=0, needs=("sd-turbo",), removable=False, part="renderer",
)  # fmt: skip
ALL = (LITE, BLIP, LARGE, BY_HAND, BASE, SKETCH)
