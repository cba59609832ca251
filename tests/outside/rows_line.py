"""Proofs of what happens to bytes and frames on the way."""

from __future__ import annotations

from tests.outside.row import CLEAR, FAULT, Row, ask, never, reads, sees

ROWS = (
    Row(
        fault="garble",
        settings="{rate: 2%, direction: to_client}",
        seed=2,
        # every frame is as long in every run, so the same bytes are hit; with this seed no line's end
        story=(FAULT, *[ask("PING", awaits="line")] * 20, CLEAR, ask("PING")),
        checks=(sees("^bad-check", 3),),
    ),
    Row(
        fault="lose",
        settings="{reply_to: bolus}",
        story=(
            FAULT,
            ask("BOLUS volume=0.5mL duration=30min id=b1", awaits="nothing"),
            ask("PING"),
            ask("RESULT? id=b1"),
        ),
        # the reply to the PING that was sent after it has come: the reply to the BOLUS never will
        checks=(never("^<01"), sees("^<02 OK"), sees("^<03 OK id=b1"), reads("volume", "0.5mL")),
    ),
)
