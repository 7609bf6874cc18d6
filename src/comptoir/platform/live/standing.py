"""How an organisation's figures stand, as its screens are told: fresh, catching up, or stale since an instant."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import msgspec

from comptoir.platform.live.ports import State

STALE_AFTER = timedelta(seconds=9)  # said within ten
CATCHING_AFTER = timedelta(seconds=2)
PROGRESS_WITHIN = timedelta(seconds=5)


@dataclass(slots=True)
class Standing:
    """What was last said, and what progress was last seen."""

    state: State | None = None
    progress: tuple[int, datetime | None] = (0, None)
    progressed_at: datetime | None = None
    said: tuple[object, ...] = (None, False)
    text: str | None = None

    def update(self, state: State, *, now: datetime) -> bool:
        """Take in what was looked up; return whether screens must be told."""
        progress = (state.data_version, state.waiting)
        if state.waiting is None or progress != self.progress:
            self.progress, self.progressed_at = progress, now
        self.state = state
        lag = now - state.waiting if state.waiting else timedelta(0)
        moves = self.progressed_at is not None and now - self.progressed_at < PROGRESS_WITHIN
        catching_up = lag > CATCHING_AFTER and moves
        stale_since = state.waiting if lag > STALE_AFTER else state.as_of if state.rebuilding else None
        words = {
            "type": "status",
            "as_of": _instant(state.as_of),
            "stale_since": _instant(stale_since),
            "data_version": state.data_version,
            "catching_up": catching_up,
        }
        self.text = msgspec.json.encode(words).decode()
        said = (stale_since if not catching_up else None, catching_up)
        changed, self.said = said != self.said, said
        return changed


def _instant(value: datetime | None) -> str | None:
    if value is None:
        return None
    return value.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
