"""Takes what teams really have, the exports of other software and the answers of forms, into a forum folder."""
