"""How fast it is, as ratios that were measured in one run: `python -m tests.benchmarks [NAME …]`.

A report, not a test: nothing here asserts a time. What it does assert is that the work was done.
"""
