"""Mutants that are careless about what is delivered."""
