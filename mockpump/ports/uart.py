"""A serial line as RFC 2217 tells of it: what a client may set and ask for, and what it is told."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from serial import rfc2217 as rfc

from mockpump.seam import READY, Break, Input, LineState, ModemLines, Parity, Purge, Settings

SIGNATURE = b"mockpump (NON-CLINICAL SIMULATION)"

_SIGNATURE = b"\x00"
_SLOWEST, _FASTEST = 50, 4_000_000
_PARITIES: Mapping[int, Parity] = {1: "N", 2: "O", 3: "E", 4: "M", 5: "S"}
_FORMATS: Mapping[bytes, tuple[int, ...]] = {
    rfc.SET_DATASIZE: (8, 7, 6, 5),
    rfc.SET_PARITY: tuple(_PARITIES),
    rfc.SET_STOPSIZE: (1, 2, 3),  # 3: one and a half, which counts as two
}
_SETTINGS = frozenset({rfc.SET_BAUDRATE, *_FORMATS})

_FLOW, _BREAK, _DTR, _RTS, _FLOW_IN = 0, 4, 7, 10, 13  # a SET-CONTROL that asks how it stands
_BREAK_ON, _DTR_ON, _RTS_ON = 5, 8, 11
_CONTROLS: Mapping[int, tuple[int, ...]] = {
    _FLOW: (1, 2, 3, 17, 19),
    _BREAK: (6, _BREAK_ON),
    _DTR: (9, _DTR_ON),
    _RTS: (12, _RTS_ON),
    _FLOW_IN: (14, 15, 16, 18),
}
"""What may be asked for, and the values that each may have."""
_CONTROL_OF = {value: control for control, values in _CONTROLS.items() for value in values}

_PURGES: Mapping[bytes, tuple[Purge, ...]] = {
    rfc.PURGE_RECEIVE_BUFFER: (Purge("input"),),
    rfc.PURGE_TRANSMIT_BUFFER: (Purge("output"),),
    rfc.PURGE_BOTH_BUFFERS: (Purge("input"), Purge("output")),
}

_IDLE = rfc.LINESTATE_MASK_SHIFTREG_EMPTY | rfc.LINESTATE_MASK_TRANSREG_EMPTY
_ERRORS = {
    "overrun": rfc.LINESTATE_MASK_OVERRUN_ERROR,
    "parity": rfc.LINESTATE_MASK_PARTIY_ERROR,
    "framing": rfc.LINESTATE_MASK_FRAMING_ERROR,
}


class Uart:
    """Takes commands, each with its value; keeps what is to be answered and what was meant.

    In its tables the first of several values is how a thing stands at first.
    """

    def __init__(self) -> None:
        self.answers: list[bytes] = []
        self.seen: list[Input] = []
        self.notifies = False  # not before the client has agreed to hear of it
        self.suspended = False
        self._baud = 9600
        self._format = {command: values[0] for command, values in _FORMATS.items()}
        self._chosen: set[bytes] = set()  # of the settings, since they were last told
        self._told: Settings | None = None
        self._controls = {control: values[0] for control, values in _CONTROLS.items()}
        self._line_mask, self._modem_mask = 0, 255
        self._errors = 0
        self._modem = _modem_bits(READY)
        self._commands: Mapping[bytes, Callable[[bytes, bytes], None]] = {
            _SIGNATURE: self._sign,
            rfc.SET_BAUDRATE: self._set_baud,
            **dict.fromkeys(_FORMATS, self._set_format),
            rfc.SET_CONTROL: self._control,
            rfc.NOTIFY_LINESTATE: self._asked_for_line,
            rfc.NOTIFY_MODEMSTATE: self._asked_for_modem,
            rfc.FLOWCONTROL_SUSPEND: self._flow,
            rfc.FLOWCONTROL_RESUME: self._flow,
            rfc.SET_LINESTATE_MASK: self._mask,
            rfc.SET_MODEMSTATE_MASK: self._mask,
            rfc.PURGE_DATA: self._purge,
        }

    def obey(self, command: bytes, value: bytes) -> None:
        """Take a command; one that is not known, or makes no sense, changes nothing."""
        if obey := self._commands.get(command):
            obey(command, value)
        if command not in _SETTINGS or self._chosen == _SETTINGS:
            self.tell_settings()

    def tell_settings(self) -> None:
        """Say what settings the client has chosen, if others than it was last said.

        A client sets them one by one: they count once all four are set, or something follows them.
        """
        if not self._chosen:
            return
        self._chosen.clear()
        bits, parity, stop = (self._format[command] for command in _FORMATS)
        settings = Settings(self._baud, bits, _PARITIES[parity], min(stop, 2))
        if settings != self._told:
            self._told = settings
            self.seen.append(settings)

    def _answer(self, command: bytes, *value: int) -> None:
        self.answers.append(bytes([command[0] + 100, *value]))

    # what the client sets ------------------------------------------------------------------------

    def _set_baud(self, command: bytes, value: bytes) -> None:
        baud = int.from_bytes(value[:4], "big")
        if _SLOWEST <= baud <= _FASTEST:
            self._baud = baud
            self._chosen.add(command)
        self._answer(command, *self._baud.to_bytes(4, "big"))

    def _set_format(self, command: bytes, value: bytes) -> None:
        if value and value[0] in _FORMATS[command]:
            self._format[command] = value[0]
            self._chosen.add(command)
        self._answer(command, self._format[command])

    def _control(self, command: bytes, value: bytes) -> None:
        wish = value[0] if value else -1
        control = _CONTROL_OF.get(wish, wish)
        if control not in self._controls:
            return
        changes = wish not in (control, self._controls[control])
        if changes:
            self._controls[control] = wish
        self._answer(command, self._controls[control])
        if changes and control == _BREAK:
            self.seen.append(Break(on=wish == _BREAK_ON))
        elif changes and control in (_DTR, _RTS):
            rts, dtr = self._controls[_RTS] == _RTS_ON, self._controls[_DTR] == _DTR_ON
            self.seen.append(ModemLines(rts=rts, dtr=dtr))

    def _purge(self, command: bytes, value: bytes) -> None:
        if value[:1] in _PURGES:
            self.seen += _PURGES[value[:1]]
            self._answer(command, value[0])

    def _flow(self, command: bytes, _value: bytes) -> None:
        self.suspended = command == rfc.FLOWCONTROL_SUSPEND

    def _sign(self, command: bytes, value: bytes) -> None:
        if not value:  # else it is the client's own
            self._answer(command, *SIGNATURE)

    def _mask(self, command: bytes, value: bytes) -> None:
        if not value:
            return
        if command == rfc.SET_LINESTATE_MASK:
            self._line_mask = value[0]
        else:
            self._modem_mask = value[0]
        self._answer(command, value[0])

    # what the client is told ---------------------------------------------------------------------

    def agree(self) -> None:
        """Notify from now on, and of the modem lines at once."""
        self.notifies = True
        self._asked_for_modem(rfc.NOTIFY_MODEMSTATE, b"")

    def tell(self, effect: ModemLines | LineState | Break) -> None:
        """Notify of what happens on the line, as far as the client's masks let it."""
        match effect:
            case ModemLines():
                self._change_modem(_modem_bits(effect))
            case LineState():
                self._tell_error(_ERRORS[effect.error])
            case Break(on=True):
                self._tell_error(rfc.LINESTATE_MASK_BREAK_DETECT)
            case Break():
                pass  # that it ends is not told

    def _asked_for_line(self, command: bytes, _value: bytes) -> None:
        self._answer(command, _IDLE | self._errors)
        self._errors = 0

    def _asked_for_modem(self, command: bytes, _value: bytes) -> None:
        self._answer(command, self._modem & self._modem_mask)

    def _tell_error(self, error: int) -> None:
        """Tell an error, or keep it until the client asks."""
        if error & self._line_mask and self.notifies:
            self._answer(rfc.NOTIFY_LINESTATE, (_IDLE | error) & self._line_mask)
        else:
            self._errors |= error

    def _change_modem(self, lines: int) -> None:
        """Tell lines that change; of RI, that it ends is the change."""
        changed, self._modem = lines ^ self._modem, lines
        told = lines | (changed & ~(lines & rfc.MODEMSTATE_MASK_RI)) >> 4
        if self.notifies and (changed | told & 0x0F) & self._modem_mask:
            self._answer(rfc.NOTIFY_MODEMSTATE, told & self._modem_mask)


def _modem_bits(lines: ModemLines) -> int:
    return (
        lines.cts * rfc.MODEMSTATE_MASK_CTS
        | lines.dsr * rfc.MODEMSTATE_MASK_DSR
        | lines.ri * rfc.MODEMSTATE_MASK_RI
        | lines.cd * rfc.MODEMSTATE_MASK_CD
    )
