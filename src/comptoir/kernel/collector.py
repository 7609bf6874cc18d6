"""How often this process looks for reference cycles. Owns the garbage collector's thresholds and nothing else.

Batches hold hundreds of thousands of young objects that end by reference counts alone. Python's default looks through
them every 700 allocations: a sixth of the time a delivery or a row of a file takes, and pauses for thousands of sockets.
"""

import gc

YOUNG = 200_000  # allocations, net of what was freed, between looks at the youngest
OLDER = 20
OLDEST = 100


def collect_seldom() -> None:
    """Look for cycles rarely enough not to be felt; what cycles hold meanwhile is bounded by ``YOUNG`` objects."""
    gc.set_threshold(YOUNG, OLDER, OLDEST)
