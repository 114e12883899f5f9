"""The next state of the ledger: what this publication says of each occurrence, held against the last one.

SEQUENCE rises by one for a change of time or link, a cancellation or a return; not for a title or a channel alone.
LAST-MODIFIED moves for any change of what is published, also where only the way of writing it changed.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from typing import TYPE_CHECKING

from data.grid import utc_text
from data.problems import ForumError
from data.revisions import FILE, Change, Kind, Revision, Revisions, Told, span_text
from output import event_ids, ics

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from output.view import PublicOccurrence, PublicSession, PublicView

RAISING: tuple[Kind, ...] = ("moved", "link", "cancelled", "restored")
"""The changes for which SEQUENCE rises."""

DETAILS = "1"
"""The version of `_details`: another one tells that digests of the facts cannot be compared with older ones."""


def revise(view: PublicView, revisions: Revisions, at: datetime) -> Revisions:
    """Return the ledger after the publication of a view at a UTC instant; same content, same ledger.

    Raises ForumError if `at` lies before the last publication, or is its very instant and an occurrence that changed
    then has changed again: DTSTAMP could not tell one content from the other.
    """
    if revisions.newest is not None and at < revisions.newest:
        raise ForumError(
            f"{FILE}: the last publication was at {utc_text(revisions.newest)}; "
            f"this one cannot be before it, at {utc_text(at)}"
        )
    rows = dict(revisions.rows)
    numbers = {row.number for row in rows.values()}
    uids = {row.uid for row in rows.values()}
    for session, held in sorted((*view.held, *view.withdrawn), key=lambda pair: pair[1].id):
        content, details = _digest(ics.content(view, session, held)), _details(session, held)
        told = _told(session, held)
        old = rows.get(held.id)
        if old is not None:
            rows[held.id] = _again(old, told, content, details, at)
            continue
        added = Change(at, "added", after=span_text(held.start, held.end))
        row = Revision(
            occurrence=held.id,
            session=session.id,
            uid=event_ids.uid(view.site, held.id, uids),
            number=event_ids.number(view.site, held.id, numbers),
            guid=event_ids.guid(view.site, "occurrence", held.id),
            sequence=0,
            modified=at,
            told=told,
            content=content,
            details=details,
            history=(added,) if revisions.rows else (),
        )
        rows[held.id] = row
        numbers.add(row.number)
        uids.add(row.uid)
    return Revisions(revisions.begun or at, rows)


def _again(old: Revision, told: Told, content: str, details: str, at: datetime) -> Revision:
    """The row of an occurrence that was published before."""
    if told.cancelled:
        before = old.told
        told = replace(before, cancelled=True, title=told.title, type=told.type, track=told.track)
        details = old.details
    changes = tuple(_changes(old, told, details, at))
    if content == old.content and told == old.told and not changes:
        return replace(old, details=details)
    if at <= old.modified:
        raise ForumError(
            f"{FILE}: {old.occurrence} was already published at {utc_text(at)}, and has changed since; "
            "publish at a later instant"
        )
    raised = any(change.kind in RAISING for change in changes)
    return replace(
        old,
        sequence=old.sequence + raised,
        modified=at,
        told=told,
        content=content,
        details=details,
        history=(*old.history, *changes),
    )


def _changes(old: Revision, told: Told, details: str, at: datetime) -> Iterator[Change]:
    """What the public would call a change."""
    before = old.told
    spans = span_text(before.start, before.end), span_text(told.start, told.end)
    if before.title != told.title:
        yield Change(at, "renamed", before.title, told.title)
    if told.cancelled != before.cancelled:
        yield Change(at, "cancelled", spans[0]) if told.cancelled else Change(at, "restored", *spans)
    elif spans[0] != spans[1]:
        yield Change(at, "moved", *spans)
    if told.channel != before.channel:
        yield Change(at, "channel", before.channel_name, told.channel_name)
    if told.link != before.link:
        yield Change(at, "link", before.link, told.link)
    same_form = details.partition("-")[0] == old.details.partition("-")[0]
    if not told.cancelled and not before.cancelled and same_form and details != old.details:
        yield Change(at, "details")


def _told(session: PublicSession, held: PublicOccurrence) -> Told:
    return Told(
        title=session.title,
        type=session.type.id,
        track=session.track,
        languages=session.languages,
        start=held.start,
        end=held.end,
        channel=held.channel.id,
        channel_name=held.channel.name,
        link=held.link,
        facilitators=tuple(person.id for person in held.facilitators),
        cancelled=held.cancelled,
    )


def _details(session: PublicSession, held: PublicOccurrence) -> str:
    """A digest of the facts of a session that have no kind of change of their own, whatever is written of them how.

    What is the same for the whole forum (the banner, names of types and channels) is not among them.
    """
    facts = (
        session.type.id,
        session.track,
        session.organisers,
        session.action_lines,
        session.sdgs,
        session.languages,
        session.captioning,
        session.interpretation,
        session.sign_language,
        [(link.title, link.address) for link in (*session.documents, *session.recordings)],
        session.target_regions,
        session.description,
        session.status,
        [
            (part.role, part.person.id, part.person.name, part.person.organisation, part.person.country)
            for part in session.parts
        ],
        [(person.id, person.name) for person in held.facilitators],
    )
    return f"{DETAILS}-{_digest(json.dumps(facts, ensure_ascii=False).encode())}"


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:16]
