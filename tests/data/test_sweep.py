"""What is varied in a sweep is read from words, multiplied, and named."""

from __future__ import annotations

import pytest

from data.sweep import Varied, folder_name, name_of, read_varied, variations


@pytest.mark.parametrize(
    ("text", "name", "values"),
    [
        ("channels=2..5", "channels", (2, 3, 4, 5)),
        ("channels = 7", "channels", (7,)),
        ("fairness=0,1,5", "fairness", (0, 1, 5)),
        ("fairness=0..2, 10", "fairness", (0, 1, 2, 10)),
        ("night.weight=100,200", "night.weight", (100, 200)),
        ("night.mode=hard, soft", "night.mode", ("hard", "soft")),
        ('night.roles=["host"], ["moderator", "host"], []', "night.roles", (("host",), ("moderator", "host"), ())),
        ("even-days.some=true,false", "even-days.some", (True, False)),
    ],
    ids=["span", "one", "list", "both", "weight", "words", "lists", "flags"],
)  # fmt: skip
def test_what_is_varied_is_read(text: str, name: str, values: tuple[object, ...]) -> None:
    assert read_varied(text) == Varied(name, values)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("channels", "expected channels=2..5, fairness=0,1,5, or a rule and its key such as night.weight=100,200; "
         "not “channels”"),
        ("rooms=1,2", "expected channels=2..5, fairness=0,1,5, or a rule and its key such as night.weight=100,200; "
         "not “rooms=1,2”"),
        ("channels=", "channels: expected values, such as channels=1,2 or channels=1..3"),
        ("channels=0..2", "channels: expected whole numbers from 1 up, not “0..2”"),
        ("channels=true", "channels: expected whole numbers from 1 up, not “true”"),
        ("fairness=-1", "fairness: expected whole numbers from 0 up, not “-1”"),
        ("fairness=1,1", "fairness: expected each value once, not “1,1”"),
        ("fairness=5..2", "fairness: expected a span of at most 500 numbers upwards, not “5..2”"),
        ("fairness=0..999999999", "fairness: expected a span of at most 500 numbers upwards, not “0..999999999”"),
        ("night.weight=1]\nx=[2", "night.weight: expected values joined by commas, or spans such as 2..5; not "
         "“1]\nx=[2”"),
        ("night.weight={a=1}", "night.weight: expected numbers, texts or lists of these"),
        ("../x=1", "expected channels=2..5, fairness=0,1,5, or a rule and its key such as night.weight=100,200; "
         "not “../x=1”"),
    ],
    ids=["no sign", "unknown", "none", "least", "flag", "negative", "twice", "down", "huge",
         "smuggled", "table", "path"],
)  # fmt: skip
def test_what_cannot_be_varied_is_told(text: str, expected: str) -> None:
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the message is compared below
        read_varied(text)
    assert str(caught.value) == expected


def test_variations_are_the_product() -> None:
    assert variations([Varied("channels", (1, 2)), Varied("night.mode", ("hard", "soft"))]) == (
        (("channels", 1), ("night.mode", "hard")),
        (("channels", 1), ("night.mode", "soft")),
        (("channels", 2), ("night.mode", "hard")),
        (("channels", 2), ("night.mode", "soft")),
    )


def test_too_many_variations_are_refused() -> None:
    many = Varied("channels", tuple(range(1, 101)))
    assert len(variations([many, Varied("fairness", tuple(range(5)))])) == 500
    with pytest.raises(ValueError, match=r"^expected at most 500 combinations; these are 600$"):
        variations([many, Varied("fairness", tuple(range(6)))])
    with pytest.raises(ValueError, match=r"^expected channels once$"):
        variations([Varied("channels", (1,)), Varied("channels", (2,))])


def test_names_of_variations() -> None:
    plain = (("channels", 3), ("fairness", 0))
    assert name_of(plain) == "channels=3 fairness=0"
    assert folder_name(plain) == "channels=3,fairness=0"
    hostile = [folder_name((("night.mode", text),)) for text in ("../../x", "..-..-x", "a/b", "a b", "Ä" * 300)]
    assert hostile[1] == "night.mode=..-..-x"
    assert len(set(hostile)) == 5
    assert all("/" not in name and len(name) <= 109 and name.isascii() for name in hostile)
