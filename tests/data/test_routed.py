"""Tests that the tables of what a form brings besides sessions are checked like others, and known to contacts."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.problems import InputProblems
from data.readers import read_forum
from tests.data.test_forum_folder_docs import section

ROUTED = {
    "recommendations": "id,name,languages,link\nN-1,Ana Boro,en;fr,https://boro.example/\n",
    "themes": "id,view,action_lines,sdgs\nV-1,More on access.,C2;C3,4;9\n",
    "exhibition": "id,organisation,dates\nX-1,Makers of Lome,2020-07-01..2020-07-03\n",
}


def folder(path: Path, **tables: str) -> Path:
    example = section("`forum.toml`").split("```toml\n")[1].split("```")[0]
    (path / "forum.toml").write_text(example, encoding="utf-8")
    for name, text in {"requests": "id,title,type\nR-1,One,workshop\n", **ROUTED, **tables}.items():
        (path / f"{name}.csv").write_text(text, encoding="utf-8")
    return path


def test_routed_tables_are_read_and_change_nothing(tmp_path: Path) -> None:
    contacts = "id,email\nN-1,a@boro.example\nX-1,x@makers.example\n"
    reading = read_forum(folder(tmp_path, contacts=contacts), contacts=True)
    assert reading.notes == ()
    assert [session.id for session in reading.programme.sessions] == ["R-1"]
    assert [name for name in reading.files if name.removesuffix(".csv") in ROUTED] == [f"{name}.csv" for name in ROUTED]


@pytest.mark.parametrize(
    ("tables", "told"),
    [
        (
            {"recommendations": "id,name,link\nN-1,Ana,javascript:alert(1)\n"},
            "recommendations.csv, row 2, link: read “javascript:alert(1)”; expected a web address such as"
            " https://forum.example/register",
        ),
        (
            {"themes": "id,view,sdgs\nV-1,So,18\n"},
            "themes.csv, row 2, sdgs: read “18”; expected a whole number from 1 to 17",
        ),
        (
            {"exhibition": "id,organisation\nv-1,Makers\n"},
            "exhibition.csv, row 2, id: read “v-1”; expected an id of its own; themes.csv, row 2, has this one",
        ),
        (
            {"recommendations": "id,name\nR-1,Ana\n"},
            "recommendations.csv, row 2, id: read “R-1”; expected an id of its own; a session or a person has this one",
        ),
        ({"themes": "id,view\nV-1,\n"}, "themes.csv, row 2, view: expected text; this cell is empty"),
    ],
    ids=["link", "goal", "two-tables", "session", "needed"],
)
def test_a_mistake_in_a_routed_table_is_told(tmp_path: Path, tables: dict[str, str], told: str) -> None:
    with pytest.raises(InputProblems) as raised:
        read_forum(folder(tmp_path, **tables))
    assert str(raised.value) == told
