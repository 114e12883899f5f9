"""Each case that the encoding of a hard rule posts is a demand in one sentence, and can be repaired."""

from __future__ import annotations

import re
from functools import cache

import pytest

from constraints.catalogue import CATALOGUE
from scheduler.build import inquire, narrow
from tests.constraints.tiny_programmes import MAKERS, SETTINGS, tiny

HARD = [pytest.param(kind, id=kind.name) for kind in CATALOGUE if "hard" in kind.modes]


def hard(kind):
    return kind(mode="hard", **SETTINGS.get(kind.name, {}))


@cache
def cases(kind):
    """The cases of a rule over the tiny programmes, each with its programme."""
    return [(tiny(name), case) for name in MAKERS for _, case in inquire(tiny(name), [hard(kind)]).cases]


def raw_ids(programme, sentence):
    """The ids in a sentence of what has a title or a name, where that does not stand beside it."""
    titles = {session.id: session.title for session in programme.sessions}
    titles |= {occurrence.id: occurrence.session.title for occurrence in programme.occurrences}
    titles |= {channel.id: channel.name for channel in programme.forum.channels}
    outside = re.sub("“[^”]*”", lambda title: "·" * len(title[0]), sentence)
    for found in re.finditer(r"[\w.-]*\w", outside):
        name, before, behind = found[0], sentence[: found.start()], sentence[found.end() :]
        article = name == "a" and re.match(" [a-z]", behind)
        if name in titles and not article and not behind.startswith(f" “{titles[name]}”"):
            yield name
        if name in programme.person and not before.endswith(f"{programme.person[name].name} ("):
            yield name


@pytest.mark.parametrize("kind", HARD)
def test_each_case_is_told_in_one_sentence_of_its_own_with_names_for_ids(kind):
    assert cases(kind) != []
    for programme, case in cases(kind):
        sentence = hard(kind).demand(case, programme)
        assert kind.summary() not in sentence
        assert re.fullmatch(r"[^\n]*[^\s.]\.", sentence), sentence
        assert ". " not in sentence, sentence
        assert "  " not in sentence, sentence
        assert list(raw_ids(programme, sentence)) == [], sentence


@pytest.mark.parametrize("kind", HARD)
def test_different_cases_of_one_programme_that_is_about_them_are_told_apart(kind):
    told = [(id(programme), case, hard(kind).demand(case, programme)) for programme, case in cases(kind)]
    assert len({(programme, sentence) for programme, _, sentence in told}) == len(told)


@pytest.mark.parametrize("kind", HARD)
def test_each_case_has_repairs_that_change_something_each_in_words_of_its_own(kind):
    rule = hard(kind)
    for programme, case in cases(kind):
        repairs = list(rule.repairs(case, programme))
        assert repairs != [], case
        assert len({repair.words for repair in repairs}) == len(repairs), case
        for repair in repairs:
            assert repair.price >= 50
            assert repair.words == repair.words.strip()
            assert (repair.programme, repair.rule or rule) != (programme, rule), repair.words
            assert repair.rule is None or repair.rule.name == kind.name


@pytest.mark.parametrize("kind", HARD)
def test_what_a_repair_makes_of_a_forum_can_be_asked(kind):
    for programme, case in cases(kind):
        for repair in hard(kind).repairs(case, programme):
            narrow(repair.programme, [repair.rule or hard(kind)]).encode()


def test_a_raw_id_is_seen():
    assert list(raw_ids(tiny("clashes"), "opening, b, a “A” and a thing in c1.")) == ["opening", "b", "c1"]
    assert list(raw_ids(tiny("people"), "Mia (mia), kofi and a.")) == ["kofi", "a"]
