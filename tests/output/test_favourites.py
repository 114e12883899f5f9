"""A reader's own sessions, in Chromium."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from data.programme import Publication
from data.revisions import Revisions
from data.timetable import Placement, Timetable
from output import publish, write_site
from tests.output.browser import web_server
from tests.output.feed_reader import findings, read
from tests.output.tiny_forum import AT, files_of, instant, one_session, tiny_timetable

RADIO, ETHICS, CODE = "Rural radio, and more", "Ethics", "Code"


def clashing_timetable():
    """The tiny timetable, with the workshop begun while the policy session still goes on."""
    old = tiny_timetable()
    return Timetable(old.programme, {**old.placements, "W-1": Placement(instant("2020-06-22T09:30:00"), "room-1")})


@pytest.fixture(scope="module")
def clashing(serve):
    return serve(files_of(clashing_timetable()))


def plain(text):
    """A text without the marks that keep the directions of its parts apart."""
    return re.sub("[\u2068\u2069]", "", text)


def star(page, title):
    return page.locator(f"[data-session]:has(h3:has-text('{title}')) .star").first


def shown(page):
    return page.eval_on_selector_all(
        ".session", "rows => rows.filter(row => row.checkVisibility()).map(row => row.id || row.dataset.session)"
    )


def kept(page):
    """What the browser keeps of this site."""
    key, value = page.evaluate("Object.entries(localStorage).find(([key]) => key.startsWith('forum-own:'))")
    return key, json.loads(value)


def keep(page, entries):
    """Put into the browser what an earlier visit kept, and come back."""
    star(page, CODE).click()
    page.evaluate("([key, value]) => localStorage.setItem(key, value)", [kept(page)[0], json.dumps(entries)])
    page.reload()


def events(feed):
    return re.findall(rb"^BEGIN:VEVENT\r\n.*?^END:VEVENT\r\n", feed, re.S | re.M)


def entry(name, title, *held, cancelled=False):
    return [name, {"title": title, "cancelled": cancelled, "held": list(held)}]


def test_a_star_keeps_a_session_for_every_page(opened, clashing):
    page = opened(f"{clashing}index.html")
    made = star(page, CODE)
    assert plain(made.get_attribute("aria-label")) == "My programme: “Code”"
    assert made.get_attribute("aria-pressed") == "false"
    made.focus()
    page.keyboard.press("Enter")
    assert page.locator(".star[aria-pressed=true]").count() == 2
    page.goto(f"{clashing}s/H-1/index.html")
    made = page.locator(".headline .star")
    assert made.get_attribute("aria-pressed") == "true"
    box = made.bounding_box()
    assert min(box["width"], box["height"]) >= 44
    made.click()
    page.goto(f"{clashing}s/P-1/index.html")
    page.locator(".headline .star").click()
    page.goto(f"{clashing}index.html?own=yes")
    assert shown(page) == ["P-1"]
    assert page.inner_text("#find-count") == "1 session found"
    assert kept(page)[1] == [entry("P-1", ETHICS, ["P-1", "2020-06-22T09:00Z", "2020-06-22T10:00Z"])]


def test_a_session_whose_star_is_taken_away_stays_in_sight_until_the_next_visit(opened, clashing):
    page = opened(f"{clashing}index.html")
    star(page, ETHICS).click()
    star(page, "Stalls").click()
    page.goto(f"{clashing}mine/index.html")
    assert shown(page) == ["P-1", "E-1"]
    star(page, ETHICS).click()
    assert shown(page) == ["P-1", "E-1"]
    page.reload()
    assert shown(page) == ["E-1"]
    star(page, "Stalls").click()
    page.reload()
    assert shown(page) == []
    assert page.is_visible("#own-none")
    assert not page.is_visible("#own-save")


def test_sessions_at_the_same_time_are_told_in_the_chosen_zone(opened, clashing):
    page = opened(f"{clashing}index.html?tz=Asia/Kathmandu")
    star(page, ETHICS).click()
    assert page.locator(".clash:visible").count() == 0
    star(page, RADIO).click()
    words = (
        "“Ethics” (14:45–15:45) and “Rural radio, and more” (15:15–16:15) overlap on Monday, 22 June 2020, "
        "times in Asia/Kathmandu."
    )
    assert plain(page.inner_text("#own-said")) == words
    assert page.get_attribute("#own-said", "role") == "status"
    assert [plain(text) for text in page.locator(".clash:visible").all_inner_texts()] == [
        "Overlaps with “Rural radio, and more” (15:15–16:15)",
        "Overlaps with “Ethics” (14:45–15:45)",
    ]
    page.goto(f"{clashing}s/P-1/index.html?tz=Asia/Kathmandu")
    assert plain(page.inner_text(".headline .clash")) == "Overlaps with “Rural radio, and more” (15:15–16:15)"
    page.goto(f"{clashing}mine/index.html")
    page.get_by_label("Forum time").check()
    at_home = words.replace("14:45–15:45", "11:00–12:00").replace("15:15–16:15", "11:30–12:30")
    assert [plain(text) for text in page.locator("#own-clashes li").all_inner_texts()] == [
        at_home.replace("Asia/Kathmandu", "Europe/Zurich")
    ]
    star(page, ETHICS).click()
    assert page.locator(".clash:visible").count() == 0
    assert not page.is_visible("#own-clashes")


def test_the_grid_of_a_day_has_stars_and_notes_too(opened, clashing):
    page = opened(f"{clashing}d/2020-06-22/index.html")
    star(page, ETHICS).click()
    star(page, RADIO).click()
    assert plain(page.inner_text("#P-1 .clash")) == "Overlaps with “Rural radio, and more” (11:30–12:30)"
    page.goto(f"{clashing}mine/index.html")
    assert shown(page) == ["P-1", "W-1"]


TOUCHED_BY_STARS = """() => {
    const found = [];
    for (const star of document.querySelectorAll(".grid .star")) {
        const box = star.getBoundingClientRect();
        for (const place of star.parentElement.querySelectorAll(".when *, .type, .track")) {
            for (const one of place.getClientRects()) {
                if (one.left < box.right && box.left < one.right && one.top < box.bottom && box.top < one.bottom) {
                    found.push(place.textContent);
                }
            }
        }
    }
    return found;
}"""


@pytest.mark.parametrize("tag", ["en", "ar"])
def test_stars_in_the_grid_cover_neither_times_nor_types(opened, serve, tag):
    address = serve(files_of(tiny_timetable(publication=Publication(languages=(tag,)))))
    page = opened(f"{address}d/2020-06-22/index.html?tz=Asia/Kathmandu", width=1024)
    assert page.locator(".grid .star:visible").count() > 0
    for width in (1024, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate(TOUCHED_BY_STARS) == []


def test_the_saved_calendar_holds_the_published_entries_byte_for_byte(opened, clashing):
    site = files_of(clashing_timetable())
    page = opened(f"{clashing}index.html")
    for title in (CODE, RADIO, ETHICS, "Stalls"):
        star(page, title).click()
    page.goto(f"{clashing}mine/index.html")
    with page.expect_download() as waiting:
        page.click("#own-save")
    assert waiting.value.suggested_filename == "my-programme.ics"
    feed = Path(waiting.value.path()).read_bytes()
    assert page.inner_text("#own-saved") == "3 sessions saved."
    assert findings(feed) == []
    published = [event for name in ("P-1", "W-1", "H-1") for event in events(site[f"s/{name}/{name}.ics"])]
    assert len(published) == 4
    assert events(feed) == published
    calendar = read(feed)
    assert calendar.values("NAME") == calendar.values("X-WR-CALNAME") == ["My programme at Tiny Forum"]
    assert calendar.values("SOURCE") == []
    assert [part.name for part in calendar.parts] == ["VTIMEZONE", *["VEVENT"] * 4]


@pytest.mark.parametrize("name", ["Fórum; “a, b” \\ 论坛 " + "🎉" * 30, "UTC forum"])
def test_the_name_of_the_saved_calendar_can_be_anything(opened, serve, name):
    zone = "UTC" if name.startswith("UTC") else "Europe/Zurich"
    address = serve(files_of(one_session("Ethics", forum_fields={"name": name, "zone": zone})))
    page = opened(f"{address}index.html")
    star(page, ETHICS).click()
    page.goto(f"{address}mine/index.html")
    with page.expect_download() as waiting:
        page.click("#own-save")
    feed = Path(waiting.value.path()).read_bytes()
    assert findings(feed) == []
    plainly = read(feed).values("NAME")[0].replace("\\;", ";").replace("\\,", ",").replace("\\\\", "\\")
    assert plainly == f"My programme at {' '.join(name.split())}"


def test_a_feed_that_cannot_be_read_is_named_and_the_others_are_saved(opened, clashing):
    page = opened(f"{clashing}index.html")
    star(page, CODE).click()
    star(page, ETHICS).click()
    page.goto(f"{clashing}mine/index.html")
    page.route("**/P-1.ics", lambda route: route.fulfill(status=200, body="<html>log in</html>"))
    with page.expect_download() as waiting:
        page.click("#own-save")
    assert len(events(Path(waiting.value.path()).read_bytes())) == 2
    page.wait_for_function("document.querySelector('#own-saved').textContent")
    assert plain(page.inner_text("#own-saved")) == (
        "1 session saved. The calendar entries of “Ethics” cannot be read here. "
        "Each session’s own page has a file with them."
    )


def test_a_site_in_a_folder_keeps_sessions_and_says_what_it_cannot_read(opened, tmp_path):
    write_site(files_of(clashing_timetable()), tmp_path)
    page = opened(f"file://{tmp_path}/index.html")
    star(page, ETHICS).click()
    page.goto(f"file://{tmp_path}/mine/index.html")
    assert shown(page) == ["P-1"]
    page.click("#own-save")
    page.wait_for_function("document.querySelector('#own-saved').textContent")
    assert plain(page.inner_text("#own-saved")).startswith("The calendar entries of “Ethics” cannot be read here.")


def test_shared_sessions_are_shown_first_and_added_only_if_wanted(opened, clashing):
    sender = opened(f"{clashing}index.html")
    star(sender, ETHICS).click()
    star(sender, CODE).click()
    sender.goto(f"{clashing}mine/index.html")
    link = sender.input_value("#own-link")
    assert link == f"{clashing}mine/index.html#s=P-1,H-1"
    page = opened(f"{clashing}index.html")
    star(page, RADIO).click()
    page.goto(link)
    assert page.inner_text("#shared") == "Shared with you"
    assert [plain(text) for text in page.locator("#own-shared li").all_inner_texts()] == [
        "Ethics Monday, 22 June 2020, 11:00–12:00",
        "Code Tuesday, 23 June 2020, 10:00–12:00; Wednesday, 24 June 2020, 10:00–12:00",
    ]
    assert shown(page) == ["W-1"]
    assert page.inner_text("#zone-sentence").startswith("Times are shown in Europe/Zurich")
    page.get_by_role("button", name="Close").click()
    assert page.url == f"{clashing}mine/index.html"
    assert shown(page) == ["W-1"]
    page.goto(link)
    page.get_by_role("button", name="Add all to my programme").click()
    assert shown(page) == ["P-1", "W-1", "H-1.1", "H-1.2"]
    assert not page.is_visible("#own-shared")
    page.goto(link)
    assert page.inner_text("#own-shared p >> nth=0").endswith("All are in your programme already.")


def test_shared_times_name_their_zone_and_follow_the_switch_before_anything_is_kept(opened, clashing):
    page = opened(f"{clashing}mine/index.html#s=P-1")
    assert plain(page.inner_text("#own-shared li")) == "Ethics Monday, 22 June 2020, 11:00–12:00"
    assert page.inner_text("#zone-sentence").startswith("Times are shown in Europe/Zurich")
    page.get_by_label("My time").check()
    assert plain(page.inner_text("#own-shared li")) == "Ethics Monday, 22 June 2020, 14:45–15:45"
    assert page.inner_text("#zone-sentence") == "Times are shown in Asia/Kathmandu: UTC+05:45."


@pytest.mark.parametrize(
    ("fragment", "words"),
    [
        ("P-1,P-1,%3Cimg src=x onerror=alert(1)%3E,%zz,,__proto__", "1 session of this programme. 3 more are not"),
        ("constructor," * 5_000 + "P-1", "1 session of this programme. 1 more is not in this programme."),
        (",".join(f"X-{number}" for number in range(5_000)), "0 sessions of this programme. 5,000 more are not"),
    ],
    ids=["markup", "repeated", "thousands"],
)
def test_a_link_with_junk_does_no_harm(opened, clashing, fragment, words):
    page = opened(f"{clashing}mine/index.html#s={fragment}")
    assert page.inner_text("#own-shared p >> nth=0").replace("5000", "5,000").startswith(words)
    assert page.locator("#own-shared img").count() == 0
    assert shown(page) == []


def test_what_moved_or_was_cancelled_since_is_said_until_it_is_noted(opened, clashing):
    page = opened(f"{clashing}index.html?tz=Asia/Kathmandu")
    assert page.locator("#own-news").count() == 0
    keep(
        page,
        [
            entry("P-1", ETHICS, ["P-1", "2020-06-22T09:00Z", "2020-06-22T10:00Z"]),
            entry("W-1", RADIO, ["W-1", "2020-06-22T12:30Z", "2020-06-22T13:30Z"]),
            entry(
                "H-1",
                CODE,
                ["H-1.1", "2020-06-23T08:00Z", "2020-06-23T10:00Z"],
                ["H-1.3", "2020-06-25T08:00Z", "2020-06-25T10:00Z"],
            ),
            entry("C-1", "Gone", ["C-1", "2020-06-24T08:00Z", "2020-06-24T09:00Z"]),
            entry("Z-1", "<b>Lost</b>"),
            entry("E-1", "Stalls", cancelled=True),
        ],
    )
    expected = [
        "“Rural radio, and more” has moved from Monday, 22 June 2020, 18:15–19:15, to Monday, 22 June 2020, "
        "15:15–16:15, times in Asia/Kathmandu.",
        "“Code” is no longer held on Thursday, 25 June 2020, 13:45–15:45, times in Asia/Kathmandu.",
        "“Gone” is cancelled.",
        "“<b>Lost</b>” is no longer in the programme.",
        "“Stalls” was cancelled and is held again.",
    ]
    assert [plain(text) for text in page.locator("#own-news li").all_inner_texts()] == expected
    page.goto(f"{clashing}mine/index.html?tz=Asia/Kathmandu")
    assert [plain(text) for text in page.locator("#own-news li").all_inner_texts()] == expected
    page.get_by_role("button", name="I have seen this").click()
    assert page.locator("#own-news").count() == 0
    page.reload()
    assert page.locator("#own-news").count() == 0
    assert [name for name, _ in kept(page)[1]] == ["P-1", "W-1", "H-1", "C-1", "E-1"]


@pytest.mark.parametrize(
    ("junk", "left"),
    [
        ("not JSON", []),
        ("{}", []),
        ("[1, null, [], [2], ['a']]", []),
        ('[1, null, [], [2], ["P-1"], ["P-1", {"title": 1}]]', []),
        ('[["P-1", {"title": "Ethics", "held": [null, [], ["P-1", "x", "y"], [1, 2, 3]]}]]', ["P-1"]),
    ],
)
def test_what_the_browser_keeps_may_be_anything(opened, clashing, junk, left):
    page = opened(f"{clashing}index.html")
    star(page, CODE).click()
    page.evaluate("([key, value]) => localStorage.setItem(key, value)", [kept(page)[0], junk])
    page.reload()
    star(page, RADIO).click()
    page.goto(f"{clashing}mine/index.html")
    assert shown(page) == [*left, "W-1"]


@pytest.mark.parametrize("way", ["refused", "full"])
def test_where_the_browser_keeps_nothing_all_else_works_and_it_is_said(opened, clashing, way):
    page = opened(f"{clashing}index.html")
    page.add_init_script(
        "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('no', 'SecurityError'); }})"
        if way == "refused"
        else "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); }"
    )
    page.reload()
    assert not page.is_visible("#own-lost")
    star(page, ETHICS).click()
    assert page.inner_text("#own-lost").startswith("This browser keeps nothing for this site, or has no room")
    assert star(page, ETHICS).get_attribute("aria-pressed") == "true"
    page.fill("#find-text", "radio")
    assert shown(page) == ["W-1"]
    page.get_by_label("My time").check()
    assert page.url.endswith("tz=Asia/Kathmandu")
    page.goto(f"{clashing}mine/index.html#s=P-1")
    assert page.inner_text("#own-lost").startswith("This browser keeps nothing for this site, or has no room")
    page.get_by_role("button", name="Add all to my programme").click()
    assert shown(page) == ["P-1"]


def test_another_tab_follows(opened, clashing):
    page = opened(f"{clashing}index.html")
    other = page.context.new_page()
    other.goto(f"{clashing}mine/index.html")
    star(page, ETHICS).click()
    other.wait_for_function("document.querySelector('#own-none').hidden")
    assert shown(other) == ["P-1"]


def test_two_forums_on_one_server_keep_their_own(opened, tmp_path):
    files = files_of(clashing_timetable())
    for year in ("2019", "2020"):
        write_site(files, tmp_path / year)
    with web_server(tmp_path) as address:
        page = opened(f"{address}2019/index.html")
        star(page, ETHICS).click()
        page.goto(f"{address}2020/mine/index.html")
        assert shown(page) == []
        page.goto(f"{address}2019/mine/")
        assert shown(page) == ["P-1"]


def test_without_scripts_the_page_says_what_it_needs(opened, clashing):
    page = opened(f"{clashing}mine/index.html", javascript=False)
    assert page.inner_text("main").startswith("My programme\n\nYour own sessions are kept in your browser alone")
    assert shown(page) == []
    assert page.locator("button:visible").count() == 0


@pytest.mark.parametrize("width", [320, 1280])
def test_the_page_is_no_wider_than_its_window(opened, clashing, width):
    page = opened(f"{clashing}mine/index.html#s=P-1,H-1", width=width)
    page.get_by_role("button", name="Add all to my programme").click()
    page.goto(f"{clashing}mine/index.html?tz=UTC#s=W-1")
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_what_is_kept_of_a_session_survives_a_renamed_one(opened, clashing, serve):
    renamed = clashing_timetable()
    sessions = tuple(replace(each, title="Morals") if each.id == "P-1" else each for each in renamed.programme.sessions)
    site = files_of(Timetable(replace(renamed.programme, sessions=sessions), renamed.placements))
    page = opened(f"{serve(site)}index.html")
    keep(page, [entry("P-1", ETHICS, ["P-1", "2020-06-22T09:00Z", "2020-06-22T10:00Z"])])
    assert page.locator("#own-news").count() == 0
    assert star(page, "Morals").get_attribute("aria-pressed") == "true"


def test_a_cancelled_session_stays_in_the_saved_calendar_marked_as_such(opened, serve):
    first = publish(clashing_timetable(), Revisions(), AT)
    old = clashing_timetable()
    sessions = tuple(replace(each, status="cancelled") if each.id == "W-1" else each for each in old.programme.sessions)
    placements = {name: held for name, held in old.placements.items() if name != "W-1"}
    after = Timetable(replace(old.programme, sessions=sessions), placements)
    site = publish(after, first.revisions, instant("2020-06-10T09:00:00")).files
    page = opened(f"{serve(site)}index.html")
    keep(page, [entry(name, name, [name, "2020-06-22T09:00Z", "2020-06-22T10:00Z"]) for name in ("P-1", "W-1")])
    assert [plain(text) for text in page.locator("#own-news li").all_inner_texts()] == ["“W-1” is cancelled."]
    assert page.locator(".clash:visible").count() == 0
    page.goto(page.url.replace("index.html", "mine/index.html"))
    with page.expect_download() as waiting:
        page.click("#own-save")
    feed = Path(waiting.value.path()).read_bytes()
    assert findings(feed) == []
    assert events(feed) == events(site["s/P-1/P-1.ics"]) + events(site["s/W-1/W-1.ics"])
    assert [part.values("STATUS") for part in read(feed).parts[1:]] == [["CONFIRMED"], ["CANCELLED"]]
    assert read(feed).values("LAST-MODIFIED") == ["20200610T090000Z"]
