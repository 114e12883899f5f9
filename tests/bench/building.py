"""Builds the whole model of a forum and prints what that takes, as JSON: `python tests/bench/building.py FOLDER`."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from constraints.catalogue import rules_in_force
from data.readers import read_forum
from scheduler.build import anywhere, narrow
from scheduler.strategies.whole import FIRM


def main() -> None:
    """CPU seconds of narrowing and encoding, and how large the model is."""
    began = time.process_time()
    reading = read_forum(Path(sys.argv[1]))
    rules = rules_in_force(reading.policy)
    read = time.process_time()
    build = narrow(reading.programme, rules, firm=FIRM, wide=anywhere(rules))
    narrowed = time.process_time()
    build.encode()
    encoded = time.process_time()
    found = {
        "reading": read - began,
        "narrowing": narrowed - read,
        "encoding": encoded - narrowed,
        "variables": len(build.board.model.proto.variables),
        "constraints": len(build.board.model.proto.constraints),
    }
    print(json.dumps(found))


if __name__ == "__main__":
    main()
