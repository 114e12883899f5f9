"""The catalogues of the interface: complete, and the translations hold what the English texts hold."""

from __future__ import annotations

import gettext
import re
from dataclasses import replace

import pytest

from data.programme import INTERFACE_LANGUAGES, Publication
from output.language import language
from tests.catalogues.update import CATALOGUES, PLURALS, TRANSLATED, catalogue, messages, updated
from tests.output.tiny_forum import files_of, tiny_timetable

WANTED = messages()
FORMS = {"ar": 6, "zh": 1, "fr": 3, "ru": 3, "es": 3}
"""Plural categories of CLDR that whole numbers of the language have."""

every_translation = pytest.mark.parametrize("tag", TRANSLATED)


def ids(entries):
    return {(message.context, message.id) for message in entries if message.id}


def texts(message):
    """The English texts of a message, and its translations."""
    english = message.id if message.pluralizable else (message.id,)
    return english, message.string if message.pluralizable else (message.string,)


def translations(tag):
    return [
        (english, text)
        for message in catalogue(tag)
        if message.id
        for english in texts(message)[0][-1:]
        for text in texts(message)[1]
    ]


def placeholders(text):
    return sorted(re.findall(r"%\(\w+\)[a-z]|%%|%", text))


def without_placeholders(text):
    return re.sub(r"%\(\w+\)[a-z]", "x", text)


def test_texts_are_found_in_templates_code_and_tables():
    found = {text for _, text in ids(WANTED)}
    assert {
        "Skip to the content",
        "This translation has not yet been reviewed by native speakers.",
        ("%(num)s session", "%(num)s sessions"),
        ("%(num)s session found", "%(num)s sessions found"),
        "Times are shown in %(zone)s: %(offsets)s.",
        "Welcoming remarks",
        "Capacity building",
        "Zero hunger",
        "This session is invented for the demonstration.",
    } <= found


@every_translation
def test_every_text_is_in_the_catalogue_and_nothing_else(tag):
    of_file = catalogue(tag)
    assert ids(WANTED) - ids(of_file) == set(), "run make catalogues and translate what is new"
    assert ids(of_file) - ids(WANTED) == set(), "run make catalogues: it takes out what is not used any more"
    assert not of_file.obsolete


@every_translation
def test_every_text_is_translated_in_every_plural_form(tag):
    for message in catalogue(tag):
        if message.id:
            assert not message.fuzzy, message.id
            _, translated = texts(message)
            assert len(translated) == (FORMS[tag] if message.pluralizable else 1), message.id
            assert all(text and text.strip() == text for text in translated), message.id


@every_translation
def test_placeholders_and_markup_are_those_of_the_english_text(tag):
    alone = {form for form in range(FORMS[tag]) if len(numbers_of(tag, form)) == 1}
    for message in catalogue(tag):
        if not message.id:
            continue
        english, translated = texts(message)
        for form, text in enumerate(translated):
            wanted = placeholders(english[-1])
            if message.pluralizable and form in alone and "%(num)s" not in text:
                wanted = [each for each in wanted if each != "%(num)s"]
            assert placeholders(text) == wanted, (english, text)
            for sign in "<>&{}|\n\t":
                assert text.count(sign) == english[-1].count(sign), (english, text)


def numbers_of(tag, form):
    """The numbers up to a thousand, and a million, that have the form."""
    plural = gettext.c2py(PLURALS[tag].partition("plural=")[2])
    return [number for number in (*range(1001), 1_000_000) if plural(number) == form]


@every_translation
def test_plural_forms_are_those_of_cldr(tag):
    plural = gettext.c2py(PLURALS[tag].partition("plural=")[2])
    assert f"nplurals={FORMS[tag]};" in PLURALS[tag]
    locale = language(tag)._locale
    categories = {}
    for number in (*range(1001), 1_000_000, 2_000_000, 1_000_001):
        categories.setdefault(plural(number), set()).add(locale.plural_form(number))
    assert sorted(categories) == list(range(FORMS[tag]))
    found = [names for _, names in sorted(categories.items())]
    assert all(len(names) == 1 for names in found)
    assert len(set.union(*found)) == FORMS[tag]


@every_translation
def test_files_are_as_the_command_writes_them(tag):
    content = (CATALOGUES / f"{tag}.po").read_bytes()
    assert updated(tag, catalogue(tag), catalogue(tag), reviewed=language(tag).reviewed) == content
    assert b"#: " not in content
    assert b"-Date:" not in content


@every_translation
def test_updating_keeps_translations_takes_new_texts_and_drops_old_ones(tag):
    wanted = messages()
    wanted.delete("Programme")
    wanted.add("A text that is new")
    content = updated(tag, wanted, catalogue(tag), reviewed=True).decode()
    assert 'msgid "A text that is new"\nmsgstr ""\n' in content
    assert 'msgid "Programme"' not in content
    assert f'msgid "Topics"\nmsgstr "{language(tag).say("Topics")}"\n' in content
    assert '"X-Reviewed-By-Native-Speaker: yes\\n"' in content


class _Missing(gettext.NullTranslations):
    """Stands behind a catalogue and keeps what it was asked for."""

    def __init__(self):
        super().__init__()
        self.asked = set()

    def gettext(self, message):
        self.asked.add(message)
        return message

    def ngettext(self, msgid1, msgid2, n):
        self.asked.add(msgid1)
        return msgid1 if n == 1 else msgid2


def test_no_page_asks_for_a_text_that_the_catalogues_lack(monkeypatch):
    missing = _Missing()
    for tag in TRANSLATED:
        monkeypatch.setattr(language(tag).translations, "_fallback", missing)
    spoken = replace(Publication(), languages=INTERFACE_LANGUAGES)
    files_of(tiny_timetable(publication=spoken))
    assert missing.asked == set()


def test_translations_that_no_native_speaker_reviewed_are_marked():
    assert [tag for tag in INTERFACE_LANGUAGES if language(tag).reviewed] == ["en"]
    files = files_of(tiny_timetable(publication=replace(Publication(), languages=("en", "fr"))))
    sentence = language("fr").say("This translation has not yet been reviewed by native speakers.")
    assert f'<p class="unreviewed">{sentence}</p>' in files["fr/index.html"].decode()
    assert b"unreviewed" not in files["index.html"]


FRENCH_SPACE = "[\u00a0\u202f]"


def test_french_has_its_spaces_and_apostrophes():
    for english, text in translations("fr"):
        plain = without_placeholders(text)
        assert not re.search(f"(?<!{FRENCH_SPACE})[:;!?»]|«(?!{FRENCH_SPACE})", plain), (english, text)
        assert not re.search("['\"“”]", plain), (english, text)


def test_spanish_opens_questions_and_exclamations():
    for english, text in translations("es"):
        assert text.count("?") == text.count("¿"), (english, text)
        assert text.count("!") == text.count("¡"), (english, text)
        assert not re.search("['\"“”]", text), (english, text)


def test_russian_quotes_are_its_own():
    for english, text in translations("ru"):
        assert not re.search("['\"“”]", text), (english, text)


def test_chinese_punctuation_is_full_width():
    for english, text in translations("zh"):
        assert not re.search(r"[,;:!?()'\"]|\.$", without_placeholders(text)), (english, text)
        assert not re.search("[\u3400-\u9fff] +[\u3400-\u9fff]", text), (english, text)


def test_arabic_punctuation_and_digits():
    for english, text in translations("ar"):
        plain = without_placeholders(text)
        assert not re.search("[,;?'\"“”]", plain), (english, text)
        assert not re.search("[٠-٩۰-۹]", plain), (english, text)


@every_translation
def test_texts_end_as_the_english_ones_do(tag):
    for english, text in translations(tag):
        assert (text[-1] in ".。") == (english[-1] == "."), (english, text)
