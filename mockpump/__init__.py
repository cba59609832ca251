"""A simulated, non-clinical infusion pump behind an emulated serial port, and a verdict on its client."""
