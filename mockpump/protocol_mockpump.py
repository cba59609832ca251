"""The doorstep where pyserial looks for `mockpump://`; `import mockpump.inprocess` shows it the way."""

from __future__ import annotations

from serial import SerialBase


def serial_class_for_url(url: str) -> tuple[str, type[SerialBase]]:
    """Return the class that opens such a URL. Imported here, or pyserial hides what goes wrong."""
    from mockpump.inprocess import Serial  # noqa: PLC0415 - pyserial reports an ImportError as "unknown"

    return url, Serial
