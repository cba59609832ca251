"""A null-modem cable made of two PTYs: prints the names of its two ends, then carries bytes.

null_modem.py        ends when it is killed
"""

from __future__ import annotations

import os
import select
import sys
import tty


def main() -> None:
    ends = [
        os.openpty(),
        os.openpty(),
    ]  # the slaves stay open: an end that nobody has is no hang-up
    for _, slave in ends:
        tty.setraw(slave)
        print(os.ttyname(slave))
    sys.stdout.flush()
    (left, _), (right, _) = ends
    while True:
        ready, _, _ = select.select([left, right], [], [])
        for source, sink in ((left, right), (right, left)):
            if source in ready:
                os.write(sink, os.read(source, 4096))


if __name__ == "__main__":
    main()
