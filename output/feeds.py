"""Which calendar feeds there are, and what is in each; every feed has a twin with all times in UTC.

A feed is put together from entries that are written once (`output/ics.py`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Literal

from data.problems import ForumError
from output import ics, paths
from output.feed_names import feed_name
from output.language import language

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import date

    from output.language import Language
    from output.view import PublicOccurrence, PublicSession, PublicView

    Pairs = tuple[tuple[PublicSession, PublicOccurrence], ...]

Kind = Literal["all", "track", "type", "language", "week", "channel", "region", "facilitators", "person", "session"]


@dataclass(frozen=True, slots=True)
class Feed:
    """A calendar feed: what it is of, and the ids of the occurrences in it, those that were withdrawn included.

    `key` is the id or name of that of which it is (`2020-W26` of a week), empty where there is one of the kind. `title`
    says the same in words of the main language. `path` is relative to the site. `busy`: whether its sessions take up
    their reader's time.
    """

    kind: Kind
    key: str
    title: str
    path: str
    chosen: tuple[str, ...]
    busy: bool = False


def feeds(view: PublicView) -> tuple[Feed, ...]:
    """Return every feed, kind by kind: types, weeks, channels and regions in the forum's order, others by id or name.

    Of named channels, regions and weeks of the forum there is always one, so that what a reader subscribed to does not
    vanish when its last session moves; of tracks, types, languages, people and sessions where there is anything in it.
    Tracks and languages whose names differ in letter case, accents and blanks alone share a feed. Raises ForumError
    where two other things would.
    """
    main = language(view.languages[0])
    pairs = (*view.held, *view.withdrawn)
    found = (
        Feed("all", "", view.name, paths.ALL, tuple(held.id for _, held in pairs)),
        *_of_words("track", pairs, lambda session: (session.track,) if session.track else ()),
        *_types(view, pairs),
        *_of_words("language", pairs, lambda session: session.languages, main.language_entry),
        *_weeks(view, main, pairs),
        *_channels(view, pairs),
        *_regions(view, main, pairs),
        *_facilitators(main, pairs),
        *_people(pairs),
        *_sessions(view),
    )
    first: dict[str, Feed] = {}
    for feed in found:
        other = first.setdefault(feed.path, feed)
        if other is not feed:
            raise ForumError(
                f"{feed.kind}s “{other.key}” and “{feed.key}”: they are too alike, both would have the feed {feed.path}"
            )
    return found


def feed_files(view: PublicView) -> dict[str, bytes]:
    """Return the bytes of all feeds and of their twins in UTC, by path in the site."""
    entries = ics.entries(view)
    files: dict[str, bytes] = {}
    for feed in feeds(view):
        chosen = [entries[each] for each in feed.chosen]
        render = partial(
            ics.render,
            view,
            chosen,
            name=feed_name(view, feed.title if feed.kind == "all" else f"{feed.title} ({view.name})"),
            busy=feed.busy,
        )
        twin = paths.utc_twin(feed.path)
        files[feed.path] = render(path=feed.path)
        files[twin] = render(path=twin, utc=True)
    return files


def _of_words(
    kind: Literal["track", "language"],
    pairs: Pairs,
    of: Callable[[PublicSession], Iterable[str]],
    title: Callable[[str], str] = str,
) -> Iterator[Feed]:
    """A feed for each name that sessions give; the first spelling in the order of letters counts."""
    spelled: dict[str, str] = {}
    chosen: dict[str, dict[str, None]] = {}
    for session, held in pairs:
        for word in of(session):
            path = paths.feed(kind, word)
            spelled[path] = min(word, spelled.get(path, word))
            chosen.setdefault(path, {})[held.id] = None
    for path in sorted(spelled, key=lambda path: (spelled[path], path)):
        yield Feed(kind, spelled[path], title(spelled[path]), path, tuple(chosen[path]))


def _types(view: PublicView, pairs: Pairs) -> Iterator[Feed]:
    gone = [session.type for session, _ in pairs if session.type not in view.types]
    for kind in dict.fromkeys([*view.types, *sorted(gone, key=lambda kind: kind.id)]):
        chosen = tuple(held.id for session, held in pairs if session.type == kind)
        if chosen:
            yield Feed("type", kind.id, kind.name, paths.feed("type", kind.id), chosen)


def _weeks(view: PublicView, main: Language, pairs: Pairs) -> Iterator[Feed]:
    """Weeks from Monday to Sunday; an occurrence is in that of the home date on which it begins."""
    span = (view.last - view.first).days
    chosen: dict[date, list[str]] = {_monday(view.first + timedelta(days=each)): [] for each in range(span + 1)}
    for _, held in pairs:
        chosen.setdefault(_monday(held.home_start.date()), []).append(held.id)
    for monday in sorted(chosen):
        year, number, _ = monday.isocalendar()
        week = f"{year}-W{number:02d}"
        title = main.say("Week of %(date)s") % {"date": main.medium_date(monday)}
        yield Feed("week", week, title, paths.feed("week", week), tuple(chosen[monday]))


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _channels(view: PublicView, pairs: Pairs) -> Iterator[Feed]:
    """Named channels only: which of a pool a session is in means nothing to a reader."""
    for channel in view.channels:
        if channel.named:
            chosen = tuple(held.id for _, held in pairs if held.channel.id == channel.id)
            yield Feed("channel", channel.id, channel.name, paths.feed("channel", channel.id), chosen)


def _regions(view: PublicView, main: Language, pairs: Pairs) -> Iterator[Feed]:
    for region in view.regions:
        chosen = tuple(held.id for _, held in pairs if region.name in held.regions)
        title = main.say("%(region)s: sessions in waking hours") % {"region": region.name}
        yield Feed("region", region.name, title, paths.feed("region", region.name), chosen)


def _facilitators(main: Language, pairs: Pairs) -> Iterator[Feed]:
    chosen = tuple(held.id for _, held in pairs if held.facilitators)
    if chosen:
        yield Feed("facilitators", "", main.say("Facilitated sessions"), paths.FACILITATORS, chosen)


def _people(pairs: Pairs) -> Iterator[Feed]:
    """Everyone who facilitates an occurrence or has a part in its session."""
    called: dict[str, str] = {}
    chosen: dict[str, list[str]] = {}
    for session, held in pairs:
        for person in dict.fromkeys([*held.facilitators, *(part.person for part in session.parts)]):
            called[person.id] = person.name
            chosen.setdefault(person.id, []).append(held.id)
    for key in sorted(chosen):
        yield Feed("person", key, called[key], paths.feed("person", key), tuple(chosen[key]), busy=True)


def _sessions(view: PublicView) -> Iterator[Feed]:
    for session in view.sessions:
        chosen = tuple(held.id for held in (*session.occurrences, *session.withdrawn))
        if chosen:
            yield Feed("session", session.id, session.title, paths.session_feed(session.id), chosen, busy=True)
