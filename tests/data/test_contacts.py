"""A join link of the private table of contacts must not stand in what is published."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.problems import InputProblems
from data.readers.folder import read_forum

FORUM = """
[forum]
name = "A forum"
site = "https://forum.example/"
zone = "Europe/Zurich"
first_day = 2020-07-13
last_day = 2020-07-17

[[periods]]
id = "week"
name = "Week"
first_day = 2020-07-13
last_day = 2020-07-17
hours = ["09:00-18:00"]

[[channels]]
id = "hall"
name = "Hall"
link = "https://stream.example/hall"

[[types]]
id = "workshop"
name = "Workshop"
duration = 60
"""

LINK = "https://meet.example/secret-1"


def problems_of(place: Path, *, contacts: str, **texts: str) -> list[str]:
    (place / "forum.toml").write_text(FORUM, encoding="utf-8")
    (place / "contacts.csv").write_text(f"id,join_link\nR-1,{contacts}\n", encoding="utf-8")
    row = {"id": "R-1", "title": "One", "type": "workshop"} | texts
    quoted = [f'"{text}"' for text in row.values()]
    (place / "requests.csv").write_text(f"{','.join(row)}\n{','.join(quoted)}\n", encoding="utf-8")
    read_forum(place)
    try:
        read_forum(place, contacts=True)
    except InputProblems as error:
        return [str(problem) for problem in error.problems]
    return []


def told(place: str, link: str = LINK) -> list[str]:
    return [
        f"{place}: read “{link}”; expected nothing private, as this is published: contacts.csv, row 2,"
        " has it as a join link"
    ]


@pytest.mark.parametrize("column", ["title", "track", "organisers", "series", "description", "source"])
def test_a_join_link_in_a_published_text_is_told_with_both_rows(tmp_path: Path, column: str) -> None:
    found = problems_of(tmp_path, contacts=LINK, **{column: f"Join at {LINK}.", "part": "1" * (column == "series")})
    assert found == told(f"requests.csv, row 2, {column}")


@pytest.mark.parametrize(
    "text",
    [
        LINK, f"{LINK}/", f"{LINK}?x=1", f"({LINK})", "HTTP://Meet.Example/secret-1", "meet.example/secret-1 now",
        "https://meet.example/%73ecret-1", f"see:{LINK}", f"{LINK}, {LINK}",
        "https://out.example/?to=https%3A%2F%2Fmeet.example%2Fsecret-1",
    ],
)  # fmt: skip
def test_a_join_link_is_known_however_it_is_written(tmp_path: Path, text: str) -> None:
    found = problems_of(tmp_path, contacts=LINK, description=text)
    assert found == told("requests.csv, row 2, description")


@pytest.mark.parametrize(
    "text",
    [
        "https://meet.example/secret-12", "https://meet.example/secret-1-b", "https://meet.example/", "meet.example",
        "https://other.example/secret-1", "https://my-meet.example/secret-1",
    ],
)  # fmt: skip
def test_other_links_of_the_same_host_are_no_join_links(tmp_path: Path, text: str) -> None:
    assert problems_of(tmp_path, contacts=LINK, description=text) == []


@pytest.mark.parametrize("column", ["documents", "recordings"])
def test_a_join_link_among_documents_and_recordings_is_told(tmp_path: Path, column: str) -> None:
    found = problems_of(tmp_path, contacts=LINK, **{column: f"Slides <https://a.example/1>; Talk <{LINK}>"})
    assert found == told(f"requests.csv, row 2, {column}")


def test_a_public_link_is_not_the_join_link(tmp_path: Path) -> None:
    assert problems_of(tmp_path, contacts=LINK, public_link=LINK) == told("requests.csv, row 2, public_link")


def test_the_link_of_a_channel_is_not_a_join_link(tmp_path: Path) -> None:
    link = "https://stream.example/hall"
    assert problems_of(tmp_path, contacts=link) == told("forum.toml, channels.link", link)


def test_a_join_link_that_is_a_host_alone_leaves_its_other_pages_public(tmp_path: Path) -> None:
    host = "https://meet.example/"
    assert problems_of(tmp_path, contacts=host, description="https://meet.example/register") == []
    assert problems_of(tmp_path, contacts=host, description="At meet.example!") == told(
        "requests.csv, row 2, description", host
    )


def test_what_is_not_published_may_hold_it(tmp_path: Path) -> None:
    (tmp_path / "decisions.csv").write_text(f"session,action,reason\nR-1,cancel,{LINK}\n", encoding="utf-8")
    assert problems_of(tmp_path, contacts=LINK) == []
