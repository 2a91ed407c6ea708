from __future__ import annotations

import pytest

from sketch2image.core import program


def test_hints_of_a_checkout_name_its_file():
    assert program.as_started("Run `python main.py demo`.") == "Run `python main.py demo`."


def test_hints_of_an_installed_program_name_its_command(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(program, "is_installed", lambda: True)
    assert program.as_started("Run `python main.py demo`.") == "Run `sketch2image demo`."
