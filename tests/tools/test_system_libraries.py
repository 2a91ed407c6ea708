"""The script that looks for system libraries."""

from __future__ import annotations

import sys

import pytest

from tools import system_libraries


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux wheels leave libraries out")
def test_packages_of_libraries_that_do_not_load_are_named_in_order():
    table = {"libabsent.so.9": "libabsent9", "libc.so.6": "libc6", "libgone.so.1": "libgone1"}
    assert system_libraries.missing_packages(table) == ["libabsent9", "libgone1"]


def test_the_full_tier_needs_all_that_lite_needs():
    assert system_libraries.LITE.items() <= system_libraries.FULL.items()
