"""The table `people`: each row a person, the zone from the country where the row does not say it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from data.nearest import suggestion
from data.programme import Person
from data.readers import cells
from data.zone_names import country_zone, why_no_zone

if TYPE_CHECKING:
    from data.readers.forum_toml import Frame
    from data.readers.tables import Row, Table

_at_least_one = cells.number(1)


def read_people(table: Table, frame: Frame) -> tuple[list[Person], set[str]]:
    """Read the people with all problems, and a note on everyone whose zone is not known.

    Also returns the ids of rows that stand for a person but cannot be taken.
    """
    people: list[Person] = []
    refused: set[str] = set()
    for row in table.rows:
        person = _person(row, frame)
        if person.id:
            people.append(person)
        else:
            refused.add(row.text("id"))
    return people, refused


def _person(row: Row, frame: Frame) -> Person:
    country = row.read("country", cells.text, "")
    zone = row.read("zone", cells.time_zone, None)
    if zone is None and "zone" not in row.wrong:
        zone = country_zone(country) if country else None
        if zone is None:
            reason = why_no_zone(country) if country else "no zone and no country"
            expected = f"zone unknown ({reason}): rules about the person's own clock do not count"
            row.problem("zone", "", expected, note=True)
    return Person(
        id=row.read("id", cells.identifier, ""),
        name=row.read("name", cells.text, ""),
        origin=row.origin,
        organisation=row.read("organisation", cells.text, ""),
        country=country,
        zone=zone,
        stakeholder_type=row.read("stakeholder_type", cells.text, ""),
        nominated_by=row.read("nominated_by", cells.text, ""),
        themes=row.read_list("themes", cells.text),
        languages=row.read_list("languages", cells.language),
        region=_region(row, frame, zone),
        cannot=row.read_list("cannot", partial(frame.dates.times, name=zone or frame.forum.zone)),
        most_a_day=row.read("most_a_day", _at_least_one, None),
        most_a_week=row.read("most_a_week", _at_least_one, None),
        merged_ids=row.read_list("merged_ids", cells.identifier),
    )


def _region(row: Row, frame: Frame, zone: str | None) -> str:
    """The audience region that the row says, or the only one that names the person's zone."""
    regions = frame.forum.comfort.regions
    said = row.read("region", cells.text, "")
    if said and "regions" in frame.known and said not in {region.name for region in regions}:
        known = tuple(region.name for region in regions)
        row.problem("region", said, f"expected an audience region{suggestion(said, known)}")
    naming = [region.name for region in regions if zone in region.zones]
    return said or (naming[0] if len(naming) == 1 else "")
