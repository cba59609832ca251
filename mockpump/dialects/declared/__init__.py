"""Dialects that are declared and not programmed: patterns, formats and tables, played by an engine.

`mockpump/scenario/declared.py` reads them from YAML. There is no condition, no arithmetic and no
loop here: where logic begins, a dialect is written in Python.
"""
