"""Ways to search for a timetable; all of them answer with one that passes the checks, or with none."""
