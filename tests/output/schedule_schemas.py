"""The schemas of voc/schedule, which lie beside this project and are not part of it, as functions that validate."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path

import fastjsonschema
import pytest
import xmlschema

FOLDER = Path(__file__).parents[3] / "shared" / "data" / "schemas"

XSD = ("schedule.xml.xsd", "schedule-without-person.xml.xsd")


def xml_problems(content, name):
    """What the XSD `name` finds wrong with the bytes of a document."""
    return [error.reason for error in _xsd(_needed(name)).iter_errors(content.decode("utf-8"))]


def json_problems(content):
    """What the JSON schema finds wrong with the bytes of a document: the first problem, or nothing."""
    try:
        _json_schema(_needed("schema.json"))(json.loads(content))
    except fastjsonschema.JsonSchemaException as error:
        return [error.message]
    return []


def _needed(name):
    if not FOLDER.exists():
        pytest.skip(f"the reference data with {name} is not there")
    return FOLDER / name


@lru_cache
def _xsd(path):
    return xmlschema.XMLSchema(path, allow="local")


@lru_cache
def _json_schema(path):
    return fastjsonschema.compile(json.loads(path.read_bytes()))
