"""The pages of tracks, Action Lines and goals, each with its sessions by day, and the page that lists them all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from output import paths
from output.feeds import feeds
from output.pages.days import days, others, sentence
from output.pages.environment import page

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from output.language import Language
    from output.view import PublicSession, PublicView

INDEX = "topics/index.html"


@dataclass(frozen=True, slots=True)
class _Topic:
    """A track, Action Line or goal: the paths of its page and of its feed, its name, and its sessions by id."""

    path: str
    name: str
    feed: str
    sessions: tuple[PublicSession, ...]

    @property
    def count(self) -> int:
        """How many of the sessions are not cancelled."""
        return sum(not session.cancelled for session in self.sessions)


@dataclass(frozen=True, slots=True)
class _Kind:
    """All topics of a kind: an id for the page, what one of them is called and what several are."""

    id: str
    one: str
    many: str
    topics: tuple[_Topic, ...]


def pages(view: PublicView, language: Language) -> Iterator[tuple[str, bytes]]:
    """Yield the list of topics, and the page of each."""
    kinds = tuple(kind for kind in _kinds(view, language) if kind.topics)
    yield INDEX, page("topics.html", view, language, INDEX, kinds=kinds)
    known = {feed.path for feed in feeds(view)}
    for kind in kinds:
        for topic in kind.topics:
            chosen = {session.id for session in topic.sessions}
            held = [pair for pair in view.held if pair[0].id in chosen]
            content = page(
                "topic.html",
                view,
                language,
                topic.path,
                INDEX,
                kind=kind,
                topic=topic,
                feed=topic.feed if topic.feed in known else "",
                sentence=sentence(language, view.zone, [occurrence for _, occurrence in held]),
                days=days(view, held),
                others=others(language, topic.sessions),
            )
            yield topic.path, content


def _kinds(view: PublicView, language: Language) -> Iterator[_Kind]:
    say = language.say
    yield _Kind(
        "tracks",
        say("Track"),
        say("Tracks"),
        _topics(view, "track", lambda session: (session.track,) if session.track else (), paths.track, str),
    )
    yield _Kind(
        "action-lines",
        say("Action Line"),
        say("Action Lines"),
        _topics(view, "action-line", lambda session: session.action_lines, paths.action_line, language.action_line),
    )
    yield _Kind(
        "sdgs",
        say("Sustainable Development Goal"),
        say("Sustainable Development Goals"),
        _topics(view, "sdg", lambda session: session.sdgs, paths.sdg, language.sdg),
    )


def _topics(
    view: PublicView,
    kind: str,
    texts: Callable[[PublicSession], Iterable[str]],
    path: Callable[[str], str],
    name: Callable[[str], str],
) -> tuple[_Topic, ...]:
    """The topics that the texts of sessions name, in the order of their numbers and letters.

    Texts that differ in case, accents, blanks and hyphens alone share a page, as they share a path; its name is that of
    the text that comes first, letter by letter.
    """
    found: dict[str, tuple[list[str], dict[str, PublicSession]]] = {}
    for session in view.sessions:
        for text in texts(session):
            written, sessions = found.setdefault(path(text), ([], {}))
            written.append(text)
            sessions[session.id] = session
    named = [(min(written), place, sessions) for place, (written, sessions) in found.items()]
    named.sort(key=lambda topic: (order(topic[0]), topic[1]))
    return tuple(
        _Topic(place, name(text), paths.feed(kind, text), tuple(sessions.values())) for text, place, sessions in named
    )


def order(text: str) -> tuple[tuple[int, str], ...]:
    """Return what texts are sorted by: letters without accents and case, numbers by their value (C9 precedes C10)."""
    parts: list[str] = []
    for letter in paths.folded(text):
        digit = letter.isascii() and letter.isdigit()
        if digit and parts and parts[-1].isdigit():
            parts[-1] += letter
        else:
            parts.append(letter)
    return tuple((int(part), "") if part.isascii() and part.isdigit() else (-1, part) for part in parts)
