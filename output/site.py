"""Puts a published site on the disk: each file whole or not at all, and nothing of others replaced."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from data.problems import ForumError
from data.saving import BEGUN, save, save_all

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

MANIFEST = ".forum-site.json"
"""The file in the site that names its address and every file that publishing wrote there."""

FORMAT = "forum-site/1"


@dataclass(frozen=True, slots=True)
class Report:
    """What publishing did, by path in the site, sorted: files written, left as they were, removed."""

    written: tuple[str, ...]
    unchanged: tuple[str, ...]
    removed: tuple[str, ...]


def write_site(files: Mapping[str, bytes], target: Path, site: str = "", *, preview: bool = False) -> Report:
    """Make the folder `target` hold these files (path with `/` -> content), and remove what it wrote before.

    A file that is as it should be is not touched; every other is written beside its place and renamed into
    it, `index.html` last. What an earlier publishing did not write is never deleted or replaced.
    `site` is the address of the site, which is kept with its files, as is whether they are a `preview`; empty where
    it has none.
    Raises ForumError, with nothing changed, where `check_site` does; and where the disk refuses, with every file in
    place either the old or the new one.
    """
    plan = _planned(files, target, site, preview=preview)
    previous, ours = set(plan.kept.names), set(plan.ours)
    new = _manifest(ours, site, preview=preview)
    try:
        target.mkdir(parents=True, exist_ok=True)
        if plan.changed or not _holds(target / MANIFEST, new):
            save(target / MANIFEST, _manifest(previous | ours, site, preview=preview))
        save_all({target / name: files[name] for name in plan.changed})
        for name in plan.gone:
            _remove(target, name)
        if not _holds(target / MANIFEST, new):
            save(target / MANIFEST, new)
    except OSError as error:
        raise _refused(target, error) from error
    return Report(tuple(sorted(plan.changed)), tuple(sorted(plan.same)), tuple(plan.gone))


def check_site(files: Mapping[str, bytes], target: Path, site: str = "", *, preview: bool = False) -> None:
    """Raise ForumError where `write_site` would, with nothing changed.

    That is where a file that publishing did not write is in the way, a path leads out of the folder, it holds the site
    of another address, or a preview would replace what is no preview.
    """
    _planned(files, target, site, preview=preview)


@dataclass(frozen=True, slots=True)
class _Kept:
    """What the manifest says: paths that were written, the address of the site, whether it is a preview."""

    names: frozenset[str] = frozenset()
    site: str = ""
    preview: bool = False


@dataclass(frozen=True, slots=True)
class _Plan:
    """What is to be done: files to write in this order, those that are right already, ours of both, those to remove."""

    kept: _Kept
    changed: tuple[str, ...]
    same: frozenset[str]
    ours: frozenset[str]
    gone: tuple[str, ...]


def _planned(files: Mapping[str, bytes], target: Path, site: str, *, preview: bool) -> _Plan:
    names = sorted(files, key=lambda name: (name == "index.html", name))
    bad = [name for name in names if not inside(name)]
    if bad:
        raise ForumError(f"not a path inside the site: {_listed(bad)}")
    try:
        return _compared(files, names, target, site, preview=preview)
    except OSError as error:
        raise _refused(target, error) from error


def _refused(target: Path, error: OSError) -> ForumError:
    return ForumError(f"could not write the site: {error.filename or target}: {error.strerror or error}")


def _compared(files: Mapping[str, bytes], names: list[str], target: Path, site: str, *, preview: bool) -> _Plan:
    held = earlier(target, site)
    kept = _kept(target)
    previous = kept.names
    if preview and held and not kept.preview:
        raise ForumError(
            f"{target} holds the site as it was published; this is a preview of changes that are not released. Write "
            "it into a folder of its own"
        )
    same = {name for name in names if _holds(target / name, files[name])}
    foreign = [name for name in names if name not in same and name not in previous and _taken(target, name)]
    if foreign:
        raise ForumError(
            f"{target}: publishing did not write {_listed(foreign)} and would have to replace what is there; "
            "move it away, or publish into another folder"
        )
    blocked = [name for name in names if _blocked(target, name)]
    if blocked:
        raise ForumError(f"{target}: a file or a link is in the way of {_listed(blocked)}")
    ours = {name for name in names if name not in same or name in previous}
    changed = [name for name in names if name not in same]
    gone = sorted(name for name in previous - set(names) if _taken(target, name) and not _blocked(target, name))
    return _Plan(kept, tuple(changed), frozenset(same), frozenset(ours), tuple(gone))


def inside(name: str) -> bool:
    """Return whether a path can be that of a published file: below the site's folder, and not the manifest's."""
    parts = name.split("/")
    usual = all(part not in ("", ".", "..") and "\\" not in part and "\0" not in part for part in parts)
    return usual and ":" not in name and name != MANIFEST and not name.endswith(BEGUN)


def earlier(target: Path, site: str) -> bool:
    """Return whether the folder holds an earlier publication of the site of this address.

    A manifest that names no address, of older versions, is taken as one of this site. Raises ForumError where the
    manifest is damaged or that of another site.
    """
    kept = _kept(target)
    if kept.site and kept.site != site:
        raise ForumError(
            f"{target} holds the site {kept.site}; this one is {site}. Publish it into a folder of its own; "
            "if it is the same forum at a new address, empty that folder first"
        )
    return bool(kept.names)


def published(target: Path) -> set[str]:
    """Return the paths of the files that an earlier publishing wrote, none where there is no manifest.

    Raises ForumError where the manifest is damaged.
    """
    return set(_kept(target).names)


def holds_site(target: Path) -> bool:
    """Return whether the folder holds a published site, also a damaged one."""
    return os.path.lexists(target / MANIFEST)


def _kept(target: Path) -> _Kept:
    """The manifest of a folder, an empty one where there is none."""
    place = target / MANIFEST
    try:
        content = json.loads(place.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return _Kept()
    except (ValueError, RecursionError) as error:
        raise ForumError(f"{place}: this is not a list of published files: {error}") from error
    names = content.get("files") if isinstance(content, dict) and content.get("format") == FORMAT else None
    if not isinstance(names, list) or not all(isinstance(name, str) and inside(name) for name in names):
        raise ForumError(f"{place}: this is not a list of published files in the format “{FORMAT}”")
    site, preview = content.get("site", ""), content.get("preview", False)
    if not isinstance(site, str):
        raise ForumError(f"{place}: this is not a list of published files: “site” is no address")
    if not isinstance(preview, bool):
        raise ForumError(f"{place}: this is not a list of published files: “preview” is not true or false")
    return _Kept(frozenset(names), site, preview)


def _manifest(names: Iterable[str], site: str, *, preview: bool) -> bytes:
    about = {**({"site": site} if site else {}), **({"preview": True} if preview else {})}
    content = {"format": FORMAT, **about, "files": sorted(names)}
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def _holds(place: Path, content: bytes) -> bool:
    """Whether the place is a file with exactly this content."""
    if place.is_symlink() or not place.is_file() or place.stat().st_size != len(content):
        return False
    return place.read_bytes() == content


def _taken(target: Path, name: str) -> bool:
    return os.path.lexists(target / name)


def _blocked(target: Path, name: str) -> bool:
    """Whether the path leads over a link or a file, or ends at a folder, and so cannot be written."""
    above = [target / parent for parent in PurePosixPath(name).parents if parent.name]
    if any(folder.is_symlink() or (folder.exists() and not folder.is_dir()) for folder in above):
        return True
    place = target / name
    return place.is_symlink() or place.is_dir()


def _remove(target: Path, name: str) -> None:
    """Delete a file that was written before, and the folders that are empty without it."""
    (target / name).unlink()
    for parent in PurePosixPath(name).parents:
        folder = target / parent
        if not parent.name or any(folder.iterdir()):
            return
        folder.rmdir()


def _listed(names: list[str]) -> str:
    """The names in words; of many, the first ten."""
    shown = ", ".join(repr(name) for name in names[:10])
    return f"{shown} and {len(names) - 10} more" if len(names) > 10 else shown
