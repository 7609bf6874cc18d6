"""The buffer of refusals: nothing goes uncounted, nothing grows without bound."""

from hypothesis import given
from hypothesis import strategies as st

from comptoir.kernel.actor import Actor
from comptoir.kernel.errors import Forbidden
from comptoir.kernel.ids import new_id
from comptoir.platform.refused_requests import AGAIN, INVALID, MOST, REFUSED, Refusals, Refused

STATUSES = st.sampled_from([400, 401, 403, 404, 405, 409, 412, 413, 421, 422, 429])


def refused(status: int = 403, path: str = "/api/v1/x", **more: object) -> Refused:
    return Refused(status=status, method="GET", route=path, path=path, **more)  # type: ignore[arg-type]


@given(st.lists(st.tuples(STATUSES, st.integers(0, 5), st.floats(0, 90)), max_size=80))
def test_every_refusal_is_counted_once(requests: list[tuple[int, int, float]]) -> None:
    refusals, now, told = Refusals(), 0.0, 0
    for status, path, later in requests:
        refusals.note(refused(status, f"/api/v1/{path}"))
        now += later
        told += sum(one.count for one in refusals.due(now))
    told += sum(one.count for one in refusals.due(now, all_of_them=True))
    assert told == sum(status not in (409, 412) for status, _, _ in requests)
    assert refusals.due(now + AGAIN, all_of_them=True) == []


def test_the_first_is_told_at_once_and_the_others_once_a_minute() -> None:
    refusals = Refusals()
    refusals.note(refused())
    assert [one.count for one in refusals.due(0.0)] == [1]
    for _ in range(40):
        refusals.note(refused())
        assert refusals.due(1.0) == []
    assert [one.count for one in refusals.due(AGAIN)] == [40]
    assert refusals.due(2 * AGAIN) == []
    refusals.note(refused())
    assert [one.count for one in refusals.due(2 * AGAIN + 1)] == [1], "after a quiet minute the first is told at once"


def test_a_flood_of_kinds_is_told_together() -> None:
    refusals = Refusals()
    for number in range(10 * MOST):
        refusals.note(refused(path=f"/api/v1/{number}"))
    found = refusals.due(0.0)
    assert len(found) <= MOST + 1
    assert sum(one.count for one in found) == 10 * MOST


def test_what_was_not_kept_comes_again_and_is_bounded() -> None:
    refusals = Refusals()
    refusals.note(refused())
    (note,) = refusals.due(0.0)
    refusals.keep([note] * (2 * MOST))
    assert len(refusals.due(0.0)) == MOST


def test_refused_and_malformed_are_told_apart_and_a_long_path_is_cut() -> None:
    refusals = Refusals()
    refusals.note(refused(404, "/" + "x" * 5_000))
    refusals.note(refused(422))
    first, second = refusals.due(0.0)
    assert (first.action, second.action) == (REFUSED, INVALID)
    assert len(first.subject) == 300
    assert first.outcome == "refused"


def test_a_refused_message_tells_who_sat_at_the_socket() -> None:
    refusals, who = Refusals(), Actor(new_id(), new_id(), permissions=frozenset(), address="192.0.2.1")
    refusals.note_message(who, Forbidden("No."))
    (note,) = refusals.due(0.0)
    assert (note.actor.user_id, note.actor.address, note.after) == (
        who.user_id,
        "192.0.2.1",
        {"status": 403, "method": "MESSAGE", "route": "/api/v1/live", "code": "forbidden"},
    )
