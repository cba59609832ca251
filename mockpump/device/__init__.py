"""The device: pumps at their addresses, one dialect session per connection, frame faults between."""

from mockpump.device.device import Device

__all__ = ["Device"]
