"""Writing the files of an import together: until the list of them is there nothing has happened, then all will.

The new files are written into `imports/unfinished/`, and `imports/unfinished.list` names them: its renaming is the
commit point. Then each is brought to its place, in an order in which the folder reads well at each moment. Where that
is broken off, the next import finishes it first.
"""

from __future__ import annotations

import json
import shutil
from hashlib import sha256
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from data.intake.state import FOLDER
from data.json_text import read_object
from data.problems import ForumError
from data.saving import save, save_all

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

FORMAT = "forum-unfinished/1"
LIST = "unfinished.list"
INSIDE = "unfinished"


def write_together(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files of a folder, named by their paths within it, in this order; raise ForumError if that fails."""
    inside = folder / FOLDER / INSIDE
    rows = [
        {"file": name, "at": f"{number}", "was": _digest(folder / name), "is": sha256(content).hexdigest()}
        for number, (name, content) in enumerate(files.items())
    ]
    listed = json.dumps({"format": FORMAT, "files": rows}, ensure_ascii=False, indent=1).encode("utf-8")
    new = {inside / f"{number}": content for number, content in enumerate(files.values())}
    save_all({**new, folder / FOLDER / LIST: listed})
    finish(folder)


def is_unfinished(folder: Path) -> bool:
    """Whether an import was broken off when its files were being brought to their places."""
    return (folder / FOLDER / LIST).exists()


def finish(folder: Path) -> None:
    """Bring the files that an import has written to their places; raise ForumError where people changed one since."""
    listed = folder / FOLDER / LIST
    inside = folder / FOLDER / INSIDE
    rows: list[dict[str, Any]] = read_object(listed.read_text("utf-8"), f"{FOLDER}/{LIST}", FORMAT)["files"]
    if any(".." in PurePath(row["file"]).parts or PurePath(row["file"]).is_absolute() for row in rows):
        raise ForumError(f"{listed} names files out of the folder: nothing was written.")
    changed = [row["file"] for row in rows if _digest(folder / row["file"]) not in (row["was"], row["is"])]
    if changed:
        raise ForumError(
            f"An import into {folder} was broken off, and {', '.join(changed)} changed since. What was to be written is"
            f" in {inside}, under the numbers that {listed} names: bring it over by hand, then remove both."
        )
    for row in rows:
        if _digest(folder / row["file"]) != row["is"]:
            save(folder / row["file"], (inside / row["at"]).read_bytes())
    listed.unlink()
    shutil.rmtree(inside, ignore_errors=True)


def _digest(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
