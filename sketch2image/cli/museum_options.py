"""Options that the `museum` commands share: whose pictures, and where."""

from __future__ import annotations

from typing import Annotated

import typer

InfoDir = Annotated[
    str,
    typer.Option(
        "--info-dir", "--info_dir", metavar="DIR", help="Ground truth of The Met dataset."
    ),
]
ImRoot = Annotated[
    str,
    typer.Option(
        "--im-root",
        "--im_root",
        metavar="DIR",
        help="Folder that holds `images` [default: the one above --info-dir].",
    ),
]
Data = Annotated[
    str, typer.Option(metavar="DIR", help="Your own museum instead: one folder for each work.")
]
Mini = Annotated[bool, typer.Option("--mini", help="Take the small database of The Met dataset.")]
