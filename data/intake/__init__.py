"""Takes what teams really have, the exports of other software and the answers of forms, into a forum folder."""

from data.intake import easychair, frab, indico, pretalx, sessionize

FORMATS = (sessionize, frab, indico, easychair, pretalx)
"""The formats that are known by what is in a file, asked in this order; forms come last, as they may be anything, and
a forum folder is known by being one."""
