"""The pages of topics and people."""

from __future__ import annotations

from dataclasses import replace

import pytest

from data.problems import ForumError
from data.programme import Programme
from data.timetable import Placement, Timetable
from tests.output.html_page import Page
from tests.output.tiny_forum import appearance, files_of, forum, instant, person, session


def forum_with(sessions=(), people=(), appearances=()):
    """A timetable in which these sessions are held one after the other on one day."""
    placements = {
        each.id: Placement(instant(f"2020-06-22T{8 + number:02d}:00:00"), "room-1")
        for number, each in enumerate(sessions)
    }
    return Timetable(Programme(forum(), tuple(sessions), tuple(people), tuple(appearances)), placements)


def rows(page, kind):
    """The texts of the items of lists of a class."""
    inside = page.raw("ul", class_=kind)
    return [line.strip() for text in inside for line in text.strip().split("\n")]


def test_topics_are_listed_with_how_many_sessions_they_have(site):
    page = Page(site["topics/index.html"])
    assert page.texts("h2") == ["Tracks", "Action Lines", "Sustainable Development Goals"]
    assert rows(page, "topics") == [
        "Media 1 session",
        "C7 e-health: ICT applications 1 session",
        "C9: Media 1 session",
        "SDG 4: Quality education 1 session",
    ]


def test_numbers_sort_by_value_and_what_is_cancelled_does_not_count():
    sessions = [
        session("A", "A", action_lines=("C10", "C9"), sdgs=("13", "4")),
        session("B", "B", action_lines=("C10",), sdgs=("4",)),
        session("C", "C", status="cancelled", sdgs=("4",)),
    ]
    timetable = forum_with(sessions[:2])
    timetable = replace(timetable, programme=replace(timetable.programme, sessions=tuple(sessions)))
    files = files_of(timetable)
    assert rows(Page(files["topics/index.html"]), "topics") == [
        "C9: Media 1 session",
        "C10: Ethical dimensions of the Information Society 2 sessions",
        "SDG 4: Quality education 2 sessions",
        "SDG 13: Climate action 1 session",
    ]
    assert Page(files["sdg/4/index.html"]).texts("h3") == ["A", "B", "C"]


def test_a_topic_has_its_sessions_by_day_as_the_programme_has_them(site):
    page = Page(site["t/media/index.html"])
    assert page.texts("h1") == ["Media"]
    assert page.texts("h2") == ["Monday, 22 June 2020 Europe/Zurich, CEST (UTC+02:00)"]
    assert page.texts("h3") == ["Rural radio, and more"]
    assert page.texts("p", id="zone-sentence") == ["Times are shown in Europe/Zurich: CEST (UTC+02:00)."]
    programme = Page(site["index.html"])
    assert page.all("li", id="W-1") == programme.all("li", id="W-1")
    assert page.raw("div", id="programme") != []


def test_tracks_that_differ_in_case_and_accents_alone_share_a_page():
    files = files_of(forum_with([session("A", "A", track="Média"), session("B", "B", track="MEDIA")]))
    assert rows(Page(files["topics/index.html"]), "topics") == ["MEDIA 2 sessions"]
    assert Page(files["t/media/index.html"]).texts("h3") == ["A", "B"]
    for name in ("A", "B"):
        assert Page(files[f"s/{name}/index.html"]).all("a", class_="track")[0][0]["href"] == "../../t/media/index.html"


def test_a_forum_without_topics_says_so():
    page = Page(files_of(forum_with([session("A", "A")]))["topics/index.html"])
    assert page.texts("p", class_="none") == ["The sessions have no topics."]
    assert page.texts("h2") == []


def test_everyone_with_a_public_role_is_listed_by_letter(site):
    page = Page(site["people/index.html"])
    assert page.texts("h2") == ["A", "B", "C"]
    assert rows(page, "persons") == ["Ada Example Open Air Kenya", "Ben Example", "Cy Example Institute"]
    assert [attributes["href"] for attributes, _ in page.all("a")][-3:] == [
        f"../p/{name}/index.html" for name in ("p1", "p2", "p4")
    ]


def test_names_sort_alike_everywhere_and_those_without_letters_come_last():
    names = ["Zoé", "élan", "Eva", "王芳", "Ёлка", "أمل", "김민", "4 voices"]
    people = [person(f"p{number}", name=name) for number, name in enumerate(names)]
    spoken = [appearance("A", each.id) for each in people]
    page = Page(files_of(forum_with([session("A", "A")], people, spoken))["people/index.html"])
    assert page.texts("h2") == ["E", "Z", "Е", "ا", "Others"]
    assert rows(page, "persons") == ["élan", "Eva", "Zoé", "Ёлка", "أمل", "4 voices", "김민", "王芳"]


def test_a_person_has_sessions_with_times_and_roles(site):
    page = Page(site["p/p4/index.html"])
    assert page.texts("h1") == ["Cy Example"]
    assert page.texts("p", class_="by")[0] == "Institute"
    assert page.texts("p", class_="when") == ["11:00–12:00", "14:30–15:30"]
    assert page.texts("h3") == ["Ethics", "Rural radio, and more"]
    assert page.texts("p", class_="role") == ["Facilitator", "Speaker"]


def test_several_roles_in_a_session_and_a_session_without_a_time_are_said():
    cancelled = session("B", "B", status="cancelled")
    timetable = forum_with(
        [session("A", "A")],
        [person("p1")],
        [appearance("A", "p1", "welcome"), appearance("A", "p1", "moderator"), appearance("B", "p1", "host")],
    )
    programme = replace(timetable.programme, sessions=(*timetable.programme.sessions, cancelled))
    page = Page(files_of(replace(timetable, programme=programme))["p/p1/index.html"])
    assert page.texts("h2")[-1] == "Cancelled sessions"
    assert page.texts("p", class_="role") == ["Moderator, Welcoming remarks", "Host"]


def test_people_are_linked_from_their_sessions(site):
    people = Page(site["s/W-1/index.html"]).all("a", class_="name")
    assert [(attributes["href"], text) for attributes, text in people] == [
        ("../../p/p1/index.html", "Ada Example"),
        ("../../p/p2/index.html", "Ben Example"),
        ("../../p/p4/index.html", "Cy Example"),
    ]


@pytest.mark.parametrize("state", ["accepted", "cancelled"])
def test_two_people_who_would_share_a_page_are_refused(state):
    people = [person("p-1"), person("p--1")]
    timetable = forum_with([session("A", "A")], people, [appearance("A", each.id) for each in people])
    programme = replace(timetable.programme, sessions=(session("A", "A", status=state),))
    placements = timetable.placements if state == "accepted" else {}
    with pytest.raises(ForumError, match="“p--1” and “p-1”: the"):
        files_of(Timetable(programme, placements))


def test_tracks_and_people_have_a_feed_to_subscribe_to(site):
    for name, feed in (("t/media", "feeds/track/media.ics"), ("p/p1", "feeds/person/p1.ics")):
        page = Page(site[f"{name}/index.html"])
        assert page.all("a", class_="button quiet")[0][0]["href"] == f"webcal://forum.example/2020/{feed}"
        assert f"../../{feed}" in [attributes["href"] for attributes, _ in page.all("a")]
    assert Page(site["sdg/4/index.html"]).all("a", class_="button quiet") == []
