"""The command line. Command names and JSON keys are a public contract."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line; the process's exit code says how it went (see `cli.output`)."""
    from sketch2image.cli.app import run

    sys.exit(run())
