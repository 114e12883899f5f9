"""Names of pages and feeds."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from output import paths


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Ethics of information", "ethics-of-information"),
        ("C7-e-health", "c7-e-health"),
        ("Santé  publique", "sante-publique"),
        ("4", "4"),
        ("P-001", "p-001"),
    ],
)
def test_a_plain_text_is_its_own_slug(text, slug):
    assert paths.slug(text) == slug


def test_texts_that_lose_something_stay_apart():
    texts = ["健康", "健康和", "C++", "C", "a/b", "a b", "ab" * 50, "ab" * 51, "", "...", "..\\.."]
    assert len({paths.slug(text) for text in texts}) == len(texts)


@given(st.text())
def test_a_slug_is_safe_everywhere(text):
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", paths.slug(text))


def test_a_utc_twin_lies_beside_its_feed():
    assert paths.utc_twin(paths.feed("track", "Media")) == "feeds/track/media-utc.ics"
