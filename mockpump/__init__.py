"""A simulated, non-clinical pump behind an emulated serial port, and a verdict on its client."""
