"""Tests that the starter is a forum that can be read as it is, and that copies are whole or not made."""

from __future__ import annotations

from pathlib import Path

import pytest

from data import samples
from data.problems import ForumError
from data.readers import COLUMNS, read_forum
from data.samples import SAMPLES, copy_sample, copy_starter

FILES = sorted(["forum.toml", "rules.toml", *(f"{name}.csv" for name in COLUMNS)])


def test_the_starter_is_read_without_a_word(tmp_path: Path) -> None:
    copy_starter(tmp_path / "mine")
    reading = read_forum(tmp_path / "mine", contacts=True)
    assert sorted(reading.files) == FILES
    assert reading.notes == ()
    assert [session.id for session in reading.programme.sessions] == ["R-001", "R-002", "S-001", "S-002", "S-003"]
    assert all(session.synthetic for session in reading.programme.sessions)


def test_every_session_of_the_starter_has_a_period_that_takes_it(tmp_path: Path) -> None:
    copy_starter(tmp_path / "mine")
    programme = read_forum(tmp_path / "mine").programme
    assert [len(programme.periods_of(session)) for session in programme.sessions] == [1, 1, 1, 1, 1]


@pytest.mark.parametrize("name", sorted(set(SAMPLES) - {"village"}))
def test_a_sample_is_read_without_a_problem(tmp_path: Path, name: str) -> None:
    copy_sample(name, tmp_path / "mine")
    reading = read_forum(tmp_path / "mine", contacts=True)
    assert reading.programme.sessions
    assert not (tmp_path / "mine" / "planted.json").exists()


def test_an_empty_folder_is_filled_and_missing_parents_are_made(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    copy_starter(tmp_path / "empty")
    copy_starter(tmp_path / "a" / "b")
    assert sorted(path.name for path in (tmp_path / "empty").iterdir()) == FILES
    assert sorted(path.name for path in (tmp_path / "a" / "b").iterdir()) == FILES
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "empty"]
    assert [path.name for path in (tmp_path / "a").iterdir()] == ["b"]


def test_what_is_there_is_never_written_over(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes.txt").write_text("mine", encoding="utf-8")
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    for target in (tmp_path / "mine", tmp_path / "file"):
        with pytest.raises(ForumError) as raised:
            copy_starter(target)
        assert str(raised.value) == f"{target} is there already and is not empty; nothing was written."
    assert [path.name for path in (tmp_path / "mine").iterdir()] == ["notes.txt"]
    assert (tmp_path / "file").read_text(encoding="utf-8") == "mine"


def test_an_unknown_sample_is_told_with_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(ForumError) as raised:
        copy_sample("wsis-2021", tmp_path / "mine")
    assert str(raised.value) == "There is no sample “wsis-2021”; known: wsis-2020, autumn-2020, village."
    assert list(tmp_path.iterdir()) == []


def test_a_copy_that_breaks_off_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = Path.write_bytes

    def full_disk(path: Path, content: bytes) -> int:
        if path.name == "people.csv":
            raise OSError(28, "No space left on device")
        return real(path, content)

    monkeypatch.setattr(Path, "write_bytes", full_disk)
    with pytest.raises(ForumError) as raised:
        samples.copy_starter(tmp_path / "mine")
    assert str(raised.value) == f"{tmp_path / 'mine'} could not be written: No space left on device."
    assert list(tmp_path.iterdir()) == []
