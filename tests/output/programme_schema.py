"""The schema of `programme.json` as a function that validates, and made strict: no field that it does not name."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path

import fastjsonschema

DOCS = Path(__file__).parents[2] / "docs"
SCHEMA = json.loads((DOCS / "programme.schema.json").read_text(encoding="utf-8"))


def strict(schema):
    """The same schema, in which every object has all of its fields and no other."""
    if isinstance(schema, list):
        return [strict(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    inner = {key: strict(value) for key, value in schema.items()}
    if isinstance(schema.get("properties"), dict) and schema.get("type") == "object":
        inner |= {"additionalProperties": False, "required": list(schema["properties"])}
    return inner


def problems(content, *, tolerant=False):
    """What the schema finds wrong with the bytes of a document: the first problem, or nothing."""
    try:
        _validator(tolerant)(json.loads(content))
    except fastjsonschema.JsonSchemaException as error:
        return [error.message]
    return []


@lru_cache
def _validator(tolerant):
    return fastjsonschema.compile(SCHEMA if tolerant else strict(SCHEMA))
