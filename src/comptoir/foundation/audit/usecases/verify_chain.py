"""Check a chain from its first kept entry to its signed end, and say of each fault where it is.

Every entry is checked against its seal (its own content), its link (its place after the one before), and the chain
against its signed roots and end. A fault is reported where it happened: links are checked against the link that is
stored before them, so that one altered entry does not make all that follow look altered.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from hmac import compare_digest
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from comptoir.foundation.audit import model, repository
from comptoir.foundation.audit.contracts import Fault, Verdict
from comptoir.foundation.audit.usecases.sign_roots import DAY, REMOVED
from comptoir.platform.audit import Entry, Recorder
from comptoir.platform.context import Platform
from comptoir.platform.database.unit_of_work import UnitOfWork

MOST_FAULTS = 100


@dataclass(slots=True)
class _Walk:
    """How far a check got, and what it found."""

    organisation_id: UUID
    recorder: Recorder
    trusted: bytes
    roots: dict[int, list[Row[Any]]]
    before: bytes
    sequence: int
    first: int | None = None
    entries: int = 0
    signed: int = 0
    faults: list[Fault] = field(default_factory=list)
    more: int = 0

    def fault(self, kind: str, detail: str, *, sequence: int | None, entry: Entry | None = None) -> None:
        if len(self.faults) == MOST_FAULTS:
            self.more += 1
            return
        self.faults.append(Fault(self.organisation_id, kind, sequence, entry.id if entry else None, detail))

    def take(self, entry: Entry, seal: bytes, sequence: int, hash_: bytes) -> None:
        self.entries += 1
        self.first = sequence if self.first is None else self.first
        is_next = sequence == self.sequence + 1
        if not is_next:
            told = f"{self.sequence + 1}" if sequence == self.sequence + 2 else f"{self.sequence + 1} to {sequence - 1}"
            self.fault("missing", f"Entries are missing: {told}.", sequence=self.sequence + 1)
        if not compare_digest(seal, self.recorder.seal(entry)):
            self.fault(
                "changed",
                "The entry is not as this home wrote it, or another wrote it.",
                sequence=sequence,
                entry=entry,
            )
        elif is_next and not compare_digest(hash_, model.link(self.before, sequence, entry)):
            self.fault("moved", "The entry is not in the place it was given.", sequence=sequence, entry=entry)
        for root in self.roots.get(sequence, ()):
            self.check_root(root, hash_)
        self.before, self.sequence = hash_, sequence

    def check_root(self, root: Row[Any], hash_: bytes) -> None:
        said = model.statement(self.organisation_id, root.kind, root.sequence, bytes(root.hash), root.day)
        self.signed += 1
        if not model.is_signed(
            said, signature=bytes(root.signature), public_key=bytes(root.public_key), trusted=self.trusted
        ):
            self.fault("unsigned", f"The root of {root.day} was not signed by this home.", sequence=root.sequence)
        elif not compare_digest(bytes(root.hash), hash_):
            self.fault("moved", f"The chain up to here is not the one signed for {root.day}.", sequence=root.sequence)


async def verify_chain(platform: Platform, *, organisation_id: UUID) -> Verdict:
    """Return what checking an organisation's chain found."""
    async with platform.database.begin_snapshot() as uow:
        known = await repository.roots_of(uow, organisation_id=organisation_id)
        removed = max((one for one in known if one.kind == REMOVED), key=lambda one: one.sequence, default=None)
        walk = _Walk(
            organisation_id=organisation_id,
            recorder=Recorder(platform.secrets, clock=platform.clock),
            trusted=model.Signer(platform.secrets).public,
            roots=_by_place(known, after=removed.sequence if removed is not None else 0),
            before=bytes(removed.hash) if removed is not None else model.ORIGIN,
            sequence=removed.sequence if removed is not None else 0,
        )
        if removed is not None:
            walk.check_root(removed, bytes(removed.hash))
        left = removed.sequence if removed is not None else 0
        async for entry, seal, sequence, hash_ in repository.chained(uow, organisation_id=organisation_id):
            if sequence > left:  # what a rule is just letting go says nothing any more
                walk.take(entry, seal, sequence, hash_)
        await _check_end(uow, walk)
        waiting = await repository.sealed_waiting(uow, organisation_id=organisation_id)
        for entry, seal in waiting:
            if not compare_digest(seal, walk.recorder.seal(entry)):
                walk.fault("changed", "The entry is not as this home wrote it.", sequence=None, entry=entry)
    return Verdict(
        organisation_id=organisation_id,
        entries=walk.entries,
        first=walk.first,
        last=walk.sequence or None,
        roots=walk.signed,
        waiting=len(waiting),
        removed_to=left or None,
        faults=walk.faults,
        more_faults=walk.more,
    )


def _by_place(known: list[Row[Any]], *, after: int) -> dict[int, list[Row[Any]]]:
    found: dict[int, list[Row[Any]]] = {}
    for root in known:
        if root.kind == DAY and root.sequence > after:
            found.setdefault(root.sequence, []).append(root)
    return found


async def _check_end(uow: UnitOfWork, walk: _Walk) -> None:
    head = await repository.head(uow, organisation_id=walk.organisation_id)
    for root in _beyond(walk):
        walk.fault("missing", f"Entries are missing up to the root of {root.day}.", sequence=walk.sequence + 1)
    if head is None:
        if walk.entries or walk.roots:
            walk.fault("unsigned", "The end of the chain is not signed: its head is missing.", sequence=None)
        return
    said = model.statement(walk.organisation_id, "head", head.sequence, bytes(head.hash), None)
    if not model.is_signed(
        said, signature=bytes(head.signature), public_key=bytes(head.public_key), trusted=walk.trusted
    ):
        walk.fault("unsigned", "The end of the chain was not signed by this home.", sequence=head.sequence)
    elif head.sequence > walk.sequence:
        walk.fault(
            "missing", f"Entries {walk.sequence + 1} to {head.sequence} are missing.", sequence=walk.sequence + 1
        )
    elif head.sequence < walk.sequence:
        walk.fault("cut", f"The signed end is {head.sequence}, but entries follow it.", sequence=head.sequence)
    elif not compare_digest(bytes(head.hash), walk.before):
        walk.fault("moved", "The chain does not end in what was signed.", sequence=head.sequence)


def _beyond(walk: _Walk) -> Iterator[Row[Any]]:
    return (root for sequence, found in sorted(walk.roots.items()) if sequence > walk.sequence for root in found)
