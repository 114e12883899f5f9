"""Engines by the names that people write for them."""

from __future__ import annotations

import re
from importlib import import_module
from typing import TYPE_CHECKING

from data.problems import ForumError
from scheduler.engines.local import Local

if TYPE_CHECKING:
    from scheduler.engine import Stop
    from scheduler.engines import Engine

_CLUSTER = re.compile(r"dask://((?:[\w.-]+|\[[0-9A-Fa-f:.]+\]):(\d{1,5}))/?", re.ASCII)


def engine_from(text: str, hands: int, stop: Stop | None = None) -> Engine:
    """Return the engine of a name: `local`, so many processes here; or `dask://HOST:PORT`, with as many as it has.

    `stop` ends the wait for a cluster's first worker. Raises ValueError with what was expected, and ForumError where
    there is no such cluster.
    """
    if text == "local":
        return Local(hands)
    match = _CLUSTER.fullmatch(text)
    if match is None or not 0 < int(match[2]) < 65536:
        raise ValueError(f"expected local, or dask://HOST:PORT of a cluster's scheduler; not “{text}”")
    try:
        found = import_module("scheduler.engines.cluster")
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in ("dask", "distributed"):
            raise
        raise ForumError(
            "dask.distributed, which runs work on clusters, is not installed; in the project's folder,"
            " pip install --editable '.[cluster]' does that."
        ) from error
    engine: Engine = found.Cluster(match[1], stop)
    return engine
