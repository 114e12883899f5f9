"""What each person concerned is told of the changes between two releases: a letter ready to send, and a calendar file.

These are private files of the team: they have join links and e-mail addresses in them. Nothing is sent.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, replace
from email.message import EmailMessage
from email.policy import SMTP
from typing import TYPE_CHECKING

from data.apostrophes import harmless
from data.contacts import Contact
from data.programme import INTERFACE_LANGUAGES
from data.zones import zone
from output import ics
from output.language import Language, language
from output.pages.environment import moment
from output.view import line, public_view, safe_link

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime

    from data.difference import Difference, Item, Spot
    from data.programme import Person, Session
    from data.revisions import Revisions
    from output.view import PublicOccurrence, PublicView

INDEX = "notices.csv"
COLUMNS = ("id", "name", "email", "zone", "language", "changes", "letter", "calendar")


@dataclass(frozen=True, slots=True)
class Notice:
    """What is written to one person, or to whoever answers for a session; `key` is the id of the one or the other.

    `calendar` is empty where nothing of it has a calendar entry.
    """

    key: str
    name: str
    email: str
    zone: str
    language: str
    changes: int
    letter: bytes
    calendar: bytes


def notices(
    difference: Difference, release: str, at: datetime, revisions: Revisions, contacts: Mapping[str, Contact]
) -> tuple[Notice, ...]:
    """Return the notices of the changes up to a release, by the ids of people and then of sessions.

    `at` is its instant (UTC), `revisions` the ledger after it.

    Concerned are those who had or have a part in what changed, and whoever has an e-mail address in `contacts` for a
    session that changed. Each is written to in their own zone, and in the first of their languages that there are
    texts in. People without a zone get times at home, and are told so.
    """
    writing = _Writing(difference, release, public_view(difference.new, revisions, at), contacts)
    return (*writing.to_people(), *writing.to_sessions())


def notice_files(written: Iterable[Notice]) -> dict[str, bytes]:
    """Return the files of notices by name: a letter and a calendar each, and a table of them all."""
    files: dict[str, bytes] = {}
    table = io.StringIO()
    rows = csv.writer(table, lineterminator="\r\n")
    rows.writerow(COLUMNS)
    for notice in written:
        letter, calendar = f"{notice.key}.eml", f"{notice.key}.ics" if notice.calendar else ""
        files[letter] = notice.letter
        if calendar:
            files[calendar] = notice.calendar
        facts = (notice.key, notice.name, notice.email, notice.zone, notice.language, str(notice.changes))
        rows.writerow([harmless(fact) for fact in (*facts, letter, calendar)])
    files[INDEX] = table.getvalue().encode("utf-8-sig")
    return files


class _Writing:
    """Everything that is the same for all who are written to."""

    def __init__(self, difference: Difference, release: str, view: PublicView, contacts: Mapping[str, Contact]) -> None:
        self.difference = difference
        self.release = release
        self.contacts = contacts
        self.view = view
        self.known = {held.id: (session, held) for session, held in (*self.view.withdrawn, *self.view.held)}

    def to_people(self) -> Iterator[Notice]:
        for key, items in self.difference.by_person.items():
            found = self._person(key)
            if found is not None:
                where, tag = found.zone or self.view.zone, _spoken(found, self.view)
                yield self._notice(key, line(found.name), where, tag, items, zone_known=found.zone is not None)

    def to_sessions(self) -> Iterator[Notice]:
        by_session: dict[str, list[Item]] = {}
        for item in self.difference.items:
            if not item.person:
                by_session.setdefault(item.session, []).append(item)
        for key in sorted(by_session):
            if self.contacts.get(key, Contact(key)).email:
                session = self._session(key)
                yield self._notice(key, "", session.zone, self.view.languages[0], by_session[key], zone_known=True)

    def _person(self, key: str) -> Person | None:
        found = self.difference.new.programme.person.get(key)
        return found or self.difference.old.programme.person.get(key)

    def _session(self, key: str) -> Session:
        new, old = self.difference.new.programme, self.difference.old.programme
        return new.session[key] if key in new.session else old.session[key]

    def _notice(self, key: str, name: str, where: str, tag: str, items: Iterable[Item], *, zone_known: bool) -> Notice:
        mine = tuple(items)
        contact = self.contacts.get(key, Contact(key))
        calendar = self._calendar(key, mine, tag)
        message = EmailMessage(policy=SMTP)
        if contact.email:
            message["To"] = contact.email
        say = language(tag).say
        message["Subject"] = say("%(forum)s: changes to your sessions") % {"forum": self.view.name}
        message["X-Unsent"] = "1"
        message.set_content("\n".join(self._lines(key, name, where, language(tag), mine, zone_known=zone_known)))
        if calendar:
            message.add_attachment(
                calendar, "text", "calendar", filename=f"{key}.ics", params={"charset": "utf-8", "method": "PUBLISH"}
            )
            message.set_boundary(f"=_{key}_{self.release}")
        return Notice(key, name, contact.email, where, tag, len(mine), message.as_bytes(), calendar)

    # ---- the letter ------------------------------------------------------------------------------------------

    def _lines(
        self, key: str, name: str, where: str, main: Language, items: tuple[Item, ...], *, zone_known: bool
    ) -> Iterator[str]:
        say = main.say
        if name:
            yield from (say("Dear %(name)s,") % {"name": name}, "")
        facts = {"forum": self.view.name, "release": self.release}
        yield say("The programme of %(forum)s has changed (%(release)s). This is what concerns you.") % facts
        if zone_known:
            yield say("All times are those of your time zone, %(zone)s.") % {"zone": where}
        else:
            yield say("We do not know your time zone: all times are those of %(zone)s.") % {"zone": where}
        occurrences = dict.fromkeys(item.occurrence for item in sorted(items, key=_when))
        for occurrence in occurrences:
            yield ""
            yield from self._about(key, where, main, [item for item in items if item.occurrence == occurrence])
        yield ""
        yield say("The programme as it is now, in every time zone:")
        yield self.view.site

    def _about(self, key: str, where: str, main: Language, items: list[Item]) -> Iterator[str]:
        """What is told of one occurrence: the changes, then where it is held and how to take part."""
        first, say = items[0], main.say
        yield f"{main.left_to_right(first.occurrence)}  {line(first.title)}"
        for item in items:
            yield f"  {_change(item, where, main)}"
        roles = self._roles(key, first.occurrence)
        if first.after is None:
            return
        if not any(item.kind in ("moved", "placed") for item in items):
            yield f"  {_span(first.after, where, main)}"
        forum = self.difference.new.programme.forum
        yield "  " + main.labelled(say("Channel"), line(forum.channel[first.after.channel].name))
        if roles:
            yield "  " + main.labelled(say("Your part"), main.listed(main.role(role) for role in roles))
        if first.occurrence in self.known:
            yield "  " + say("Session page: %(address)s") % {"address": self.view.page(self.known[first.occurrence][0])}
        join = self._join_link(key, first)
        if join:
            yield "  " + main.labelled(say("To take part"), join)

    def _roles(self, key: str, occurrence: str) -> tuple[str, ...]:
        mine = self.difference.new.engagements.get(key, ())
        return tuple(dict.fromkeys(each.role for each in mine if each.occurrence == occurrence))

    def _join_link(self, key: str, item: Item) -> str:
        """The join link of a session, for those who have a part in it and for the session's own contact."""
        if key != item.session and not self._roles(key, item.occurrence):
            return ""
        return self.contacts.get(item.session, Contact(item.session)).join_link

    # ---- the calendar ----------------------------------------------------------------------------------------

    def _calendar(self, key: str, items: tuple[Item, ...], tag: str) -> bytes:
        """The entries of what changed, as the feeds have them, but with the join link and in the person's language.

        Not of what the person has no part in any more though it is held, nor of rehearsals, which no feed has.
        """
        view = replace(self.view, languages=(tag, *(each for each in self.view.languages if each != tag)))
        chosen = []
        for item in {item.occurrence: item for item in items}.values():
            if item.occurrence in self.known:
                session, held = self.known[item.occurrence]
                if held.cancelled or key == item.session or self._roles(key, item.occurrence):
                    chosen.append(ics.entry(view, session, self._joined(key, item, held)))
        name = language(tag).say("%(forum)s: changes to your sessions") % {"forum": self.view.name}
        return ics.render(view, chosen, path="", name=name, busy=True) if chosen else b""

    def _joined(self, key: str, item: Item, held: PublicOccurrence) -> PublicOccurrence:
        join = self._join_link(key, item)
        return replace(held, link=join) if join and not held.cancelled else held


def _when(item: Item) -> tuple[datetime, str]:
    spot = item.after or item.before
    assert spot is not None
    return spot.start, item.occurrence


def _spoken(person: Person, view: PublicView) -> str:
    """The first of a person's languages that there are texts in, or the forum's main one."""
    spoken = (tag.lower().partition("-")[0] for tag in person.languages)
    return next((tag for tag in spoken if tag in INTERFACE_LANGUAGES), view.languages[0])


def _change(item: Item, where: str, main: Language) -> str:
    say = main.say
    before = _span(item.before, where, main) if item.before else ""
    after = _span(item.after, where, main) if item.after else ""
    match item.kind:
        case "moved":
            said = say("%(before)s is now %(after)s") % {"before": before, "after": after}
            return main.labelled(say("Moved"), said)
        case "placed":
            return main.labelled(say("New in the programme"), after)
        case "withdrawn":
            return main.labelled(say("Cancelled"), before)
        case "channel":
            return say("Another channel")
        case "link":
            link = safe_link(item.after.link) if item.after else ""
            return main.labelled(say("Another link"), link) if link else say("Another link")
        case "renamed":
            return main.labelled(say("Renamed"), say("Before: %(what)s") % {"what": line(item.old_title)})
        case "joined":
            return main.labelled(say("You now have a part in it"), main.role(item.role))
        case "left":
            return main.labelled(say("You no longer have this part in it"), main.role(item.role))


def _span(spot: Spot, where: str, main: Language) -> str:
    """When something is held, by the clock of a zone."""
    here = zone(where)
    return moment(main, spot.start.astimezone(here), spot.end.astimezone(here))
