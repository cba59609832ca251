"""A careful client, for reference: what clinic software should do about the published hazards.

It is on pyserial and MP/1, knows no scenario, and imports nothing of mockpump. Read it in this order:

wire.py     frames, and a link that asks, retries, and takes no answer for another
base.py     what it remembers, and what it shows
alarms.py   events, the list of alarms, the pump's event log
checks.py   what it makes of a status: it trusts no single value
orders.py   what its operator asks for: no delivery is ever repeated blindly
careful.py  the session: whom it meets, what it reads first, how it goes on
"""
