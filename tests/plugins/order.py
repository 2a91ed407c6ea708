"""The longest files first, so that no worker is left with one of them when the others are done.

`make test` gives whole files to its workers in this order (`--no-loadscope-reorder`).
"""

from __future__ import annotations

import pytest

LONGEST = (
    "tests/ui/test_real_window.py",
    "tests/engine/test_tiers.py",
    "tests/web/test_web_page.py",
    "tests/air/test_session.py",
    "tests/cli/test_full_commands.py",
    "tests/synth/test_world.py",
    "tests/train/instances/test_train_instances.py",
    "tests/ui/answer/test_answer_panel.py",
    "tests/cli/test_draw.py",
    "tests/cli/test_commands.py",
    "tests/test_main.py",
    "tests/engine/desktop/test_task_process.py",
    "tests/train/lite/test_lite_training.py",
    "tests/notebooks/test_sketch2image_notebook.py",
    "tests/notebooks/test_retrieval_notebook.py",
    "tests/train/blip/test_blip_runs.py",
    "tests/train/turbo/test_turbo_training.py",
    "tests/engine/test_drafts.py",
    "tests/web/test_web_server.py",
    "tests/systems/museum/test_met_golden.py",
    "tests/render/turbo/test_turbo_network.py",
    "tests/train/contrastive/test_train_contrastive.py",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    ranks = {name: rank for rank, name in enumerate(LONGEST)}
    items.sort(key=lambda item: ranks.get(item.nodeid.partition("::")[0], len(ranks)))
