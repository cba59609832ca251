"""Runs and verdicts for people and for machines."""
