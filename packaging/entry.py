"""Where the frozen program begins, and again in each of its child processes."""

from __future__ import annotations

import multiprocessing

if __name__ == "__main__":
    multiprocessing.freeze_support()  # children go on from here and do not return

    from sketch2image.cli import main

    main()
