"""The pages of the samples: valid for programs that we did not write, and without a broken link."""

from __future__ import annotations

import pytest

from tests.clients.programs import html_validate_messages, nu_messages
from tests.end_to_end.command import contents
from tests.output.links import link_findings

SAMPLES = pytest.mark.parametrize("sample", ["autumn", pytest.param("wsis", marks=pytest.mark.full)])


@SAMPLES
def test_no_link_is_broken(sample, request):
    assert link_findings(contents(request.getfixturevalue(sample) / "site")) == []


@SAMPLES
def test_every_page_is_valid(sample, request):
    site = request.getfixturevalue(sample) / "site"
    assert nu_messages(site) == []
    assert html_validate_messages(site) == []
