"""`python -m sketch2image.models.fetch MODEL...`: bring models here before they are needed."""

from __future__ import annotations

import sys

from sketch2image.core.errors import UserError
from sketch2image.core.progress import Progress
from sketch2image.models.hub import ensure


def main(model_ids: list[str]) -> int:
    """Fetch each model that is not there yet; progress and errors go to stderr.

    Returns:
        Exit status: 0, or 2 when a model is not to be had.
    """
    try:
        for model_id in model_ids:
            ensure(model_id, _show)
    except UserError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    return 0


def _show(progress: Progress) -> None:
    if progress.total and progress.done == progress.total:
        sys.stderr.write(f"{progress.text}\n")
    elif sys.stderr.isatty():
        sys.stderr.write(f"{progress.text}\033[K\r")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
