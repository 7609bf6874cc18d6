"""Counting requests: as many as a quota allows and no more, callers apart, and nobody turned away by a broken counter."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from limits.aio.storage import MemoryStorage
from limits.errors import StorageError

from comptoir.platform.http.rates import SESSION, TOKEN, RateLimited, Rates, Standing


async def counted(rates, policy, caller):
    standings: list[Standing] = []
    await rates.count(policy, caller, standings=standings)
    return standings


@given(quota=st.integers(1, 40), asked=st.lists(st.sampled_from("abc"), max_size=120))
async def test_each_caller_gets_its_quota(quota, asked):
    rates, made = Rates({TOKEN: quota}), dict.fromkeys("abc", 0)
    for caller in asked:
        if made[caller] < quota:
            made[caller] += 1
            (standing,) = await counted(rates, TOKEN, caller)
            assert standing.quota == quota
            assert standing.remaining == quota - made[caller]
        else:
            with pytest.raises(RateLimited):
                await counted(rates, TOKEN, caller)


async def test_policies_are_counted_apart_and_one_without_a_quota_not_at_all():
    rates = Rates({TOKEN: 1, SESSION: 0})
    await counted(rates, TOKEN, "a")
    for _ in range(5):
        assert await counted(rates, SESSION, "a") == []


async def test_a_refusal_says_when_to_come_back_and_where_one_stands():
    rates, standings = Rates({TOKEN: 1}), []
    await counted(rates, TOKEN, "a")
    with pytest.raises(RateLimited) as refused:
        await rates.count(TOKEN, "a", standings=standings)
    assert 1 <= refused.value.details["retry_after"] <= 60
    assert standings[0].remaining == 0


@given(quota=st.integers(1, 10**6), remaining=st.integers(0, 10**6), resets_in=st.integers(0, 60))
def test_header_fields_are_items_with_parameters(quota, remaining, resets_in):
    standing = Standing(TOKEN, quota, remaining, resets_in)
    assert re.fullmatch(r'"[a-z]+";q=\d+;w=60', standing.allowance)
    assert re.fullmatch(r'"[a-z]+";r=\d+;t=\d+', standing.state)


class Broken(MemoryStorage):
    async def acquire_sliding_window_entry(self, *_args, **_more):
        raise StorageError(ConnectionError("gone"))


async def test_a_broken_counter_turns_nobody_away_and_this_process_counts_alone():
    rates = Rates({TOKEN: 2}, shared=Broken())
    await counted(rates, TOKEN, "a")
    await counted(rates, TOKEN, "a")
    with pytest.raises(RateLimited):
        await counted(rates, TOKEN, "a")
