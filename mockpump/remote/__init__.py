"""Control of a live run over HTTP, for whoever cannot call Python: the extra `control` brings it."""
