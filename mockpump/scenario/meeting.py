"""What is wrong where a scenario meets a client's profile, though each is right by itself."""

from __future__ import annotations

from collections.abc import Iterator

from mockpump.errors import Mistake
from mockpump.scenario.model import Scenario
from mockpump.scenario.profile import ClientProfile
from mockpump.scenario.story import matches
from mockpump.scenario.words import did_you_mean, listed


def uncaptured(scenario: Scenario, *profiles: ClientProfile) -> Iterator[Mistake]:
    """Say which values of what is shown no profile captures, of those that know how it is shown."""
    for match in matches(scenario):
        if match.shows is None:
            continue
        patterns = [one.shows[match.shows] for one in profiles if match.shows in one.shows]
        captured = dict.fromkeys(name for one in patterns for name in one.captures())
        for name, wanted in match.with_.items():
            if patterns and name not in captured:
                found = f"with: the profile's pattern for {match.shows!r} captures no {name!r}"
                hint = did_you_mean(name, captured)
                expected = listed(captured) or f"a group (?P<{name}>…) in it"
                yield Mistake(wanted.where, found, "" if hint else expected, hint)
