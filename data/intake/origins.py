"""The zones of people who are imported, and `imports/zones.csv`, where the team decides on doubtful ones."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from data.editing import EditedTable
from data.intake.state import FOLDER
from data.intake.whereabouts import whereabouts
from data.problems import InputProblem
from data.zone_names import UnclearZone, country_zone, named_zone

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

TABLE = "zones"
COLUMNS = ("id", "name", "country", "city", "zone", "confidence", "reason", "decision")


@dataclass(frozen=True, slots=True)
class Doubt:
    """Somebody whose zone somebody should decide on: the cells of the row of `imports/zones.csv`."""

    id: str
    cells: Mapping[str, str]


class Origins:
    """What was decided about the zones of people."""

    def __init__(self, folder: Path) -> None:
        self.table = EditedTable.read(folder / FOLDER, TABLE, COLUMNS)
        self.wrong: list[InputProblem] = []
        self._decided: dict[str, str] = {}
        for index, row in enumerate(self.table.rows):
            if decision := row.get("decision", ""):
                try:
                    self._decided[row.get("id", "")] = named_zone(decision)
                except UnclearZone as error:
                    number, file = self.table.number(index), f"{FOLDER}/{self.table.path.name}"
                    self.wrong.append(InputProblem(file, number, "decision", decision, str(error)))

    def zone(self, person: str, cells: Mapping[str, str]) -> tuple[str, Doubt | None]:
        """Return the zone to write for a person, and what is to be decided about it.

        Empty where nobody can know it, and where the country says it by itself.
        """
        country, city = cells.get("country", ""), cells.get("city", "")
        found = whereabouts(cells.get("zone", ""), country, city)
        doubt = None
        if found.confidence in ("doubtful", "unknown"):
            words = (person, cells.get("name", ""), country, city, found.zone or "", found.confidence, found.reason)
            doubt = Doubt(person, dict(zip(COLUMNS, words, strict=False)))
        if person in self._decided:
            return self._decided[person], doubt
        if "zone" in cells:
            return cells["zone"], doubt
        if doubt is not None or found.zone is None or (country and country_zone(country) == found.zone):
            return "", doubt
        return found.zone, None

    def note(self, doubts: Mapping[str, Doubt]) -> EditedTable:
        """Write down all doubts; what is decided stays."""
        places = {row.get("id", ""): index for index, row in enumerate(self.table.rows)}
        for name, doubt in doubts.items():
            index = places[name] if name in places else self.table.append({"id": name})
            for column in COLUMNS[1:-1]:
                self.table.set(index, column, doubt.cells.get(column, ""))
        return self.table
