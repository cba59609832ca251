"""Scenarios and client profiles: YAML text -> frozen records, or every mistake at its place."""
