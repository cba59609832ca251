"""Mutants that are careless about the line, and about who else is on it."""

from __future__ import annotations

from tests.clients.careful.careful import Careful
from tests.clients.careful.wire import Frame, Link, Values
from tests.gallery.mutants.base import Hides, fails, mutant


@mutant("does not show that there is no data")
@fails("silent-without-warning", "shows no_data within 6s after fault sudden_depletion")
@fails("line-stalls", "shows no_data within 5s after fault stall")
@fails("watchdog-reset", "shows no_data within 5s after fault watchdog_reset")
class TakesSilenceForPeace(Hides):
    hidden = ("no_data",)


class Impatient(Link):
    def ask(self, verb: str, **args: str) -> Frame:
        return self.ask_once(verb, **args)


@mutant("takes a pump for lost at the first spoilt reply")
@fails("replies-garbled", "never shows no_data")
class GivesUpAtOnce(Careful):
    link_type = Impatient


@mutant("orders again when no answer comes")
@fails("reply-lost", "bolus attempted exactly 1 times")
@fails("reply-lost-forgetful", "bolus attempted exactly 1 times")
class RepeatsBlindly(Careful):
    def order_once(self, verb: str, id_: str, **args: str) -> Frame:
        return self.ask(verb, id=id_, **args)


@mutant("refuses a pump that tells a value that it does not know")
@fails("unknown-fields", "bolus within 3s after operator bolus")
class RefusesTheUnknown(Careful):
    def meet(self, identity: Values) -> None:
        super().meet(identity)
        if identity.keys() - {"protocol", "notice", "model", "serial", "firmware", "library"}:
            self.inhibit("fields", "unknown")


@mutant("does not show what others do to the pump")
@fails("foreign-change", "shows changed_by_other with by foreign within 3s after step changed")
@fails("foreign-refused", "shows attempt_refused with by foreign within 10s after step tried")
class IgnoresOthers(Hides):
    hidden = ("changed_by_other", "attempt_refused")


@mutant("goes on guessing when its log-in is refused")
@fails("log-in-refused", "log_in attempted exactly 1 times")
@fails("access-barred", "never log_in while alarm access_barred")
class GuessesOn(Careful):
    def log_in(self) -> Frame:
        reply = super().log_in()
        return reply if reply.ok else self.link.ask_once("LOGIN", answer="guess")


@mutant("writes its key into its log")
@fails("log-in-refused", "never shows secret")
class TellsItsKey(Careful):
    def log_in(self) -> Frame:
        self.display(f"logging in with {self.key}")
        return super().log_in()


@mutant("takes no bolus for its own")
@fails("replay-refused", "never shows bolus_not_ours")
class TakesNoBolusForItsOwn(Careful):
    def bolus_is_ours(self, before: Values, now: Values) -> None:
        self.when(now["state"] == "bolus", "bolus_not_ours")
