"""Releases of a programme: what was planned and published, frozen in `releases/NAME/` beside its manifest.

A release is there once its manifest `releases/NAME.json` is: that file is renamed into place last, when the disk has
everything else. A folder without a manifest is what a broken-off release left, and the next one replaces it.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from data.grid import utc, utc_text
from data.json_text import Object, read_object, shown
from data.problems import ForumError, InputProblem, InputProblems
from data.revisions import FILE as LEDGER
from data.saving import keep_names, save, save_all

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from data.revisions import Revisions
    from data.timetable import Timetable

FORMAT = "forum-release/1"
FOLDER = "releases"
INPUTS = "inputs"
"""The folder within a release that holds the copies of the tables and settings."""
TIMETABLE = "timetable.json"
WORK = "work"
"""What the folder as it lies is called where a release could be named; so no release is called that."""
ATTRIBUTES = ".gitattributes"
"""Keeps git from changing line ends in releases (gitattributes(5)), by which digests would not fit any more."""

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_USUAL = re.compile(r"v([0-9]{1,9})\.([0-9]{1,9})")
_DIGEST = re.compile(r"[0-9a-f]{64}")
_DEVICE = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Release:
    """The manifest of a release.

    `number` counts releases from 1, `at` is the UTC instant of its publication, `previous` the name of the release
    before it, empty for the first. `counts` are numbers of what is in it by name, `cost` is that of its timetable.
    `files` are the SHA-256 digests of everything in its folder, by path in it; `private` those of the tables that are
    not copied there, by file name.
    """

    name: str
    number: int
    at: datetime
    previous: str
    forum: str
    cost: int
    counts: Mapping[str, int]
    files: Mapping[str, str]
    private: Mapping[str, str]

    def to_json(self) -> str:
        """Write the manifest as JSON, a line for each digest in the order of paths, ending with a line break."""
        content = {
            "format": FORMAT,
            "name": self.name,
            "number": self.number,
            "at": utc_text(self.at),
            "previous": self.previous,
            "forum": self.forum,
            "cost": self.cost,
            "counts": dict(sorted(self.counts.items())),
            "files": dict(sorted(self.files.items())),
            "private": dict(sorted(self.private.items())),
        }
        return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


@dataclass(frozen=True, slots=True)
class Frozen:
    """A release that is to be written: its manifest, and the content of its folder by path in it."""

    release: Release
    files: Mapping[str, bytes]


def digest(content: bytes) -> str:
    """Return the SHA-256 of a file's content, as `sha256sum` writes it."""
    return hashlib.sha256(content).hexdigest()


def next_name(earlier: Sequence[Release]) -> str:
    """Return the name of the next release: `v1.0` first, then the newest `vN.M` with another M."""
    for release in reversed(earlier):
        usual = _USUAL.fullmatch(release.name)
        if usual:
            number = int(usual[2]) + 1
            taken = {each.name.casefold() for each in earlier}
            while f"v{usual[1]}.{number}" in taken:
                number += 1
            return f"v{usual[1]}.{number}"
    return "v1.0"


def why_not_named(name: str, earlier: Sequence[Release]) -> str:
    """Return why the next release cannot have this name; empty where it can."""
    if not _NAME.fullmatch(name) or name.endswith(".") or name.casefold().endswith(".json"):
        return (
            "a name is of letters (A to Z), digits, “.”, “-” and “_”, at most 64; it begins with a letter or digit, "
            "and does not end with “.” or “.json”"
        )
    if name.casefold() == WORK:
        return f"“{WORK}” means the folder as it lies"
    if _DEVICE.fullmatch(name):
        return "this is the name of a device of Windows"
    other = next((each.name for each in earlier if each.name.casefold() == name.casefold()), "")
    return f"there is a release {other} already, and a release is never changed" if other else ""


def freeze(
    timetable: Timetable,
    revisions: Revisions,
    inputs: Mapping[str, bytes],
    private: Mapping[str, bytes],
    *,
    name: str,
    at: datetime,
    cost: int,
    earlier: Sequence[Release],
) -> Frozen:
    """Return the next release after the `earlier` ones, oldest first.

    `revisions` is the ledger after its publication; `inputs` are the files that planning and publishing read, by path
    in the forum folder, and `private` those of which digests alone are kept.
    Raises ForumError where it cannot have that name, or lies before the newest one.
    """
    if why := why_not_named(name, earlier):
        raise ForumError(f"No release “{name}”: {why}.")
    if earlier and at <= earlier[-1].at:
        last = earlier[-1]
        raise ForumError(f"{last.name} is of {utc_text(last.at)}; the next release is later than that.")
    files = {
        TIMETABLE: timetable.to_json().encode("utf-8"),
        LEDGER: revisions.to_json().encode("utf-8"),
        **{f"{INPUTS}/{path}": content for path, content in inputs.items()},
    }
    programme = timetable.programme
    release = Release(
        name=name,
        number=len(earlier) + 1,
        at=at,
        previous=earlier[-1].name if earlier else "",
        forum=programme.forum.name,
        cost=cost,
        counts={
            "appearances": len(programme.appearances),
            "people": len(programme.people),
            "placed": len(timetable.placements),
            "sessions": len(programme.sessions),
        },
        files={path: digest(content) for path, content in files.items()},
        private={file: digest(content) for file, content in private.items()},
    )
    return Frozen(release, files)


def same_as(release: Release, timetable: Timetable, inputs: Mapping[str, bytes]) -> bool:
    """Return whether a release is of just this timetable and these inputs; its private tables do not count."""
    there = {TIMETABLE: timetable.to_json().encode("utf-8"), **{f"{INPUTS}/{path}": c for path, c in inputs.items()}}
    return {path: each for path, each in release.files.items() if path != LEDGER} == {
        path: digest(content) for path, content in there.items()
    }


def write_release(folder: Path, frozen: Frozen) -> None:
    """Write a release into a forum folder: all its files, then, once the disk has them, its manifest.

    Raises ForumError where the disk refuses; then there is no such release.
    """
    top = folder / FOLDER
    place = top / frozen.release.name
    try:
        if place.is_symlink() or place.is_file():
            place.unlink()
        elif place.exists():
            shutil.rmtree(place)
        files = {place / path: content for path, content in frozen.files.items()}
        if not (top / ATTRIBUTES).exists():
            files[top / ATTRIBUTES] = b"* -text\n"
        save_all(files)
        inner = {parent for path in files for parent in path.parents if parent.is_relative_to(top)}
        for each in sorted(inner, key=lambda path: len(path.parts), reverse=True):
            keep_names(each)
        keep_names(folder)
        save(top / f"{frozen.release.name}.json", frozen.release.to_json().encode("utf-8"))
        keep_names(top)
    except OSError as error:
        raise ForumError(f"{error.filename or place} could not be written: {error.strerror or error}.") from error


def settle_ledger(folder: Path, revisions: Revisions) -> bool:
    """Make the ledger of a forum folder that of its newest release; return whether it was another, or none."""
    place = folder / LEDGER
    content = revisions.to_json().encode("utf-8")
    if place.is_file() and not place.is_symlink() and place.read_bytes() == content:
        return False
    save(place, content)
    return True


def release_from_json(text: str, file: str) -> Release:
    """Read back what `Release.to_json` wrote; raise InputProblems with everything that cannot be so."""
    content = read_object(text, file, FORMAT)
    problems = [InputProblem(file, 0, key, key, "expected this key once") for key in content.repeated]
    for key in sorted(set(content) - {"format", *_FIELDS}):
        problems.append(InputProblem(file, 0, key, key, "expected no such key"))
    for key, (right, expected) in _FIELDS.items():
        if not right(content.get(key)):
            problems.append(InputProblem(file, 0, key, shown(content.get(key)), expected))
    if problems:
        raise InputProblems(problems)
    return Release(**{key: content[key] for key in _FIELDS if key != "at"}, at=utc(content["at"]))


def _is_instant(value: Any) -> bool:
    try:
        return isinstance(value, str) and utc_text(utc(value)) == value
    except ValueError:
        return False


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _are_digests(value: Any) -> bool:
    """Whether each key is a path in a folder, without a way out of it, and each value a digest."""
    return isinstance(value, Object) and all(
        all(part not in ("", ".", "..") and not set(part) & set("\\:\0") for part in path.split("/"))
        and isinstance(each, str)
        and _DIGEST.fullmatch(each)
        for path, each in value.items()
    )


def _are_frozen(value: Any) -> bool:
    return _are_digests(value) and {TIMETABLE, LEDGER} <= set(value)


_FIELDS: Mapping[str, tuple[Callable[[Any], object], str]] = {
    "name": (lambda value: isinstance(value, str) and not why_not_named(value, ()), "expected the name of a release"),
    "number": (lambda value: _is_count(value) and value > 0, "expected a whole number, 1 or more"),
    "at": (_is_instant, "expected an instant such as 2020-06-01T09:00:00Z"),
    "previous": (lambda value: isinstance(value, str), "expected the name of the release before, or an empty text"),
    "forum": (lambda value: isinstance(value, str), "expected the name of the forum"),
    "cost": (_is_count, "expected a whole number, 0 or more"),
    "counts": (
        lambda value: isinstance(value, Object) and all(_is_count(each) for each in value.values()),
        "expected numbers by name",
    ),
    "files": (_are_frozen, f"expected digests (SHA-256) by path, {TIMETABLE} and {LEDGER} among them"),
    "private": (_are_digests, "expected digests (SHA-256) by file name"),
}
