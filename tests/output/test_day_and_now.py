"""The pages of days and of now and next, and what lists say by the clock, in Chromium with a clock of our own."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from data.programme import INTERFACE_LANGUAGES, Channel, Programme, Publication
from data.timetable import Placement, Timetable
from data.zones import zone
from output import write_site
from output.language import language
from output.pages.day import grid
from output.zone_names import BROWSER_NAMES, places
from tests.output.browser import FAR_ZONES
from tests.output.tiny_forum import files_of, forum, instant, session, tiny_timetable, view_of

MORNING = "2020-06-22T09:20:00Z"


def at(page, moment, address):
    """Open the address with the browser's clock at this moment."""
    page.clock.set_fixed_time(moment)
    page.goto(address)
    return page


def states(page):
    """What each session of a list or grid says of itself: its id and `past`, `now` or `next`."""
    rows = page.eval_on_selector_all(".session[data-start]", "all => all.map(row => [row.id, row.dataset.state || ''])")
    return dict(rows)


@pytest.fixture(scope="module")
def late():
    """Two channels out of order, a session past midnight at home and one at night in Kathmandu."""
    channels = (Channel("b", "Second"), Channel("empty", "Empty"), Channel("a", "First"))
    sessions = (session("S-1", "Early", duration=90), session("S-2", "Late"), session("S-3", "Beside"))
    placements = {
        "S-1": Placement(instant("2020-06-22T08:15:00"), "a"),
        "S-2": Placement(instant("2020-06-22T21:30:00"), "b"),
        "S-3": Placement(instant("2020-06-22T08:30:00"), "b"),
    }
    return Timetable(Programme(forum(channels=channels), sessions), placements)


def test_the_grid_has_the_channels_in_use_in_the_forums_order_and_rows_from_a_full_hour(late):
    view = view_of(late)
    found = grid(view, [held for _, held in view.held])
    assert [channel.name for channel in found.channels] == ["Second", "First"]
    assert found.places == {"S-1": "c-2 r-1 n-6", "S-3": "c-1 r-2 n-4", "S-2": "c-1 r-54 n-4"}
    assert [f"{hour.home_start:%d %H:%M} {hour.row}" for hour in (found.hours[0], found.hours[-1])] == [
        "22 10:00 0",
        "23 00:00 56",
    ]


def test_on_the_night_of_a_change_the_grid_has_the_hour_that_comes_twice():
    placements = {
        "W-1": Placement(instant("2020-10-25T00:00:00"), "room-1"),
        "P-1": Placement(instant("2020-10-25T02:00:00"), "hall", ("p4",)),
    }
    view = view_of(Timetable(tiny_timetable().programme, placements))
    found = grid(view, [held for _, held in view.held])
    assert [f"{hour.home_start:%H:%M}" for hour in found.hours] == ["02:00", "02:00", "03:00"]
    assert found.places == {"W-1": "c-2 r-0 n-4", "P-1": "c-1 r-8 n-4"}


def test_every_class_of_a_grid_has_its_place_in_the_style(late):
    files = files_of(late)
    style = files["assets/days.css"].decode()
    page = files["d/2020-06-22/index.html"].decode()
    assert ".c-2{grid-column:3}" in style
    assert ".n-6{grid-row-end:span 6}" in style
    for name in ("k-2", "c-1", "c-2", "r-0", "r-1", "r-54", "r-56", "n-4", "n-6"):
        assert f".{name}{{" in style
        assert f"{name}" in page


@pytest.mark.parametrize("zone_name", FAR_ZONES)
def test_the_grid_lies_by_hour_and_channel_in_every_zone(opened, serve, late, zone_name):
    address = serve(files_of(late))
    page = opened(f"{address}d/2020-06-22/index.html?tz={zone_name}", zone_name)
    boxes = {name: page.locator(f"#{name}").bounding_box() for name in ("S-1", "S-2", "S-3")}
    assert boxes["S-3"]["x"] == boxes["S-2"]["x"] < boxes["S-1"]["x"]
    assert boxes["S-1"]["y"] < boxes["S-3"]["y"] < boxes["S-2"]["y"]
    heads = page.locator(".channel").all()
    assert [head.inner_text() for head in heads] == ["Second", "First"]
    assert [head.bounding_box()["x"] for head in heads] == [boxes["S-3"]["x"], boxes["S-1"]["x"]]
    start = view_of(late).held[0][1].start.astimezone(zone(zone_name))
    labels = page.locator(".hour .clock").all_inner_texts()
    assert labels[0] == f"{start - timedelta(minutes=15):%H:%M}"
    assert page.locator("#S-1 .when time").all_inner_texts()[0] == f"{start:%H:%M}"
    assert page.inner_text("#zone-sentence").startswith(f"Times are shown in {zone_name}")


def test_hours_and_sessions_of_a_grid_say_when_they_are_on_another_date(opened, serve, late):
    page = opened(f"{serve(files_of(late))}d/2020-06-22/index.html")
    assert page.locator(".hour").last.inner_text() == "00:00 +1 day"
    page.get_by_label("My time").check()
    assert page.locator(".hour").first.inner_text() == "13:45"
    assert page.locator(".hour").last.inner_text() == "03:45 +1 day"
    assert page.locator("#S-2 .shift").inner_text() == "+1 day"
    assert page.locator("#S-2 .hours").inner_text() == "night"
    assert page.locator("#S-1 .hours").inner_text() == "daytime"
    page.get_by_label("Forum time").check()
    assert page.locator(".hour").first.inner_text() == "10:00"
    assert page.locator(".hours:visible, .session .shift:visible").count() == 0
    assert page.inner_text("#grid-offset") == "Europe/Zurich, CEST (UTC+02:00)"


def test_a_narrow_day_is_a_list_and_the_wide_one_scrolls_within_itself(opened, served):
    page = opened(f"{served}d/2020-06-22/index.html", width=320)
    assert not page.is_visible(".channel")
    tops = [row.bounding_box()["y"] for row in page.locator(".session").all()]
    assert tops == sorted(set(tops))
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    page.set_viewport_size({"width": 1280, "height": 800})
    assert page.is_visible(".channel")
    page.focus("#grid")
    assert page.evaluate("document.activeElement.id") == "grid"


def test_days_lead_to_one_another_and_to_the_list(opened, served):
    page = opened(f"{served}d/2020-06-23/index.html?tz=UTC")
    assert page.get_attribute(".steps a[rel=prev]", "href") == "../../d/2020-06-22/index.html?tz=UTC"
    assert page.get_attribute(".steps a[rel=next]", "href") == "../../d/2020-06-24/index.html?tz=UTC"
    page.get_by_role("link", name="In the list of all days").click()
    page.wait_for_url(f"{served}index.html?tz=UTC#d2020-06-23")


def test_the_grid_shows_the_present_moment_and_jumps_to_it(opened, served):
    page = at(opened(f"{served}d/index.html"), MORNING, f"{served}d/2020-06-22/index.html")
    assert states(page) == {"P-1": "now", "W-1": "next"}
    assert page.text_content("#P-1 .state") == "On now"
    first, second = (page.locator(".hour").nth(number).bounding_box()["y"] for number in (0, 1))
    line = page.locator(".now-line").bounding_box()["y"]
    assert abs(line - (first + (second - first) / 3)) < 2
    page.click("#jump")
    assert page.evaluate("document.activeElement.textContent") == "Ethics"
    page = at(page, "2020-06-25T09:20:00Z", f"{served}d/2020-06-22/index.html")
    assert not page.is_visible(".now-line")
    assert not page.is_visible("#jump")


def test_the_line_moves_by_itself(opened, served):
    page = opened(f"{served}d/index.html")
    page.clock.install(time=MORNING)
    page.goto(f"{served}d/2020-06-22/index.html")
    before = page.locator(".now-line").bounding_box()["y"]
    page.clock.run_for(20 * 60_000)
    assert page.locator(".now-line").bounding_box()["y"] > before + 10
    page.clock.run_for(30 * 60_000)
    assert states(page) == {"P-1": "past", "W-1": "next"}


def test_what_is_over_is_put_away_and_can_be_had_back(opened, served):
    page = at(opened(f"{served}d/index.html"), "2020-06-23T08:30:00Z", f"{served}index.html")
    assert states(page) == {"P-1": "past", "W-1": "past", "H-1.1": "now", "H-1.2": "next"}
    assert page.locator("#programme .session:visible").count() == 2
    assert page.locator("#programme .day:visible").count() == 2
    assert page.inner_text("#past") == "Show 2 past sessions"
    page.get_by_label("My time").check()
    assert page.locator("#programme .session:visible").count() == 2
    page.click("#past")
    assert page.locator("#programme .session:visible").count() == 4
    assert page.inner_text("#past") == "Hide 2 past sessions"
    assert page.text_content("#P-1 .state") == "Over"
    page.click("#past")
    page.click(".dates a[data-day='2020-06-22']")
    assert page.is_visible("#P-1")
    page.click("#jump")
    assert page.evaluate("document.activeElement.closest('li').id") == "H-1.1"


@pytest.mark.parametrize("moment", ["2020-06-01T00:00:00Z", "2020-06-24T10:00:00Z"])
def test_before_and_after_the_forum_nothing_is_put_away(opened, served, moment):
    page = at(opened(f"{served}d/index.html"), moment, f"{served}index.html")
    assert page.locator("#programme .session:visible").count() == 4
    assert not page.is_visible("#moment")


def test_a_link_to_a_session_that_is_over_shows_it(opened, served):
    page = at(opened(f"{served}d/index.html"), "2020-06-23T08:30:00Z", f"{served}index.html#P-1")
    assert page.is_visible("#P-1")


@pytest.mark.parametrize("zone_name", FAR_ZONES)
def test_now_and_next_follow_the_clock(opened, served, zone_name):
    page = opened(f"{served}d/index.html", zone_name)
    page.clock.install(time="2020-06-22T09:20:00Z")
    page.goto(f"{served}now/index.html?tz={zone_name}")
    page.wait_for_selector("#now-list .session")
    assert page.locator("#now-list h3").all_inner_texts() == ["Ethics"]
    assert page.inner_text("#now-list .remaining") == "40 min left"
    assert page.get_attribute("#now-list .button", "href") == "https://stream.example/hall"
    assert page.locator("#next-list h3").all_inner_texts() == ["Rural radio, and more"]
    assert page.inner_text("#next-list .remaining") == "in 3 h 10 min"
    assert page.get_attribute("#next-list h3 a", "href") == f"../s/W-1/index.html?tz={zone_name}"
    page.focus("#next-list h3 a")
    page.clock.run_for(15 * 60_000)
    assert page.inner_text("#now-list .remaining") == "25 min left"
    page.clock.run_for(26 * 60_000)
    assert page.inner_text("#now-none") == "Nothing is on at the moment."
    assert page.locator("#now-list .session").count() == 0


def test_what_comes_next_on_another_date_says_that_date(opened, served):
    page = at(opened(f"{served}d/index.html"), "2020-06-22T13:30:00Z", f"{served}now/index.html")
    page.wait_for_selector("#next-list .session")
    assert page.inner_text("#next-list .shift") == "23 June"


def test_the_last_page_of_now_says_that_the_forum_is_over(opened, served):
    page = at(opened(f"{served}d/index.html"), "2020-06-24T10:00:00Z", f"{served}now/index.html")
    page.wait_for_function("document.getElementById('now-none').textContent")
    assert page.inner_text("#now-none") == "The forum is over."
    assert not page.is_visible("#now-after")


def test_links_to_the_days_lead_to_today_while_the_forum_lasts(opened, served):
    page = opened(f"{served}d/index.html")
    link = ".main-nav a[data-today]"
    for moment, path in (
        ("2020-06-21T10:00:00Z", "d/index.html"),
        ("2020-06-22T22:30:00Z", "d/2020-06-23/index.html"),
        ("2020-06-25T10:00:00Z", "d/index.html"),
    ):
        at(page, moment, f"{served}now/index.html")
        assert page.get_attribute(link, "href") == f"../{path}"


@pytest.mark.parametrize("path", ["d/2020-06-22/index.html", "now/index.html", "d/index.html"])
def test_without_scripts_days_are_complete_and_now_says_where_to_look(opened, served, path):
    page = opened(f"{served}{path}", javascript=False)
    assert page.locator("h1").count() == 1
    assert page.locator("#zone-form:visible").count() == 0
    if path == "d/2020-06-22/index.html":
        assert page.locator(".session h3").all_inner_texts() == ["Ethics", "Rural radio, and more"]
        assert page.locator(".hour").all_inner_texts() == ["11:00", "12:00", "13:00", "14:00", "15:00"]
        assert page.locator("#P-1").bounding_box()["x"] < page.locator("#W-1").bounding_box()["x"]
        assert not page.is_visible("#jump")
    elif path == "now/index.html":
        assert page.is_visible("#now-without")
        assert not page.is_visible("#now-page")
        page.click("#now-without a[href='../d/index.html']")
        assert page.inner_text("h1") == "Days"
    else:
        assert page.locator(".topics a").all_inner_texts() == [
            "Monday, 22 June 2020",
            "Tuesday, 23 June 2020",
            "Wednesday, 24 June 2020",
        ]


def test_now_works_from_a_folder(opened, tmp_path):
    write_site(files_of(tiny_timetable()), tmp_path)
    page = at(opened(f"file://{tmp_path}/d/index.html"), MORNING, f"file://{tmp_path}/now/index.html")
    page.wait_for_selector("#now-list .session")
    assert page.locator("#now-list h3").all_inner_texts() == ["Ethics"]


def test_every_name_by_which_the_browser_calls_a_zone_is_known(opened, served):
    page = opened(f"{served}d/index.html")
    reported = set(
        page.evaluate(
            "names => names.map(name => Intl.DateTimeFormat('en', {timeZone: name}).resolvedOptions().timeZone)",
            [name for name, _ in places()],
        )
    )
    known = {name for name, _ in places()}
    assert {BROWSER_NAMES.get(name, name) for name in reported} <= known


def test_the_names_of_zones_are_loaded_only_for_whoever_looks_for_one(opened, served):
    page = opened(f"{served}d/index.html")
    asked = []
    page.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
    page.goto(f"{served}index.html?tz=Asia/Katmandu")
    page.check("input[value=utc]")
    assert "zones.js" not in asked
    page.goto(f"{served}index.html?tz=Nepal")
    page.wait_for_function("document.getElementById('zone-sentence').textContent.includes('Asia/Kathmandu')")
    assert "zones.js" in asked


def test_paper_has_a_day_a_page_without_controls(opened, served):
    page = opened(f"{served}index.html?tz=UTC")
    page.emulate_media(media="print")
    for gone in ("#zone-form", "#moment", "#search", ".main-nav", ".to-day", ".take"):
        assert not page.is_visible(gone), gone
    assert page.inner_text(".print-head").startswith("https://forum.example/2020/, revised Monday, 1 June 2020")
    breaks = page.eval_on_selector_all("#programme .day", "all => all.map(day => getComputedStyle(day).breakBefore)")
    assert breaks == ["auto", "page", "page"]
    assert page.evaluate("getComputedStyle(document.getElementById('P-1'), '::after').content") == '"s/P-1/"'


@pytest.mark.parametrize("tag", INTERFACE_LANGUAGES)
def test_dates_of_the_script_look_as_those_of_the_server(opened, serve, tag):
    """A whole year of days, and the page of the list in a zone whose clock is home's but whose name is another."""
    spoken = language(tag)
    address = serve(files_of(tiny_timetable(publication=Publication(languages=(tag,)))))
    page = opened(f"{address}index.html", "Europe/Zurich")
    served = page.locator("#programme h2 .date").all_text_contents()
    page.goto(f"{address}index.html?tz=Europe/Paris")
    assert page.locator("#programme h2 .date").all_text_contents() == served
    assert served[0] == spoken.long_date(date(2020, 6, 22))
    page.goto(f"{address}index.html?tz=Pacific/Kiritimati")
    words = spoken.long_date(date(2020, 6, 23))
    assert page.locator("#programme h2 .date").all_text_contents()[1] == words
    parts = spoken.date_words()
    for day in (date(2020, 1, 1) + timedelta(days=number) for number in range(366)):
        values = {
            "EEEE": parts["weekdays"][day.isoweekday() % 7],
            "MMMM": parts["months"][day.month - 1],
            "M": day.month,
            "d": day.day,
            "y": day.year,
        }
        assert parts["long"] % values == spoken.long_date(day)
        assert parts["short"] % values == spoken.short_date(day)
    moved = page.text_content("#W-1 .shift")
    assert moved == (
        spoken.counts("%(num)s day", "%(num)s days")["one" if tag != "zh" else "other"]
        % {"num": spoken.left_to_right("+1")}
    )
