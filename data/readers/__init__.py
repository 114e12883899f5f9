"""From the files that a programme team keeps to a validated programme; readers never write."""

from data.readers.columns import COLUMNS, ROUTED, Column
from data.readers.folder import Reading, read_forum, read_revisions, read_timetable
from data.readers.typed import local_start

__all__ = ["COLUMNS", "ROUTED", "Column", "Reading", "local_start", "read_forum", "read_revisions", "read_timetable"]
