"""Dialects of real pumps that come with mockpump; those in YAML are played by `declared`."""
