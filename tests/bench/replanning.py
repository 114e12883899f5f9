"""Measures replanning: the sample and a forum ten times as large after one channel is lost on their busiest day."""

from __future__ import annotations

import json
import re
import shutil
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

from tests.bench.measuring import Figure, forum
from tests.bench.publishing import planted


def replanning(folder: Path, place: Path) -> list[Figure]:
    """Seconds of `forum replan`; `place` is the sample with a timetable."""
    return [
        _after_a_lost_channel_day(folder / "replanned", place, "replan after a lost channel-day", 5),
        _after_a_lost_channel_day(folder / "replanned-10", planted(folder, 10), "the same at --scale 10", 30),
    ]


def _after_a_lost_channel_day(folder: Path, place: Path, what: str, target: int) -> Figure:
    shutil.copytree(place, folder)
    day = lose_a_channel_day(folder)
    run = forum("replan", folder)
    moved = re.search(r"^Mending took .*$", run.stdout, re.MULTILINE)
    return Figure(what, run.seconds, target, "s", f"{day}: {moved[0] if moved else 'nothing had to change'}")


def lose_a_channel_day(folder: Path) -> date:
    """Take one channel, and its share of the sessions of a day, from the busiest day of the weekly programme."""
    text = (folder / "forum.toml").read_text("utf-8")
    entry = re.search(r'^\[\[periods\]\]\nid = "weekly"\n(?:.+\n)+', text, re.MULTILINE)[0]
    first, last = (date.fromisoformat(re.search(rf"{key} = (\S+)", entry)[1]) for key in ("first_day", "last_day"))
    rows = json.loads((folder / "timetable.json").read_text("utf-8"))["placements"]
    begun = Counter(date.fromisoformat(row["start"][:10]) for row in rows)
    day = max((each for each in begun if first < each < last), key=lambda each: (begun[each], each))
    channels, a_day = (int(re.search(rf"^{key} = (\d+)", entry, re.MULTILINE)[1]) for key in ("channels", "per_day"))

    def part(suffix: str, begin: date, end: date) -> str:
        changed = re.sub(r"first_day = \S+", f"first_day = {begin}", entry)
        changed = re.sub(r"last_day = \S+", f"last_day = {end}", changed)
        return changed.replace('id = "weekly"', f'id = "weekly{suffix}"')

    fewer = part("-on", day, day).replace(f"channels = {channels}", f"channels = {channels - 1}")
    fewer = fewer.replace(f"per_day = {a_day}", f"per_day = {min(a_day, begun[day]) * (channels - 1) // channels}")
    before, after = day - timedelta(days=1), day + timedelta(days=1)
    entries = "\n".join((part("", first, before), fewer, part("-then", after, last)))
    (folder / "forum.toml").write_text(text.replace(entry, entries), "utf-8")
    sessions = folder / "sessions.csv"
    named = sessions.read_text("utf-8").replace(",weekly,", ",weekly; weekly-on; weekly-then,")
    sessions.write_text(named, "utf-8")
    return day
