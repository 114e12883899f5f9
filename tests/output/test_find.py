"""Finding sessions: the index of words, and words and filters in Chromium."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from data.programme import Comfort, Hours, Publication, Region
from data.timetable import Timetable
from output import write_site
from tests.output.tiny_forum import PRIVATE, appearance, files_of, person, session, tiny_timetable


def stall(name, title, **fields):
    """A session without a time of its own."""
    return session(name, title, "exhibition", official=True, status="confirmed", **fields)


SPELT = (
    stall("S-1", "Straße nach Łódź"),
    stall("S-2", "Smørrebrød, Œuvre et Ærø"),
    stall("S-3", "أَهْلًا بِالصِّحَّة"),
    stall("S-4", "互联网治理论坛"),
    stall("S-5", "ＡＩ ２０２０"),
    stall("S-6", "Iğdır’da ışık"),
    stall("S-7", "Électricité", description="On the <b>GRID</b> of d’Ivoire."),
)


def reading_timetable():
    """The tiny timetable with titles in many letters, a person with accents, and audience regions."""
    comfort = Comfort(
        day=Hours(8 * 60, 20 * 60),
        regions=(Region("Africa", 50, ("Africa/Nairobi",)), Region("Americas", 50, ("America/Bogota",))),
    )
    old = tiny_timetable(comfort=comfort)
    programme = replace(
        old.programme,
        sessions=(*old.programme.sessions, *SPELT),
        people=(*old.programme.people, person("p5", name="José Núñez", organisation="Böll", country="Perú")),
        appearances=(*old.programme.appearances, appearance("S-4", "p5")),
    )
    return Timetable(programme, old.placements)


@pytest.fixture(scope="module")
def reading(serve):
    return serve(files_of(reading_timetable()))


def shown(page):
    """The ids of the sessions in sight, in order, each once."""
    return list(
        dict.fromkeys(
            page.eval_on_selector_all(".session", "r => r.filter(x => x.checkVisibility()).map(x => x.dataset.session)")
        )
    )


def search_for(page, text):
    page.fill("#find-text", text)
    return shown(page)


def counts(page, facet):
    """What each value of a filter would leave, by its name."""
    rows = page.locator(f"[data-facet={facet}] label")
    return {row.locator("span").text_content(): int(row.locator("small").text_content()) for row in rows.all()}


def test_the_index_holds_the_public_words_of_each_session(site):
    index = json.loads(site["search.json"])
    assert index["format"] == "forum-search/1"
    assert index["sessions"] == {
        "C-1": "Gone",
        "E-1": "Stalls",
        "H-1": "Code",
        "P-1": "Ethics Cy Example Institute",
        "W-1": "Rural radio and more Open Air Village & Sons Ada Example Kenya Ben Cy Institute Africa "
        "First line Second part with https://example.org/more",
    }
    assert PRIVATE.encode() not in site["search.json"]


@pytest.mark.parametrize("words", [("nunez",), ("Núñez", "jose")])
def test_sessions_are_found_by_people_that_only_the_index_knows(opened, reading, words):
    page = opened(f"{reading}index.html")
    with page.expect_response("**/search.json"):
        page.focus("#find-text")
    page.fill("#find-text", " ".join(words))
    page.wait_for_function("document.querySelector('#find-count').textContent === '1 session found'")
    assert shown(page) == ["S-4"]
    assert page.inner_text("#find-note") == ""


def test_all_words_must_be_there_from_their_beginning_however_they_are_spelt(opened, reading):
    page = opened(f"{reading}index.html")
    with page.expect_response("**/search.json"):
        page.focus("#find-text")
    for typed, found in (
        ("RÁDIO village", ["W-1"]),
        ("village rád", ["W-1"]),
        ("adio", []),
        ("radio stalls", []),
        ("STRASSE lodz", ["S-1"]),
        ("straß", ["S-1"]),
        ("smorre oeuvre aero", ["S-2"]),
        ("اهلا", ["S-3"]),
        ("صحه", ["S-3"]),
        ("治理", ["S-4"]),
        ("治理 无", []),
        ("ai 2020", ["S-5"]),
        ("ＡＩ ２０", ["S-5"]),
        ("isik IGDIR", ["S-6"]),
        ("electr grid ivoire", ["S-7"]),
        ("e-health", ["W-1"]),
        ("spanish", ["W-1"]),
        ("hackathon", ["H-1"]),
        ("SDG 4 education", ["W-1"]),
    ):
        assert search_for(page, typed) == found, typed
    assert search_for(page, "?!") == []


def test_words_are_in_the_address_and_nothing_found_is_said(opened, reading):
    page = opened(f"{reading}index.html")
    page.fill("#find-text", "no such words")
    assert shown(page) == []
    assert page.inner_text("#find-count") == "0 sessions found"
    assert page.get_attribute("#find-count", "role") == "status"
    assert page.is_visible("#find-none")
    assert page.url == f"{reading}index.html?q=no+such+words"
    page.locator("#find-none button").click()
    assert len(shown(page)) == 12
    assert page.url == f"{reading}index.html"
    assert page.evaluate("document.activeElement.id") == "find-text"
    page.goto(f"{reading}index.html?q=Ethics&tz=UTC")
    assert shown(page) == ["P-1"]


def test_on_a_phone_a_link_with_a_search_shows_what_was_found_not_the_form(opened, reading):
    page = opened(f"{reading}index.html?q=Ethics", width=320)
    assert not page.is_visible("#find-text")
    assert page.inner_text("#find-top span") == "1 session found"
    page.locator("#find-top button").click()
    assert page.input_value("#find-text:focus") == "Ethics"
    page.set_viewport_size({"width": 1280, "height": 800})
    assert not page.is_visible("#find-top")


def test_signs_alone_match_nothing(opened, reading):
    page = opened(f"{reading}index.html")
    for signs in ('"', "*"):
        page.fill("#find-text", signs)
        assert shown(page) == []
        assert page.inner_text("#find-count") == "0 sessions found"
    page.fill("#find-text", " ")
    assert len(shown(page)) == 12


def test_another_language_looks_for_the_same(opened, serve):
    address = serve(files_of(tiny_timetable(publication=Publication(languages=("en", "fr")))))
    page = opened(f"{address}index.html?q=Ethics&tz=UTC")
    links = page.locator(".languages a")
    assert links.last.get_attribute("href").endswith("?q=Ethics&tz=UTC")
    page.fill("#find-text", "$& radio")
    assert links.last.get_attribute("href").endswith("?q=%24%26+radio&tz=UTC")
    page.go_back()
    assert links.last.get_attribute("href").endswith("?q=Ethics&tz=UTC")
    links.last.click()
    page.wait_for_url(f"{address}fr/index.html?q=Ethics&tz=UTC")
    assert shown(page) == ["P-1"]


def test_a_site_in_a_folder_searches_what_is_in_the_page_and_says_so(opened, tmp_path):
    write_site(files_of(reading_timetable()), tmp_path)
    page = opened(f"file://{tmp_path}/index.html")
    assert search_for(page, "radio c9") == ["W-1"]
    assert page.inner_text("#find-note").startswith("Only the words in this list are searched")
    assert search_for(page, "nunez") == []


def test_an_index_that_cannot_be_read_is_said(opened, reading):
    page = opened(f"{reading}index.html")
    page.route("**/search.json", lambda route: route.fulfill(status=200, body="<html>", content_type="text/html"))
    assert search_for(page, "radio") == ["W-1"]
    page.wait_for_function("document.querySelector('#find-note').textContent.startsWith('Only the words')")


def test_filters_count_what_each_value_would_leave_and_are_undone_by_the_button_back(opened, reading):
    page = opened(f"{reading}index.html")
    for facet in page.locator(".facet summary").all():
        facet.click()
    assert counts(page, "type") == {"Thematic workshop": 2, "Policy session": 1, "Hackathon": 1, "Exhibition": 8}
    page.get_by_label("Hackathon").check()
    assert shown(page) == ["H-1"]
    assert page.inner_text("#find-count") == "1 session found"
    assert counts(page, "type") == {"Thematic workshop": 2, "Policy session": 1, "Hackathon": 1, "Exhibition": 8}
    assert counts(page, "lang") == {"English": 0, "French": 0, "Spanish": 0}
    page.get_by_label("Policy session").check()
    assert shown(page) == ["P-1", "H-1"]
    assert page.url == f"{reading}index.html?type=policy&type=hackathon"
    assert page.inner_text("[data-facet=type] .picked") == "2"
    page.go_back()
    assert shown(page) == ["H-1"]
    assert not page.get_by_label("Policy session").is_checked()
    page.get_by_label("My time").check()
    assert page.url == f"{reading}index.html?type=hackathon&tz=Asia/Kathmandu"
    assert shown(page) == ["H-1"]
    page.go_back()
    assert len(shown(page)) == 12
    assert page.url == f"{reading}index.html?tz=Asia/Kathmandu"
    assert page.is_checked("#zone-form input[value=mine]")
    page.get_by_label("Spanish").check()
    page.get_by_label("Interpretation").check()
    page.get_by_label("Captions").check()
    assert shown(page) == ["W-1"]
    page.reload()
    assert shown(page) == ["W-1"]
    page.click("#find-clear")
    assert len(shown(page)) == 12


def test_filters_by_topic_and_by_waking_hours_of_regions_and_of_the_chosen_zone(opened, reading):
    page = opened(f"{reading}index.html?al=C9&sdg=4&track=Media&al=nothing")
    assert shown(page) == ["W-1"]
    page.click("#find-clear")
    assert counts(page, "hours") == {"Mine": 3, "Africa": 3, "Americas": 0}
    page.goto(f"{reading}index.html?hours=mine&tz=Pacific/Kiritimati")
    assert shown(page) == []
    page.get_by_label("Forum time").check()
    assert shown(page) == ["P-1", "W-1", "H-1"]
    page.goto(f"{reading}index.html?hours=mine&hours=Africa&tz=America/New_York")
    assert shown(page) == ["W-1"]
    assert counts(page, "hours") == {"Mine": 1, "Africa": 1, "Americas": 0}


def test_everything_is_within_reach_of_the_keyboard(opened, reading):
    page = opened(f"{reading}index.html")
    page.focus("#find-text")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent.trim()") == "Type"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    assert shown(page) == ["W-1", "C-1"]


@pytest.mark.parametrize("width", [320, 1280])
def test_open_filters_are_no_wider_than_the_window(opened, reading, width):
    page = opened(f"{reading}index.html?type=policy&al=C9&hours=mine", width=width)
    if not page.is_visible("#find-form"):
        page.locator("#search > summary").click()
    assert page.is_visible("#find-form")
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_without_scripts_there_is_no_dead_control(opened, reading):
    page = opened(f"{reading}index.html?type=policy", javascript=False)
    assert not page.is_visible("#search")
    assert page.locator(".session:visible").count() == 13
    assert page.locator("button:visible").count() == 0
