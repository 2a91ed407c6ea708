"""Compiled code runs with the default set of packages."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import sketch2image

COMPILED = [
    file
    for file in sorted(Path(sketch2image.__file__).parent.rglob("*.py"))
    if "import numba" in file.read_text("utf-8") or "from numba" in file.read_text("utf-8")
]
NEED_SCIPY = {"dot", "vdot", "matmul", "linalg"}


def test_there_is_compiled_code():
    assert COMPILED


@pytest.mark.parametrize("file", COMPILED, ids=lambda file: file.stem)
def test_it_multiplies_no_matrices_since_numba_asks_for_scipy_then(file):
    nodes = list(ast.walk(ast.parse(file.read_text("utf-8"))))
    assert not [node.lineno for node in nodes if isinstance(node, ast.BinOp | ast.AugAssign)
                and isinstance(node.op, ast.MatMult)]  # fmt: skip
    assert not [
        node.lineno for node in nodes if isinstance(node, ast.Attribute) and node.attr in NEED_SCIPY
    ]
