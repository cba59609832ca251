"""The gallery, played to a careful client and to its careless twins.

A scenario is one YAML file in the folder of its hazard's group; nothing else has to know of it. Held
over all of them (`test_gallery.py`): the careful client passes; without what goes wrong in it, the
story fails; at least one mutant fails it; its trace is the golden one (`python -m
tests.gallery.golden` writes them anew).

A mutant is one small class in `mutants/`: the careful client with one behaviour changed, marked with
what it does, and with the scenarios that it must fail, each at the expectation that names just that:

    @mutant("orders a bolus whatever alarm stands")
    @fails("low-reservoir", "never bolus while alarm empty_reservoir")
    class BolusesAnyway(Careful): ...

`python -m tests.gallery` plays all mutants to all scenarios and prints the table.
"""
