"""The releases of a forum folder, each checked against the digests in its manifest; and what the next one freezes."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from data.problems import ForumError, InputProblem, InputProblems
from data.readers import forum_toml, rules_toml
from data.readers.columns import COLUMNS
from data.readers.folder import json_text, read_forum
from data.readers.publication import template_files
from data.readers.tables import Unreadable, content_of, find_table
from data.releases import FOLDER, INPUTS, digest, release_from_json
from data.revisions import FILE as LEDGER
from data.revisions import revisions_from_json
from data.timetable import timetable_from_json

if TYPE_CHECKING:
    from data.readers.folder import Reading
    from data.releases import Release
    from data.revisions import Revisions
    from data.timetable import Timetable

PRIVATE = ("contacts", "interest")
"""The tables of which a release keeps digests alone."""


def releases(folder: Path) -> tuple[Release, ...]:
    """Return the releases of a forum folder, oldest first; a folder without a manifest is none.

    Raises InputProblems where a manifest is damaged, or one is missing between others.
    """
    top = folder / FOLDER
    if not top.is_dir():
        return ()
    found: list[Release] = []
    problems: list[InputProblem] = []
    for path in sorted(top.glob("*.json")):
        file = f"{FOLDER}/{path.name}"
        if path.name.startswith("."):
            continue
        try:
            release = release_from_json(json_text(path, file), file)
        except InputProblems as error:
            problems += error.problems
            continue
        if release.name != path.stem:
            problems.append(InputProblem(file, 0, "name", release.name, f"expected {path.stem}, as the file is called"))
        found.append(release)
    found.sort(key=lambda release: (release.number, release.name))
    before = ""
    for number, release in enumerate(found, start=1) if not problems else ():
        file = f"{FOLDER}/{release.name}.json"
        if (release.number, release.previous) != (number, before):
            expected = (
                f"expected release number {number}, after {before or 'none'}; is a manifest missing, or one too many?"
            )
            problems.append(InputProblem(file, 0, "number", str(release.number), expected))
            break
        before = release.name
    if problems:
        raise InputProblems(problems)
    return tuple(found)


def find_release(folder: Path, name: str) -> Release:
    """Return the release of that name; raise ForumError where there is none."""
    known = {release.name: release for release in releases(folder)}
    if name not in known:
        there = f"it has {', '.join(known)}" if known else "there is none yet: run “forum release” first"
        raise ForumError(f"{folder} has no release “{name}”; {there}.")
    return known[name]


def read_release(folder: Path, name: str) -> tuple[Reading, Timetable]:
    """Return what a release froze: its tables and settings, and its timetable.

    Raises ForumError where there is no such release, and InputProblems with the name of each of its files that is
    missing, was added or is not as it was frozen.
    """
    release = find_release(folder, name)
    content = _frozen(folder, release)
    reading = read_forum(folder / FOLDER / name / INPUTS)
    file = f"{FOLDER}/{name}/timetable.json"
    return reading, timetable_from_json(content["timetable.json"].decode("utf-8"), reading.programme, file)


def released_revisions(folder: Path, release: Release) -> Revisions:
    """Return the ledger after a release; raise InputProblems where a file of it is not as it was frozen."""
    file = f"{FOLDER}/{release.name}/{LEDGER}"
    return revisions_from_json(_frozen(folder, release)[LEDGER].decode("utf-8"), file)


def _frozen(folder: Path, release: Release) -> dict[str, bytes]:
    """The content of every file of a release, as it was frozen."""
    top = folder / FOLDER / release.name
    found: dict[str, bytes] = {}
    problems = []
    for path, right in release.files.items():
        try:
            found[path] = content_of(top / path)
            wrong = digest(found[path]) != right
        except Unreadable:
            wrong = True
        if wrong:
            there = os.path.lexists(top / path)
            expected = "expected this file as it was frozen; " + ("it has been changed" if there else "it is missing")
            problems.append(InputProblem(f"{FOLDER}/{release.name}/{path}", 0, "", "", expected))
    lying = {each.relative_to(top).as_posix() for each in top.rglob("*") if not each.is_dir()}
    for path in sorted(lying - set(release.files)):
        if not path.rpartition("/")[2].startswith("."):
            expected = "expected no such file; it was added to what was frozen"
            problems.append(InputProblem(f"{FOLDER}/{release.name}/{path}", 0, "", "", expected))
    if problems:
        raise InputProblems(problems)
    return found


def read_inputs(folder: Path) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """Return the content of the files that planning and publishing read, by path in the forum folder; and of PRIVATE.

    What is not there or cannot be read is left out: reading the forum tells of it.
    Raises ForumError where a picture or template lies where a copy of the folder would not find it.
    """
    named = [forum_toml.FILE, rules_toml.FILE, *_publication_files(folder)]
    tables = {name: path for name in COLUMNS if (path := find_table(folder, name, [])) is not None}
    public = [path.name for name, path in tables.items() if name not in PRIVATE]
    private = [path.name for name, path in tables.items() if name in PRIVATE]
    return _contents(folder, [*named, *public]), _contents(folder, private)


def _contents(folder: Path, paths: list[str]) -> dict[str, bytes]:
    found = {}
    for path in paths:
        try:
            found[path] = content_of(folder / path)
        except Unreadable:
            continue
    return found


def _publication_files(folder: Path) -> list[str]:
    """The paths of the pictures and templates that `forum.toml` names."""
    try:
        content = tomllib.loads((folder / forum_toml.FILE).read_text(encoding="utf-8-sig"))
    except (OSError, ValueError, RecursionError):
        return []
    table = content.get("publication")
    said = table if isinstance(table, dict) else {}
    found = []
    for key in ("logo", "templates"):
        name = said.get(key)
        if not isinstance(name, str) or not name.strip():
            continue
        path = PurePosixPath(name.strip())
        if path.is_absolute() or Path(path).is_absolute() or ".." in path.parts:
            raise ForumError(
                f"{forum_toml.FILE}, {key}: read “{name}”; a release needs a path in the forum folder, without “..”."
            )
        top = folder / path
        found += [f"{path}/{each}" for each in template_files(top)] if key == "templates" else [str(path)]
    return found
