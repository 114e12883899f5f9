"""The rules of a forum: one file each, with encoding, check and words."""
