"""Proofs from outside: mockpump is started as users start it, and a client of its own looks.

The tests play these proofs, and so does `mockpump doctor` on the machine of whoever asks.
"""
