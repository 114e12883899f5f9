"""Templates of the organisers' own replace those of the same name, and nothing else."""

from __future__ import annotations

from dataclasses import replace

import pytest
from jinja2 import Environment

from data.problems import ForumError
from output.language import language
from output.own_templates import loader
from output.pages import not_found
from tests.output.tiny_forum import tiny_timetable, view_of


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


@pytest.mark.parametrize(
    ("templates", "said"),
    [
        ((("404.html", '{% extends "404.html" %}'),),
         'template 404.html extends itself; write {% extends "original/404.html" %}'),
        ((("404.html", "{%- extends '404.html' -%}"),),
         'template 404.html extends itself; write {% extends "original/404.html" %}'),
        ((("404.html", '{% include "own/a.html" %}'), ("own/a.html", '{% include "own/a.html" %}')),
         "templates of your own extend or include one another without end"),
    ],
    ids=["extends", "other quotes", "includes"],
)  # fmt: skip
def test_templates_without_an_end_are_told(templates, said):
    view = view_of(tiny_timetable())
    view = replace(view, look=replace(view.look, templates=templates))
    with pytest.raises(ForumError) as told:
        list(not_found.pages(view, language("en")))
    assert str(told.value) == f"the page 404.html could not be made: {said}"
