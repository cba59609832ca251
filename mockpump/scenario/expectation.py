"""What a client must do (`expect`), or the pump's own story (`assume`), in one of the FORMS."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, ClassVar, Literal

from msgspec import Meta

from mockpump.clock import format_duration
from mockpump.quantity import Duration
from mockpump.scenario.parts import Match, Span

Count = Annotated[int, Meta(ge=0, le=1_000_000)]
Settings = (
    Annotated[int, Meta(ge=50, le=4_000_000)]
    | Annotated[
        str,
        Meta(
            description="baud and format, or the baud alone",
            pattern=r"^[1-9][0-9]{1,6} [5-8][NEOMS][12]$",
            examples=["19200 8N1"],
        ),
    ]
)
Form = Literal[
    "in_any", "exactly", "at_most", "at_least", "within", "after", "before", "at_least_every",
    "never", "in_order", "settings", "exits", "all", "any",
]  # fmt: skip


FORMS: Mapping[Form, frozenset[str]] = {
    "never": frozenset({"while_", "grace"}),
    "in_order": frozenset({"after"}),
    "settings": frozenset(),
    "exits": frozenset(),
    "all": frozenset(),
    "any": frozenset(),
    "in_any": frozenset({"at_most"}),
    "exactly": frozenset({"after", "within"}),
    "at_most": frozenset({"after", "within"}),
    "at_least": frozenset({"after", "within"}),
    "within": frozenset({"after"}),
    "before": frozenset({"after"}),
    "at_least_every": frozenset(),
    "after": frozenset(),
}
"""Every form by the key that tells it, the first that is written, and the keys it may have beside."""
_WHOLE: tuple[Form, ...] = ("never", "in_order", "settings", "exits", "all", "any")
_ABOUT_A_SUBJECT: tuple[Form, ...] = tuple(form for form in FORMS if form not in _WHOLE)
_KEYS = ("while_", "grace", *_ABOUT_A_SUBJECT)


class Expectation(Match, frozen=True):
    """Something that must come, must not, or must be so; `severity: warn` only tells of it."""

    within: Span | None = None
    after: Match | None = None
    before: Match | None = None
    never: Match | None = None
    while_: Match | None = None
    grace: Duration | None = None
    polls: Literal["status"] | None = None
    at_least_every: Duration | None = None
    exactly: Count | None = None
    at_most: Count | None = None
    at_least: Count | None = None
    in_any: Duration | None = None
    in_order: tuple[Match, ...] | None = None
    settings: Settings | None = None
    exits: Annotated[int, Meta(ge=-64, le=255)] | None = None
    all: tuple[Expectation, ...] | None = None
    any: tuple[Expectation, ...] | None = None
    severity: Literal["fail", "warn"] = "fail"
    id: str = ""

    subjects: ClassVar[tuple[str, ...]] = (*Match.subjects, "polls", *_WHOLE)
    subject_of: ClassVar[str] = "an expectation"

    def form(self) -> Form:
        """Return which of the FORMS it is; where none is written, what most are."""
        return next((form for form in FORMS if getattr(self, form) is not None), "within")

    def parts(self) -> Iterator[Match]:
        """Return every condition in it, its own subject first."""
        yield self
        for one in (*(self.all or ()), *(self.any or ())):
            yield from one.parts()
        for part in (self.after, self.before, self.never, self.while_, *(self.in_order or ())):
            if part is not None:
                yield part

    def mistakes(self) -> Iterator[str]:
        """Each form has its own keys, all of them."""
        yield from super().mistakes()
        form = self.form()
        written = {name for name in _KEYS if getattr(self, name) is not None}
        if self.polls is not None and self.at_least_every is None:
            yield "an expectation of this form needs 'at_least_every'"
        elif form not in _WHOLE and not written & {*_ABOUT_A_SUBJECT}:
            known = ", ".join(f"{name!r}" for name in _ABOUT_A_SUBJECT)
            yield f"an expectation of this form needs one of {known}"
        for name in sorted(written - {form} - FORMS[form]):
            yield f"{name.rstrip('_')!r} does not belong to an expectation of this form"
        yield from self._needs(form)

    def _needs(self, form: Form) -> Iterator[str]:
        if (stands := self.while_) and not (stands.alarm or stands.fault or stands.port):
            yield "'while' is an alarm, a fault or the port: what else would end it?"
        if form == "in_any" and (self.at_most is None or not self.in_any):
            yield "'in_any' is a time, longer than nothing, in which something comes 'at_most' so often"
        if self.at_least_every == 0:
            yield "'at_least_every' is longer than nothing"
        if form == "in_order" and not (self.in_order or ())[1:]:
            yield "'in_order' needs two or more: one by itself has no order"
        if form in ("all", "any") and len(getattr(self, form)) == 0:
            yield f"{form!r} needs an expectation or more"
        if "warn" in {part.severity for part in (*(self.all or ()), *(self.any or ()))}:
            yield "'severity' belongs to the whole, not to a part of it"

    def subject_words(self) -> str:
        """Say what it is about, without what is expected of it."""
        return super().__str__()

    def __str__(self) -> str:
        words = {name: getattr(self, name) for name in self.__struct_fields__}
        form = self.form()
        return _SAID[form].format(
            **words,
            subject=f"polls {self.polls}" if self.polls else form in _WHOLE or super().__str__(),
            since=f" after {self.after}" if self.after else "",
            window=f" within {self.within}" if self.within else "",
            any_span=format_duration(self.in_any or 0),
            meanwhile=f" while {self.while_}" if self.while_ else "",
            items=", ".join(map(str, self.in_order or ())),
            parts="; ".join(map(str, self.all or self.any or ())),
            every=format_duration(self.at_least_every or 0),
        )


_SAID: Mapping[Form, str] = {
    "never": "never {never}{meanwhile}",
    "in_order": "in order {items}{since}",
    "settings": "opened at {settings}",
    "exits": "client exits with {exits}",
    "all": "all of: {parts}",
    "any": "any of: {parts}",
    "within": "{subject} within {within}{since}",
    "before": "{subject} before {before}{since}",
    "at_least_every": "{subject} at least every {every}",
    "in_any": "{subject} at most {at_most} times in any {any_span}",
    "exactly": "{subject} exactly {exactly} times{window}{since}",
    "at_most": "{subject} at most {at_most} times{window}{since}",
    "at_least": "{subject} at least {at_least} times{window}{since}",
    "after": "{subject}{since}",
}
