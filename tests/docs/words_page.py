"""`docs/gallery-words.md`: what the gallery asks an operator for, and what it looks for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from mockpump.pump.alarms import ALARMS
from mockpump.scenario.files import gallery, read
from mockpump.scenario.model import Scenario

OPERATOR: Mapping[str, str] = {
    "acknowledge": "acknowledge the alarm `of`",
    "bolus": "order a bolus of the volume `of`",
    "confirm": "confirm what the client has asked back",
    "exposed": "tell the client that the patient was in a magnetic field: `of` where",
    "implanted": "tell the client when the pump was implanted: `of` the date",
    "leave": "end the session: close the port, and end",
    "note": "write down what somebody observed: `of` is the text",
    "patient_bolus": "ask for a bolus as the patient may",
    "prime": "fill the catheter",
    "refill": "refill with the volume `of`: empty the reservoir, compare, fill; after a `confirm`",
    "set_concentration": "program the drug's concentration `of`",
    "set_rate": "program the rate `of`",
    "silence": "silence the alarm `of`",
    "start": "start the infusion",
    "stop": "stop the infusion",
    "test_alarm": "let the pump sound once, and see whether it does",
}
SHOWS: Mapping[str, str] = {
    "acknowledged_other": "that another alarm was acknowledged than the one that was meant",
    "alarm": "any alarm of the pump, whichever",
    "alarm_logged": "an alarm that came while nobody looked, `of` which: the log tells of it",
    "alarm_missing": "that the state or a value calls for an alarm that does not come, `of`",
    "all_well": "that everything is in order",
    "applied": "what the pump now has, read back after programming",
    "attempt_refused": "that the pump refused what somebody else asked it for",
    "audio_back": "that a silenced alarm sounds again",
    "audio_paused": "that an alarm is silenced for a while, and no more than that",
    "battery_lasts": "how many `minutes` a low battery still lasts",
    "beyond_soft_limit": "that what was asked for is beyond a soft limit",
    "bolus_not_ours": "that the pump gives a bolus which was not ordered here",
    "cannot_sound": "that the pump's alarms cannot be heard",
    "changed_by_other": "that somebody else has changed something, `by` whom",
    "clock_offset": "that the pump's calendar has moved against the client's own clock",
    "clock_stands": "that the pump's calendar stands still",
    "confirm": "that something asked for needs a confirmation",
    "counter_fell": "that the delivered volume has fallen",
    "delivering_while_stopped": "that the counter goes on although the pump says that it has "
    "stopped",
    "echo_differs": "that the pump understood something else than was meant",
    "flow_differs": "the flow `measured` beside the one `programmed`",
    "flow_reversed": "that drug flows back",
    "history_incomplete": "that the event log has a gap, or lost entries: `because` of what, and how "
    "many are `lost`",
    "implant_age": "how many `days` an implant is old, beside what it says of its battery",
    "large_step": "that a value is about to change by far",
    "level_differs": "the volume `measured` beside the one `estimated`",
    "limits_not_active": "that the limits of the drug library are not active",
    "no_data": "that nothing comes from the pump, since when",
    "not_available": "that a value is missing, `of` which",
    "not_confirmed": "that no value bears an alarm out, `of` which",
    "not_infusing": "that nothing is infused, with the pump's `state`",
    "not_left": "why the session is not ended",
    "not_silenced": "that an alarm could not be silenced",
    "noted": "that an observation was written down",
    "order_done": "that an order was carried out",
    "order_incomplete": "an order that ended early: what was `asked`, what was `delivered`",
    "order_refused": "that what was asked for is not done",
    "order_taken": "that the pump has taken an order",
    "order_uncertain": "that it is not known whether the pump has taken an order",
    "patient_boluses": "how many boluses the patient was `given` in the last 24 h, and how long is "
    "`left` to wait",
    "priming": "that the catheter is being filled, and what is assumed to be in it",
    "pump_faulty": "that the pump itself is at fault",
    "pump_refused": "that this pump is not accepted, `because` of what",
    "reached_patient": "that the drug has reached the patient",
    "refill_discrepancy": "that more or less was aspirated than expected: `delivered` is "
    "`too_much` or `too_little`, by a `share`",
    "refill_planned": "the `old` volume, the `entered` one, and what it `becomes`",
    "release_possible": "that a bolus may have been released, once an occlusion is over",
    "secret": "a secret, such as a key",
    "setting_differs": "a setting that is not as it was last known, `of`, `was`, `now`",
    "stall_recovered": "that the motor turns again, since when",
    "totals_differ": "that what was ordered and what was counted are not the same",
    "update_pending": "that an update was begun and not finished",
    "version_changed": "that the pump has another version than at the last visit: `of` what, `was`, "
    "`now`",
    "volume_check_needed": "that the estimated volume cannot be believed before a check",
    "volume_differs": "that the pump's count does not fit rate and time",
    "volume_estimated": "the volume as an estimate, with the `days` that are left",
    "volume_measured": "the volume as if it were measured",
}
HEAD = """\
# The words of the gallery

<!-- drawn by `make docs` from tests/docs/words_page.py and the scenarios: do not edit -->

The scenarios that come with `mockpump` ask an operator for a few things, and look for a few things on
the client's display. To play them to your client, its [profile](scenarios.md#the-client-profile)
says how it is asked, and what it prints where it shows each of these; what it cannot be asked or seen
to do is *not checked*. Some names are of what a client must never show: give them a pattern, too.

The careful client in `tests/clients/careful/`, which passes the gallery, has such a profile.
"""


def words_page() -> str:
    """Draw the page."""
    stories = [read(path) for _, path in gallery()]
    alarms = sorted({*used_shows(stories)} & {*ALARMS})
    return "\n".join(
        [
            HEAD,
            "## What an operator is asked for",
            "",
            "| `do` | Asked to | By |",
            "| --- | --- | --- |",
            *_rows(OPERATOR, used_verbs(stories)),
            "",
            "## What is looked for",
            "",
            f"Alarms by their own names ({', '.join(f'`{name}`' for name in alarms)}), and:",
            "",
            "| Name | The client shows | By |",
            "| --- | --- | --- |",
            *_rows(SHOWS, used_shows(stories)),
            "",
        ]
    )


def used_verbs(stories: Iterable[Scenario]) -> dict[str, list[str]]:
    """Return what operators are asked for, and by which scenarios."""
    return _used(
        (step.operator.do, story.name)
        for story in stories
        for step in story.timeline
        if step.operator
    )


def used_shows(stories: Iterable[Scenario]) -> dict[str, list[str]]:
    """Return what is looked for, and by which scenarios."""
    return _used(
        (part.shows, story.name)
        for story in stories
        for one in story.expect
        for part in one.parts()
        if part.shows
    )


def _used(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    used: dict[str, list[str]] = {}
    for name, story in sorted({*pairs}):
        used.setdefault(name, []).append(story)
    return used


def _rows(meanings: Mapping[str, str], used: Mapping[str, list[str]]) -> Iterator[str]:
    for name in sorted({*used} - {*ALARMS}):
        by = used[name]
        few = ", ".join(f"`{one}`" for one in by[:4])
        more = f" and {len(by) - 4} more" if len(by) > 4 else ""
        yield f"| `{name}` | {meanings[name]} | {few}{more} |"
