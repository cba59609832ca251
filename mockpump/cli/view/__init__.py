"""What `mockpump run` shows on a terminal: how the run stands, and keys to set and clear faults."""
