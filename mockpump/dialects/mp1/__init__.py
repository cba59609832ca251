"""MP/1, the reference dialect: `docs/mp1.md` is its grammar and its examples."""

from mockpump.dialects.base import Dialect
from mockpump.dialects.mp1.grammar import frame
from mockpump.dialects.mp1.session import Mp1Session
from mockpump.dialects.mp1.verbs import VERBS
from mockpump.dialects.mp1.worse import OPTIONS

DIALECT = Dialect(
    name="mp1",
    about="printable lines with a check, numbered events, orders with ids; typeable by hand",
    session=Mp1Session,
    baud=19200,
    operations=frozenset({"set_rate", *(verb.operation for verb in VERBS.values())}),  # by COMMIT
    spoils=frozenset({"checksum", "sequence", "busy"}),
    options=OPTIONS,
    seal=frame,
)
