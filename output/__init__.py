"""Turns a timetable into what people read: feeds, pages, tables."""
