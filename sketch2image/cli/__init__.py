"""The command line. Command names and JSON keys are a public contract."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line, or open the window where no command is named.

    The process's exit code says how it went (see `cli.output`).
    """
    if len(sys.argv) == 1:
        from sketch2image.cli.window import start

        sys.exit(start())
    from sketch2image.cli.app import run

    sys.exit(run())
