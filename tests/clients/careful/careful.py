"""The session: whom it meets, what it reads first, how it goes on, and how it comes back."""

from __future__ import annotations

from serial import SerialException

from tests.clients.careful.base import Order
from tests.clients.careful.orders import Orders
from tests.clients.careful.wire import SilentError, Values

PROTOCOLS = ("MP/1.",)
FIRMWARE = ("SIM-1.0",)
LIBRARIES = ("SIM-LIB-1",)
SUMS = {"SIM-LIB-1": "5A17C0DE"}
"""What this client was written for; with anything else it looks on, and changes nothing."""
IDENTITY = ("model", "serial", "firmware", "library")
EVERY = 0.5  # seconds between two looks
LOOKS = 10  # so many looks from one reading of the log to the next


class Careful(Orders):
    looks = 0
    leaving = False
    opened = False
    acts = (*Orders.acts, "leave")

    def run(self) -> None:
        """Go on until there is nobody left to give orders, or the operator ends the session."""
        while not self.leaving:
            try:
                order = self.next_order()
            except EOFError:
                break
            try:
                self.turn(order)
            except SilentError:
                self.lost()
            except SerialException:
                self.lost()
                self.close()
                self.clock.sleep(EVERY)
        self.close()

    def turn(self, order: Order | None) -> None:
        """Look once, hear what came, do what is asked, and wait a little."""
        if not self.linked:
            self.begin()
        self.look()
        self.hear()
        self.looks += 1
        if self.looks % LOOKS == 0:
            self.read_log()
            if "motor_stall" in self.standing:
                self.ask("INTERROGATE")
        if self.running:
            self.follow()
        if order is not None:
            self.obey(order)
        until = self.clock.now() + EVERY
        while self.clock.now() < until:
            self.link.listen()

    # the beginning ------------------------------------------------------------------------------

    def begin(self) -> None:
        """Meet the pump as if for the first time: nothing that is remembered is taken for granted."""
        if not self.opened:
            self.port.open()
            self.opened = True
            self.link = self.link_type(self.port, self.clock)
        self.poll()  # is anybody there?
        self.standing, self.times, self.running = {}, {}, {}
        self.spell, self.offset, self.status = None, None, {}
        self.meet(self.ask("HELLO").values)
        first = self.ask("INTERROGATE").values
        self.when("pending" in first, "update_pending", token=first.get("pending"))
        self.compare_settings()
        self.read_alarms()
        self.read_log()
        self.linked = True

    def meet(self, identity: Values) -> None:
        """Be sure that it is the pump that is meant, and one that this client knows."""
        self.inhibited, library = "", identity.get("library", "")
        known: Values = self.memory.setdefault("identity", {})
        if not identity.get("protocol", "").startswith(PROTOCOLS):
            self.inhibit("protocol", identity.get("protocol"))
        if known.get("serial", identity.get("serial")) != identity.get("serial"):
            self.inhibit("serial", identity.get("serial"))
            return
        for name in ("firmware", "library"):
            if known and known.get(name) != identity.get(name):
                self.tell("version_changed", of=name, was=known.get(name), now=identity.get(name))
        if identity.get("firmware") not in FIRMWARE:
            self.inhibit("firmware", identity.get("firmware"))
        if identity.get("library_sum", SUMS.get(library)) != SUMS.get(library):
            self.inhibit("library_sum", identity.get("library_sum"))
        self.when(identity.get("library") not in LIBRARIES, "limits_not_active")
        known.update({name: identity[name] for name in IDENTITY if name in identity})
        self.tell("pump", **{name: identity.get(name) for name in IDENTITY})

    def inhibit(self, why: str, found: object) -> None:
        """Stop with a clear message: look on, and change nothing."""
        self.inhibited = why
        self.say("pump_refused", because=why, found=found)

    # the end ------------------------------------------------------------------------------------

    def lost(self) -> None:
        """Silence is a state of its own: what was known is old, and how old it is stands beside it."""
        self.linked = False
        self.status = {}
        self.say("no_data", since=f"{self.link.heard_at:.1f}s")

    def close(self) -> None:
        if self.opened:
            self.port.close()
            self.opened = self.linked = False

    def leave(self, of: str) -> None:
        """End the session; not while the pump stands still, which would be forgotten."""
        self.look()
        if self.status.get("state") == "stopped" or "pending" in self.status:
            self.tell("not_left", because=self.status.get("state"))
            return
        self.leaving = True
