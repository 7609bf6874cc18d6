"""Password hashes."""

from comptoir.foundation.identity.usecases.hash_password import hash_password, verify_password


async def test_a_hash_is_argon2id_with_a_salt_and_fits_only_its_password() -> None:
    hashed = await hash_password("correct horse battery")
    assert hashed.startswith("$argon2id$v=19$m=47104,t=1,p=1$")
    assert hashed != await hash_password("correct horse battery")
    assert await verify_password("correct horse battery", hashed) == (True, None)
    assert await verify_password("correct horse", hashed) == (False, None)


async def test_without_an_account_nothing_fits_and_the_work_is_done_all_the_same() -> None:
    assert await verify_password("nobody has this password", None) == (False, None)


async def test_an_older_hash_is_renewed() -> None:
    from pwdlib import PasswordHash
    from pwdlib.hashers.argon2 import Argon2Hasher

    old = PasswordHash((Argon2Hasher(time_cost=1, memory_cost=8 * 1024, parallelism=1),)).hash("correct horse battery")
    fits, renewed = await verify_password("correct horse battery", old)
    assert fits
    assert renewed is not None
    assert "m=47104" in renewed
