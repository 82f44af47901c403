"""Archives as files: written whole or not at all, read by a person and by the bot, and hostile ones refused."""

from __future__ import annotations

import asyncio
import json
import os
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.archive import files, pages
from bot.archive.format import Archive, as_json, from_json
from bot.cli import main
from bot.errors import ArchiveError, ArchiveRefused
from bot.storage.holding import held
from bot.storage.opening import open_database
from tests.archive.seasons import GUILD, OTHER, fill
from tests.world import NOW, SECRET

FIRST_FORMAT = Path(__file__).with_name("season-v1.json")
EMPTY = Archive(GUILD, NOW, False, {})


def season() -> Archive:
    return from_json(json.loads(FIRST_FORMAT.read_text(encoding="utf-8")))


@pytest.mark.parametrize("name", ["season.zip", "season"])
def test_what_is_saved_is_what_is_loaded_and_nothing_lies_beside_it(tmp_path: Path, name: str) -> None:
    files.save(season(), pages.write(season()), tmp_path / "new" / name)
    assert as_json(files.load(tmp_path / "new" / name)) == as_json(season())
    assert [file.name for file in (tmp_path / "new").iterdir()] == [name]
    if os.name == "posix":
        assert (tmp_path / "new" / name).stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("name", ["season.zip", "season"])
def test_what_is_there_is_not_replaced(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("mine")
    with pytest.raises(ArchiveError, match="there already"):
        files.save(season(), {}, tmp_path / name)
    assert (tmp_path / name).read_text() == "mine"


@pytest.mark.parametrize("name", ["season.zip", "season"])
def test_one_that_can_not_be_written_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "rename", full)
    with pytest.raises(ArchiveError, match="can't be written: no space left"):
        files.save(season(), pages.write(season()), tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_one_that_is_too_large_to_be_read_again_is_not_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MOST_BYTES", 1_000)
    with pytest.raises(ArchiveError, match="more than could be imported"):
        files.save(season(), {}, tmp_path / "season.zip")
    assert list(tmp_path.iterdir()) == []


def test_the_first_page_tells_of_no_episode_and_the_others_of_everything() -> None:
    written = pages.write(season())
    first = written.pop(pages.FIRST)
    assert "tells of episodes, to the very end" in first
    assert SECRET not in first
    assert "lantern?" not in first
    assert "(shows/001-lantern-code/README.md)" in first
    assert "shows/001-lantern-code/README.md" in written
    page = written["shows/001-lantern-code/episode-0013.md"]
    for told in ("### What happened", "by Mara Quill", f"score: a {SECRET} 7/10", "Discussed in the thread 501"):
        assert told in page
    assert "- Answered in episode 13: The keeper." in page
    assert "- A theory after episode 4: The moth did." in page
    assert "8.33 of 10 by 3 (2 × 9, 1 × 7)" in written["shows/001-lantern-code/episode-0013-5.md"]
    assert (
        "#2**, raised in episode 4, 1 wanted to know: Who carried the light? (the same as #1)"
        in (written["shows/001-lantern-code/README.md"])
    )


def test_every_link_of_a_page_leads_to_a_file() -> None:
    written = {**pages.write(season()), files.DATA: ""}
    for name, text in written.items():
        for link in text.split("](")[1:]:
            assert str(Path(name).parent / link.split(")")[0]) in written


def packed(tmp_path: Path, names: dict[str, str]) -> Path:
    file = tmp_path / "season.zip"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in names.items():
            archive.writestr(name, text)
    return file


WHOLE = json.dumps(as_json(EMPTY))


@pytest.mark.parametrize("name", ["../outside", "/etc/outside", "a/../../outside", "..\\outside", "C:\\outside", "C:x"])
def test_paths_that_lead_outside_are_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(ArchiveRefused, match="lead outside"):
        files.load(packed(tmp_path, {files.DATA: WHOLE, name: "x"}))
    assert [file.name for file in tmp_path.iterdir()] == ["season.zip"]


def test_a_small_file_that_unpacks_into_a_large_one_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MOST_BYTES", 1_000_000)
    bomb = packed(tmp_path, {files.DATA: " " * 1_100_000 + WHOLE})
    assert bomb.stat().st_size < 10_000
    with pytest.raises(ArchiveRefused, match="larger than"):
        files.load(bomb)
    # It may say of itself that it is small: what comes out is cut there, and is then not what it was.
    stated = (1_100_000 + len(WHOLE)).to_bytes(4, "little")
    bomb.write_bytes(bomb.read_bytes().replace(stated, (5_000).to_bytes(4, "little")))
    with pytest.raises(ArchiveRefused):
        files.load(bomb)


def test_five_gigabytes_are_refused_before_they_are_read(tmp_path: Path) -> None:
    (tmp_path / "season").mkdir()
    for file in (tmp_path / "season" / files.DATA, tmp_path / "season.zip"):
        with file.open("wb") as opened:
            opened.truncate(5 * 1024**3)  # a hole: it takes no room
        with pytest.raises(ArchiveRefused, match="larger than"):
            files.load(file if file.suffix == ".zip" else file.parent)


def test_too_many_files_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MOST_FILES", 10)
    with pytest.raises(ArchiveRefused, match="11 files"):
        files.load(packed(tmp_path, {files.DATA: WHOLE, **{str(number): "" for number in range(10)}}))


@pytest.mark.parametrize("text", ["", "{", "[" * 200_000, '{"version": ' + "9" * 5_000 + "}", "null", "NaN"])
def test_what_is_no_json_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(ArchiveRefused):
        files.load(packed(tmp_path, {files.DATA: text}))


@pytest.mark.parametrize("names", [{}, {"data.json": WHOLE}, {f"inner/{files.DATA}": WHOLE}])
def test_what_holds_no_archive_is_refused(tmp_path: Path, names: dict[str, str]) -> None:
    with pytest.raises(ArchiveRefused, match=r"holds no archive\.json"):
        files.load(packed(tmp_path, names))
    (tmp_path / "folder").mkdir()
    with pytest.raises(ArchiveRefused, match=r"holds no archive\.json"):
        files.load(tmp_path / "folder")
    with pytest.raises(ArchiveRefused, match="is not there"):
        files.load(tmp_path / "nowhere.zip")


@given(st.data())
def test_a_damaged_archive_is_refused_or_read_and_nothing_else(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    file = packed(tmp_path_factory.mktemp("damaged"), {files.DATA: WHOLE, "README.md": "A page."})
    bytes_ = bytearray(file.read_bytes())
    for place in data.draw(st.lists(st.integers(0, len(bytes_) - 1), min_size=1, max_size=4)):
        bytes_[place] = data.draw(st.integers(0, 255))
    file.write_bytes(bytes_[: data.draw(st.integers(0, len(bytes_)))])
    with suppress(ArchiveRefused):
        files.load(file)


# From the command line.


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder to be in, with a database that has a season."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'here.sqlite3'}")
    monkeypatch.delenv("DISCORD_TOKEN", raising=False)

    async def make() -> None:
        async with open_database(f"sqlite:///{tmp_path / 'here.sqlite3'}") as database:
            await fill(database)

    asyncio.run(make())
    return tmp_path


def test_an_archive_is_exported_while_the_bot_runs_and_imported_when_it_does_not(
    kept: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with held(kept / "here.sqlite3"):
        assert main(["export", "--guild", str(GUILD), "season.zip"]) == 0
        assert "It tells of everything." in capsys.readouterr().out
        assert main(["import", "season.zip"]) == 1
        assert "Another bot is running" in capsys.readouterr().err
    assert main(["import", "season.zip", "--guild", str(OTHER)]) == 0
    assert capsys.readouterr().out == (
        f"Imported into server {OTHER}: 2 shows, 3 reviews, 3 ratings, 4 loose ends are new;"
        " what was there is as it was.\n"
    )
    assert main(["import", "season.zip"]) == 0
    assert f"server {GUILD}: 0 shows, 0 reviews, 0 ratings, 0 loose ends are new" in capsys.readouterr().out


def test_a_server_of_which_nothing_is_kept_is_said_to_be_so(kept: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", "--guild", "77"]) == 1
    assert "Nothing is kept of a server 77." in capsys.readouterr().err
    assert not list(kept.glob("*.zip"))
