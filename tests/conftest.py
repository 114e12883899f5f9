"""Signals are as on a terminal: begun in the background, or with nohup, tests and what they begin would ignore some."""

from __future__ import annotations

import signal

for _name, _usual in (("SIGINT", signal.default_int_handler), ("SIGHUP", signal.SIG_DFL)):
    _number = getattr(signal, _name, None)
    if _number is not None and signal.getsignal(_number) == signal.SIG_IGN:
        signal.signal(_number, _usual)
