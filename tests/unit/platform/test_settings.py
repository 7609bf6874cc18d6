"""Settings: declared once, read from the environment, then from the home's file, then the default."""

from dataclasses import fields
from pathlib import Path

import pytest

from comptoir.platform.settings import SETTINGS, BadSetting, Settings, load_settings


def load(home: Path, **variables: str) -> Settings:
    return load_settings({"COMPTOIR_HOME": str(home), **variables})


def test_every_field_is_declared_with_a_description_and_its_default(tmp_path):
    declared = {setting.name: setting for setting in SETTINGS}
    assert set(declared) == {field.name for field in fields(Settings)} - {"origin"}
    assert all(len(setting.description) > 12 for setting in SETTINGS)
    settings, bare = load(tmp_path), Settings(home=tmp_path)
    for name in set(declared) - {"home", "key_file"}:
        assert getattr(settings, name) == getattr(bare, name), name


def test_the_environment_is_stronger_than_the_file(tmp_path):
    (tmp_path / "comptoir.toml").write_text('port = 9000\ntrusted_proxies = ["10.0.0.0/8", "127.0.0.1"]\n')
    settings = load(tmp_path, COMPTOIR_PORT="9001")
    assert settings.port == 9001
    assert settings.trusted_proxies == ("10.0.0.0/8", "127.0.0.1")
    assert (settings.origin["port"], settings.origin["trusted_proxies"], settings.origin["host"]) == (
        "environment",
        "comptoir.toml",
        "default",
    )


def test_server_addresses_have_their_usual_names(tmp_path):
    settings = load(tmp_path, DATABASE_URL="postgresql://u:p@db/x", WAREHOUSE_URL="https://ch:8443/x")
    assert settings.database_url == "postgresql://u:p@db/x"
    assert settings.warehouse_url == "https://ch:8443/x"


@pytest.mark.parametrize(("name", "value"), [("COMPTOIR_PORT", "eighty"), ("COMPTOIR_UNSAFE_FAST", "perhaps")])
def test_a_value_that_cannot_be_read_names_the_variable(tmp_path, name, value):
    with pytest.raises(BadSetting, match=name):
        load(tmp_path, **{name: value})


def test_an_unknown_name_in_the_file_is_refused(tmp_path):
    (tmp_path / "comptoir.toml").write_text("prot = 1\n")
    with pytest.raises(BadSetting, match="prot"):
        load(tmp_path)


def test_a_broken_file_says_which(tmp_path):
    (tmp_path / "comptoir.toml").write_text("port = = 1\n")
    with pytest.raises(BadSetting, match=r"comptoir\.toml"):
        load(tmp_path)


def test_secrets_are_not_shown_by_accident(tmp_path):
    settings = load(tmp_path, DATABASE_URL="postgresql://u:hunter2@db/x", COMPTOIR_SMTP_PASSWORD="hunter3")
    assert "hunter" not in repr(settings)


def test_the_home_depends_on_who_runs_it(monkeypatch):
    monkeypatch.setattr("os.geteuid", lambda: 0)
    assert load_settings({"HOME": "/root"}).home == Path("/var/lib/comptoir")
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    assert load_settings({"HOME": "/home/ada"}).home == Path("/home/ada/.local/share/comptoir")
