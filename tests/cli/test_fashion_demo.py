"""`fashion demo`, as far as it comes before the page."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ((), "no gallery or folder fashion"),
        (("--gallery", "closet"), "no gallery or folder closet"),
        (("--password", "ann"), "that is no user and password"),
        (("--port", "70000"), "--port"),
    ],
)
def test_what_cannot_be_served_is_one_line(cli, options, told):
    said = cli("fashion", "demo", "--no-open", *options)
    assert said.code == 2
    assert said.out == ""
    assert told in said.err
    assert said.err.count("\n") == 1
