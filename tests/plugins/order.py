"""The longest files first, so that no worker is left with one of them when the others are done.

`make test` gives whole files to its workers in this order (`--no-loadscope-reorder`).
"""

from __future__ import annotations

import pytest

LONGEST = (
    "tests/engine/test_tiers.py",
    "tests/cli/test_full_commands.py",
    "tests/cli/test_commands.py",
    "tests/render/turbo/test_turbo_network.py",
    "tests/synth/test_world.py",
    "tests/cli/test_draw.py",
    "tests/ui/test_real_window.py",
    "tests/web/test_web_page.py",
    "tests/train/turbo/test_turbo_training.py",
    "tests/train/contrastive/test_train_contrastive.py",
    "tests/train/lite/test_lite_training.py",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    ranks = {name: rank for rank, name in enumerate(LONGEST)}
    items.sort(key=lambda item: ranks.get(item.nodeid.partition("::")[0], len(ranks)))
