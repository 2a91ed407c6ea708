"""Memory of the test's own process, for models of published size."""

from __future__ import annotations

MOST_BYTES = 24 * 2**30
"""What a full-size model may take: the memory of the machine it was made on."""


def peak_bytes() -> int:
    """The most that this process has held, as Linux counts it."""
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
