"""What each language makes of dates, spans, numbers of things and names."""

from __future__ import annotations

from datetime import date

import pytest

from data.programme import INTERFACE_LANGUAGES, Publication
from output.language import language, languages
from tests.output.tiny_forum import files_of, tiny_timetable

NARROW = "\u202f"
LRI, PDI = "\u2066", "\u2069"

DATES = {
    "ar": ("الاثنين، 1 يونيو 2020", "1 يونيو 2020", "1 يونيو", "الاثنين"),
    "zh": ("2020年6月1日星期一", "2020年6月1日", "6月1日", "周一"),
    "en": ("Monday, 1 June 2020", "1 June 2020", "1 June", "Mon"),
    "fr": ("lundi 1 juin 2020", "1 juin 2020", "1 juin", "lun."),
    "ru": (f"понедельник, 1 июня 2020{NARROW}г.", f"1 июня 2020{NARROW}г.", "1 июня", "пн"),
    "es": ("lunes, 1 de junio de 2020", "1 de junio de 2020", "1 de junio", "lun"),
}

SPANS = {
    "ar": ("22–24 يونيو 2020", "22 يونيو – 10 سبتمبر 2020", "30 ديسمبر 2020 – 2 يناير 2021"),
    "zh": ("2020年6月22日至24日", "2020年6月22日至9月10日", "2020年12月30日至2021年1月2日"),
    "en": ("22–24 June 2020", "22 June – 10 September 2020", "30 December 2020 – 2 January 2021"),
    "fr": ("22–24 juin 2020", "22 juin – 10 septembre 2020", "30 décembre 2020 – 2 janvier 2021"),
    "ru": (
        f"22–24 июня 2020{NARROW}г.",
        f"22 июня – 10 сентября 2020{NARROW}г.",
        f"30 декабря 2020{NARROW}г. – 2 января 2021{NARROW}г.",
    ),
    "es": (
        "22–24 de junio de 2020",
        "22 de junio – 10 de septiembre de 2020",
        "30 de diciembre de 2020 – 2 de enero de 2021",
    ),
}

NUMBERS = (0, 1, 2, 3, 11, 21, 100, 1_000_000)
SESSIONS = {
    "ar": ("0 جلسة", "جلسة واحدة", "جلستان", "3 جلسات", "11 جلسة", "21 جلسة", "100 جلسة", "1000000 جلسة"),
    "zh": ("0场会议", "1场会议", "2场会议", "3场会议", "11场会议", "21场会议", "100场会议", "1000000场会议"),
    "en": (
        "0 sessions",
        "1 session",
        "2 sessions",
        "3 sessions",
        "11 sessions",
        "21 sessions",
        "100 sessions",
        "1000000 sessions",
    ),
    "fr": (
        "0 session",
        "1 session",
        "2 sessions",
        "3 sessions",
        "11 sessions",
        "21 sessions",
        "100 sessions",
        "1000000 de sessions",
    ),
    "ru": (
        "0 сессий",
        "1 сессия",
        "2 сессии",
        "3 сессии",
        "11 сессий",
        "21 сессия",
        "100 сессий",
        "1000000 сессий",
    ),
    "es": (
        "0 sesiones",
        "1 sesión",
        "2 sesiones",
        "3 sesiones",
        "11 sesiones",
        "21 sesiones",
        "100 sesiones",
        "1000000 de sesiones",
    ),
}

DURATIONS = {
    "ar": ("45 دقيقة", "ساعة واحدة", "ساعة واحدة و30 دقيقة", "ساعتان و15 دقيقة", "4 ساعات"),
    "zh": ("45分钟", "1小时", "1小时30分钟", "2小时15分钟", "4小时"),
    "en": ("45 min", "1 h", "1 h 30 min", "2 h 15 min", "4 h"),
    "fr": ("45 min", "1 h", "1 h 30 min", "2 h 15 min", "4 h"),
    "ru": ("45 мин", "1 ч", "1 ч 30 мин", "2 ч 15 мин", "4 ч"),
    "es": ("45 min", "1 h", "1 h 30 min", "2 h 15 min", "4 h"),
}

LANGUAGE_NAMES = {
    "ar": ("العربية، الفرنسية، السواحلية", "العربية", "البرتغالية (البرازيل)"),
    "zh": ("阿拉伯语、法语、斯瓦希里语", "阿拉伯语", "葡萄牙语 (巴西)"),
    "en": ("Arabic, French, Swahili", "Arabic", "Portuguese (Brazil)"),
    "fr": ("arabe, français, swahili", "Arabe", "Portugais (Brésil)"),
    "ru": ("арабский, французский, суахили", "Арабский", "Португальский (Бразилия)"),
    "es": ("árabe, francés, suajili", "Árabe", "Portugués (Brasil)"),
}

GOALS = {
    "ar": ("\u200fهدف التنمية المستدامة 4: التعليم الجيد", "\u200fC7 e-health: تطبيقات تكنولوجيا المعلومات والاتصالات"),
    "zh": ("可持续发展目标4：优质教育", "C7 e-health：信息通信技术应用"),
    "en": ("SDG 4: Quality education", "C7 e-health: ICT applications"),
    "fr": ("ODD 4\u00a0: Éducation de qualité", "C7 e-health\u00a0: Les applications TIC"),
    "ru": ("ЦУР 4: Качественное образование", "C7 e-health: Приложения на базе ИКТ"),
    "es": ("ODS 4: Educación de calidad", "C7 e-health: Aplicaciones de las TIC"),
}

ROLES = {
    "ar": ("متحدث", "متحدثون"),
    "zh": ("发言人", "发言人"),
    "en": ("Speaker", "Speakers"),
    "fr": ("Intervenant(e)", "Intervenants"),
    "ru": ("Докладчик", "Докладчики"),
    "es": ("Ponente", "Ponentes"),
}

each_language = pytest.mark.parametrize("tag", INTERFACE_LANGUAGES)


@each_language
def test_dates(tag):
    spoken, day = language(tag), date(2020, 6, 1)
    found = (spoken.long_date(day), spoken.medium_date(day), spoken.short_date(day), spoken.weekday(day))
    assert found == DATES[tag]


@each_language
def test_spans_of_dates_say_once_what_they_share_and_no_month_in_short(tag):
    spoken = language(tag)
    assert (
        spoken.dates(date(2020, 6, 22), date(2020, 6, 24)),
        spoken.dates(date(2020, 6, 22), date(2020, 9, 10)),
        spoken.dates(date(2020, 12, 30), date(2021, 1, 2)),
    ) == SPANS[tag]
    assert spoken.dates(date(2020, 6, 22), date(2020, 6, 22)) == spoken.medium_date(date(2020, 6, 22))


@each_language
def test_numbers_of_things(tag):
    spoken = language(tag)
    assert tuple(spoken.count("%(num)s session", "%(num)s sessions", number) for number in NUMBERS) == SESSIONS[tag]


@each_language
def test_the_script_gets_a_text_for_each_plural_category_of_cldr(tag):
    categories = {
        "ar": ["few", "many", "one", "other", "two", "zero"],
        "zh": ["other"],
        "en": ["one", "other"],
        "fr": ["many", "one", "other"],
        "ru": ["few", "many", "one"],
        "es": ["many", "one", "other"],
    }
    texts = language(tag).counts("%(num)s session", "%(num)s sessions")
    assert sorted(texts) == categories[tag]
    for number, said in zip(NUMBERS, SESSIONS[tag], strict=True):
        assert texts[language(tag)._locale.plural_form(number)] % {"num": number} == said


@each_language
def test_lengths_of_time(tag):
    assert tuple(map(language(tag).duration, (45, 60, 90, 135, 240))) == DURATIONS[tag]


@each_language
def test_names_of_languages_within_a_text_and_as_entries(tag):
    spoken = language(tag)
    assert (
        spoken.listed(map(spoken.language_name, ("ar", "fr", "sw"))),
        spoken.language_entry("ar"),
        spoken.language_entry("pt-BR"),
    ) == LANGUAGE_NAMES[tag]
    assert spoken.language_entry("x-unknown") == "x-unknown"
    assert spoken.language_name("<b>") == "<b>"


@each_language
def test_goals_and_action_lines(tag):
    assert (language(tag).sdg("4"), language(tag).action_line("C7-e-health")) == GOALS[tag]
    assert language(tag).action_line("health") == "health"


@each_language
def test_roles_of_one_and_of_several(tag):
    spoken = language(tag)
    assert (spoken.role("speaker"), spoken.role("speaker", 21)) == ROLES[tag]


def test_every_language_by_the_name_that_its_speakers_give_it_and_its_direction():
    assert [(spoken.name, spoken.direction) for spoken in languages(INTERFACE_LANGUAGES)] == [
        ("العربية", "rtl"),
        ("中文", "ltr"),
        ("English", "ltr"),
        ("Français", "ltr"),
        ("Русский", "ltr"),
        ("Español", "ltr"),
    ]


def test_only_text_from_right_to_left_needs_its_numbers_isolated():
    assert language("ar").left_to_right("UTC+05:45") == f"{LRI}UTC+05:45{PDI}"
    assert language("en").left_to_right("UTC+05:45") == "UTC+05:45"


def test_a_language_without_catalogue_is_refused():
    with pytest.raises(ValueError, match="no catalogue for the language 'de'"):
        language("de")


@each_language
def test_the_browser_writes_dates_and_chooses_plurals_as_we_do(tag, browser):
    """Chromium has its own CLDR; its script writes the narrow space before the Russian word for year as a wide one."""
    spoken, days = language(tag), [date(2020, month, 3) for month in range(1, 13)]
    page = browser.new_page()
    found = page.evaluate(
        """([tag, days, numbers]) => {
            const dates = new Intl.DateTimeFormat(tag, { timeZone: "UTC", dateStyle: "full" });
            const plurals = new Intl.PluralRules(tag);
            return [days.map((day) => dates.format(Date.parse(day))), numbers.map((number) => plurals.select(number))];
        }""",
        [spoken.browser, [day.isoformat() for day in days], list(range(121))],
    )
    page.close()
    assert found[0] == [spoken.long_date(day).replace(NARROW, " ") for day in days]
    assert found[1] == [spoken._locale.plural_form(number) for number in range(121)]


@pytest.mark.parametrize("tag", ["ar", "ru", "zh"])
def test_the_script_says_dates_and_zones_as_the_server_does(tag, serve, opened):
    """The days of the programme and the times of a session, once as served and once as the script writes them."""
    publication = Publication(languages=(tag,))
    address = serve(files_of(tiny_timetable(publication=publication, zone="Asia/Kathmandu")))
    page = opened(address, "Asia/Katmandu")
    served = [page.locator("h2 .date").all_text_contents(), page.locator("#zone-sentence").inner_text()]
    page.locator("#zone-form input[value=utc]").check(force=True)
    page.locator("#zone-form input[value=home]").check(force=True)
    assert [page.locator("h2 .date").all_text_contents(), page.locator("#zone-sentence").inner_text()] == served
    page = opened(f"{address}s/W-1/index.html?tz=Asia/Karachi")
    day, spoken = date(2020, 6, 22), language(tag)
    moment = spoken.say("%(date)s, %(times)s") % {"date": spoken.long_date(day), "times": "17:30–18:30"}
    assert page.locator(".chosen dd").inner_text().startswith(f"{moment} UTC+05:00")
    said = {"zone": spoken.left_to_right("Asia/Karachi"), "offsets": spoken.left_to_right("UTC+05:00")}
    assert page.locator("#zone-sentence").inner_text() == spoken.say("Times are shown in %(zone)s: %(offsets)s.") % said


def test_times_zones_and_offsets_are_not_turned_round_in_arabic(serve, opened):
    address = serve(files_of(tiny_timetable(publication=Publication(languages=("ar",)))))
    wide = opened(f"{address}s/W-1/index.html?tz=Asia/Kathmandu")
    for place in (".held .mine .range", ".held .home .range", ".held .home .offset"):
        assert left_to_right(wide.locator(place).first), place
    for width in (1280, 360):
        rows = opened(address, width=width)
        assert left_to_right(rows.locator("#W-1 .when"), by_line=width == 1280)
        assert left_to_right(rows.locator("h2 .offset").first)


def left_to_right(place, *, by_line=False):
    """Whether the digits and Latin letters of a place are seen from left to right as they are written."""
    letters = place.evaluate(
        """(element) => {
            const found = [];
            const walk = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
            while (walk.nextNode()) {
                for (let at = 0; at < walk.currentNode.length; at += 1) {
                    const range = document.createRange();
                    range.setStart(walk.currentNode, at);
                    range.setEnd(walk.currentNode, at + 1);
                    const box = range.getBoundingClientRect();
                    if (/[0-9A-Za-z]/.test(walk.currentNode.data[at]) && box.width)
                        found.push([Math.round(box.bottom), box.left]);
                }
            }
            return found;
        }"""
    )
    assert len(letters) >= 8
    lines = {}
    for bottom, left in letters:
        lines.setdefault(bottom if by_line else 0, []).append(left)
    return all(line == sorted(line) for line in lines.values())
