"""A child process that does not outlive its parent, however the parent ends."""

import os
import threading
import time

_LOOK_EVERY = 1.0


def end_with_parent() -> None:
    """Watch from a thread of its own and end this process once its parent is gone. For process pools' initialisers."""
    parent = os.getppid()
    threading.Thread(target=_watch, args=(parent,), name="end-with-parent", daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(_LOOK_EVERY)
    os._exit(1)
