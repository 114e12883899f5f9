"""The private table `contacts`: what is wrong with it, and what it says to the few commands that write to people."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote

from data.contacts import Contact
from data.problems import InputProblem, InputProblems
from data.readers import cells, forum_toml
from data.readers.crosschecks import hint
from data.readers.tables import find_table, read_table

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from pathlib import Path

    from data.problems import Origin
    from data.programme import Forum
    from data.readers.tables import Row, Table

_SESSION = ("title", "track", "organisers", "series", "description", "public_link", "documents", "recordings", "source")
PUBLISHED = {"requests": _SESSION, "sessions": _SESSION, "people": ("name", "organisation", "country")}
"""The columns of free text and links that are published, by table (docs/publishing.md)."""

_HOST = re.compile(r"[\w-]+(?:\.[\w-]+)*|\[[0-9a-f:.]+\]")


@dataclass(frozen=True, slots=True)
class _JoinLink:
    """A join link as it is written, and its address as it is looked for: from the host on, decoded, small letters."""

    link: str
    origin: Origin
    address: str

    def stands_at(self, place: int, text: str) -> bool:
        """Whether the text has the link here, and not another that only begins like it."""
        end = place + len(self.address)
        more = r"[\w-]" if re.search("[/?#]", self.address) else r"[/?#:]?[\w-]"
        return text.startswith(self.address, place) and not re.match(more, text[end : end + 2])


def read_contacts(folder: Path) -> Mapping[str, Contact]:
    """Read the contacts of a folder by id, none where there is no such table; of several rows the first that says it.

    Nothing of this may come near what is published. Raises InputProblems where the table cannot be read.
    """
    problems: list[InputProblem] = []
    path = find_table(folder, "contacts", problems)
    found: dict[str, Contact] = {}
    for row in read_table(path, "contacts", cells.DateForm(), problems).rows if path else ():
        known = found.get(row.text("id"), Contact(row.text("id")))
        found[known.id] = Contact(
            known.id,
            known.email or row.read("email", cells.email, ""),
            known.join_link or row.read("join_link", cells.private_link, ""),
            known.note or row.read("note", cells.lines, ""),
        )
    if problems:
        raise InputProblems(problems)
    return found


def check_contacts(table: Table, known: Collection[str]) -> tuple[Row, ...]:
    """Report unknown ids (of people and sessions) and values that cannot be what their heading says.

    Return the rows whose join link is one.
    """
    linked = []
    for row in table.rows:
        name = row.text("id")
        if name and name not in known:
            row.problem("id", name, f"expected the id of a person or a session{hint(name, known, row.problems)}")
        row.read("email", cells.email, None)
        if row.read("join_link", cells.private_link, None):
            linked.append(row)
        row.read("note", cells.lines, None)
    return tuple(linked)


def check_join_links(
    linked: Iterable[Row], tables: Mapping[str, Table], forum: Forum, problems: list[InputProblem]
) -> None:
    """Report every join link that stands in what is published: publishing cannot know, as it never opens contacts."""
    by_host: dict[str, list[_JoinLink]] = {}
    for row in linked:
        link = row.text("join_link")
        address = _plain(link).partition("://")[2].rstrip("/")
        host = _HOST.match(address)
        if host is not None:
            by_host.setdefault(host[0], []).append(_JoinLink(link, row.origin, address))
    if not by_host:
        return
    for file, number, column, text in _published(tables, forum):
        plain = _plain(text)
        told = set()
        for host in _HOST.finditer(plain):
            for join in by_host.get(host[0], ()):
                if join.address not in told and join.stands_at(host.start(), plain):
                    told.add(join.address)
                    expected = (
                        f"expected nothing private, as this is published: {join.origin.file}, row {join.origin.row},"
                        " has it as a join link"
                    )
                    problems.append(InputProblem(file, number, column, join.link, expected))


def _plain(text: str) -> str:
    return unquote(text).casefold()


def _published(tables: Mapping[str, Table], forum: Forum) -> Iterator[tuple[str, int, str, str]]:
    """Every text that is published, with the file, row and column where it stands."""
    for name, columns in PUBLISHED.items():
        for row in tables[name].rows:
            for column in columns:
                if row.text(column):
                    yield row.file, row.number, column, row.text(column)
    yield forum_toml.FILE, 0, "forum.name", forum.name
    for key in ("banner", "title", "logo_alt", "footer"):
        yield forum_toml.FILE, 0, f"publication.{key}", getattr(forum.publication, key)
    for template in forum.publication.templates:
        yield forum_toml.FILE, 0, f"publication.templates, {template.name}", template.text
    for kind in forum.types:
        yield forum_toml.FILE, 0, "types.name", kind.name
    for channel in forum.channels:
        yield forum_toml.FILE, 0, "channels.name", channel.name
        yield forum_toml.FILE, 0, "channels.link", channel.link
