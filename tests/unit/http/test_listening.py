"""Where a process listens, and who is in the way."""

import os
import socket
from pathlib import Path

import pytest

from comptoir.roles.kinds import ROLES
from comptoir.roles.port_owner import owner_of_port
from comptoir.roles.serve import Place, PortTaken, bind


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.0.0.1", "http://127.0.0.1:8000"),
        ("0.0.0.0", "http://127.0.0.1:8000"),
        ("::", "http://[::1]:8000"),
        ("::1", "http://[::1]:8000"),
        ("panel.local", "http://panel.local:8000"),
    ],
)
def test_the_address_is_one_that_can_be_typed(host: str, address: str) -> None:
    assert Place(host, 8000).address == address


def test_answers_leave_at_once() -> None:
    listener = bind(Place("127.0.0.1", 0))
    try:
        assert listener.proto == socket.IPPROTO_TCP  # what makes asyncio set TCP_NODELAY
        assert listener.getblocking() is False
    finally:
        listener.close()


def test_a_taken_port_is_said_with_its_owner() -> None:
    listener = bind(Place("127.0.0.1", 0))
    port = listener.getsockname()[1]
    try:
        assert f"(process {os.getpid()})" in (owner_of_port(port) or "")
        with pytest.raises(PortTaken) as caught:
            bind(Place("127.0.0.1", port))
        assert caught.value.details["port"] == port
        assert str(caught.value.details["free"]) in (caught.value.hint or "")
    finally:
        listener.close()
    assert owner_of_port(port) is None


def test_an_address_of_another_machine_is_refused_in_a_sentence() -> None:
    with pytest.raises(PortTaken, match=r"203\.0\.113\.1:0 cannot be listened on"):
        bind(Place("203.0.113.1", 0))


def test_without_proc_nobody_is_named(tmp_path: Path) -> None:
    assert owner_of_port(80, proc=tmp_path) is None


def test_one_command_plays_all_roles() -> None:
    asked = ROLES["all"]
    assert asked.beside is not None
    both = (asked, ROLES[asked.beside])
    others = [role for name, role in ROLES.items() if name not in ("all", asked.beside)]
    assert frozenset().union(*(role.loops for role in both)) == frozenset().union(*(role.loops for role in others))
    assert any(role.works for role in both)
    assert any(role.schedules for role in both)
    assert asked.listens
    assert not asked.only_hooks
    assert not asked.loops & ROLES[asked.beside].loops
