"""Blobs: what was stored comes back, nothing readable lies on the disk, and damage is noticed."""

import hashlib

import pytest

from comptoir.kernel.errors import NotFound, TooLarge
from comptoir.platform.engines.errors import StorageFull
from comptoir.platform.secrets import SecretBox
from comptoir.platform.storage import CHUNK, BlobDamaged, Storage


@pytest.fixture
def storage(tmp_path):
    return Storage(tmp_path / "blobs", secrets=SecretBox(b"k" * 32))


async def pieces(data, size=10_000):
    for start in range(0, len(data), size):
        yield data[start : start + size]


async def read(storage, ref):
    return b"".join([piece async for piece in storage.open(ref.id)])


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 5 * CHUNK + 17])
async def test_a_stream_comes_back(storage, size):
    data = bytes(number % 251 for number in range(size))
    ref = await storage.put(pieces(data))
    assert await read(storage, ref) == data
    assert (ref.size, ref.sha256) == (size, hashlib.sha256(data).hexdigest())


async def test_nothing_readable_rests_on_the_disk(storage, tmp_path):
    await storage.put(pieces(b"anna@example.org;" * 10_000))
    found = [path.read_bytes() for path in (tmp_path / "blobs").rglob("*") if path.is_file()]
    assert len(found) == 1
    assert b"anna" not in found[0]


@pytest.mark.parametrize("harm", ["cut", "flip", "swap", "longer"])
async def test_a_file_that_was_touched_is_refused(storage, tmp_path, harm):
    ref = await storage.put(pieces(b"x" * (3 * CHUNK)))
    file = next(path for path in (tmp_path / "blobs").rglob("*") if path.is_file())
    data = bytearray(file.read_bytes())
    head, block = 5 + 16, CHUNK + 16
    if harm == "cut":
        del data[head + block :]
    elif harm == "flip":
        data[head + 100] ^= 1
    elif harm == "swap":
        data[head : head + 2 * block] = data[head + block : head + 2 * block] + data[head : head + block]
    else:
        data += data[head : head + block]
    file.write_bytes(data)
    with pytest.raises(BlobDamaged):
        await read(storage, ref)


async def test_a_limit_stops_the_stream_and_leaves_nothing(storage, tmp_path):
    with pytest.raises(TooLarge):
        await storage.put(pieces(b"x" * 100_000), limit=50_000)
    assert not [path for path in (tmp_path / "blobs").rglob("*") if path.is_file()]


async def test_a_deleted_blob_is_gone(storage):
    ref = await storage.put(pieces(b"x"))
    await storage.delete(ref.id)
    await storage.delete(ref.id)
    with pytest.raises(NotFound):
        await read(storage, ref)


async def test_a_copy_is_private(storage, tmp_path):
    ref = await storage.put(pieces(b"x" * 100_000))
    await storage.copy_to(ref.id, tmp_path / "copy")
    assert (tmp_path / "copy").read_bytes() == b"x" * 100_000
    assert (tmp_path / "copy").stat().st_mode & 0o777 == 0o600


async def test_a_full_disk_has_a_name_and_passes(storage, tmp_path, monkeypatch):
    def full(_file):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("comptoir.platform.storage.settle", full)
        with pytest.raises(StorageFull) as caught:
            await storage.put(pieces(b"x"))
    assert (caught.value.status, caught.value.retryable) == (503, True)
    assert not [path for path in (tmp_path / "blobs").rglob("*") if path.is_file()]
    assert await read(storage, await storage.put(pieces(b"later"))) == b"later"
