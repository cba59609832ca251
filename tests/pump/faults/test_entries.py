"""Numbers that do not come through as they were entered; pumps and libraries that are not the same."""

from __future__ import annotations

from mockpump.clock import SECOND
from mockpump.pump import Pump
from mockpump.pump.faults.electronics.key_bounce import KeyBounce
from mockpump.pump.faults.electronics.library_tampered import LibraryTampered
from mockpump.pump.faults.electronics.pump_swapped import PumpSwapped
from mockpump.pump.faults.electronics.wrong_version import WrongVersion
from tests.pump.bench import ask, config, ml, rate


def test_ten_times_what_was_entered_is_what_is_staged_and_read_back() -> None:
    pump = Pump(config())
    pump.set_fault(KeyBounce(), 0)
    staged = ask(pump, "stage", 0, rate=rate("0.3 mL/day"), low_alarm=ml("3 mL"))
    assert staged.values["rate"] == rate("3 mL/day")
    rows = {key: row[key] for row in ask(pump, "read_staged", 0).rows for key in row}
    assert (rows["rate"], rows["was_rate"]) == (rate("3 mL/day"), rate("0.2 mL/day"))
    assert rows["low_alarm"] == ml("3 mL")  # nobody types that twice
    ask(pump, "commit", 0, token=staged.values["token"])
    assert ask(pump, "read_status", 0).values["rate"] == rate("3 mL/day")
    pump.clear_fault("key_bounce", 0)
    again = ask(pump, "stage", 0, rate=rate("0.3 mL/day"))
    assert again.values["rate"] == rate("0.3 mL/day")


def test_so_are_boluses_as_far_as_the_limits_let_them() -> None:
    pump = Pump(config())
    pump.set_fault(KeyBounce(times=2), 0)
    hour = 3600 * SECOND
    given = ask(pump, "bolus", 0, volume=ml("0.2 mL"), duration=hour, id="b")
    assert given.values["volume"] == ml("0.4 mL")
    pump.set_fault(KeyBounce(), hour)
    refused = ask(pump, "bolus", hour, volume=ml("0.2 mL"), id="c")
    assert refused.message == "bolus 2 mL is over the maximum 1 mL"


def test_another_pump_has_another_serial_number_and_nothing_else() -> None:
    pump = Pump(config())
    before = ask(pump, "identify", 0).values
    pump.set_fault(PumpSwapped(), 0)
    assert ask(pump, "identify", 0).values == {**before, "serial": "SIM-000002"}
    pump.set_fault(WrongVersion(), 0)
    pump.clear_fault("wrong_version", 0)  # is none of its business
    assert ask(pump, "identify", 0).values["serial"] == "SIM-000002"
    pump.clear_fault("pump_swapped", 0)
    assert ask(pump, "identify", 0).values == before


def test_a_library_of_the_same_version_has_another_sum_or_none() -> None:
    sound = config(electronics={"library_sum": "5A17C0DE"})
    pump = Pump(sound)
    before = ask(pump, "identify", 0).values
    assert (before["library"], before["library_sum"]) == ("SIM-LIB-1", "5A17C0DE")
    pump.set_fault(LibraryTampered(), 0)
    assert ask(pump, "identify", 0).values == {**before, "library_sum": "BAD0BAD0"}
    pump.set_fault(LibraryTampered(sum=""), 0)
    assert "library_sum" not in ask(pump, "identify", 0).values
    pump.clear_fault("library_tampered", 0)
    assert ask(pump, "identify", 0).values == before
    mistake = "it tells no checksum of its library: set electronics.library_sum"
    assert list(LibraryTampered().mistakes_for(config())) == [mistake]
    assert list(LibraryTampered().mistakes_for(sound)) == []
