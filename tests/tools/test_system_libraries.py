"""The script that looks for system libraries."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QLibraryInfo

from tools import system_libraries


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux wheels leave libraries out")
def test_packages_of_libraries_that_do_not_load_are_named_in_order():
    table = {"libabsent.so.9": "libabsent9", "libc.so.6": "libc6", "libgone.so.1": "libgone1"}
    assert system_libraries.missing_packages(table) == ["libabsent9", "libgone1"]


def test_each_tier_needs_all_that_the_one_before_needs():
    lite, window, full = system_libraries.TIERS.values()
    assert lite.items() < window.items() < full.items()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux wheels leave libraries out")
def test_a_window_on_x11_loads_nothing_of_xcb_that_is_not_in_the_table():
    plugins = QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath)
    plugin = Path(plugins, "platforms", "libqxcb.so").read_bytes()
    wanted = {name.decode() for name in re.findall(rb"libxcb[-a-z]*\.so\.\d", plugin)}
    assert wanted <= system_libraries.WINDOW.keys()
    assert "libxcb-cursor.so.0" in wanted
