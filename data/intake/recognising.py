"""Files that are given to an import, each read by the format that knows it; files of one format together."""

from __future__ import annotations

from dataclasses import dataclass, replace
from hashlib import sha256
from typing import TYPE_CHECKING, Protocol

from data.intake import FORMATS, forms, forum_folder
from data.intake.rows import TABLES
from data.intake.sources import Source
from data.problems import ForumError, InputProblem, InputProblems
from data.readers.tables import Unreadable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from data.intake.mapping import FormMapping
    from data.intake.rows import Intake


class Format(Protocol):
    """A module that reads one format."""

    NAME: str

    def recognises(self, source: Source) -> bool:
        """Whether a file is of this format."""

    def read(self, sources: Sequence[Source], zone: str) -> Intake:
        """Read files of this format together; local times without a zone are of `zone`."""


@dataclass(frozen=True)
class Recognised:
    """Files by the format that reads them: of each known one, those that are answers of a form, and forum folders."""

    known: tuple[tuple[Format, tuple[Source, ...]], ...]
    answers: tuple[Source, ...]
    folders: tuple[Path, ...]

    def read(self, zone: str, mapping: FormMapping | None, name: str = "") -> tuple[Intake, ...]:
        """Read all files; `name` is the name of the source where there is one.

        Raises ForumError for answers without a mapping, and where a name would be that of several sources.
        """
        if self.answers and mapping is None:
            files = ", ".join(source.name for source in self.answers)
            raise ForumError(
                f"{files}: answers of a form are read by a mapping: say --map MAP.toml. Where there is no such file,"
                " one is proposed and written, to be looked through."
            )
        found = [each.read(sources, zone) for each, sources in self.known]
        if self.answers and mapping is not None:
            found.append(forms.read(self.answers, zone, mapping))
        found += [forum_folder.read(folder) for folder in self.folders]
        if name and len(found) != 1:
            raise ForumError("--source: these files are of several sources; import them one by one.")
        return tuple(replace(intake, source=name or intake.source) for intake in found)

    def digests(self, intakes: Sequence[Intake]) -> dict[str, Mapping[str, str]]:
        """Return the SHA-256 of each file by the source that `read` made of it."""
        groups = [*(sources for _, sources in self.known), *([self.answers] if self.answers else [])]
        groups += [
            tuple(Source.of(path) for path in sorted(folder.iterdir()) if path.stem in TABLES and path.is_file())
            for folder in self.folders
        ]
        return {
            intake.source: {source.name: sha256(source.content).hexdigest() for source in sources}
            for intake, sources in zip(intakes, groups, strict=True)
        }


def recognise(paths: Sequence[Path], *, mapped: bool) -> Recognised:
    """Ask each format for each file; `mapped`: there is a mapping for tables that no format knows.

    Raises InputProblems with every file that cannot be read, or that nothing knows.
    """
    found: dict[int, list[Source]] = {}
    answers: list[Source] = []
    folders = tuple(path for path in paths if path.is_dir())
    problems = []
    for path in paths:
        if path in folders:
            continue
        try:
            source = Source.of(path)
            number = next((number for number, each in enumerate(FORMATS) if each.recognises(source)), None)
            if number is not None:
                found.setdefault(number, []).append(source)
            elif forms.recognises(source) or (mapped and _is_table(source)):
                answers.append(source)
            else:
                problems.append(InputProblem(path.name, 0, "", "", _understood(source)))
        except Unreadable as error:
            problems.append(InputProblem(path.name, 0, "", "", str(error)))
    doubled = {path.name for path in paths if sum(path.name == other.name for other in paths) > 1}
    problems += [InputProblem(name, 0, "", "", "expected files of different names") for name in sorted(doubled)]
    if problems:
        raise InputProblems(problems)
    known: list[tuple[Format, tuple[Source, ...]]] = [
        (each, tuple(found[number])) for number, each in enumerate(FORMATS) if number in found
    ]
    return Recognised(tuple(known), tuple(answers), folders)


def _is_table(source: Source) -> bool:
    if source.json is not None or source.xml is not None:
        return False
    try:
        return any(len(row) > 1 for sheet in source.sheets[:1] for row in sheet.rows[:20])
    except Unreadable:
        return False


def _understood(source: Source) -> str:
    names = [each.NAME for each in FORMATS]
    known = f"expected an export of {', '.join(names[:-1])} or {names[-1]}, {forms.NAME}, or {forum_folder.NAME}"
    more = "; if it is a form with headings of its own, say --map MAP.toml" if _is_table(source) else ""
    return known + more
