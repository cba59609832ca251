"""Wire protocols: bytes <-> operations. `scenario/dialects.py` finds them by their names."""
