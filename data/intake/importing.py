"""The whole of an import: files, the mapping of a form, the folder."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from data.intake.mapping import mapping_toml, read_mapping
from data.intake.merge import finish_unfinished, plan_import
from data.intake.proposing import propose
from data.intake.recognising import recognise
from data.problems import ForumError
from data.readers.forum_toml import FILE, read_frame
from data.saving import save
from data.zone_names import UnclearZone, named_zone

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from data.intake.merge import Merge, Wishes
    from data.policy import Policy
    from data.problems import InputProblem
    from data.readers import Reading


def import_files(
    paths: Sequence[Path],
    folder: Path,
    wishes: Wishes,
    *,
    mapping: Path | None = None,
    source: str = "",
    dry_run: bool = False,
    refuse: Callable[[Policy], Iterable[InputProblem]],
    misfits: Callable[[Reading], Iterable[InputProblem]],
) -> Merge | None:
    """Bring files into a folder, and return what became of them; None where only a mapping was proposed and written.

    Nothing is written on a dry run. Raises InputProblems and ForumError as the parts of an import do.
    """
    if folder.resolve() in [path.resolve() for path in paths]:
        raise ForumError(f"{folder} cannot be imported into itself.")
    if wishes.zone:
        try:
            wishes = replace(wishes, zone=named_zone(wishes.zone))
        except UnclearZone as error:
            raise ForumError(f"--zone {wishes.zone}: {error}.") from error
    if not dry_run:
        finish_unfinished(folder)
    recognised = recognise(paths, mapped=mapping is not None)
    frame = read_frame(folder, []) if (folder / FILE).exists() else None
    answers = None
    if mapping is not None:
        if not recognised.answers:
            raise ForumError("--map is for the answers of forms; none of these files has any.")
        if not mapping.exists():
            text = mapping_toml(propose(recognised.answers, frame.forum if frame else None))
            if not dry_run:
                save(mapping, text.encode("utf-8"))
            return None
        answers = read_mapping(mapping)
    home = frame.forum.zone if frame is not None and "zone" in frame.known else ""
    intakes = recognised.read(wishes.zone or home or "UTC", answers, source)
    merge = plan_import(
        folder,
        intakes,
        wishes,
        digests=recognised.digests(intakes),
        refuse=refuse,
        misfits=misfits,
    )
    if not dry_run:
        merge.write()
    return merge
