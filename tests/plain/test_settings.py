"""Settings: read when asked, refused with what would be right, and documented."""

import dataclasses
import re
from pathlib import Path

import pytest
from dotenv import dotenv_values

from bot.errors import SettingsError
from bot.settings import Address, LogFormat, LogLevel, Settings, read_settings

EXAMPLE = Path(__file__).parents[2] / ".env.example"
GUIDE = Path(__file__).parents[2] / "docs" / "running" / "README.md"
NO_FILE = Path("there-is-no-such-file")


def test_the_example_names_every_setting_with_its_default() -> None:
    documented = dotenv_values(EXAMPLE)
    fields = {field.name.upper(): field.default for field in dataclasses.fields(Settings)}
    assert set(documented) == set(fields)
    assert read_settings({}, EXAMPLE) == Settings()


def test_every_setting_of_the_example_has_a_comment() -> None:
    lines = EXAMPLE.read_text().splitlines()
    for number, line in enumerate(lines):
        if "=" in line and not line.startswith("#"):
            assert lines[number - 1].startswith("#"), line


def test_the_guide_has_a_row_for_every_setting_with_its_default() -> None:
    rows = re.findall(r"^\| `([A-Z_]+)` \| (?:`(.+)`|none) \|", GUIDE.read_text(encoding="utf-8"), re.MULTILINE)
    defaults = {field.name.upper(): field.default for field in dataclasses.fields(Settings)}
    assert dict(rows) == {name: "" if default is None else str(default) for name, default in defaults.items()}


def test_the_environment_goes_before_the_file(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("DISCORD_TOKEN=from-file\nLOG_LEVEL=debug\nLOG_FORMAT=json\n")
    settings = read_settings({"DISCORD_TOKEN": "from-environment"}, file)
    assert settings.discord_token == "from-environment"
    assert (settings.log_level, settings.log_format) == (LogLevel.DEBUG, LogFormat.JSON)


def test_an_empty_value_is_as_good_as_none() -> None:
    assert read_settings({"DISCORD_TOKEN": " ", "LOG_LEVEL": ""}, NO_FILE) == Settings()


@pytest.mark.parametrize(
    ("name", "value", "right"),
    [
        ("LOG_LEVEL", "loud", "“loud”; it can be DEBUG, INFO, WARNING, ERROR"),
        ("LOG_FORMAT", "xml", "text, json"),
        ("DATABASE_URL", "postgresql://u:secret@host/x", "sqlite:///data/loose-ends.sqlite3"),
        ("DATABASE_URL", "sqlite:///", "sqlite:///data/loose-ends.sqlite3"),
        ("DISCORD_TOKEN", "secret\nwith-a-second-line", "the page “Bot”"),
        ("DISCORD_TOKEN", "Bot secret", "the page “Bot”"),
        ("DISCORD_API_BASE", "discord.com/api", "https://discord.com/api/v10"),
        ("HEALTH_ADDRESS", "8080", "127.0.0.1:8080"),
        ("HEALTH_ADDRESS", "127.0.0.1", "127.0.0.1:8080"),
        ("HEALTH_ADDRESS", "http://127.0.0.1:8080", "127.0.0.1:8080"),
        ("HEALTH_ADDRESS", "127.0.0.1:99999", "127.0.0.1:8080"),
        ("HEALTH_ADDRESS", "127.0.0.1:8080/ready", "127.0.0.1:8080"),
        ("HEALTH_ADDRESS", "::1:8080", "127.0.0.1:8080"),
        ("HEALTH_ADDRESS", "me:secret@host:80", "127.0.0.1:8080"),
        ("DISCORD_API_BASE", "https://host:port/", "https://discord.com/api/v10"),
    ],
)
def test_a_wrong_value_is_refused_with_its_name_and_what_would_be_right(name: str, value: str, right: str) -> None:
    with pytest.raises(SettingsError) as error:
        read_settings({name: value}, NO_FILE)
    assert str(error.value).startswith(name)
    assert right in str(error.value)
    assert "secret" not in str(error.value)


@pytest.mark.parametrize("data", ["LOG_LEVEL=DEBUG".encode("utf-16"), b"LOG_LEVEL=\xe9"], ids=["UTF-16", "Latin-1"])
def test_a_file_in_another_encoding_is_refused(data: bytes, tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_bytes(data)
    with pytest.raises(SettingsError, match=r"^\.env can't be read; save it as plain text in UTF-8\.$"):
        read_settings({}, file)


def test_a_byte_order_mark_does_not_matter(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_bytes(b"\xef\xbb\xbfDISCORD_TOKEN=from-an-editor-on-Windows\n")
    assert read_settings({}, file).discord_token == "from-an-editor-on-Windows"


@pytest.mark.parametrize(
    ("value", "address"),
    [
        ("127.0.0.1:8080", Address("127.0.0.1", 8080)),
        ("[::1]:80", Address("::1", 80)),
        ("Localhost:0", Address("localhost", 0)),
    ],
)
def test_an_address_for_health_is_a_host_and_a_port(value: str, address: Address) -> None:
    assert read_settings({"HEALTH_ADDRESS": value}, NO_FILE).health_address == address
    assert str(address) == value.lower()


def test_the_token_is_not_in_the_settings_repr() -> None:
    assert "hush" not in repr(read_settings({"DISCORD_TOKEN": "hush"}, NO_FILE))


def test_a_slash_at_the_end_of_the_api_base_does_not_matter() -> None:
    assert read_settings({"DISCORD_API_BASE": "http://127.0.0.1:80/api/"}, NO_FILE).discord_api_base == (
        "http://127.0.0.1:80/api"
    )
