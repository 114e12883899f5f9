"""No workshop is held beside a main session on its topic.

Main are the sessions of types that say so; a workshop is any session whose type is neither main nor plenary. Two
sessions have a topic in common if they share an Action Line or are of the same track. The amount is the number of
workshops beside each main session, added up over the main sessions: a workshop beside two of them counts twice.
What stands beside a plenary is not asked here, unless the plenary is a main session too.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from constraints import words
from constraints.counting import chosen, groups, ids
from constraints.rule import Ledger, Repair, Rule
from data.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from constraints.board import Board
    from constraints.draft import Draft
    from constraints.starts import Priced
    from data.policy import Mode
    from data.programme import Programme, Session
    from data.timetable import Timetable


@dataclass(frozen=True, kw_only=True)
class MainTopic(Rule):
    """Soft by default: a main session on a popular Action Line has many workshops to spare."""

    name: ClassVar[str] = "main-topic"
    modes: ClassVar[tuple[Mode, ...]] = ("soft", "hard")
    settles: ClassVar[bool] = True

    weight: int = 30

    def encode(self, board: Board, ledger: Ledger) -> None:
        """Let each main session fill a capacity that the workshops on its topic share."""
        on_topic = board.once(self.name, lambda: self._on_topic(board.programme))
        for main in on_topic:
            workshops = board.around(main, on_topic[main])
            length = board.programme.occurrence[main].duration
            if board.present(main) is False:
                continue
            intervals = [board.interval(main, 0, length)]
            for name in workshops:
                kept = ledger.keep(main, name)
                if kept is not False:
                    intervals.append(board.interval(name, 0, board.programme.occurrence[name].duration, kept))
            if len(intervals) > 1:
                demands = [len(intervals)] + [1] * (len(intervals) - 1)
                board.model.add_cumulative(intervals, demands, len(intervals))

    @staticmethod
    def _on_topic(programme: Programme) -> Mapping[str, tuple[str, ...]]:
        """Return for each occurrence of a main session those of the workshops on its topic, where there are any."""
        types = programme.forum.type
        workshops = [
            (o.id, {("line", line) for line in o.session.action_lines} | {("track", o.session.track)} - {("track", "")})
            for o in programme.occurrences
            if not (types[o.session.type].main or types[o.session.type].plenary)
        ]
        found = {}
        for main in programme.occurrences:
            if types[main.session.type].main:
                topics = {("line", line) for line in main.session.action_lines} | {("track", main.session.track)}
                beside = tuple(name for name, mine in workshops if mine & topics)
                if beside:
                    found[main.id] = beside
        return found

    def demand(self, case: str, programme: Programme) -> str:
        """Name the main session and the workshops on its topic."""
        workshops = words.some(programme, self._on_topic(programme).get(case, ()), "or")
        return (
            f"Beside the main session {words.session(programme, case)} there is no workshop on its topic: {workshops}."
        )

    def repairs(self, case: str, programme: Programme) -> Iterator[Repair]:
        """Make it a wish."""
        yield self.with_settings(
            "let workshops be held beside a main session on their topic", programme, 200, mode="soft"
        )

    @staticmethod
    def _topics(programme: Programme, session: Session) -> tuple[str, ...]:
        track = (f"track {session.track}",) if session.track else ()
        return (*(f"line {line}" for line in session.action_lines), *track)

    @staticmethod
    def _main(programme: Programme, session: Session) -> tuple[str, ...]:
        return ("main",) if programme.forum.type[session.type].main else ()

    def check(self, timetable: Timetable, about: Collection[str] | None = None) -> Iterator[Finding]:
        """Yield each main session with the workshops on its topic that are beside it."""
        programme = timetable.programme
        kinds = programme.forum.type
        wanted = chosen(timetable, self._topics, about)
        for _, mains in groups(timetable, self._main, None):
            for main in ids(mains):
                session = programme.occurrence[main].session
                if about is not None and main not in about and not any(map(wanted, self._topics(programme, session))):
                    continue
                beside = []
                for name in ids(timetable.during(timetable.start(main), timetable.end(main))):
                    other = programme.occurrence[name].session
                    if kinds[other.type].main or kinds[other.type].plenary:
                        continue
                    common = set(session.action_lines).intersection(other.action_lines)
                    if common or (session.track and session.track == other.track):
                        beside.append(name)
                if beside:
                    yield Finding(self.name, main, (main, *beside), amount=len(beside))

    def explain(self, finding: Finding, timetable: Timetable) -> str:
        """Name the main session and what is beside it."""
        main, *beside = finding.sessions
        return (
            f"Beside the main session {words.placed(timetable, main)} there is on its topic"
            f" {words.all_placed(timetable, beside)}."
        )

    def prices(self, draft: Draft, occurrence: str) -> Iterator[Priced]:
        """Price starts of workshops beside a main session on their topic, and the other way round."""
        both_ways = draft.board.once("main topic", lambda: self._both_ways(draft.programme))
        length = draft.programme.occurrence[occurrence].duration
        for name in both_ways.get(occurrence, ()):
            held = draft.held.get(name)
            if held:
                yield draft.starts.overlapping(held.begin, held.end, 0, length), 1

    def _both_ways(self, programme: Programme) -> dict[str, list[str]]:
        """Return for each main session its workshops, and for each workshop its main sessions."""
        found: dict[str, list[str]] = {}
        for main, workshops in self._on_topic(programme).items():
            found[main] = list(workshops)
            for name in workshops:
                found.setdefault(name, []).append(main)
        return found
