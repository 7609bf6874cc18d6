"""The master key: made once, private, and encrypted under keys that change while everything goes on."""

import base64
import stat
import sys
import threading
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comptoir.platform import master_key
from comptoir.platform.master_key import FORM
from comptoir.platform.secrets import KeyProblem, SecretBox
from comptoir.platform.settings import load_settings

OLD, NEW, OTHER = (base64.b64encode(bytes([number]) * 32).decode() for number in (1, 2, 3))


@pytest.fixture
def settings(tmp_path):
    return load_settings({"COMPTOIR_HOME": str(tmp_path)})


def under(settings, *keys):
    return replace(settings, key_encryption_key=keys)


def test_a_key_is_made_once_and_private(settings):
    boxes: list[SecretBox] = []
    threads = [threading.Thread(target=lambda: boxes.append(master_key.load(settings))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    sealed = boxes[0].seal(b"x", "c")
    assert all(box.open(sealed, "c") == b"x" for box in boxes)
    assert len(boxes) == 8
    assert stat.S_IMODE(settings.key_file.stat().st_mode) == 0o600
    assert [path.name for path in settings.key_file.parent.iterdir()] == ["master.key"]


def test_a_key_that_others_may_read_or_that_is_damaged_is_refused(settings):
    master_key.load(settings)
    settings.key_file.chmod(0o644)
    with pytest.raises(KeyProblem, match="read by others"):
        master_key.load(settings)
    settings.key_file.write_text("not a key")
    settings.key_file.chmod(0o600)
    with pytest.raises(KeyProblem, match="holds no key"):
        master_key.load(settings)


def test_a_new_home_is_encrypted_from_its_first_moment(settings):
    box = master_key.load(under(settings, OLD))
    text = settings.key_file.read_text()
    assert text.startswith(FORM)
    assert base64.b64encode(master_key.read(under(settings, OLD))).decode() not in text
    assert master_key.load(under(settings, OLD)).open(box.seal(b"x", "c"), "c") == b"x"


def test_keys_change_while_processes_run(settings):
    sealed = master_key.load(settings).seal(b"x", "c")
    running = master_key.load(settings)
    for keys, opens in [((OLD,), (OLD,)), ((NEW, OLD), (NEW, OLD)), ((NEW,), (NEW,)), ((OTHER, NEW), (OTHER,))]:
        master_key.encrypt(under(settings, *keys))
        assert master_key.load(under(settings, *opens)).open(sealed, "c") == b"x"
        assert running.open(sealed, "c") == b"x"
    with pytest.raises(KeyProblem, match="gives"):
        master_key.load(under(settings, NEW))
    with pytest.raises(KeyProblem, match="no key-encryption key is set"):
        master_key.load(settings)
    master_key.decrypt(under(settings, OTHER))
    assert master_key.load(settings).open(sealed, "c") == b"x"


def test_before_it_is_encrypted_anew_the_old_key_still_opens(settings):
    master_key.load(under(settings, OLD))
    found = master_key.resting(under(settings, NEW, OLD))
    assert not found.is_current
    assert found.encrypted_by == found.offered[1]
    assert master_key.encrypt(under(settings, NEW, OLD)).is_current


def test_encrypting_takes_a_key(settings):
    master_key.load(settings)
    with pytest.raises(KeyProblem, match="No key-encryption key is set"):
        master_key.encrypt(settings)


def test_keys_come_from_a_file_a_variable_or_a_command(settings, tmp_path):
    file = tmp_path / "kek"
    file.write_text(f"{NEW}\n{OLD}\n")
    file.chmod(0o600)
    command = f'{sys.executable} -c "print({NEW!r}); print({OLD!r})"'
    given = [{"key_encryption_file": file}, {"key_encryption_key": (NEW, OLD)}, {"key_encryption_command": command}]
    found = [master_key.encryption_of(replace(settings, **one)) for one in given]
    assert len({one.keys for one in found}) == 1
    assert len({one.source for one in found}) == 3
    with pytest.raises(KeyProblem, match="both set"):
        master_key.encryption_of(replace(settings, key_encryption_file=file, key_encryption_key=(NEW,)))
    file.chmod(0o640)
    with pytest.raises(KeyProblem, match="read by others"):
        master_key.encryption_of(replace(settings, key_encryption_file=file))


@pytest.mark.parametrize(
    ("command", "told"),
    [
        ("no-such-program-anywhere", "cannot be started"),
        ("'", "cannot be started"),
        (f"{sys.executable} -c 'import sys; sys.exit(\"sealed vault\")'", "sealed vault"),
        (f"{sys.executable} -c ''", "gives no key"),
        (f"{sys.executable} -c 'print(\"hunter2\")'", "holds no key"),
    ],
)
def test_a_command_that_gives_no_key_is_told_without_what_it_printed(settings, command, told):
    with pytest.raises(KeyProblem, match=told) as raised:
        master_key.encryption_of(replace(settings, key_encryption_command=command))
    assert "hunter2" not in raised.value.sentence()


def test_no_shell_reads_a_command(settings, tmp_path):
    command = f"echo {NEW} ; touch {tmp_path}/made"
    with pytest.raises(KeyProblem):
        master_key.encryption_of(replace(settings, key_encryption_command=command))
    assert not (tmp_path / "made").exists()


def test_settings_do_not_show_the_key(settings):
    assert NEW not in repr(under(settings, NEW))


@given(place=st.integers(0, 200), bit=st.integers(0, 6))
def test_a_changed_letter_is_noticed(tmp_path_factory, place, bit):
    settings = under(load_settings({"COMPTOIR_HOME": str(tmp_path_factory.mktemp("home"))}), OLD)
    key = master_key.load(settings) and master_key.read(settings)
    data = bytearray(settings.key_file.read_bytes())
    data[place % len(data)] ^= 1 << bit
    settings.key_file.write_bytes(bytes(data))
    try:
        assert master_key.read(settings) == key  # white space and the like
    except KeyProblem:
        pass
