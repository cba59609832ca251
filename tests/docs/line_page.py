"""`docs/line-faults.md`: prose, and below it every line fault, drawn from the registries."""

from __future__ import annotations

from tests.docs.pages import faults_of

HEAD = """\
# Line faults

<!-- drawn by `make docs` from the faults themselves: do not edit -->

What breaks clinic software in the field is mostly the line. A line fault is set by a step, from the
command line, or from Python, always in the same words:

```yaml
timeline:
  - {at: 10s, for: 5s, line_fault: {garble: {rate: 2%, direction: to_pump}}}
  - {at: 20s, line_fault: {lose: {reply_to: bolus}}}
  - {at: 30s, line_fault: stall}
  - {at: 35s, clear: stall}
```

```
mockpump run steady --line-fault 'garble(rate=1%)' --line-fault 'lose(reply_to=bolus)'
```

```python
Run(scenario, line_faults=["garble(rate=1%)"])
serial.serial_for_url("mockpump://steady?line_faults=garble(rate=1%);stall")
```

Faults asked for on the command line or from Python stand from the beginning, and are in the header of
the trace, so that a replay has them too. Several faults at once act one behind the other, in the order
in which they were set; of one fault, those with other settings stand side by side. Set anew with the
same settings, a fault ends when the newer one does, be that sooner or later; so does a pump fault.

- **When**: a window (`at` with `for`, or `clear`), a `count` of hits after which the fault is over, a
  `rate`, or all of these. What is random is drawn from a stream of its own of the run's seed, named by
  the step's `id` or by fault and direction; another fault never shifts it.
- **Where**: `to_client`, `to_pump`, or `both`. Faults act on bytes or frames in wire order, never on
  what some `read()` gave, so chunking does not matter.
- **A run** of bytes is a frame to the client, or what a client writes without a pause on the wire.
- **In the trace** stand each setting and clearing, and for each touch what went in, what came out, what
  was held back, and the frame. A frame that was touched is not intact: it reports no alarm. One that
  only comes late reports it when its last byte comes.
- **When a fault is cleared**, what it held back comes at once. The end of a connection drops it, and
  says how much.

## Uncertain delivery

Whether a command was carried out, the client often cannot know. Its four forms, aimed:

| What happens | Write |
| --- | --- |
| the command is lost | `lose: {operation: bolus}` |
| carried out, and the reply is lost | `lose: {reply_to: bolus}` |
| carried out, and the reply comes after the client's time-out | `late: {reply_to: bolus, by: 3s}` |
| the command comes twice | `repeat: {operation: bolus}` |

MP/1 guards against the last: an order's `id` and the latest number are known. A dialect without such a
guard carries it out twice; so does MP/1 with `line: {options: {forgetful: true}}`. `mockpump doctor`
proves each form.

## Wrong settings

Where the port knows the client's settings (a PTY knows the speed; RFC 2217 and `mockpump://` know the
format as well), a client that chooses others than the pump's is set up as two real UARTs would be:
each samples what the other sends at its own speed, from the fall of a start bit on, in the middle of
each bit. A difference of a few per cent is no matter; beyond, bytes come out as others, more of them or
fewer, some with framing errors, always the same for the same bytes. A sample that falls on an edge
reads what comes after it. A byte that is unclear at the end of a run comes when nothing can follow it.

The line sets `wrong_baud` by itself then, and clears it when the settings are right; the trace says so,
with what was chosen. A client that chooses nothing is never garbled: it is not known what it has. The
pump's side is `line: {baud: 19200, format: 8N1}`; with `line: {settings: any}` nothing is garbled.

## What a UART reports

`break`, `parity_error`, `framing_error`, `overrun` and `modem_lines` do to bytes what the line would;
that the port also tells of them takes a port that can: RFC 2217. A PTY or plain TCP carries the bytes
alone.

## Pacing

Bytes take their time both ways: start, data, parity and stop bits at the line's baud, exact in virtual
time. They come out in bursts of at most sixteen, as from a UART's FIFO. `line: {pacing: false}` or
`--no-pacing` lets them pass in no time.
"""


def line_faults_page() -> str:
    """Draw `docs/line-faults.md`."""
    return HEAD + faults_of("byte") + faults_of("frame")
