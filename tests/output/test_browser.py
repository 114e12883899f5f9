"""The pages in Chromium, in the zones of readers far from the forum."""

from __future__ import annotations

import gzip
from datetime import datetime

import pytest

from data.programme import Publication
from data.zones import zone
from output import write_site
from output.language import language
from output.zone_names import own_words
from tests.output.browser import FAR_ZONES
from tests.output.tiny_forum import files_of, one_session, tiny_timetable, view_of


def whens(page):
    """The times of all sessions as the page shows them, day by day."""
    return page.eval_on_selector_all(
        "#programme .day",
        """days => days.map(day => [day.id.slice(1), ...[...day.querySelectorAll('.when')].map(
            when => [...when.children].filter(part => part.matches('time, .until, .shift') && !part.hidden)
                .map(part => part.textContent.trim()).join(' '))])""",
    )


def look_for_zone(page, typed):
    """Type into the field for a zone and wait until the page has said what it makes of it."""
    before = page.text_content("#zone-sentence")
    page.fill("#zone-other", typed)
    page.press("#zone-other", "Enter")
    page.wait_for_function("before => document.getElementById('zone-sentence').textContent !== before", arg=before)


HOME = [
    ["2020-06-22", "11:00 –12:00", "14:30 –15:30"],
    ["2020-06-23", "10:00 –12:00"],
    ["2020-06-24", "10:00 –12:00"],
]


def test_eleven_in_geneva_is_a_quarter_to_three_in_kathmandu(opened, served):
    page = opened(f"{served}index.html")
    assert whens(page) == HOME
    page.get_by_label("My time").check()
    assert whens(page) == [
        ["2020-06-22", "14:45 –15:45", "18:15 –19:15"],
        ["2020-06-23", "13:45 –15:45"],
        ["2020-06-24", "13:45 –15:45"],
    ]
    assert page.inner_text("#zone-sentence") == "Times are shown in Asia/Kathmandu: UTC+05:45."
    assert page.inner_text("#programme h2 >> nth=0") == "Monday, 22 June 2020\nAsia/Kathmandu, UTC+05:45"
    assert page.get_attribute("#zone-sentence", "role") == "status"


def test_the_zone_is_kept_in_the_address_in_links_and_in_the_browser(opened, served):
    page = opened(f"{served}index.html")
    page.get_by_label("My time").check()
    assert page.url == f"{served}index.html?tz=Asia/Kathmandu"
    page.get_by_role("link", name="Ethics", exact=True).click()
    assert page.url == f"{served}s/P-1/index.html?tz=Asia/Kathmandu"
    page.wait_for_load_state()
    assert page.locator(".held dl > div:visible").all_inner_texts()[:3] == [
        "My time Asia/Kathmandu\nMonday, 22 June 2020, 14:45–15:45 UTC+05:45 daytime",
        "Europe/Zurich\nMonday, 22 June 2020, 11:00–12:00 CEST (UTC+02:00)",
        "UTC\nMonday, 22 June 2020, 09:00–10:00",
    ]
    page.goto(f"{served}index.html")
    assert whens(page)[0] == ["2020-06-22", "14:45 –15:45", "18:15 –19:15"]
    assert page.is_checked("#zone-form input[value=mine]")
    page.get_by_label("Forum time").check()
    assert whens(page) == HOME
    assert page.url == f"{served}index.html"
    assert page.get_attribute("#programme h3 a >> nth=0", "href") == "s/P-1/index.html"
    page.reload()
    assert whens(page) == HOME


def test_a_session_says_the_readers_own_time_beside_that_of_any_chosen_zone(opened, served):
    page = opened(f"{served}s/P-1/index.html")
    own = "My time Asia/Kathmandu\nMonday, 22 June 2020, 14:45–15:45 UTC+05:45 daytime"
    rows = page.locator(".held dl > div:visible")
    assert rows.all_inner_texts()[0] == own
    page.goto(f"{served}s/P-1/index.html?tz=America/Sao_Paulo")
    assert rows.all_inner_texts()[:2] == [
        "America/Sao_Paulo\nMonday, 22 June 2020, 06:00–07:00 UTC-03:00",
        own,
    ]
    page = opened(f"{served}s/P-1/index.html", "Europe/Zurich")
    assert page.locator(".held dl > div:visible").first.inner_text().startswith("Europe/Zurich\n")


def test_a_link_with_a_zone_shows_it_to_whoever_follows_it(opened, served):
    page = opened(f"{served}index.html?tz=America/Sao_Paulo", "Europe/Zurich")
    assert whens(page)[0] == ["2020-06-22", "06:00 –07:00", "09:30 –10:30"]
    assert page.input_value("#zone-other") == "America/Sao_Paulo"
    assert not page.is_checked("#zone-form input[value=home]")


def test_days_follow_the_chosen_zone_and_say_how_far_they_are_from_the_forums(opened, served):
    page = opened(f"{served}index.html?tz=Pacific/Kiritimati", "Pacific/Kiritimati")
    assert whens(page) == [
        ["2020-06-22", "23:00 –00:00"],
        ["2020-06-23", "02:30 –03:30 +1 day", "22:00 –00:00"],
        ["2020-06-24", "22:00 –00:00"],
    ]
    look_for_zone(page, "Honolulu")
    assert whens(page) == [
        ["2020-06-21", "23:00 –00:00 −1 day"],
        ["2020-06-22", "02:30 –03:30", "22:00 –00:00 −1 day"],
        ["2020-06-23", "22:00 –00:00 −1 day"],
    ]
    links = page.eval_on_selector_all(".dates a", "all => all.map(a => a.getAttribute('href'))")
    assert links == ["#d2020-06-22", "#d2020-06-23", None]


@pytest.mark.parametrize("name", [*FAR_ZONES, "Australia/Lord_Howe", "Africa/Casablanca"])
def test_every_time_is_that_of_the_zone_database(opened, served, name):
    page = opened(f"{served}index.html?tz={name}", name)
    here = zone(name)
    expected = [
        f"{held.start.astimezone(here):%Y-%m-%d %H:%M} {held.end.astimezone(here):%H:%M}"
        for _, held in view_of(tiny_timetable()).held
    ]
    found = page.eval_on_selector_all(
        "#programme .session",
        """rows => rows.map(row => row.closest('.day').id.slice(1) + ' '
            + [...row.querySelectorAll('.when time')].map(time => time.textContent).join(' '))""",
    )
    assert found == expected
    stamps = page.eval_on_selector_all("#programme time", "all => all.map(time => time.dateTime)")
    assert [datetime.fromisoformat(stamp) for stamp in stamps] == [
        moment for _, held in view_of(tiny_timetable()).held for moment in (held.start, held.end)
    ]


@pytest.mark.parametrize(
    ("typed", "zone_name"),
    [
        ("Asia/Kathmandu", "Asia/Kathmandu"),
        ("kathmandu", "Asia/Kathmandu"),
        ("Katmandu", "Asia/Kathmandu"),
        ("Nepal", "Asia/Kathmandu"),
        ("Asia/Calcutta", "Asia/Kolkata"),
        ("saigon", "Asia/Ho_Chi_Minh"),
        ("Kiev", "Europe/Kyiv"),
        ("sao paulo", "America/Sao_Paulo"),
        ("US/Eastern", "America/New_York"),
        ("utc", "UTC"),
        ("Etc/UTC", "UTC"),
        ("Zulu", "UTC"),
        ("HST", "Pacific/Honolulu"),
        ("American Samoa", "Pacific/Pago_Pago"),
        ("Palestine", "Asia/Gaza"),
        ("New Delhi", "Asia/Kolkata"),
        ("Beijing", "Asia/Shanghai"),
        ("Washington", "America/New_York"),
        ("Brasília", "America/Sao_Paulo"),
        ("Islamabad", "Asia/Karachi"),
        ("Germany", "Europe/Berlin"),
        ("South Korea", "Asia/Seoul"),
        ("Iceland", "Atlantic/Reykjavik"),
        ("Paris, France", "Europe/Paris"),
        ("Navajo", "America/Denver"),
        ("Cote d'Ivoire", "Africa/Abidjan"),
        ("Côte d’Ivoire", "Africa/Abidjan"),
        ("cote divoire", "Africa/Abidjan"),
        ("N'Djamena", "Africa/Ndjamena"),
        ("U.K.", "Europe/London"),
        ("Ho Chi Minh City", "Asia/Ho_Chi_Minh"),
        ("Bengaluru", "Asia/Kolkata"),
        ("St. Vincent", "America/St_Vincent"),
        ("port au prince", "America/Port-au-Prince"),
    ],
)
def test_a_zone_is_found_by_city_country_and_old_names(opened, served, typed, zone_name):
    page = opened(f"{served}index.html")
    look_for_zone(page, typed)
    assert page.url == f"{served}index.html?tz={zone_name}"
    assert page.inner_text("#zone-sentence").startswith(f"Times are shown in {zone_name}")


def test_on_a_page_in_another_language_its_names_of_places_are_understood_too(opened, serve):
    address = serve(files_of(tiny_timetable(publication=Publication(languages=("ru", "en")))))
    page = opened(f"{address}index.html")
    for typed, name in (("Каир", "Africa/Cairo"), ("непал", "Asia/Kathmandu"), ("Lhasa", "Asia/Shanghai")):
        look_for_zone(page, typed)
        assert page.url == f"{address}index.html?tz={name}"
    look_for_zone(page, "Бразилия")
    assert "America/Sao_Paulo" in page.inner_text("#zone-sentence")


@pytest.mark.parametrize("tag", ["ar", "es", "fr", "ru", "zh"])
def test_the_names_of_places_in_a_language_weigh_little(tag):
    path = f"assets/zones-{tag}.js"
    files = files_of(tiny_timetable(publication=Publication(languages=(tag, "en"))))
    assert len(gzip.compress(files[path])) < 10_000
    assert [each for each in files if each.startswith("assets/zones-")] == [path]


def test_countries_and_cities_are_called_as_in_the_language():
    french = dict(own_words(language("fr")))
    assert french["Le Caire"] == ("Africa/Cairo",)
    assert french["Salvador"] == ("America/El_Salvador",)
    assert french["Brésil"][0] == "America/Sao_Paulo"
    assert dict(own_words(language("zh")))["基辅"] == ("Europe/Kyiv",)


@pytest.mark.parametrize("typed", ["Geneva", "bern", "Switzerland"])
def test_a_city_of_the_forums_own_zone_leads_home(opened, served, typed):
    page = opened(f"{served}index.html?tz=Asia/Kathmandu")
    look_for_zone(page, typed)
    assert page.url == f"{served}index.html"
    assert whens(page) == HOME


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (
            "EST",
            "America/New_York (United States), America/Panama (Panama), America/Jamaica (Jamaica)"
            " or Australia/Sydney (Australia)",
        ),
        ("mst", "America/Denver (United States), America/Phoenix (United States) or Asia/Kuala_Lumpur (Malaysia)"),
        (
            "GMT",
            "UTC, Europe/London (Britain (UK)), Africa/Accra (Ghana) or Africa/Abidjan (Côte d’Ivoire)",
        ),
        ("St. John's", "America/St_Johns (Canada) or America/Antigua (Antigua & Barbuda)"),
        ("San Juan", "America/Puerto_Rico (Puerto Rico) or America/Argentina/San_Juan (Argentina)"),
        ("west", "Europe/Lisbon (Portugal) or Atlantic/Canary (Spain)"),
        ("eastern", "America/Toronto (Canada) or America/New_York (United States)"),
        (
            "United States",
            "America/New_York (United States), America/Chicago (United States), America/Los_Angeles (United States),"
            " America/Denver (United States), America/Phoenix (United States) or one of 3 more",
        ),
        (
            "Brazil",
            "America/Sao_Paulo (Brazil), America/Manaus (Brazil), America/Rio_Branco (Brazil)"
            " or America/Noronha (Brazil)",
        ),
        ("DR Congo", "Africa/Kinshasa (Congo (Dem. Rep.)) or Africa/Lubumbashi (Congo (Dem. Rep.))"),
    ],
)
def test_a_word_that_means_several_zones_changes_nothing_and_names_them(opened, served, typed, meant):
    page = opened(f"{served}index.html")
    look_for_zone(page, typed)
    assert page.inner_text("#zone-sentence") == f"“{typed}” can mean {meant}. Times are still shown in Europe/Zurich."
    assert whens(page) == HOME


def test_a_word_that_means_several_zones_in_the_address_is_passed_over(opened, served):
    assert whens(opened(f"{served}index.html?tz=EST")) == HOME


@pytest.mark.parametrize("typed", ["Nowhere", "EST5", "<b>"])
def test_a_zone_that_is_not_known_changes_nothing_and_says_so(opened, served, typed):
    page = opened(f"{served}index.html")
    look_for_zone(page, typed)
    assert whens(page) == HOME
    assert page.inner_text("#zone-sentence") == (
        f"“{typed}” is not a city or zone that this page knows. Times are still shown in Europe/Zurich."
    )


@pytest.mark.parametrize("typed", ["+02:00", "UTC+5:45", "gmt -3", "UTC−3"])
def test_an_offset_changes_nothing_and_a_city_is_asked_for(opened, served, typed):
    page = opened(f"{served}index.html")
    look_for_zone(page, typed)
    assert whens(page) == HOME
    assert page.inner_text("#zone-sentence").replace("\u2066", "").replace("\u2069", "") == (
        f"“{typed}” does not say when the clock changes; name a city. Times are still shown in Europe/Zurich."
    )


def test_an_unknown_zone_in_the_address_is_passed_over(opened, served):
    assert whens(opened(f"{served}index.html?tz=Mars/Olympus")) == HOME


def test_the_browsers_old_name_of_its_zone_is_shown_as_the_present_one(opened, served):
    page = opened(f"{served}index.html", "Asia/Kolkata")
    assert page.inner_text("#zone-mine") == "Kolkata"
    page.get_by_label("My time").check()
    assert page.url == f"{served}index.html?tz=Asia/Kolkata"


def test_every_zone_that_is_offered_works(opened, served):
    page = opened(f"{served}index.html")
    page.focus("#zone-other")
    page.wait_for_selector("#zone-list option", state="attached")
    offered = page.eval_on_selector_all("#zone-list option", "all => all.map(option => option.value)")
    assert len(offered) > 400
    assert "Asia/Kathmandu" in offered
    refused = page.evaluate(
        """names => names.filter(name => {
            try { new Intl.DateTimeFormat('en', {timeZone: name}); return false; } catch { return true; }
        })""",
        offered,
    )
    assert refused == []


def test_without_scripts_the_programme_is_complete(opened, served):
    page = opened(f"{served}index.html", javascript=False)
    assert page.locator("#programme .session").count() == 4
    assert all(row.is_visible() for row in page.locator(".session").all())
    assert page.locator("#programme .when").all_inner_texts()[0].replace("\n", " ") == "11:00 –12:00"
    assert page.inner_text("#zone-sentence") == "Times are shown in Europe/Zurich: CEST (UTC+02:00)."
    assert not page.is_visible("#zone-form")
    assert not page.is_visible("#find-form")
    page.get_by_role("link", name="Ethics", exact=True).click()
    assert page.inner_text("h1") == "Ethics"
    assert not page.is_visible("#zone-form")


def test_a_site_opened_from_a_folder_works_too(opened, tmp_path):
    write_site(files_of(tiny_timetable()), tmp_path)
    page = opened(f"file://{tmp_path}/index.html")
    page.get_by_label("My time").check()
    assert whens(page)[0] == ["2020-06-22", "14:45 –15:45", "18:15 –19:15"]
    assert page.evaluate("getComputedStyle(document.querySelector('.banner')).textAlign") == "center"
    page.get_by_role("link", name="Ethics", exact=True).click()
    page.wait_for_load_state()
    assert page.locator(".held dl > div:visible").first.inner_text() == (
        "My time Asia/Kathmandu\nMonday, 22 June 2020, 14:45–15:45 UTC+05:45 daytime"
    )


@pytest.mark.parametrize("width", [320, 375, 768, 1280, 1920])
@pytest.mark.parametrize("path", ["index.html", "s/W-1/index.html"])
def test_no_page_is_wider_than_its_window(opened, served, width, path):
    page = opened(f"{served}{path}?tz=America/Argentina/Buenos_Aires", width=width)
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_the_first_stop_of_the_keyboard_leads_past_the_controls(opened, served):
    page = opened(f"{served}index.html")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


@pytest.mark.parametrize(
    "title",
    ["<img src=x onerror=alert(1)>", '"><script>alert(1)</script>', "javascript:alert(1)", "x" * 2_000, "\u202egnirts"],
)
def test_hostile_words_do_nothing_in_a_browser(opened, tmp_path, title):
    timetable = one_session(
        title, track=title, organisers=(title,), description=f"{title} https://a.example/{title}", source=title
    )
    write_site(files_of(timetable), tmp_path)
    for path in ("index.html", "s/S-1/index.html"):
        page = opened(f"file://{tmp_path}/{path}", width=320)
        if path == "index.html":
            page.locator("summary", has_text="Find sessions").click()
            page.fill("#find-text", title)
            page.get_by_label("My time").check()
            assert page.text_content(".session h3") == title
        else:
            assert page.inner_text("h1") == title
        assert page.locator("img").count() == 0
        assert page.evaluate("document.documentElement.scrollWidth") == 320
