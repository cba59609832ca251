"""What the operator asks for. Read first, compare, ask back, read back; never deliver blindly twice."""

from __future__ import annotations

import hmac
import os
import re
from typing import NamedTuple

from tests.clients.careful.base import Order, calendar, number
from tests.clients.careful.checks import SETTINGS, TOLERANCE, Checks
from tests.clients.careful.wire import Frame, SilentError, Values

MASS = re.compile(r"[0-9.]+ *[unpm]?g$")


class Running(NamedTuple):
    """What an order asked for, in mL, and the pump's count, flow and time when it was given."""

    volume: float
    delivered: float
    flow: float
    time: str


class Orders(Checks):
    waiting: Order | None = None  # for the operator to confirm it
    running: dict[str, Running]
    """Orders that the pump carries out, by their id."""
    acts: tuple[str, ...] = (
        "acknowledge", "silence", "bolus", "patient_bolus", "prime", "start", "stop", "set_rate",
        "set_concentration", "confirm", "refill", "exposed", "interrogate", "note", "implanted",
        "test_alarm",
    )  # fmt: skip
    key = os.environ.get("PUMP_KEY", "sim-key-1")
    checks = (*Checks.checks, "bolus_is_ours")

    def obey(self, order: Order) -> None:
        """Do what the operator asks for, as far as that is safe."""
        if order.do not in self.acts:
            self.tell("order_unknown", of=order.do)
        elif order.do in DELIVERS and (why := self.reason_against(order)):
            self.tell("order_refused", of=order.do, because=why)
        elif self.drug_is_known(order):
            getattr(self, order.do)(order.of)

    def reason_against(self, order: Order) -> str:
        """Say why it must not be: a pump that is not the one, a pump that does not give, an alarm."""
        if self.inhibited:
            return self.inhibited
        if order.do in ("start", "prime"):
            return self.blocking(("active", "acknowledged"))
        if order.do in ("bolus", "patient_bolus"):
            still = self.status.get("state", "stopped") != "infusing"
            return self.blocking() or (self.status.get("state", "unknown") if still else "")
        return ""

    def drug_is_known(self, order: Order) -> bool:
        """Ask back before anything is given of a drug that somebody has changed."""
        if order.do in DELIVERS and "new_drug" in self.memory:
            if not self.confirmed(order):
                return False
            del self.memory["new_drug"]
        return True

    # deliveries ---------------------------------------------------------------------------------

    def new_id(self, letter: str) -> str:
        """Choose an id that no order ever had."""
        self.memory["orders"] = self.memory.get("orders", 0) + 1
        return f"{letter}{self.memory['orders']}"

    def bolus(self, of: str) -> None:
        amount = {"mass" if MASS.match(of) else "volume": of}
        self.deliver("BOLUS", "bolus", self.new_id("b"), **amount)

    def patient_bolus(self, of: str) -> None:
        """Ask for it once, and show how many the patient has had, and how long to wait."""
        self.deliver("PBOLUS", "patient_bolus", self.new_id("p"))
        now = self.ask("THERAPY?").values
        self.tell("patient_boluses", **{key: now.get(key) for key in ("given", "left")})

    def prime(self, of: str) -> None:
        """Fill the catheter; a second time only if it is confirmed."""
        if self.memory.get("primed") and not self.confirmed(Order("prime", of)):
            return
        self.memory["primed"] = True
        self.tell("priming", assumes="catheter filled with the drug in the reservoir")
        self.deliver("PRIME", "prime", self.new_id("f"), **({"length": of} if of else {}))

    def deliver(self, verb: str, name: str, id_: str, **args: str) -> None:
        """Order a delivery once; if no answer comes, ask what became of it before anything else."""
        reply = self.order_once(verb, id_, **args)
        if not reply.ok:
            self.refused(name, reply)
            return
        self.tell("order_taken", of=name, id=id_, volume=reply.values.get("volume"))
        self.running[id_] = Running(
            number(reply.values.get("volume", "0")),
            number(self.status.get("delivered", "0")),
            number(self.status.get("flow", "0")),
            self.status.get("time", ""),
        )

    def order_once(self, verb: str, id_: str, **args: str) -> Frame:
        """Send an order, and its repetition only when the pump knows nothing of it."""
        while True:
            try:
                return self.link.ask_once(verb, id=id_, **args)
            except SilentError:
                self.tell("order_uncertain", id=id_)
            became = self.ask("RESULT?", id=id_)
            if became.ok:
                return became
            self.look()  # a pump that knows orders by no id may give it all the same
            if self.status.get("state") in ("bolus", "priming"):
                return became._replace(word="OK", values={})

    def refused(self, name: str, reply: Frame) -> None:
        """Show why the pump refused, and what it said; the same is not asked again."""
        told = {key: reply.values[key] for key in ("because", "left") if key in reply.values}
        message = reply.values.get("msg", "").replace(" ", "_")
        self.tell("order_refused", of=name, code=reply.values.get("code"), msg=message, **told)

    def follow(self) -> None:
        """See what has become of the orders that run; what was interrupted is finished."""
        for id_, order in list(self.running.items()):
            reply = self.ask("RESULT?", id=id_)
            if not reply.ok and self.status.get("state") not in ("bolus", "priming"):
                del self.running[id_]  # the pump knows no ids: the count must do
                self.reconcile(order)
                continue
            if not reply.ok or reply.values.get("state") == "running":
                continue
            del self.running[id_]
            given = number(reply.values.get("delivered", "0"))
            if reply.values.get("state") == "delivered" and abs(given - order.volume) < 1e-6:
                self.tell("order_done", id=id_, delivered=reply.values.get("delivered"))
                self.reconcile(order)
            else:
                self.tell("order_incomplete", asked=f"{order.volume}mL", delivered=f"{given}mL")

    def reconcile(self, order: Running) -> None:
        """Hold what was ordered, and the basal rate meanwhile, against what the pump has counted."""
        self.look()
        counted = number(self.status.get("delivered", "0")) - order.delivered
        span = calendar(self.status["time"]) - calendar(order.time)
        basal = order.flow * (span + 2) / 86400  # times are told in whole seconds
        if not order.volume - 1e-6 < counted < order.volume + basal + 1e-6:
            self.tell("totals_differ", ordered=f"{order.volume}mL", counted=f"{counted:.4f}mL")

    def bolus_is_ours(self, before: Values, now: Values) -> None:
        """A bolus that nobody here has ordered, or that was over, is shown."""
        self.when(now["state"] == "bolus" and not self.running, "bolus_not_ours")

    def start(self, of: str) -> None:
        self.command("START", "start")

    def stop(self, of: str) -> None:
        self.command("STOP", "stop")

    def command(self, verb: str, name: str) -> None:
        """Start or stop: without an answer the state says whether it was heard."""
        wanted = {"start": "infusing", "stop": "stopped"}[name]
        try:
            reply = self.link.ask_once(verb)
            if reply.values.get("code") == "E_AUTH" and (reply := self.log_in()).ok:
                reply = self.link.ask_once(verb)
        except SilentError:
            self.look()
            if self.status.get("state") == wanted:
                return
            reply = self.ask(verb)
        if not reply.ok:
            self.refused(name, reply)
        self.look()

    def log_in(self) -> Frame:
        """Prove once to have the pump's key, which is neither sent nor shown."""
        given = self.ask("CHALLENGE")
        if not given.ok:
            return given  # nobody is let in
        nonce = given.values["nonce"].encode()
        answer = hmac.new(self.key.encode(), nonce, "sha256").hexdigest()[:32]
        return self.link.ask_once("LOGIN", answer=answer)

    # programming --------------------------------------------------------------------------------

    def set_rate(self, of: str) -> None:
        self.program(Order("set_rate", of), rate=of)

    def set_concentration(self, of: str) -> None:
        self.program(Order("set_concentration", of), concentration=of)

    def program(self, order: Order, **args: str) -> None:
        """Stage it, see what the pump took it for, commit it, and read back what it has."""
        self.compare_settings()
        was = self.memory.get("settings", {})
        confirm = {"confirm": "1"} if self.waiting == order else {}
        reply = self.ask("STAGE", **args, **confirm)
        if reply.values.get("code") == "E_CONFIRM":
            self.tell("beyond_soft_limit", of=order.do, msg=reply.values["msg"].replace(" ", "_"))
            self.confirmed(order)
            return
        if not reply.ok:
            self.refused(order.do, reply)
            return
        if not self.echo_fits(order, was, reply.values):
            return
        self.waiting = None
        done = self.order_once("COMMIT", self.new_id("c"), token=reply.values["token"])
        if not done.ok:
            self.refused(order.do, done)
            self.tell("not_applied", of=order.do)
            return
        read = self.read_back()
        self.memory["settings"] = {key: read[key] for key in SETTINGS if key in read}
        self.tell("applied", of=order.do, rate=read.get("rate"), dose=read.get("dose"))

    def read_back(self) -> Values:
        """Read what the pump has now, whatever it has answered."""
        return self.ask("THERAPY?").values

    def echo_fits(self, order: Order, was: Values, staged: Values) -> bool:
        """Compare what the pump understood with what was meant; a tenfold step is asked back."""
        if order.do == "set_concentration":
            old = number(was.get("concentration", "0"))
            if old and not old / 3 < ug_per_ml(order.of) < old * 3:
                self.tell("large_step", was=was.get("concentration"), now=order.of.replace(" ", ""))
                return self.confirmed(order)
        if order.do == "set_rate":
            meant, echoed = per_day(order.of), number(staged["rate"])
            if abs(echoed - meant) > 0.001 * meant:
                self.tell("echo_differs", meant=order.of.replace(" ", ""), echo=staged["rate"])
                return False
            old = number(was.get("rate", "0"))
            if old and not old / 9 < echoed < old * 9:
                self.tell("large_step", was=was.get("rate"), now=staged["rate"])
                return self.confirmed(order)
        return True

    def confirmed(self, order: Order) -> bool:
        """Whether the operator has confirmed just this; else it waits for that."""
        if self.waiting == order:
            self.waiting = None
            return True
        self.waiting = order
        self.tell("confirm", of=order.do)
        return False

    def confirm(self, of: str) -> None:
        """What was asked back is meant so."""
        if self.waiting is not None:
            self.obey(self.waiting)

    # a refill visit -----------------------------------------------------------------------------

    def refill(self, of: str) -> None:
        """Check the volume, show old, entered and resulting; then empty, compare, fill, read back."""
        reservoir, entered = self.ask("RESERVOIR?").values, of.replace(" ", "")
        if number(of) > number(reservoir["capacity"]):
            self.tell("order_refused", of="refill", because="over_capacity")
            return
        if self.waiting != Order("refill", of):
            old = reservoir["reservoir"]
            self.tell("refill_planned", old=old, entered=entered, becomes=entered)
        if not self.confirmed(Order("refill", of)):
            return
        aspirated = self.ask("ASPIRATE").values["aspirated"]
        self.compare_volumes(reservoir, number(aspirated))
        reply = self.ask("REFILL", volume=entered, aspirated=aspirated)
        if not reply.ok:
            self.refused("refill", reply)
            return
        self.memory.setdefault("refills", []).append([of, aspirated])
        self.spell = None
        self.read_alarms()
        self.tell("refilled", volume=reply.values["reservoir"], aspirated=aspirated)

    def compare_volumes(self, reservoir: Values, aspirated: float) -> None:
        """Hold what was found against what should be left, as a share of what was to be given."""
        expected, given = number(reservoir["reservoir"]), number(reservoir["since_refill"])
        share = (expected - aspirated) / max(given, 0.1)
        self.tell(
            "refill_compared", expected=reservoir["reservoir"], aspirated=f"{aspirated}mL",
            share=f"{100 * share:.1f}%",
        )  # fmt: skip
        if abs(share) > TOLERANCE:
            sign = "too_much" if share > 0 else "too_little"
            self.tell("refill_discrepancy", delivered=sign, share=f"{100 * share:.1f}%")

    # and the rest -------------------------------------------------------------------------------

    def exposed(self, of: str) -> None:
        """The patient was in a magnetic field: interrogate, and believe no estimate."""
        self.interrogate("")
        self.say("volume_check_needed", because=of or "exposed")

    def interrogate(self, of: str) -> None:
        """Look as a programmer does; a pump may go on only because of that."""
        self.ask("INTERROGATE")
        self.look()
        self.read_log()

    def implanted(self, of: str) -> None:
        """Keep the date, which no pump tells."""
        self.memory["implanted"] = of

    def note(self, of: str) -> None:
        """Keep what somebody observed: no more than that."""
        self.memory.setdefault("notes", []).append(of)
        self.tell("noted")


DELIVERS = frozenset(
    {"bolus", "patient_bolus", "prime", "start", "set_rate", "set_concentration", "refill"}
)


def per_day(rate: str) -> float:
    """`0.1 mL/h` -> 2.4 (mL/day)."""
    volume, _, time = rate.partition("/")
    unit = volume.lstrip("0123456789. ")
    return number(rate) * {"mL": 1, "uL": 0.001}[unit] * {"h": 24, "day": 1, "min": 1440}[time]


def ug_per_ml(concentration: str) -> float:
    """`2 mg/mL` -> 2000."""
    unit = concentration.partition("/")[0].lstrip("0123456789. ")
    return number(concentration) * {"ug": 1, "mg": 1000}[unit]
