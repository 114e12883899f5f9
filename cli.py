"""The command `forum`: arguments in, the rooms called in order, messages and exit codes out."""

from __future__ import annotations

import errno
import json
import math
import os
import signal
import sys
from contextlib import closing, contextmanager, nullcontext, suppress
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from io import TextIOWrapper
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from data.problems import ForumError, InputProblems, harmless

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from constraints.rule import Rule
    from data.deciding import Action, NewDecision
    from data.findings import Finding
    from data.problems import InputProblem
    from data.programme import Forum, Programme
    from data.readers import Reading
    from data.releases import Release
    from data.revisions import Revisions
    from data.sweep import Run, Variation
    from data.timetable import Placement, Timetable
    from output import Report
    from output.view import PublicView
    from scheduler import Budget, Impossible, Progress, Stop
    from scheduler.engines import Engine

DONE, BAD_INPUT, USAGE, IMPOSSIBLE, OUT_OF_TIME, LEFT_OUT = range(6)

EPILOG = """\b
Exit codes, the same for all commands:
  0  done (soft findings never change it)
  1  bad input, or a hard finding
  2  wrong usage of the command
  3  impossible: the forum's demands cannot hold together
  4  out of time, or stopped, with nothing found; or a cluster was lost: what was found is written
  5  planned and publishable, but requests are left out, on the waiting list
"""

ALIKE = 8
"""A contradiction with more demands of one rule in a row names the cases of most of them alone."""

ENGINE_HELP = "local, or dask://HOST:PORT of a cluster's scheduler [default: local]."

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
NEW_FILE = click.Path(dir_okay=False, path_type=Path)


class _Seconds(click.FloatRange):
    """A number of seconds; not a number is none."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """Refuse what compares with nothing."""
        number = float(super().convert(value, param, ctx))
        if math.isnan(number):
            self.fail(f"{value!r} is not a number of seconds.", param, ctx)
        return number


class _Instant(click.ParamType[datetime]):
    """An instant of whole seconds that says its offset, as UTC."""

    name = "instant"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """Refuse a local time, whose instant nobody knows."""
        from data.grid import YEARS, utc

        try:
            moment = datetime.fromisoformat(value)
        except ValueError:
            moment = None
        if moment is None or moment.tzinfo is None or moment.microsecond:
            self.fail(f"{value!r} is not an instant of whole seconds such as 2020-06-01T09:00:00Z.", param, ctx)
        if not YEARS[0] <= moment.year <= YEARS[1]:
            self.fail(f"{value!r} is out of range: expected a year from {YEARS[0]} to {YEARS[1]}.", param, ctx)
        return utc(value)


INSTANT = _Instant()
SECONDS = _Seconds(min=0.1, max=1_000_000.0)


class _Command(click.Group):
    """Turns what the rooms raise into a message and an exit code."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; problems are for people, one a line, on standard error."""
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, TextIOWrapper):
                stream.reconfigure(errors="backslashreplace")
        try:
            return super().invoke(ctx)
        except InputProblems as error:
            notes = (f"note: {note}" for note in error.notes)
            _fail(*notes, *map(str, error.problems), f"{_count(len(error.problems), 'problem')} found.")
        except ForumError as error:
            _fail(str(error))
        except KeyboardInterrupt:
            _say("Stopped: nothing was written.", err=True)
            raise click.exceptions.Exit(OUT_OF_TIME) from None
        except OSError as error:
            if error.errno == errno.EPIPE:
                raise
            _fail(f"{error.filename or 'The output'} could not be written or read: {error.strerror}.")


class _ListsConflicts(click.Command):
    """Lists in its help what `--conflict` can plant."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write every kind with what it is."""
        from data.samples.conflicts import CONFLICTS

        with formatter.section("Kinds of contradictions"):
            formatter.write_dl(list(CONFLICTS.items()))


def _fail(*lines: str) -> NoReturn:
    for line in lines:
        _say(line, err=True)
    raise click.exceptions.Exit(BAD_INPUT)


def _say(text: str, *, err: bool = False, nl: bool = True) -> None:
    """Print a line, with whatever could play tricks on a terminal made visible.

    What is only said beside the work, on stderr, may get lost with the terminal: the work goes on.
    """
    with suppress(OSError) if err else nullcontext():
        click.echo(harmless(text), err=err, nl=nl)


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"


@click.group(cls=_Command, epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="forum-scheduler", prog_name="forum")
def main() -> None:
    """Plan a virtual forum from the tables in a folder, and publish it right in every time zone."""


@main.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--sample", metavar="NAME", help="Copy a sample instead: wsis-2020, autumn-2020 or village.")
def new(folder: Path, sample: str | None) -> None:
    """Write a commented starter folder, or a sample."""
    from data.samples import copy_sample, copy_starter

    if sample is None:
        copy_starter(folder)
    else:
        copy_sample(sample, folder)
    _say(f"Wrote {folder}. Next: forum check {folder}")


@main.command(cls=_ListsConflicts)
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--scale", type=click.IntRange(1, 100), default=1, show_default=True, help="Times the size of the forum.")
@click.option("--seed", type=int, default=1, show_default=True, help="Another seed, another forum.")
@click.option("--conflict", metavar="KIND", help="Plant a contradiction; conflict.json tells which.")
@click.option(
    "--filled",
    metavar="PERCENT",
    type=click.IntRange(50, 95),
    help="Have so few channels and hours that the sessions, with their set-up, fill so much of them.",
)
def sample(folder: Path, scale: int, seed: int, conflict: str | None, filled: int | None) -> None:
    """Make up a forum of any size, feasible by construction, for trials and benchmarks."""
    from data.samples.generate import make_forum

    if filled is not None and conflict is not None:
        raise click.UsageError("--filled and --conflict do not go together.")
    made = make_forum(folder, scale=scale, seed=seed, conflict=conflict, filled=filled)
    full = f", its channels {100 * made.fullness:.1f} % full" if filled is not None else ""
    _say(f"Wrote {folder}{full}. Next: forum plan {folder}")


@main.command()
@click.argument("folder", type=FOLDER)
@click.option("--json", "as_json", is_flag=True, help="Write problems and notes as JSON.")
def check(folder: Path, as_json: bool) -> None:
    """Read every file of a folder and tell all that is wrong, at once."""
    problems: list[Any] = []
    notes: list[Any] = []
    reading = None
    try:
        reading, _ = _read(folder, contacts=True)
        notes = list(reading.notes)
    except InputProblems as error:
        problems, notes = list(error.problems), list(error.notes)
    if as_json:
        content = {"problems": [asdict(p) for p in problems], "notes": [asdict(n) for n in notes]}
        _say(json.dumps(content, ensure_ascii=True, indent=1))
        raise click.exceptions.Exit(BAD_INPUT if problems else DONE)
    for note in notes:
        _say(f"note: {note}", err=True)
    if problems:
        raise InputProblems(problems)
    assert reading is not None
    programme = reading.programme
    _say(
        f"{folder} reads well: {_count(len(programme.sessions), 'session')},"
        f" {_count(len(programme.occurrences), 'occurrence')} to place,"
        f" {_count(len(programme.people), 'person', 'people')},"
        f" {_count(len(programme.appearances), 'appearance')}; {_count(len(notes), 'note')}."
    )


@main.command()
@click.argument("folder", type=FOLDER)
@click.option(
    "--time-limit",
    type=SECONDS,
    default=60.0,
    show_default=True,
    help="Seconds of search, or solver units with --deterministic.",
)
@click.option("--workers", type=click.IntRange(1, 256), help="Searches side by side [default: one a core, 2 at least].")
@click.option(
    "--seed", type=click.IntRange(0, 2**31 - 1), default=1, show_default=True, help="Another seed, another search."
)
@click.option("--deterministic", is_flag=True, help="Same input and seed, same timetable, on every machine.")
@click.option(
    "--strategy",
    type=click.Choice(("auto", "greedy", "neighbourhoods", "whole")),
    default="auto",
    show_default=True,
    help="A first timetable alone; parts of it made cheaper; all in one model; or what the size suggests.",
)
@click.option("--engine", "engine_name", metavar="ENGINE", default="local", help=ENGINE_HELP)
@click.option("--statistics", "figures", metavar="FILE", type=NEW_FILE, help="Write what the search did as JSON.")
@click.option("--from-scratch", is_flag=True, help="Plan anew although there is a timetable.")
@click.option("--quiet", is_flag=True, help="No progress, no summary.")
def plan(
    folder: Path,
    time_limit: float,
    workers: int | None,
    seed: int,
    deterministic: bool,
    strategy: str,
    engine_name: str,
    figures: Path | None,
    from_scratch: bool,
    quiet: bool,
) -> None:
    """Find a conflict-free timetable and write it to FOLDER/timetable.json.

    Ctrl-C ends the search with the best timetable so far; so does the loss of a cluster, with exit code 4.
    """
    from data.saving import save
    from output.waiting_text import waiting_lines
    from scheduler import (
        STRATEGIES,
        Budget,
        Impossible,
        OutOfTime,
        Planned,
        Statistics,
        Stop,
        choose,
        left_out,
        names_left_out,
        statistics_json,
        summary,
        waiting_list,
    )
    from scheduler import plan as find

    place = folder / "timetable.json"
    if place.exists() and not from_scratch:
        raise click.UsageError(f"{place} is there already; to plan anew and replace it, say --from-scratch.")
    stop = Stop()
    with _stopped_by_signals(stop):
        reading, rules = _read(folder)
        show = _Show(quiet=quiet)
        budget = Budget(time_limit, workers or 0, seed, deterministic)
        elsewhere = engine_name != "local"
        if elsewhere and strategy in ("greedy", "whole"):
            raise click.UsageError(f"--engine is for neighbourhoods; the strategy {strategy} needs none.")
        auto = "neighbourhoods" if elsewhere else choose(reading.programme)
        chosen = next((each for each in STRATEGIES if each == strategy), auto)
        if not quiet:
            number = _count(len(reading.programme.occurrences), "session")
            why = f", for {number}" if strategy == "auto" and not elsewhere else ""
            _say(f"strategy: {chosen}{why}", err=True)
        statistics = Statistics(engine=engine_name)
        hands = workers or os.cpu_count() or 1
        with _telling_bugs(folder, show):
            outcome = find(
                reading.programme,
                reading.policy,
                budget,
                stop=stop,
                tell=show.progress,
                strategy=chosen,
                engine=lambda: _engine(engine_name, hands, stop),
                statistics=statistics,
            )
        show.done()
    if isinstance(outcome, Planned):
        save(place, outcome.timetable.to_json().encode())
    if figures is not None:
        save(figures, statistics_json(statistics, outcome).encode())
    match outcome:
        case Planned():
            if not quiet:
                try:
                    waiting = tuple(waiting_lines(waiting_list(outcome.timetable, rules, short=True)))
                except KeyboardInterrupt:
                    waiting = names_left_out(outcome.timetable)
                with suppress(OSError):
                    _say(f"{summary(outcome, waiting)}\nWrote {place}")
            if outcome.lost:
                _say(outcome.lost, err=True)
                raise click.exceptions.Exit(OUT_OF_TIME)
            raise click.exceptions.Exit(LEFT_OUT if left_out(outcome.timetable) else DONE)
        case Impossible():
            _say_impossible(outcome)
            raise click.exceptions.Exit(IMPOSSIBLE)
        case OutOfTime():
            why = "Stopped" if outcome.stopped else "Out of time"
            _say(f"{why}: no timetable was found, and nothing was written.", err=True)
            raise click.exceptions.Exit(OUT_OF_TIME)


@main.command()
@click.argument("folder", type=FOLDER)
@click.option("--json", "as_json", is_flag=True, help="Write all findings as JSON.")
@click.option("--edits", metavar="FILE.xlsx", type=FILE, help="As the team edited it in programme.xlsx.")
def verify(folder: Path, as_json: bool, edits: Path | None) -> None:
    """Run every check on the timetable as it lies on the disk, hand-edited or not."""
    from data.readers.hand_edits import edited
    from scheduler import cost_line, left_out, names_left_out, placed_lines
    from scheduler import verify as judge

    try:
        reading, rules = _read(folder)
        timetable = _timetable(folder, reading)
        if edits is not None:
            timetable = edited(timetable, _hand_edits(folder, timetable, edits))
    except InputProblems as error:
        if not as_json:
            raise
        _say(json.dumps({"problems": [asdict(p) for p in error.problems]}, ensure_ascii=True, indent=1))
        raise click.exceptions.Exit(BAD_INPUT) from error
    verdict = judge(timetable, rules)
    words = {rule.name: rule for rule in rules}

    def said(finding: Finding) -> str:
        return words[finding.rule].explain(finding, timetable)

    if as_json:
        rows = [
            {
                "rule": finding.rule,
                "hard": finding in verdict.hard,
                "case": finding.case,
                "sessions": finding.sessions,
                "people": finding.people,
                "amount": finding.amount,
                "sentence": said(finding),
            }
            for finding in (*verdict.hard, *verdict.soft)
        ]
        _say(json.dumps({"cost": verdict.cost, "findings": rows}, ensure_ascii=True, indent=1))
    else:
        for finding in verdict.hard:
            _say(f"{finding.rule}: {said(finding)}", err=True)
        for line in placed_lines(timetable, names_left_out(timetable)):
            _say(line)
        _say(cost_line(verdict))
        _say(f"{_count(len(verdict.hard), 'hard finding')}, {_count(len(verdict.soft), 'soft finding')}.")
    missing = LEFT_OUT if left_out(timetable) else DONE
    raise click.exceptions.Exit(BAD_INPUT if verdict.hard else missing)


@main.command()
@click.argument("folder", type=FOLDER)
@click.argument("session", required=False)
@click.option("--at", metavar="TIME", help='What stands against this start, such as "2020-07-14 15:00".')
@click.option("--zone", metavar="ZONE", help="The zone of that time [default: the home zone].")
@click.option("--json", "as_json", is_flag=True, help="Write what is said about SESSION as JSON.")
@click.option("--time-limit", type=SECONDS, default=120.0, show_default=True, help="Seconds of search.")
def explain(
    folder: Path, session: str | None, at: str | None, zone: str | None, as_json: bool, time_limit: float
) -> None:
    """Say why a forum is impossible; or why SESSION is where it is, and what stands against another time."""
    from scheduler import Budget, Impossible, Stop, reasons

    if session is None and (at or zone or as_json):
        raise click.UsageError("--at, --zone and --json go with a session.")
    if zone and not at:
        raise click.UsageError("--zone goes with --at.")
    stop = Stop()
    with _stopped_by_signals(stop):
        reading, rules = _read(folder)
        budget = Budget(time_limit)
        if session is not None:
            timetable = _timetable(folder, reading)
            if at is None:
                _explain_session(timetable, rules, session, budget, stop, as_json=as_json)
            else:
                _explain_at(timetable, rules, session, (at, zone), budget, stop, as_json=as_json)
            return
        outcome = reasons(reading.programme, reading.policy, budget, stop=stop)
    match outcome:
        case None:
            _say("Nothing contradicts: what must be held can be held.")
        case Impossible():
            _say_impossible(outcome)
            raise click.exceptions.Exit(IMPOSSIBLE)
        case _:
            _say("Out of time: it is not known whether the demands can hold together.", err=True)
            raise click.exceptions.Exit(OUT_OF_TIME)


def _explain_session(
    timetable: Timetable, rules: tuple[Rule, ...], session: str, budget: Budget, stop: Stop, *, as_json: bool
) -> None:
    """Print a session's findings, each rule's part in where it is, and its best other starts."""
    from output.waiting_json import waiting_json
    from output.waiting_text import details
    from scheduler import standing, standing_data, standing_lines, waiting_list

    session = _current(timetable.programme, session)
    _require_placeable(timetable, session)
    if session not in timetable.placements:
        found = waiting_list(timetable, rules, about=(session,))
        if as_json:
            _say(waiting_json(found), nl=False)
            return
        _say(f"{session} is left out. Ask about a time with --at to see what stands against it.")
        for line in details(found.requests[0], timetable.programme.forum.zone):
            _say(f"  {line}")
        return
    stands = standing(timetable, rules, session, budget, stop)
    if as_json:
        _say(json.dumps(standing_data(stands, timetable, rules, session), ensure_ascii=True, indent=1))
        return
    for line in standing_lines(stands, timetable, rules, session):
        _say(line)


def _explain_at(
    timetable: Timetable,
    rules: tuple[Rule, ...],
    session: str,
    at: tuple[str, str | None],
    budget: Budget,
    stop: Stop,
    *,
    as_json: bool,
) -> None:
    """Print what stands against a session at a time (with its zone), and what would have to change for it."""
    from data.readers import local_start
    from scheduler import obstacle_data, obstacle_lines, obstacles

    session = _current(timetable.programme, session)
    _require_placeable(timetable, session)
    forum = timetable.programme.forum
    start = local_start(at[0], at[1] or forum.zone, forum)
    found = obstacles(timetable, rules, session, start, budget, stop)
    if as_json:
        _say(json.dumps(obstacle_data(found, timetable, rules, session), ensure_ascii=True, indent=1))
    else:
        for line in obstacle_lines(found, timetable, rules, session):
            _say(line)
    if found.late:
        _say("Out of time: it is not known what would have to move for it.", err=True)
        raise click.exceptions.Exit(OUT_OF_TIME)


def _current(programme: Programme, session: str) -> str:
    """Return the id by which a session or an occurrence is known now, and say so where it was merged into another."""
    current = programme.current_id(session)
    if current != session:
        _say(f"note: {session} was merged into {current}", err=True)
    return current


def _require_placeable(timetable: Timetable, session: str) -> None:
    """Raise ForumError where nothing of this id is to be placed, with the reason."""
    programme = timetable.programme
    if session in programme.occurrence:
        return
    known = programme.session.get(session)
    if known is None:
        raise ForumError(f"There is no session {session} to place in this forum.")
    if session in programme.occurrences_of:
        raise ForumError(f"{session} is held several times; ask about one of {', '.join(known.occurrence_ids)}.")
    if not programme.forum.type[known.type].timed:
        raise ForumError(f"{session} has no time: sessions of type {known.type} stand all the while.")
    raise ForumError(
        f"{session} is not to be held: it is {'cancelled' if known.status == 'cancelled' else 'left out'}."
    )


@main.command("report")
@click.argument("folder", type=FOLDER)
@click.option("--json", "as_json", is_flag=True, help="Write the figures as JSON.")
@click.option("--html", "page", type=click.Path(dir_okay=False, path_type=Path), help="Write one HTML page instead.")
def report_(folder: Path, as_json: bool, page: Path | None) -> None:
    """Tell how fair and how balanced the timetable is: regions, load, coverage, panels, facilitators."""
    from data.report import report
    from data.saving import save
    from output.report_html import report_html
    from output.report_json import report_json
    from output.report_text import report_text

    if as_json and page is not None:
        raise click.UsageError("Either --json or --html, not both.")
    reading, _ = _read(folder)
    figures = report(_timetable(folder, reading))
    if page is not None:
        save(page, report_html(figures))
        _say(f"Wrote {page}")
    else:
        _say(report_json(figures) if as_json else report_text(figures), nl=False)


@main.command()
@click.argument("folder", type=FOLDER)
@click.option("--json", "as_json", is_flag=True, help="Write the list as JSON.")
@click.option("--csv", "table", type=click.Path(dir_okay=False, path_type=Path), help="Write a table instead.")
def waiting(folder: Path, as_json: bool, table: Path | None) -> None:
    """Tell which requests the timetable leaves out, in order of rank, and what keeps each of them out."""
    from data.saving import save
    from output.waiting_csv import waiting_csv
    from output.waiting_json import waiting_json
    from output.waiting_text import waiting_text
    from scheduler import waiting_list

    if as_json and table is not None:
        raise click.UsageError("Either --json or --csv, not both.")
    reading, rules = _read(folder)
    found = waiting_list(_timetable(folder, reading), rules)
    if table is not None:
        save(table, waiting_csv(found))
        _say(f"Wrote {table}")
    else:
        _say(waiting_json(found) if as_json else waiting_text(found), nl=False)


@main.command()
@click.option("--markdown", is_flag=True, help="Write the table of docs/rules.md.")
def rules(markdown: bool) -> None:
    """List the rules: modes, weight and parameters as they are without rules.toml."""
    from constraints.catalogue import markdown_table, text_table

    _say(markdown_table() if markdown else text_table(), nl=False)


@main.command()
@click.argument("folder", type=FOLDER)
@click.option("--out", type=click.Path(path_type=Path), required=True, help="Where the site is written.")
@click.option(
    "--at", metavar="TIME", type=INSTANT, help="When changes are said to be made, such as 2020-06-01T09:00:00Z [now]."
)
@click.option("--pdf", is_flag=True, help="Write programme.pdf too; needs the extra `pdf` of the project.")
@click.option("--new-ledger", is_flag=True, help="Begin a new revisions.json though the site was published before.")
@click.option("--release", "name", metavar="NAME", help="Write the site of this release again, as it was released.")
def publish(folder: Path, out: Path, at: datetime | None, pdf: bool, new_ledger: bool, name: str | None) -> None:
    """Write the programme as a static site, and keep in the folder what was published of it when.

    Once there is a release, this makes a preview of what has changed since: nothing is kept of it.
    """
    from data.readers import read_revisions, released_revisions, releases
    from data.releases import settle_ledger
    from data.revisions import FILE
    from data.saving import save
    from output import earlier, write_site
    from output import publish as render

    _refuse_place(folder, out)
    write_pdf = _pdf_writer() if pdf else None
    ledger = folder / FILE
    if name is not None:
        if at is not None or new_ledger:
            raise click.UsageError("--release goes without --at and --new-ledger.")
        _publish_release(folder, name, out, write_pdf)
        return
    known = releases(folder)
    if new_ledger and (known or ledger.exists()):
        there = f"{ledger} is there already; move it away" if ledger.exists() else "there are releases; move them away"
        raise click.UsageError(f"--new-ledger: {there} to begin a new one.")
    reading, rules = _read(folder)
    timetable = _timetable(folder, reading)
    _refuse_findings(timetable, rules, "Not published")
    revisions = released_revisions(folder, known[-1]) if known else read_revisions(folder)
    if known and settle_ledger(folder, revisions):
        _say(f"note: {ledger} was not that of {known[-1].name}, and is again.", err=True)
    published = render(
        timetable,
        revisions,
        _moment(at, revisions),
        {release.name: release.at for release in known},
        preview=bool(known),
    )
    if not known and earlier(out, published.site) and not ledger.exists() and not new_ledger:
        _fail_without_ledger(out, ledger)
    files = published.files
    if write_pdf:
        files["programme.pdf"] = write_pdf(published.view)
    report = write_site(files, out, published.site, preview=bool(known))
    if not known and published.revisions != revisions:
        save(ledger, published.revisions.to_json().encode("utf-8"))
    _say(
        f"{'Wrote a preview of' if known else 'Published'} {_count(len(timetable.placements), 'occurrence')} to {out}:"
        f" {_files(report)}."
    )
    if known:
        _say(f"{known[-1].name} stays what is published; “forum release” publishes this.")
        return
    _say_unplaced(timetable, published.revisions)


def _say_unplaced(timetable: Timetable, revisions: Revisions) -> None:
    if unplaced := _cancelled_for_want_of_a_place(timetable, revisions):
        which = "1 session is" if len(unplaced) == 1 else f"{len(unplaced)} sessions are"
        _say(f"{which} published as cancelled, for want of a place in the timetable: {', '.join(unplaced)}")


def _publish_release(folder: Path, name: str, out: Path, write_pdf: Callable[[PublicView], bytes] | None) -> None:
    """Write the site of a release again; fail where this version of the software would write it in another way."""
    from data.readers import read_release, released_revisions, releases
    from output import earlier, rebuild, write_site

    _, timetable = read_release(folder, name)
    known = releases(folder)
    upto = known[: [release.name for release in known].index(name) + 1]
    made = rebuild(timetable, released_revisions(folder, upto[-1]), {release.name: release.at for release in upto})
    if made is None:
        _fail(
            f"{name} cannot be published as it was: this version of the software, or its time zone database, writes "
            "calendar entries in another way. Publish it with the version that released it, or make a new release."
        )
    if upto != known and earlier(out, made.site):
        _fail(
            f"{out} holds the site already, and {known[-1].name} is newer than {name}: calendars that have its entries "
            "do not take older ones. Write the older site into a folder of its own."
        )
    if write_pdf:
        made.files["programme.pdf"] = write_pdf(made.view)
    report = write_site(made.files, out, made.site)
    _say(f"Published {name} to {out}: {_files(report)}.")
    if upto != known:
        _say(f"note: {known[-1].name} is newer; calendars that have its entries do not take older ones.", err=True)


def _refuse_place(folder: Path, out: Path) -> None:
    """Refuse a place for the site that holds, or is, a forum folder."""
    inside = folder.resolve()
    if not str(out).strip(" .") or out.resolve() == inside or out.resolve() in inside.parents:
        raise click.UsageError("--out: the site needs a folder of its own, apart from the forum folder.")
    if (out / "forum.toml").exists():
        raise click.UsageError(f"--out: {out} is a forum folder, with files that must not be published.")


def _refuse_findings(timetable: Timetable, rules: tuple[Rule, ...], refused: str) -> int:
    """Fail with the hard findings of a timetable, if there are any; return its cost."""
    from scheduler import verify as judge

    verdict = judge(timetable, rules)
    if verdict.hard:
        words = {rule.name: rule for rule in rules}
        _fail(
            *(f"{finding.rule}: {words[finding.rule].explain(finding, timetable)}" for finding in verdict.hard),
            f"{refused}: {_count(len(verdict.hard), 'hard finding')}.",
        )
    return verdict.cost


def _fail_without_ledger(out: Path, ledger: Path) -> NoReturn:
    _fail(
        f"{out} was published before, but there is no {ledger}. Without it calendars that have the earlier entries "
        "would not take changes, and nothing could be told as moved or cancelled.",
        "Put the file back, from a backup or from where this was published before. To begin a new one on purpose, "
        "or because the first publication was broken off, say --new-ledger.",
    )


def _files(report: Report) -> str:
    """What was done to the files of a site."""
    written, unchanged, removed = map(len, (report.written, report.unchanged, report.removed))
    return f"{written} files written, {unchanged} unchanged, {removed} removed"


def _cancelled_for_want_of_a_place(timetable: Timetable, revisions: Revisions) -> list[str]:
    """The ids of what is to be held, was published once, and is now published as cancelled as it is not placed."""
    asked = timetable.programme.occurrence
    return [
        name
        for name in sorted(revisions.rows)
        if revisions.rows[name].told.cancelled
        and name in asked
        and name not in timetable.placements
        and not asked[name].session.rehearsal_of
    ]


def _pdf_writer() -> Callable[[PublicView], bytes]:
    """Return what writes the PDF; fail where WeasyPrint, or a library that it calls, is not installed."""
    try:
        from output.pdf import programme_pdf
    except ModuleNotFoundError as error:
        if not (error.name or "").startswith("weasyprint"):
            raise
        _fail("--pdf needs WeasyPrint: install this project with its extra, as in: pip install 'forum-scheduler[pdf]'")
    except OSError as error:
        _fail(f"--pdf needs Pango, a library of the system that WeasyPrint calls: {str(error).splitlines()[0]}")
    return programme_pdf


def _parts(ctx: click.Context, param: click.Parameter, value: str) -> tuple[str, ...]:
    """Return the parts of a path of a web server, such as `/2020/`, with or without the slashes around it."""
    if not value.strip("/"):
        return ()
    parts = tuple(value.strip("/").split("/"))
    if any(part in ("", ".", "..") or any(c in "\\?#%:" or not c.isprintable() for c in part) for part in parts):
        raise click.BadParameter(f"{value!r} is not a path such as /2020/.")
    return parts


@main.command()
@click.argument("site", type=FOLDER)
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0 takes any free one.")
@click.option("--path", callback=_parts, default="/", show_default=True, help="Serve below this path, such as /2020/.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Where to listen.")
def serve(site: Path, port: int, path: tuple[str, ...], host: str) -> None:
    """Show a published site as a good web server would, to this machine alone, until Ctrl-C."""
    from output.preview import PreviewServer, PublishedSite, only_here

    server = PreviewServer(PublishedSite(site, path), host, port)
    with suppress(KeyboardInterrupt), server:
        if not only_here(host):
            _say(f"Warning: with --host {host} other machines can read this preview. It is no web server.", err=True)
        _say(f"Serving {site} at {server.address} until Ctrl-C.")
        server.serve_forever()


@main.command("feed-check")
@click.argument("feed", metavar="FILE.ics", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Write the findings as JSON.")
def feed_check(feed: Path, as_json: bool) -> None:
    """Read a calendar feed strictly, ours or anybody's: what standards forbid and what programs stumble over."""
    from output.feed_lint import LARGEST, lint
    from output.feed_report import feed_json, feed_text

    with feed.open("rb") as file:
        content = file.read(LARGEST + 1)
    if len(content) > LARGEST:
        _fail(f"{feed} is larger than {LARGEST // 1_000_000} MB: it was not read.")
    report = lint(content)
    _say(feed_json(report) if as_json else feed_text(report, str(feed)), nl=False)
    raise click.exceptions.Exit(BAD_INPUT if report.errors else DONE)


# ---- intake ----------------------------------------------------------------------------------------------


@main.command("import")
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--into", "folder", metavar="DIR", type=click.Path(path_type=Path), required=True, help="The folder.")
@click.option("--map", "mapping", metavar="MAP.toml", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--zone", metavar="ZONE", default="", help="Of times that say none; home zone of a folder that is begun.")
@click.option("--first-day", metavar="DATE", type=click.DateTime(["%Y-%m-%d"]), help="Of a folder that is begun.")
@click.option("--last-day", metavar="DATE", type=click.DateTime(["%Y-%m-%d"]), help="Of a folder that is begun.")
@click.option("--source", metavar="NAME", default="", help="Name under which the next export is known again.")
@click.option("--gone", type=click.Choice(["cancel", "keep"]), default=None, help="What becomes of rows that are gone.")
@click.option("--pin-times", is_flag=True, help="Take times of the export as fixed starts.")
@click.option("--dry-run", is_flag=True, help="Tell what would become of all rows, and write nothing.")
@click.option("--json", "as_json", is_flag=True, help="Write the report as JSON.")
def import_(
    files: tuple[Path, ...],
    folder: Path,
    mapping: Path | None,
    zone: str,
    first_day: datetime | None,
    last_day: datetime | None,
    source: str,
    gone: str | None,
    pin_times: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Bring exports of other software and answers of forms into a folder; what people wrote in it stays.

    Of a form, --map names the file that says which question becomes what. Where it is not there, one is proposed.
    """
    from data.intake.importing import import_files
    from data.intake.merge import Wishes
    from output.import_report import import_json, import_text
    from scheduler import misfits, policy_problems, rules_in_force

    days = (day.date() if day else None for day in (first_day, last_day))
    merge = import_files(
        files,
        folder,
        Wishes(gone or "", pin_times, zone, *days),
        mapping=mapping,
        source=source,
        dry_run=dry_run,
        refuse=policy_problems,
        misfits=lambda reading: misfits(reading.programme, rules_in_force(reading.policy)),
    )
    if merge is None:
        _say(
            f"{'Would write' if dry_run else 'Wrote'} {mapping}: a proposal of what becomes what. Nothing is imported."
        )
        _say("Look it through, change what is wrong, keep it, and give the same command again.")
        return
    if as_json:
        _say(import_json(merge, written=not dry_run), nl=False)
        return
    _say(import_text(merge), nl=False)
    if not merge.files:
        _say(f"Nothing to write: {folder} has all of it.")
    else:
        _say(f"{'Would write' if dry_run else 'Wrote'} {_count(len(merge.files), 'file')}: {', '.join(merge.files)}")
    if merge.begun and not dry_run:
        _say(f"{folder} is begun: look over forum.toml, which says what was assumed. Next: forum check {folder}")


# ---- releases --------------------------------------------------------------------------------------------


@main.command()
@click.argument("folder", type=FOLDER)
@click.option("--out", type=click.Path(path_type=Path), required=True, help="Where the site is written.")
@click.option("--name", metavar="NAME", help="What the release is called [default: v1.0, then v1.1 and so on].")
@click.option(
    "--at",
    metavar="TIME",
    type=INSTANT,
    help="When it is said to be released, such as 2020-06-01T09:00:00Z [now].",
)
@click.option("--pdf", is_flag=True, help="Write programme.pdf too; needs the extra `pdf` of the project.")
@click.option("--new-ledger", is_flag=True, help="Begin a new revisions.json though the site was published before.")
def release(folder: Path, out: Path, name: str | None, at: datetime | None, pdf: bool, new_ledger: bool) -> None:
    """Freeze the programme and its timetable under FOLDER/releases, and publish it.

    What was broken off is finished by saying the same again.
    """
    from data.readers import read_inputs, read_revisions, released_revisions, releases
    from data.releases import freeze, next_name, same_as, settle_ledger, why_not_named, write_release
    from data.revisions import FILE
    from output import check_site, earlier, rebuild, write_site
    from output import publish as render

    _refuse_place(folder, out)
    write_pdf = _pdf_writer() if pdf else None
    ledger = folder / FILE
    known = releases(folder)
    if new_ledger and (known or ledger.exists()):
        there = f"{ledger} is there already; move it away" if ledger.exists() else "there are releases; move them away"
        raise click.UsageError(f"--new-ledger: {there} to begin a new one.")
    inputs, private = read_inputs(folder)
    reading, rules = _read(folder)
    timetable = _timetable(folder, reading)
    revisions = released_revisions(folder, known[-1]) if known else read_revisions(folder)
    if known and settle_ledger(folder, revisions):
        _say(f"note: {ledger} was not that of {known[-1].name}, and is again.", err=True)
    instants = {each.name: each.at for each in known}
    made = None
    if known and name in (None, known[-1].name) and same_as(known[-1], timetable, inputs):
        made = rebuild(timetable, revisions, instants)
    frozen = None
    if made is None:
        chosen = next_name(known) if name is None else name
        if why := why_not_named(chosen, known):
            raise click.UsageError(f"--name: {chosen!r} is none for a release: {why}.")
        cost = _refuse_findings(timetable, rules, "Not released")
        now = _moment(at, revisions, known)
        made = render(timetable, revisions, now, {**instants, chosen: now})
        if not known and earlier(out, made.site) and not ledger.exists() and not new_ledger:
            _fail_without_ledger(out, ledger)
        frozen = freeze(timetable, made.revisions, inputs, private, name=chosen, at=now, cost=cost, earlier=known)
    if write_pdf:
        made.files["programme.pdf"] = write_pdf(made.view)
    check_site(made.files, out, made.site)
    if read_inputs(folder) != (inputs, private):
        _fail(f"A file of {folder} was changed while it was read: nothing was released. Say it again.")
    if frozen is not None:
        write_release(folder, frozen)
        settle_ledger(folder, made.revisions)
    report = write_site(made.files, out, made.site)
    if frozen is None:
        whole = f"Nothing has changed since {known[-1].name}, which is whole"
        _say(f"{whole}, and so is its site in {out}: {_files(report)}.")
        return
    held = _count(len(timetable.placements), "occurrence")
    _say(f"Released {frozen.release.name} with {held} to {out}: {_files(report)}.")
    _say_unplaced(timetable, made.revisions)


@main.command()
@click.argument("folder", type=FOLDER)
@click.argument("old", metavar="A")
@click.argument("new", metavar="[B]", default="work")
@click.option("--json", "as_json", is_flag=True, help="Write the changes as JSON.")
@click.option("--markdown", is_flag=True, help="Write them as Markdown, for a mail.")
@click.option("--html", "page", type=click.Path(dir_okay=False, path_type=Path), help="Write a page for a browser.")
def diff(folder: Path, old: str, new: str, as_json: bool, markdown: bool, page: Path | None) -> None:
    """Tell what changed from release A to release B; `work`, the default of B, is the folder as it lies."""
    from data.difference import difference
    from data.saving import save
    from output.differences import difference_html, difference_json, difference_markdown, difference_text

    if as_json + markdown + (page is not None) > 1:
        raise click.UsageError("Only one of --json, --markdown and --html.")
    found = difference(_state(folder, old), _state(folder, new))
    if page is not None:
        save(page, difference_html(found, old, new))
        _say(f"Wrote {page}")
        return
    write = difference_json if as_json else difference_markdown if markdown else difference_text
    _say(write(found, old, new), nl=False)


def _state(folder: Path, name: str) -> Timetable:
    """The timetable of a release, or with the name `work` the one of the folder as it lies."""
    from data.readers import read_release
    from data.releases import WORK

    if name == WORK:
        reading, _ = _read(folder)
        return _timetable(folder, reading)
    return read_release(folder, name)[1]


# ---- notices and day sheets ------------------------------------------------------------------------------


@main.command()
@click.argument("folder", type=FOLDER)
@click.option("--day", type=click.DateTime(["%Y-%m-%d"]), required=True, metavar="DATE", help="Such as 2020-09-08.")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), required=True, help="Where it is written.")
def brief(folder: Path, day: datetime, out: Path) -> None:
    """Write the day sheet of the team, to print and as a workbook: what is run when, by whom, with private links."""
    from data.readers import read_contacts
    from data.saving import save_all
    from output.day_sheet import day_sheet
    from output.day_sheet_html import day_sheet_html
    from output.day_sheet_xlsx import day_sheet_xlsx

    _refuse_published(out)
    reading, _ = _read(folder, contacts=True)
    sheet = day_sheet(_timetable(folder, reading), day.date(), read_contacts(folder))
    place = out / f"brief-{sheet.day}"
    files = {place.with_suffix(".html"): day_sheet_html(sheet), place.with_suffix(".xlsx"): day_sheet_xlsx(sheet)}
    save_all(files)
    runs, channels = sum(len(channel.runs) for channel in sheet.channels), len(sheet.channels)
    _say(f"Wrote {' and '.join(map(str, files))}: {_count(runs, 'occurrence')} in {_count(channels, 'channel')}.")
    _say("They hold join links and e-mail addresses: keep them within the team.")


@main.command()
@click.argument("folder", type=FOLDER)
@click.option("--since", metavar="RELEASE", required=True, help="Up to which release people know the programme.")
@click.option("--to", "until", metavar="RELEASE", help="Up to which release they are told of it [default: the newest].")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), required=True, help="A new, empty folder.")
def notices(folder: Path, since: str, until: str | None, out: Path) -> None:
    """Write to each person concerned what changed between two releases: a letter and a calendar file. Sends nothing."""
    from data.difference import difference
    from data.readers import read_contacts, read_release, released_revisions, releases
    from data.saving import save_all
    from output.notices import INDEX, notice_files
    from output.notices import notices as written_to

    _refuse_published(out)
    if out.exists() and any(out.iterdir()):
        raise click.UsageError(f"--out: {out} is not empty, and earlier notices in it could be sent again by mistake.")
    known = {release.name: release for release in releases(folder)}
    _, old = read_release(folder, since)
    name = until or list(known)[-1]
    _, new = read_release(folder, name)
    if known[name].number <= known[since].number:
        raise ForumError(f"{name} was not released after {since}: nobody is to be told.")
    _read(folder, contacts=True)
    ledger = released_revisions(folder, known[name])
    written = written_to(difference(old, new), name, known[name].at, ledger, read_contacts(folder))
    files = notice_files(written)
    save_all({out / path: content for path, content in files.items()})
    _say(f"Wrote {_count(len(written), 'notice')} of what changed from {since} to {name} to {out}; {INDEX} lists them.")
    missing = [notice.key for notice in written if not notice.email]
    if missing:
        _say(f"{_count(len(missing), 'letter')} without an address, as contacts has none: {_few(missing)}.")
    _say("Nothing is sent. They hold join links and e-mail addresses: keep them within the team.")


def _few(names: list[str]) -> str:
    """Name the first of many."""
    return ", ".join(names[:12]) + (f" and {len(names) - 12} more" if len(names) > 12 else "")


def _refuse_published(out: Path) -> None:
    """Refuse to write private files where a site is published."""
    from output import holds_site

    for place in (out.resolve(), *out.resolve().parents):
        if holds_site(place):
            raise click.UsageError(f"--out: {place} is a published site; what is written here is private.")


# ---- replanning ------------------------------------------------------------------------------------------


@main.command()
@click.argument("folder", type=FOLDER)
@click.option(
    "--moves", type=click.IntRange(0, 100_000), help="After mending, move at most so many more for the price."
)
@click.option(
    "--price", type=click.IntRange(0, 1_000_000), help="After mending, move what saves more than its move costs."
)
@click.option("--frozen-until", metavar="TIME", type=INSTANT, help="What was to begin before this instant stays.")
@click.option("--from", "release", metavar="NAME", help="Keep what this release published [default: timetable.json].")
@click.option(
    "--now", "at", metavar="TIME", type=INSTANT, help="From when --price counts the days that are left [now]."
)
@click.option(
    "--time-limit",
    type=SECONDS,
    default=60.0,
    show_default=True,
    help="Seconds of search, or solver units with --deterministic.",
)
@click.option(
    "--seed", type=click.IntRange(0, 2**31 - 1), default=1, show_default=True, help="Another seed, another search."
)
@click.option("--deterministic", is_flag=True, help="Same input and seed, same timetable, on every machine.")
@click.option("--edits", metavar="FILE.xlsx", type=FILE, help="Pin what the team edited in programme.xlsx.")
@click.option("--dry-run", is_flag=True, help="Say what would change, and write nothing.")
def replan(
    folder: Path,
    moves: int | None,
    price: int | None,
    frozen_until: datetime | None,
    release: str | None,
    at: datetime | None,
    time_limit: float,
    seed: int,
    deterministic: bool,
    edits: Path | None,
    dry_run: bool,
) -> None:
    """Mend FOLDER/timetable.json after changes to the forum, and move as few sessions as can be.

    Ctrl-C ends the search with the best answer so far, if there is one.
    """
    from data.deciding import decide
    from data.readers import read_published, read_release
    from data.saving import save_all
    from data.timetable import Timetable
    from scheduler import (
        Budget,
        Impossible,
        OutOfTime,
        Replanned,
        Replanning,
        Stop,
        left_out,
        misfits,
        policy_problems,
        replan_lines,
    )
    from scheduler import replan as mend

    if moves is not None and price is not None:
        raise click.UsageError("Either --moves or --price, not both.")
    if at is not None and price is None:
        raise click.UsageError("--now goes with --price.")
    place = folder / "timetable.json"
    stop = Stop()
    with _stopped_by_signals(stop):
        reading, rules = _read(folder)
        notes: list[InputProblem] = []
        lies: Mapping[str, Placement] | None = None
        pins: tuple[NewDecision, ...] = ()
        if release is None or edits is not None or place.exists():
            lies = read_published(folder, reading.programme, notes)
            pins = _hand_edits(folder, Timetable(reading.programme, lies), edits)
        before = (lies or {}) if release is None else read_release(folder, release)[1].placements
        for note in notes:
            _say(f"note: {note}", err=True)
        files: dict[Path, bytes] = {}
        if pins:
            after = decide(folder, pins, reading.programme, policy_problems)
            reading = after.reading
            files[after.table.path] = after.table.to_bytes()
            refused = tuple(misfits(reading.programme, rules))
            if refused:
                raise InputProblems([after.retold(each) for each in refused])
        now = at or datetime.now(UTC).replace(microsecond=0)
        wishes = Replanning(frozen_until, moves or 0, price, now)
        budget = Budget(time_limit, seed=seed, deterministic=deterministic)
        with _telling_bugs(folder):
            outcome = mend(reading.programme, reading.policy, before, budget, wishes=wishes, stop=stop)
    match outcome:
        case Replanned():
            for line in replan_lines(outcome, rules):
                _say(line)
            if pins or notes or outcome.timetable.placements != lies:
                files[place] = outcome.timetable.to_json().encode()
            if dry_run:
                _say("Nothing was written: --dry-run.")
            elif files:
                save_all(files)
                _say(f"Wrote {' and '.join(map(str, files))}")
            raise click.exceptions.Exit(LEFT_OUT if left_out(outcome.timetable) else DONE)
        case Impossible():
            _say_impossible(outcome)
            raise click.exceptions.Exit(IMPOSSIBLE)
        case OutOfTime():
            why = "Stopped" if outcome.stopped else "Out of time"
            _say(f"{why}: no way to mend the timetable was found, and nothing was written.", err=True)
            raise click.exceptions.Exit(OUT_OF_TIME)


# ---- decisions -------------------------------------------------------------------------------------------


def _deciding(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options that all decisions share."""
    for option in (
        click.option("--time-limit", type=SECONDS, default=60.0, show_default=True, help="Seconds of search."),
        click.option("--json", "as_json", is_flag=True, help="Write the consequences as JSON."),
        click.option("--dry-run", is_flag=True, help="Say what would change, and write nothing."),
        click.option("--reason", default="", help="Why, for the team; kept with the decision."),
    ):
        command = option(command)
    return command


@main.command()
@click.argument("folder", type=FOLDER)
@click.argument("session")
@click.option("--at", metavar="TIME", help='Such as "2020-07-14 15:00" [default: where it is now].')
@click.option("--zone", metavar="ZONE", help="The zone of that time [default: the home zone].")
@click.option("--channel", metavar="CHANNEL", help="Hold it in this channel, or one of this pool.")
@_deciding
def pin(folder: Path, session: str, at: str | None, zone: str | None, channel: str | None, **shared: Any) -> None:
    """Decide when or where SESSION is held, for sure; others make room."""
    from data.deciding import NewDecision

    if zone and not at:
        raise click.UsageError("--zone goes with --at.")

    def decided(timetable: Timetable, known: Mapping[str, Placement]) -> list[NewDecision]:
        forum = timetable.programme.forum
        start = _local(at, zone, forum) if at else None
        if channel is not None and start is None:
            current = _current(timetable.programme, session)
            return [NewDecision(current, "pin", None, channel, shared["reason"])]
        name = _one_occurrence(timetable.programme, session)
        if start is None and name not in known:
            raise ForumError(f"{name} has no place in the timetable: say when it is held, with --at.")
        return [NewDecision(name, "pin", start or known[name].start, channel, shared["reason"])]

    _decide(folder, decided, **shared)


@main.command()
@click.argument("folder", type=FOLDER)
@click.argument("session")
@click.option("--at", metavar="TIME", required=True, help='Such as "2020-07-14 15:00".')
@click.option("--zone", metavar="ZONE", help="The zone of that time [default: the home zone].")
@_deciding
def move(folder: Path, session: str, at: str, zone: str | None, **shared: Any) -> None:
    """Hold SESSION at another time: pin it there, and have others make room."""
    from data.deciding import NewDecision

    def decided(timetable: Timetable, known: Mapping[str, Placement]) -> list[NewDecision]:
        name = _one_occurrence(timetable.programme, session)
        return [NewDecision(name, "pin", _local(at, zone, timetable.programme.forum), None, shared["reason"])]

    _decide(folder, decided, **shared)


@main.command()
@click.argument("folder", type=FOLDER)
@click.argument("first")
@click.argument("second")
@_deciding
def swap(folder: Path, first: str, second: str, **shared: Any) -> None:
    """Hold two sessions each at the other's time, and in its channel where the two are not alike."""
    from data.deciding import NewDecision

    def decided(timetable: Timetable, known: Mapping[str, Placement]) -> list[NewDecision]:
        programme = timetable.programme
        names = [_one_occurrence(programme, name) for name in (first, second)]
        if names[0] == names[1]:
            raise click.UsageError("A session cannot be swapped with itself.")
        for name in names:
            if name not in known:
                raise ForumError(f"{name} has no place in the timetable that could be swapped.")
        there = [known[names[1]], known[names[0]]]
        pools = [programme.forum.channel[each.channel].pool or each.channel for each in there]
        return [
            NewDecision(name, "pin", spot.start, spot.channel if pools[0] != pools[1] else None, shared["reason"])
            for name, spot in zip(names, there, strict=True)
        ]

    _decide(folder, decided, **shared)


@main.command()
@click.argument("folder", type=FOLDER)
@click.argument("session")
@_deciding
def free(folder: Path, session: str, **shared: Any) -> None:
    """Forget where SESSION is fixed; it stays where it is until a plan or a replanning moves it."""
    _decide_of_session(folder, session, "free", **shared)


@main.command()
@click.argument("folder", type=FOLDER)
@click.argument("session")
@_deciding
def cancel(folder: Path, session: str, **shared: Any) -> None:
    """Decide that SESSION, which was announced, is not held; its page and calendar entry say so."""
    _decide_of_session(folder, session, "cancel", **shared)


def _decide_of_session(folder: Path, session: str, action: Action, **shared: Any) -> None:
    """Decide something that needs neither a time nor a channel."""
    from data.deciding import NewDecision

    def decided(timetable: Timetable, known: Mapping[str, Placement]) -> list[NewDecision]:
        return [NewDecision(_current(timetable.programme, session), action, reason=shared["reason"])]

    _decide(folder, decided, **shared)


def _hand_edits(folder: Path, timetable: Timetable, workbook: Path | None) -> tuple[NewDecision, ...]:
    """Return what the team edited by hand in timetable.json, and in a workbook; say each, and what is not taken."""
    from data.clock import local_text
    from data.readers import read_revisions
    from data.readers.hand_edits import timetable_edits, workbook_edits

    found = timetable_edits(folder, timetable).pins
    if workbook is not None:
        edits = workbook_edits(workbook, timetable, read_revisions(folder))
        for note in edits.notes:
            _say(f"note: {note}", err=True)
        again = {pin.session for pin in edits.pins}
        found = (*(pin for pin in found if pin.session not in again), *edits.pins)
    forum = timetable.programme.forum
    for pin in found:
        at = local_text(pin.start, forum.zone) if pin.start else "where it is"
        where = f" in {pin.channel}" if pin.channel else ""
        _say(f"note: {pin.session}: {pin.reason}; held {at}{where}", err=True)
    return found


def _local(at: str, zone: str | None, forum: Forum) -> datetime:
    from data.readers import local_start

    return local_start(at, zone or forum.zone, forum)


def _one_occurrence(programme: Programme, session: str) -> str:
    """Return the id; raise ForumError where it is of nothing that can have a time, with what may be meant."""
    from data.nearest import suggestion

    session = _current(programme, session)
    whole, _, part = session.partition(".")
    known = programme.session.get(whole)
    if known is None:
        raise ForumError(f"There is no session {session} in this forum{suggestion(session, programme.session)}")
    if part and session not in known.occurrence_ids:
        raise ForumError(f"{whole} has no occurrence {session}; it has {', '.join(known.occurrence_ids[:12])}.")
    if not part and len(known.occurrence_ids) > 1:
        raise ForumError(f"{session} is held several times; say one of {', '.join(known.occurrence_ids[:12])}.")
    if not programme.forum.type[known.type].timed:
        raise ForumError(f"{session} has no time: sessions of type {known.type} stand all the while.")
    return session


def _decide(
    folder: Path,
    decided: Callable[[Timetable, Mapping[str, Placement]], list[NewDecision]],
    *,
    reason: str,
    dry_run: bool,
    as_json: bool,
    time_limit: float,
) -> None:
    """Say what decisions bring, and write them with the timetable that follows; or say what stands against them."""
    from data.deciding import decide
    from data.saving import save_all
    from scheduler import (
        Budget,
        Impossible,
        OutOfTime,
        Replanned,
        Stop,
        left_out,
        misfits,
        policy_problems,
        replan,
        replan_lines,
    )
    from scheduler.deciding import consequence_data, decision_line, finding_lines

    stop = Stop()
    with _stopped_by_signals(stop):
        reading, rules = _read(folder)
        timetable = _timetable(folder, reading)
        decisions = decided(timetable, timetable.placements)
        for decision in decisions:
            _require_session(reading.programme, decision.session)
        about = {decision.session for decision in decisions}
        edits = [each for each in _hand_edits(folder, timetable, None) if each.session not in about]
        after = decide(folder, [*edits, *decisions], reading.programme, policy_problems)
        programme = after.reading.programme
        budget = Budget(time_limit)
        outcome: Replanned | Impossible | OutOfTime | None = None
        wrong = tuple(misfits(programme, rules))
        if not wrong:
            with _telling_bugs(folder):
                outcome = replan(programme, after.reading.policy, timetable.placements, budget, stop=stop)
        if isinstance(outcome, Impossible) or outcome is None:
            _refuse_decisions(timetable, rules, decisions, outcome, wrong, budget, stop, as_json=as_json)
    if isinstance(outcome, OutOfTime):
        why = "Stopped" if outcome.stopped else "Out of time"
        _say(f"{why}: no timetable with this was found, and nothing was written.", err=True)
        raise click.exceptions.Exit(OUT_OF_TIME)
    names = [decision.session for decision in decisions]
    if (programme, outcome.timetable.placements) == (reading.programme, timetable.placements):
        if not as_json:
            _say("Nothing was written: this is so already.")
            raise click.exceptions.Exit(LEFT_OUT if left_out(outcome.timetable) else DONE)
        dry_run = True
    if not dry_run:
        content = outcome.timetable.to_json().encode()
        save_all({after.table.path: after.table.to_bytes(), folder / "timetable.json": content})
    if as_json:
        rows = [{"session": each.session, "action": each.action, "channel": each.channel} for each in decisions]
        content_data = {"decisions": rows, **consequence_data(outcome, rules, names), "written": not dry_run}
        _say(json.dumps(content_data, ensure_ascii=True, indent=1))
    else:
        decided_lines = [decision_line(each, timetable) for each in decisions]
        for line in (*decided_lines, *replan_lines(outcome, rules), *finding_lines(outcome, rules, names)):
            _say(line)
        if dry_run:
            _say("Nothing was written: --dry-run.")
        else:
            _say(f"Wrote {after.table.path} and {folder / 'timetable.json'}")
    raise click.exceptions.Exit(LEFT_OUT if left_out(outcome.timetable) else DONE)


def _require_session(programme: Programme, session: str) -> None:
    """Raise ForumError where there is no such session."""
    from data.nearest import suggestion

    if session.partition(".")[0] not in programme.session:
        raise ForumError(f"There is no session {session} in this forum{suggestion(session, programme.session)}")


def _refuse_decisions(
    timetable: Timetable,
    rules: tuple[Rule, ...],
    decisions: list[NewDecision],
    outcome: Impossible | None,
    wrong: tuple[InputProblem, ...],
    budget: Budget,
    stop: Stop,
    *,
    as_json: bool,
) -> NoReturn:
    """Say what stands against decisions, and the nearest times at which each session could be instead."""
    from data.grid import utc_text
    from scheduler import obstacle_data, obstacle_lines, obstacles
    from scheduler.deciding import nearest_line, nearest_starts

    told: list[dict[str, Any]] = []
    for decision in decisions if len(decisions) == 1 else ():
        if decision.start is None or decision.session not in timetable.programme.occurrence:
            continue
        found = obstacles(timetable, rules, decision.session, decision.start, budget, stop)
        near = nearest_starts(timetable, rules, decision.session, decision.start)
        if as_json:
            data = obstacle_data(found, timetable, rules, decision.session)
            told.append({**data, "nearest": [utc_text(start) for start in near]})
            continue
        for line in obstacle_lines(found, timetable, rules, decision.session):
            _say(line, err=True)
        _say(nearest_line(near, decision.session, timetable.programme.forum.zone), err=True)
    alone = [f"{each.found}: {each.expected}" for each in wrong]
    if as_json:
        reasons = [asdict(each) for c in outcome.contradictions for each in c.reasons] if outcome else []
        content = {"possible": False, "obstacles": told, "alone": alone, "reasons": reasons}
        _say(json.dumps(content, ensure_ascii=True, indent=1))
    elif len(decisions) > 1 or decisions[0].start is None:
        for line in alone:
            _say(line, err=True)
        if outcome is not None:
            _say_impossible(outcome)
    _say("Refused: nothing was written.", err=True)
    raise click.exceptions.Exit(IMPOSSIBLE)


# ---- sweep -----------------------------------------------------------------------------------------------


def _varied(ctx: click.Context, param: click.Parameter, values: tuple[str, ...]) -> tuple[Variation, ...]:
    """Return every combination of what is varied."""
    from data.sweep import read_varied, variations

    try:
        return variations([read_varied(value) for value in values])
    except ValueError as error:
        raise click.BadParameter(f"{error}.") from error


@main.command("sweep")
@click.argument("folder", type=FOLDER)
@click.option(
    "--vary",
    "variations",
    multiple=True,
    required=True,
    callback=_varied,
    metavar="WHAT=VALUES",
    help="channels=2..5, fairness=0,1,5, or a rule and its key such as night.weight=100,200; several make a product.",
)
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), required=True, help="Where it is written.")
@click.option(
    "--time-limit",
    type=SECONDS,
    default=30.0,
    show_default=True,
    help="Seconds of search for each plan, or solver units with --deterministic.",
)
@click.option("--seed", type=click.IntRange(0, 2**31 - 1), default=1, show_default=True, help="Of each search.")
@click.option("--deterministic", is_flag=True, help="Same input and seed, same files, on every machine.")
@click.option("--processes", type=click.IntRange(1, 256), help="Plans side by side here [default: one a core].")
@click.option("--engine", "engine_name", metavar="ENGINE", default="local", help=ENGINE_HELP)
@click.option("--keep", is_flag=True, help="Write each plan to SWEEP/NAME/timetable.json too.")
@click.option("--quiet", is_flag=True, help="No progress.")
def sweep_(
    folder: Path,
    variations: tuple[Variation, ...],
    out: Path,
    time_limit: float,
    seed: int,
    deterministic: bool,
    processes: int | None,
    engine_name: str,
    keep: bool,
    quiet: bool,
) -> None:
    """Plan many times with something varied, side by side: a table and a drawing in SWEEP.

    Nothing in the folder is changed. Ctrl-C ends with the plans that are done; so does the loss of a cluster, with exit
    code 4.
    """
    from data.saving import save_all
    from data.sweep import folder_name, name_of
    from output.sweep_plot import sweep_svg
    from output.sweep_table import sweep_csv, sweep_text
    from scheduler import Budget, Stop
    from scheduler.engines import EngineLost
    from scheduler.sweep import kept_timetable, sweep

    if (out / "forum.toml").exists():
        raise click.UsageError(f"--out: {out} is a forum folder.")
    stop = Stop()
    runs: list[Run] = []
    lost: EngineLost | None = None
    with _stopped_by_signals(stop, "Stopping with the plans that are done; once more to stop at once."):
        reading, _ = _read(folder)
        there = (folder / "timetable.json").exists()
        before = dict(_timetable(folder, reading).placements) if there else None
        budget = Budget(time_limit, 1, seed, deterministic)
        hands = min(processes or os.cpu_count() or 1, len(variations))
        with closing(_engine(engine_name, hands, stop)) as engine:
            found = sweep(
                reading.programme, reading.policy, budget, variations, before=before, engine=engine, stop=stop
            )
            try:
                for run in found:
                    runs.append(run)
                    if not quiet:
                        _say(f"{len(runs)} of {len(variations)}: {name_of(run.variation)}: {run.ending}", err=True)
            except EngineLost as error:
                lost = error
    runs.sort(key=lambda run: variations.index(run.variation))
    if lost is not None:
        _say(str(lost), err=True)
    if not runs:
        _say("Stopped: no plan was done, and nothing was written.", err=True)
        raise click.exceptions.Exit(OUT_OF_TIME)
    files = {out / "sweep.csv": sweep_csv(runs), out / "sweep.svg": sweep_svg(runs)}
    for run in runs if keep else ():
        if run.ending == "planned":
            timetable = kept_timetable(reading.programme, reading.policy, run)
            files[out / folder_name(run.variation) / "timetable.json"] = timetable.to_json().encode()
    save_all(files)
    _say(sweep_text(runs), nl=False)
    _say(f"Wrote {out / 'sweep.csv'} and {out / 'sweep.svg'}")
    if len(runs) < len(variations):
        _say(f"Stopped: {len(runs)} of {_count(len(variations), 'combination')} are in them.", err=True)
    if lost is not None:
        raise click.exceptions.Exit(OUT_OF_TIME)
    endings = {run.ending for run in runs}
    if "planned" not in endings:
        raise click.exceptions.Exit(IMPOSSIBLE if endings == {"impossible"} else OUT_OF_TIME)


# ---- what commands share ---------------------------------------------------------------------------------


def _engine(name: str, hands: int, stop: Stop) -> Engine:
    """Return the engine that `--engine` names, with so many hands if it is this machine."""
    from scheduler.engines.named import engine_from

    try:
        return engine_from(name, hands, stop)
    except ValueError as error:
        raise click.BadParameter(f"{error}.", param_hint="--engine") from error


def _moment(at: datetime | None, revisions: Revisions, known: Sequence[Release] = ()) -> datetime:
    """The instant of a publication: the one that was asked for, or now; a second later if there was one just now.

    `known` are the releases so far, the next of which is later than they are.

    Raises ForumError where it, or what the ledger holds already, lies too far ahead of the clock: everything that is
    published later must bear a later instant.
    """
    from data.grid import utc_text
    from data.revisions import FILE

    now = datetime.now(UTC).replace(microsecond=0)
    newest = revisions.newest or now
    if newest > now and (at is None or at < newest):
        raise ForumError(
            f"{FILE}: the last publication was at {utc_text(newest)}, but the clock of this machine says "
            f"{utc_text(now)}. Go on with --at and an instant after that one, or, if it was a mistake, correct it "
            f"wherever it stands in {FILE} (“begun”, “modified”, “at”)."
        )
    if at is not None and at > max(now, newest) + timedelta(days=1):
        raise ForumError(
            f"--at: {utc_text(at)} is more than a day ahead of the clock of this machine, {utc_text(now)}; "
            "nothing could be published before that instant any more."
        )
    if at is not None:
        return at
    last = max([*(release.at for release in known), *([revisions.newest] if revisions.newest else [])], default=None)
    return now + timedelta(seconds=1) if now == last else now


def _read(folder: Path, *, contacts: bool = False) -> tuple[Reading, tuple[Rule, ...]]:
    """Read a folder, and raise with all that is wrong in its files, its rules and its fixed starts."""
    from data.readers import read_forum
    from scheduler import misfits, policy_problems, rules_in_force

    reading = read_forum(folder, contacts=contacts, refuse=policy_problems)
    in_force = rules_in_force(reading.policy)
    problems = tuple(misfits(reading.programme, in_force))
    if problems:
        raise InputProblems(problems, reading.notes)
    return reading, in_force


def _timetable(folder: Path, reading: Reading) -> Timetable:
    """Read a folder's timetable; say what of it is dropped."""
    from data.readers import read_timetable

    notes: list[InputProblem] = []
    timetable = read_timetable(folder, reading.programme, notes)
    for note in notes:
        _say(f"note: {note}", err=True)
    return timetable


def _say_impossible(outcome: Impossible) -> None:
    for contradiction in outcome.contradictions:
        _say("Impossible: these demands cannot hold together.", err=True)
        for rule, reasons in groupby(contradiction.reasons, key=lambda reason: reason.rule):
            told = list(reasons)
            shown = told if len(told) <= ALIKE else told[:2]
            for reason in shown:
                _say(f"  {rule}: {reason.sentence}", err=True)
            if shown is not told:
                rest = ", ".join(reason.case for reason in told[2:])
                _say(f"  {rule}: The same is asked {len(told) - 2} times more, of {rest}.", err=True)
        if not contradiction.minimal:
            _say("  Some of them may not be needed for it: there was no time to find out.", err=True)
        if contradiction.repairs:
            _say("Each of these changes would end it:", err=True)
        else:
            _say("No change was shown to end it in the time there was.", err=True)
        for repair in contradiction.repairs:
            _say(f"  - {repair.words}", err=True)
    if not outcome.all_told:
        _say("There may be more contradictions: there was no time to find out.", err=True)


class _Show:
    """Shows how a search is getting on: one live line on a terminal, now and then a plain line otherwise."""

    def __init__(self, *, quiet: bool) -> None:
        self.quiet = quiet
        self.live = sys.stderr is not None and sys.stderr.isatty()
        self.shown = -10.0
        self.last = ""

    def progress(self, progress: Progress) -> None:
        """Show where the search stands, if there is anything new and it is time."""
        first = progress.stage == "first"
        pause = 0.1 if self.live else 5.0
        if self.quiet or (progress.seconds - self.shown < pause and not first):
            return
        cost = "-" if progress.cost is None else str(progress.cost)
        bound = "-" if progress.bound is None else str(progress.bound)
        gap = "-" if progress.gap is None else f"{100 * progress.gap:.1f} %"
        text = f"placed {progress.placed}  best cost {cost}  bound {bound}  gap {gap}"
        if not self.live and text == self.last:
            return
        self.shown, self.last = progress.seconds, text
        text = f"{text}  {progress.seconds:.1f} s"
        with suppress(OSError):
            click.echo(f"\r\x1b[K{text}" if self.live else text, err=True, nl=not self.live)

    def done(self) -> None:
        """End the live line."""
        if self.live and self.last:
            with suppress(OSError):
                click.echo("\r\x1b[K", err=True, nl=False)


@contextmanager
def _telling_bugs(folder: Path, show: _Show | None = None) -> Iterator[None]:
    """Tell of an answer that the checks refuse, and keep it for whoever mends the software."""
    from data.saving import save
    from scheduler import Disagreement

    try:
        yield
    except Disagreement as error:
        if show is not None:
            show.done()
        kept = folder / "disagreement.json"
        save(kept, error.timetable.to_json().encode())
        _fail(
            f"This is a bug of the software, not of your forum: {error}.",
            f"Nothing was planned. Please report it with the folder; the timetable in question is in {kept}.",
        )


class _stopped_by_signals:  # noqa: N801 - read as `with _stopped_by_signals(stop)`
    """While it is in force, Ctrl-C and a request to terminate set the stop; a second one ends the program.

    So does the end of the terminal, unless the program was begun to outlive it; but that is often told twice.
    """

    def __init__(self, stop: Stop, said: str = "Stopping with the best timetable so far; once more to stop at once."):
        self.stop = stop
        self.said = said
        self.before: dict[signal.Signals, Any] = {}

    def __enter__(self) -> None:
        def handle(number: int, frame: object) -> None:
            if self.stop.is_set() and number in (signal.SIGINT, signal.SIGTERM):
                raise KeyboardInterrupt
            self.stop.set()
            _say(self.said, err=True)

        for name in ("SIGINT", "SIGTERM", "SIGHUP"):
            number = getattr(signal, name, None)
            if number is not None and (name != "SIGHUP" or signal.getsignal(number) != signal.SIG_IGN):
                self.before[number] = signal.signal(number, handle)

    def __exit__(self, *exception: object) -> None:
        for name, handler in self.before.items():
            signal.signal(name, handler)


if __name__ == "__main__":
    main()
