"""How a pump doses: modes, programmes and their staging, boluses, limits, and the arithmetic of it."""
