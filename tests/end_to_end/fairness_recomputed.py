"""Works the regions' figures of `forum report` out anew, from timetable.json and the tables of a folder alone.

    python fairness_recomputed.py FOLDER < report.json

It shares nothing with the software: no import, no reader; every minute is looked at by itself, by the clock of each
zone, in fractions. It reads CSV tables as the samples have them. Each figure that differs is one line; then the exit
code is 1.
"""

from __future__ import annotations

import csv
import json
import sys
import tomllib
import zoneinfo
from datetime import datetime, timedelta
from fractions import Fraction
from functools import cache
from importlib.resources import files
from math import floor
from pathlib import Path


def table(folder, name):
    """The rows of a CSV table of the folder."""
    place = folder / f"{name}.csv"
    if not place.exists():
        return []
    with place.open(encoding="utf-8-sig", newline="") as file:
        return [{key.strip(): (value or "").strip() for key, value in row.items()} for row in csv.DictReader(file)]


@cache
def zone(name):
    """A zone of the pinned database, not the machine's."""
    with files("tzdata").joinpath("zoneinfo", *name.split("/")).open("rb") as file:
        return zoneinfo.ZoneInfo.from_file(file, name)


def geography():
    """The names of the zones of each country, by the tables of the time zone database."""
    tables = files("tzdata").joinpath("zoneinfo")
    lines = {
        name: [line.split("\t") for line in (tables / name).read_text("utf-8").splitlines() if line[:1] != "#"]
        for name in ("iso3166.tab", "zone.tab")
    }
    names = dict(lines["iso3166.tab"])
    found = {}
    for code, _, name, *_ in lines["zone.tab"]:
        found.setdefault(names[code], []).append(name)
    return found


COUNTRIES = geography()
OTHER_CITIES = {"Geneva": "Europe/Zurich"}


def zone_of(row):
    """The name of a person's zone: as it is said, else the only one of the country; None where neither tells."""
    said = row["zone"]
    if not said:
        zones = COUNTRIES.get(row["country"], ())
        return zones[0] if len(zones) == 1 else None
    if "/" in said:
        return said
    cities = [
        name for zones in COUNTRIES.values() for name in zones if name.rpartition("/")[2] == said.replace(" ", "_")
    ]
    found = [OTHER_CITIES[said]] if said in OTHER_CITIES else cities or COUNTRIES.get(said, [])
    if len(set(found)) != 1:
        sys.exit(f"no zone found for “{said}”: {sorted(found)}")
    return found[0]


def minute_of_day(text):
    return int(text[:2]) * 60 + int(text[3:5])


def uncomfortable(frame, start, first, last, name):
    """How many of the minutes first to last after the start are outside comfortable hours in a zone."""
    begin, end = (minute_of_day(clock) for clock in frame["comfort"]["day"].split("-"))
    count = 0
    for number in range(first, last):
        local = (start + timedelta(minutes=number)).astimezone(zone(name))
        now = local.hour * 60 + local.minute
        comfortable = begin <= now < end if begin < end else now >= begin or now < end
        count += not comfortable
    return count


def home_region(frame, person):
    """The region that the row says, or the only one that names the person's zone."""
    if person.get("region"):
        return person["region"]
    naming = [region["name"] for region in frame["comfort"]["regions"] if zone_of(person) in region["zones"]]
    return naming[0] if len(naming) == 1 else ""


def recomputed(folder):
    """For each region: the minutes of all sessions, and the minutes of each week by its Monday."""
    frame = tomllib.loads((folder / "forum.toml").read_text("utf-8"))
    regions = frame["comfort"]["regions"]
    lengths = {kind["id"]: kind["duration"] for kind in frame["types"]}
    sessions = {row["id"]: row for name in ("requests", "sessions") for row in table(folder, name)}
    people = {row["id"]: row for row in table(folder, "people")}
    appearances = table(folder, "appearances")
    found = {region["name"]: [0, {}] for region in regions}
    placements = json.loads((folder / "timetable.json").read_text("utf-8"))["placements"]
    for placement in placements:
        name = placement["session"] if placement["session"] in sessions else placement["session"].rpartition(".")[0]
        session = sessions[name]
        start = datetime.fromisoformat(placement["start"])
        length = int(session["duration"] or lengths[session["type"]])
        targets = [text.strip() for text in session["target_regions"].split(";") if text.strip()]
        addressed = [region for region in regions if not targets or region["name"] in targets]
        whole = sum(Fraction(str(region["share"])) for region in addressed)
        day = start.astimezone(zone(frame["forum"]["zone"])).date()
        monday = str(day - timedelta(days=day.weekday()))
        parts = [
            (row["person"], row["role"], int(row["from_minute"] or 0), int(row["to_minute"] or length))
            for row in appearances
            if row["session"] == name and row["presence"] != "optional"
        ]
        parts += [(person, "facilitator", 0, length) for person in placement.get("facilitators", [])]
        for region in regions:
            minutes = 0
            if region in addressed:
                away = [uncomfortable(frame, start, 0, length, each) for each in region["zones"]]
                part = Fraction(str(region["share"])) / whole * Fraction(sum(away), len(away))
                minutes = floor(part + Fraction(1, 2))
            for person, role, first, last in parts:
                row = people[person]
                own = zone_of(row)
                if own is not None and home_region(frame, row) == region["name"]:
                    twice = role in ("moderator", "host", "facilitator")
                    minutes += (1 + twice) * uncomfortable(frame, start, first, last, own)
            found[region["name"]][0] += minutes
            weeks = found[region["name"]][1]
            weeks[monday] = weeks.get(monday, 0) + minutes
    return found, len(placements)


def differences(folder, report):
    """Every figure of the report's regions that is not what this script finds, as a sentence."""
    found, held = recomputed(folder)
    if [region["region"] for region in report["regions"]] != list(found):
        yield f"regions: {[region['region'] for region in report['regions']]}, not {list(found)}"
        return
    for region in report["regions"]:
        minutes, weeks = found[region["region"]]
        expected = {
            "minutes": minutes,
            "mean": round(minutes / held, 2) if held else 0,
            "by_week": [weeks.get(week["monday"], 0) for week in report["weeks"]],
        }
        for key, value in expected.items():
            if region[key] != value:
                yield f"{region['region']}: {key} is {region[key]}, not {value}"


def main():
    told = list(differences(Path(sys.argv[1]), json.load(sys.stdin)))
    print("\n".join(told) or "The regions' figures are the same.")
    sys.exit(1 if told else 0)


if __name__ == "__main__":
    main()
