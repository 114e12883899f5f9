"""The rules, one module each; `constraints.catalogue` puts them in order."""
