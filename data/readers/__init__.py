"""From the files that a programme team keeps to a validated programme; readers never write."""

from data.readers.columns import COLUMNS, Column
from data.readers.folder import Reading, read_forum, read_timetable

__all__ = ["COLUMNS", "Column", "Reading", "read_forum", "read_timetable"]
