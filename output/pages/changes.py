"""What changed since the first publication, the newest first: a page in each language, and an Atom feed (RFC 4287)."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING
from urllib.parse import quote
from uuid import NAMESPACE_URL, uuid5
from xml.sax.saxutils import escape, quoteattr

from data.grid import utc_text
from data.zones import zone
from output.feed_names import feed_name
from output.pages.days import sentence
from output.pages.environment import moment, page

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from output.language import Language
    from output.view import PublicChange, PublicOccurrence, PublicSession, PublicView

INDEX = "changes/index.html"
ATOM = "changes.atom"


@dataclass(frozen=True, slots=True)
class _Moment:
    """A span of time that was or is published, in UTC and at home."""

    start: datetime
    end: datetime
    home_start: datetime
    home_end: datetime


@dataclass(frozen=True, slots=True)
class _Change:
    """A change in words: what it is, of which session, and what was before and is now; what there is not is empty.

    `of`: which of several times that the session is held; empty where it is held once.
    """

    fact: PublicChange
    kind: str
    session: PublicSession
    of: str
    span_before: _Moment | None
    span_after: _Moment | None


@dataclass(frozen=True, slots=True)
class _Publication:
    """The changes of one publication, at its UTC instant.

    `name` says in words which release it is, or that it is none yet; it is empty before the first release.
    """

    name: str
    at: datetime
    home: datetime
    changes: tuple[_Change, ...]


def pages(view: PublicView, language: Language) -> Iterator[tuple[str, bytes]]:
    """Yield the page of changes, and in the main language their feed, `changes.atom`."""
    publications = tuple(_publications(view, language))
    times = sentence(language, view.zone, ())
    shown = _shown(view, language)
    yield (
        INDEX,
        page("changes.html", view, language, INDEX, publications=publications, sentence=times, shown=shown),
    )
    if language.tag == view.languages[0]:
        yield ATOM, _atom(view, language, publications)


def _shown(view: PublicView, language: Language) -> tuple[str, datetime] | None:
    """Which release the site shows, in words, and its home time; None where it shows none."""
    if view.preview or not view.releases:
        return None
    at = view.releases[-1].at
    return _names(view, language)[at], at.astimezone(zone(view.zone))


def _publications(view: PublicView, language: Language) -> Iterator[_Publication]:
    sessions = {session.id: session for session in view.sessions}
    held = {each.id: each for _, each in (*view.held, *view.withdrawn)}
    kinds = _kinds(language)
    names = _names(view, language)
    for at, members in groupby(view.changes, lambda change: change.at):
        changes = tuple(
            _Change(
                fact=change,
                kind=kinds[change.kind],
                session=sessions[change.session],
                of=_of(held.get(change.occurrence), language),
                span_before=_moment(view, change.span_before),
                span_after=_moment(view, change.span_after),
            )
            for change in members
        )
        unreleased = language.say("Not released yet") if view.preview and at > view.releases[-1].at else ""
        yield _Publication(names.get(at, unreleased), at, at.astimezone(zone(view.zone)), changes)


def _names(view: PublicView, language: Language) -> Mapping[datetime, str]:
    """What the release of each instant is called, in words."""
    # TRANSLATORS: a state of the programme that was published under a name, such as “Release v1.1”
    return {each.at: language.say("Release %(name)s") % {"name": each.name} for each in view.releases}


def _kinds(language: Language) -> Mapping[str, str]:
    say = language.say
    return {
        "added": say("Added"),
        "moved": say("Moved"),
        "channel": say("Another channel"),
        "link": say("Another link"),
        "renamed": say("Renamed"),
        "cancelled": say("Cancelled"),
        "restored": say("Held after all"),
        "details": say("Details changed"),
    }


def _of(held: PublicOccurrence | None, language: Language) -> str:
    if held is None or held.of == 1:
        return ""
    return language.say("%(number)s of %(total)s") % {"number": held.number, "total": held.of}


def _moment(view: PublicView, span: tuple[datetime, datetime] | None) -> _Moment | None:
    if span is None:
        return None
    home = zone(view.zone)
    return _Moment(*span, span[0].astimezone(home), span[1].astimezone(home))


def _atom(view: PublicView, language: Language, publications: tuple[_Publication, ...]) -> bytes:
    """The feed; an entry's id stays as long as `site` does, and nothing in it depends on when it is asked for."""
    say = language.say
    first = view.ledger.begun or view.revised
    updated = publications[0].at if publications else first
    title = feed_name(view, say("Changes in %(forum)s") % {"forum": view.look.name})
    head = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang={quoteattr(language.tag)}>\n'
        f"<id>{_id(view, 'changes')}</id>\n"
        f"<title>{escape(title)}</title>\n"
        f"<updated>{utc_text(updated)}</updated>\n"
        f"<author><name>{escape(view.look.name)}</name></author>\n"
        f'<link rel="self" type="application/atom+xml" href={quoteattr(view.site + ATOM)}/>\n'
        f'<link rel="alternate" type="text/html" href={quoteattr(view.site + "changes/")}/>\n'
    )
    entries = (
        _entry(view, language, change, publication.name)
        for publication in publications
        for change in publication.changes
    )
    return f"{head}{''.join(entries)}</feed>\n".encode()


def _entry(view: PublicView, language: Language, change: _Change, release: str) -> str:
    fact = change.fact
    title = language.labelled(change.kind, f"{fact.title}{f' ({change.of})' if change.of else ''}")
    address = f"{view.site}s/{quote(fact.session)}/"
    said = language.listed((part for part in (release, _said(view, language, change)) if part), "; ")
    category = f"<category term={quoteattr(release)}/>\n" if release else ""
    return (
        "<entry>\n"
        f"<id>{_id(view, f'change/{fact.occurrence}/{utc_text(fact.at)}/{fact.kind}')}</id>\n"
        f'<title type="text">{escape(title)}</title>\n'
        f"<updated>{utc_text(fact.at)}</updated>\n"
        f'<link rel="alternate" type="text/html" href={quoteattr(address)}/>\n'
        f"{category}"
        f'<summary type="text">{escape(said)}</summary>\n'
        "</entry>\n"
    )


def _said(view: PublicView, language: Language, change: _Change) -> str:
    """What was before and what is now, in a line of plain text."""
    before = change.fact.before or _times(language, change.span_before)
    after = change.fact.after or _times(language, change.span_after)
    parts = (
        language.say("Before: %(what)s") % {"what": before} if before else "",
        language.say("Now: %(what)s") % {"what": after} if after else "",
    )
    said = language.listed((part for part in parts if part), "; ")
    return f"{said} ({view.zone})" if change.span_before or change.span_after else said or change.kind


def _times(language: Language, span: _Moment | None) -> str:
    return moment(language, span.home_start, span.home_end) if span else ""


def _id(view: PublicView, name: str) -> str:
    return f"urn:uuid:{uuid5(NAMESPACE_URL, f'{view.site}#{name}')}"
