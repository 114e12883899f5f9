"""Finds a timetable, or the reason why there is none."""
