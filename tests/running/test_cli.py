"""The command line: what it prints, what it refuses, and the code it ends with."""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.cli import _parser, main
from bot.storage import shows
from bot.storage.holding import held
from bot.storage.opening import open_database

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "data" / "samples"
REVIEWS = sorted(
    file for file in SAMPLES.iterdir() if file.suffix in (".html", ".md", ".txt") and file.stem != "README"
)
LAST = next(file for file in REVIEWS if file.name.endswith("-13.txt"))

URL = "sqlite:///data/test.sqlite3"


@pytest.fixture(autouse=True)
def in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run each command where there is no `.env`, with a database of the test's own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", URL)
    for name in ("DISCORD_TOKEN", "DISCORD_API_BASE", "LOG_LEVEL", "LOG_FORMAT"):
        monkeypatch.delenv(name, raising=False)


def count(table: str) -> int:
    """Return how many rows the database holds."""
    connection = sqlite3.connect("data/test.sqlite3")
    try:
        return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])
    finally:
        connection.close()


def test_a_review_is_printed_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["review", "read", str(LAST), "--json"]) == 0
    read = json.loads(capsys.readouterr().out)
    assert read["kind"] == "episode"
    assert (read["first_episode"], read["last_episode"], read["is_final"]) == (13, 13, True)
    assert set(read) >= {"show", "season", "title", "author", "published", "score", "parts", "loose_ends"}
    assert {"kind", "heading", "text"} == set(read["parts"][0])
    assert {"value", "scale", "raw"} == set(read["score"])


def test_a_review_is_described_for_reading(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["review", "read", str(LAST)]) == 0
    out = capsys.readouterr().out
    assert "episode 13, the last" in out
    assert "part          recap" in out
    assert "Return to Sender, Says the Moon  [title, 0.9" in out


def test_a_guess_that_is_not_sure_is_shown_as_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "bell.txt"
    file.write_text("Copper Tide 7\n\nThe harbour sleeps while the divers go down, and nobody counts the lamps.\n")
    assert main(["review", "read", str(file)]) == 0
    assert "episodes      - perhaps 7  [title, 0.50]" in capsys.readouterr().out


def test_what_is_printed_is_utf_8_whatever_the_system_says(tmp_path: Path) -> None:
    file = tmp_path / "lamp.txt"
    file.write_text("港のランプ 第3話 感想\n\n彼らは港へ行った。灯りが消えた。誰が灯したのか？\n", encoding="utf-8")
    # What Python takes on Windows where its output goes to a file.
    run = subprocess.run(
        [sys.executable, "-m", "bot", "review", "read", str(file), "--json"],
        env={**os.environ, "PYTHONIOENCODING": "cp1252", "PYTHONPATH": str(ROOT)},
        capture_output=True,
    )
    assert (run.returncode, run.stderr) == (0, b"")
    assert json.loads(run.stdout)["show"] == "港のランプ"


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere no file can have such a name")
def test_a_file_whose_name_is_no_text_is_named_all_the_same(tmp_path: Path) -> None:
    name = os.fsencode(tmp_path) + b"/lamp-\xff.txt"
    Path(os.fsdecode(name)).write_bytes(LAST.read_bytes())
    run = subprocess.run(
        [sys.executable, "-m", "bot", "review", "import", name, "--guild", "7"],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
    )
    assert (run.returncode, run.stderr) == (0, b"")
    assert run.stdout.startswith(b"lamp-\\udcff.txt: new, ")


def test_reading_is_measured_against_notes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "bell.txt").write_bytes(LAST.read_bytes())
    (tmp_path / "bell.json").write_text(json.dumps({"expected": {"show": "Low Orbit", "is_final": True}}))
    assert main(["review", "score", str(tmp_path)]) == 0
    out = capsys.readouterr().out
    assert out.startswith("1 text\n")
    assert "bell: show: “low orbit”, read “return to sender says the moon”" in out


def test_a_folder_without_texts_is_refused_in_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["review", "score", str(tmp_path)]) == 1
    assert "holds no text with a .json file" in capsys.readouterr().err


def test_the_samples_are_imported_once(capsys: pytest.CaptureFixture[str]) -> None:
    names = [str(file) for file in REVIEWS]
    assert main(["review", "import", *names, "--guild", "7"]) == 0
    assert capsys.readouterr().out.count(": new, ") == len(REVIEWS)
    assert main(["review", "import", *names, "--guild", "7"]) == 0
    assert capsys.readouterr().out.count(": unchanged, ") == len(REVIEWS)
    assert count("reviews") == len(REVIEWS)
    assert count("shows") == 1


def test_what_is_printed_of_an_import_tells_nothing_of_the_episode(capsys: pytest.CaptureFixture[str]) -> None:
    main(["review", "import", str(LAST), "--guild", "7"])
    show = asyncio.run(_only_show())
    assert capsys.readouterr().out == f"{LAST.name}: new, {show}, episode 13\n"


async def _only_show() -> str:
    async with open_database(URL) as database:
        (show,) = await shows.followed(database, 7)
    return show.label


def test_show_and_episode_can_be_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["review", "import", str(LAST), "--guild", "7", "--show", "Another Show", "--episode", "13.5"]) == 0
    assert "new, Another Show, episode 13.5" in capsys.readouterr().out


def test_one_refused_file_does_not_keep_the_others_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    empty = tmp_path / "empty.txt"
    empty.write_text("")
    gone = tmp_path / "gone.txt"
    assert main(["review", "import", str(empty), str(gone), str(LAST), "--guild", "7"]) == 1
    said = capsys.readouterr()
    assert "loose-ends: empty.txt: " in said.err
    assert "no such file" in said.err
    assert f"{LAST.name}: new" in said.out
    assert "Traceback" not in said.err


@pytest.mark.parametrize(
    "data",
    [b"", b" \n\t\n", b"\x89PNG\r\n\x1a\n\x00\x00", b"x" * 1_000_001, b"abc\x00def" * 50, b"\xff\xfe\xff"],
    ids=["empty", "blank", "picture", "a megabyte", "nulls", "wrong encoding"],
)
def test_what_is_no_review_is_refused_in_a_sentence(
    data: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "file.txt"
    file.write_bytes(data)
    assert main(["review", "import", str(file), "--guild", "7"]) == 1
    said = capsys.readouterr().err
    assert said.startswith("loose-ends: file.txt: ")
    assert said.count("\n") == 1
    assert count("reviews") == 0


def test_a_review_that_names_no_episode_says_what_is_missing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "thoughts.txt"
    file.write_text("Thoughts\n\n" + "I watched it and liked the lamps on the pier very much indeed. " * 10)
    assert main(["review", "import", str(file), "--guild", "7"]) == 1
    assert "--episode N" in capsys.readouterr().err
    assert count("shows") == 0


@pytest.mark.parametrize("guild", ["", "x", "-1", "0", "٧", "9" * 30])
def test_a_guild_is_a_number(guild: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["review", "import", str(LAST), f"--guild={guild}"])
    assert stopped.value.code == 2
    assert "such as 80351110224678912" in capsys.readouterr().err


def test_a_wrong_setting_is_refused_in_a_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LOG_FORMAT", "xml")
    assert main(["review", "read", str(LAST)]) == 1
    assert capsys.readouterr().err == "loose-ends: LOG_FORMAT is “xml”; it can be text, json.\n"


def test_without_a_token_it_says_so_and_starts_the_playground(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    started: list[dict[str, object]] = []

    async def run_playground(**how: object) -> None:
        started.append(how)

    monkeypatch.setattr("bot.playground.world.run_playground", run_playground)
    assert main([]) == 0
    assert capsys.readouterr().out.startswith("DISCORD_TOKEN is not set, so this is the playground")
    assert main(["playground", "--port", "8123", "--fresh"]) == 0
    assert started == [{"port": 0, "fresh": False}, {"port": 8123, "fresh": True}]


def test_without_a_token_and_without_the_simulation_it_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("bot.cli.find_spec", lambda name: None)
    assert main([]) == 1
    assert capsys.readouterr().err.startswith("loose-ends: DISCORD_TOKEN is not set; ")
    assert main(["playground"]) == 1
    assert "requirements.lock" in capsys.readouterr().err


@pytest.mark.parametrize("port", ["-1", "65536", "eighty"])
def test_a_port_is_refused_with_an_example(port: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["playground", "--port", port])
    assert "a port is a number from 0 to 65535" in capsys.readouterr().err


def test_a_database_that_is_none_is_refused_and_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "data" / "test.sqlite3"
    file.parent.mkdir()
    file.write_text("not a database, but somebody's notes")
    assert main(["review", "import", str(LAST), "--guild", "7"]) == 1
    said = capsys.readouterr().err
    assert "Traceback" not in said
    assert str(file) in said
    assert file.read_text() == "not a database, but somebody's notes"


def test_a_backup_is_made_and_restored(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["review", "import", str(LAST), "--guild", "7"]) == 0
    assert main(["backup"]) == 0
    (copy,) = Path("data/backups").iterdir()
    assert main(["backup", "elsewhere.sqlite3"]) == 0
    assert "elsewhere.sqlite3: " in capsys.readouterr().out
    assert main(["backup", "elsewhere.sqlite3"]) == 1
    assert "does not replace it" in capsys.readouterr().err
    for review in REVIEWS:
        main(["review", "import", str(review), "--guild", "7"])
    assert count("reviews") > 1
    capsys.readouterr()
    assert main(["restore", str(copy)]) == 0
    assert "is kept as data/test.replaced." in capsys.readouterr().out
    assert count("reviews") == 1
    assert main(["restore", str(LAST)]) == 1
    assert "not a database" in capsys.readouterr().err


def test_a_database_is_restored_and_migrated_only_while_no_bot_runs_on_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["migrate"]) == 0
    assert "it had 0" in capsys.readouterr().out
    assert main(["migrate"]) == 0
    assert "already" in capsys.readouterr().out
    assert main(["backup", "copy.sqlite3"]) == 0
    with held(Path("data/test.sqlite3")):
        for command in (["restore", "copy.sqlite3"], ["migrate"]):
            assert main(command) == 1
            assert "Another bot is running" in capsys.readouterr().err
        assert main(["backup", "second.sqlite3"]) == 0


def test_the_readme_has_every_command() -> None:
    def commands(parser: argparse.ArgumentParser, before: str = "") -> Iterator[str]:
        groups = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
        if not groups and before:
            yield before
        for name, sub in (pair for group in groups for pair in group.choices.items()):
            yield from commands(sub, f"{before} {name}".strip())

    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    table = set(re.findall(r"`python -m bot ([a-z]+(?: [a-z]+)?)", readme))
    named = {*commands(_parser())}
    assert len(named) > 9
    assert table == named - {"run"}  # which is what `python -m bot` does
