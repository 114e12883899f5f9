"""Plain facts of a forum: what was asked and what was answered. No solver, no terminal."""
