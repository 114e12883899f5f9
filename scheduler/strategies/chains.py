"""Which occurrences hang together: some have to go before, after, or on the days of others."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from data.programme import Programme


def chains(programme: Programme) -> dict[str, list[str]]:
    """Return the occurrences that relations tie to one another, for each occurrence that is tied to any."""
    chain: dict[str, list[str]] = {o.id: [o.id] for o in programme.occurrences}
    series: dict[str, str] = {}
    for session in programme.sessions:
        tied = [*session.after, session.directly_after, session.rehearsal_of, *session.same_day]
        tied += [apart.session for apart in session.days_apart]
        if session.series and session.part is not None:
            tied.append(series.setdefault(session.series, session.id))
        names = [o.id for other in (session.id, *tied) for o in programme.occurrences_of.get(other, ())]
        for name in names[1:]:
            one, other = chain[names[0]], chain[name]
            if one is not other:
                if len(one) < len(other):
                    one, other = other, one
                one.extend(other)
                for each in other:
                    chain[each] = one
    return {name: chained for name, chained in chain.items() if len(chained) > 1}
