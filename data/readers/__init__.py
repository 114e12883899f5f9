"""From the files that a programme team keeps to a validated programme; readers never write."""

from data.readers.columns import COLUMNS, ROUTED, Column
from data.readers.contacts import read_contacts
from data.readers.folder import Reading, read_forum, read_published, read_revisions, read_timetable
from data.readers.releases import (
    find_release,
    read_inputs,
    read_release,
    released_revisions,
    releases,
)
from data.readers.typed import local_start

__all__ = [
    "COLUMNS",
    "ROUTED",
    "Column",
    "Reading",
    "find_release",
    "local_start",
    "read_contacts",
    "read_forum",
    "read_inputs",
    "read_published",
    "read_release",
    "read_revisions",
    "read_timetable",
    "released_revisions",
    "releases",
]
