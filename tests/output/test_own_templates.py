"""Templates of the organisers' own replace those of the same name, and nothing else."""

from __future__ import annotations

import pytest
from jinja2 import Environment

from data.problems import ForumError
from output.own_templates import loader


def source(templates, name):
    found = loader(templates)
    return found.get_source(Environment(loader=found), name)[0]


def test_a_template_replaces_the_one_of_its_name_alone():
    own = (("session.html", "Ours"), ("own/thanks.html", "Thanks"))
    assert source(own, "session.html") == "Ours"
    assert source(own, "own/thanks.html") == "Thanks"
    assert source(own, "base.html") == source((), "base.html") != ""


def test_one_that_is_replaced_can_be_extended():
    own = (("session.html", '{% extends "original/session.html" %}{% block foot %}Ours{% endblock %}'),)
    assert source(own, "original/session.html") == source((), "session.html")


def test_templates_of_translated_pages_are_templates():
    assert source((("base.html", "{% trans %}Days{% endtrans %}"),), "base.html") == "{% trans %}Days{% endtrans %}"


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("sesion.html", "",
         "template sesion.html: expected the name of a template to replace, or one in the folder own/; "
         "did you mean “session.html”?"),
        ("original/session.html", "",
         "template original/session.html: expected the name of a template to replace, or one in the folder own/"),
        ("base.html", "<p>\n{% if %}",
         "template base.html, line 2: expected a Jinja template: Expected an expression, got 'end of statement block'"),
        ("own/a.html", "{% block x %}",
         "template own/a.html, line 1: expected a Jinja template: Unexpected end of template"),
    ],
)  # fmt: skip
def test_what_would_have_no_effect_or_is_no_template_is_refused(name, text, message):
    with pytest.raises(ForumError) as told:
        loader(((name, text),))
    assert str(told.value).startswith(message)
