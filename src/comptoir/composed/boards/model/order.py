"""The order of two people's lists of ids, from the list both began with."""

from collections.abc import Collection, Sequence


def merged_order(
    base: Sequence[str], saved: Sequence[str], sent: Sequence[str], *, kept: Collection[str]
) -> tuple[list[str], bool]:
    """Return ``kept`` in order, and False where both put the same ids into orders of their own (the saved one stays).

    The list that was reordered leads; what only the other has follows the id it followed there.
    """
    everywhere = set(base) & set(saved) & set(sent)
    before, theirs, yours = ([key for key in keys if key in everywhere] for keys in (base, saved, sent))
    is_yours = yours not in (before, theirs) and theirs == before
    lead, other = (sent, saved) if is_yours else (saved, sent)
    order = [key for key in lead if key in kept]
    for keys in (other, base):
        _insert(order, [key for key in keys if key in kept])
    return order, is_yours or yours in (before, theirs)


def _insert(order: list[str], keys: Sequence[str]) -> None:
    placed = set(order)
    before: str | None = None
    for key in keys:
        if key not in placed:
            order.insert(order.index(before) + 1 if before is not None else 0, key)
            placed.add(key)
        before = key
