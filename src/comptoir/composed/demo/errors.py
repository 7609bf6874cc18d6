"""What can go wrong with the demo."""

from comptoir.kernel.errors import Conflict, NotFound


class NoDemo(NotFound):
    """There is no demo organisation in this home."""

    code = "no_demo"


class OtherDemo(Conflict):
    """A demo with another seed or size exists already."""

    code = "other_demo"
