"""What lives until the end is not looked through whenever garbage is collected.

The program collects garbage when it puts models away, which takes seconds beside thousands of tests
and the libraries they import, and a moment without them.
"""

from __future__ import annotations

import gc


def pytest_collection_finish() -> None:
    gc.collect()
    gc.freeze()
