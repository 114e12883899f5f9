"""Who facilitates on the sample, read from what is published and from its tables alone."""

from __future__ import annotations

import csv
from collections import Counter
from itertools import pairwise

import pytest


@pytest.fixture(scope="module")
def chosen(wsis):
    """Who facilitates each policy session: session id to person ids, as `programme.csv` has it."""
    rows = table(wsis / "site" / "programme.csv")
    return {row["id"]: parts(row["facilitators"]) for row in rows if row["type"] == "policy-session"}


@pytest.fixture(scope="module")
def nominees(wsis):
    """The nominees' rows of `people` by id."""
    return {row["id"]: row for row in table(wsis / "forum" / "people.csv") if row["nominated_by"]}


def table(path):
    return list(csv.DictReader(path.open(encoding="utf-8", newline="")))


def parts(cell):
    return [part.strip() for part in cell.split(";") if part.strip()]


def test_every_policy_session_has_one_facilitator_among_the_nominees(chosen, nominees, wsis):
    asked = {row["id"] for row in table(wsis / "forum" / "sessions.csv") if row["type"] == "policy-session"}
    assert chosen.keys() == asked
    assert len(asked) == 11
    assert all(len(people) == 1 and people[0] in nominees for people in chosen.values())


def test_the_stakeholder_types_differ_by_at_most_one_session(chosen, nominees):
    types = Counter(nominees[person]["nominated_by"] for people in chosen.values() for person in people)
    every = {row["nominated_by"] for row in nominees.values()}
    assert len(every) == 4
    assert max(types[kind] for kind in every) - min(types[kind] for kind in every) <= 1


def test_themes_match_wherever_some_nominee_has_one_of_the_session(chosen, nominees, wsis):
    subjects = {row["id"]: set(parts(row["action_lines"])) for row in table(wsis / "forum" / "sessions.csv")}
    possible = [
        session for session in chosen if any(subjects[session] & set(parts(row["themes"])) for row in nominees.values())
    ]
    assert possible != []
    for session in possible:
        assert all(subjects[session] & set(parts(nominees[person]["themes"])) for person in chosen[session]), session


def test_all_who_facilitate_are_at_the_concluding_session_and_none_in_two_places(chosen, wsis):
    rows = table(wsis / "site" / "programme.csv")
    (concluding,) = [row for row in rows if row["type"] == "concluding-session"]
    people = {person for group in chosen.values() for person in group}
    assert set(parts(concluding["facilitators"])) == people
    assert all(row["end_utc"] <= concluding["start_utc"] for row in rows if row["type"] == "policy-session")
    for person in people:
        mine = sorted(
            (row["start_utc"], row["end_utc"])
            for row in rows
            if person in {*parts(row["people"]), *parts(row["facilitators"])}
        )
        assert all(first[1] <= second[0] for first, second in pairwise(mine))
