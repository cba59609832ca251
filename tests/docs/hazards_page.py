"""`docs/hazards.md`: the published hazards, and the scenarios that cover them."""

from __future__ import annotations

from mockpump.hazards import GROUPS, HAZARDS, OUT_OF_SCOPE, Hazard
from mockpump.scenario.files import gallery, read

HEAD = """\
# Published hazards

<!-- drawn by `make docs` from mockpump/hazards.py and the scenarios: do not edit -->

Hazards of infusion pumps from published analyses, recalls and advisories, as far as a client can meet
them on a serial line, and the scenarios that play them. A scenario names the rows that it covers in
`hazards:`. For exercising software with a simulated pump: no medical advice, and no safety case.

**Seen** says whether a client can see the hazard on the line: directly, in a frame; indirectly, by a
comparison that it makes itself; or not at all. **Should** is what client *software* is expected to do
in a test. An implanted pump has no occlusion sensor, air detector, flow sensor, door, keys or mains:
what needs them is external only.
"""
SOURCES = """
## Sources

| Key | Source |
| --- | --- |
| GIP | Arney, Jetley, Jones, Lee, Ray, Sokolsky, Zhang: *Generic Infusion Pump Hazard Analysis and Safety Requirements* 1.0, UPenn MS-CIS-08-31, 2009; `SR` are its safety requirements |
| TPLC | FDA, *Infusion Pumps Total Product Life Cycle*, 2 Dec 2014, docket FDA-2010-D-0194; `T` are its tables |
| OPCA | Larson, Hatcliff et al., *Open PCA Pump System Requirements* 1.0.0, 2020, Kansas State; `EC` are its exception cases |
| GPCA | GPCA alarm and infusion-manager subsystems, generated 12 Sep 2013; `#` are its notifications, `L` their levels |
| SM-… | SynchroMed: discharge page and advisories (ALARM); FA596 Phase II 2016, HK MDD 2014, HSA 2016, ECRI 2014 (OVER); FDA 16 Dec 2019 (STALL19); MHRA MDA/2008/087 (MRI08); HK MDD 21 Nov 2023 (TEL23); HK MDD 8 Dec 2020, HSA 2021 (UPD20); VA AL09-24 (BATT); FA535 (EOS12); FDA 3 June 2013 (FEED13); FA573 (PRIME); FA578 (POCKET); FA579, VA AL09-02 (CATH); unapproved drugs (DRUG) |
| MS-FLS | MedStream fill-level sensor, class I, 7 June 2013 |
| PR-MRI | Prometra MRI information PL-21604-02 (2020), FSN2019-044-02 |
| MM-2007 | MiniMed 2007C/D implanted insulin pump manuals |
| MF-… | Medfusion: Dec 2019 (19), 19 Aug 2020 (20), 2022 (22), 14 Feb 2024 (24) |
| AL-… | Alaris: 2012 (12), 2013 (13), 2020 (20) |
| FDA-EX | FDA, *Examples of Reported Infusion Pump Problems* |
| ECRI-… | ECRI's lists of ten hazards of 2017, 2019 and 2020 |
| CVE-… | the advisories of that number |
| pump.md | what is publicly known of implanted pumps |
"""  # noqa: E501 - rows of a table


def hazards_page() -> str:
    """Draw the page."""
    covered = coverage()
    lines = [HEAD, f"{sum(map(bool, covered.values()))} of {len(HAZARDS)} are covered.", ""]
    for letters, (_, about) in GROUPS.items():
        lines += [
            f"## {about[0].upper()}{about[1:]}",
            "",
            "| Id | Hazard | Pump | Seen | Covered by | A client should | Sources |",
            "| --- | --- | --- | --- | --- | --- | --- |",
        ]
        rows = [row for row in HAZARDS.values() if row.id.startswith(letters)]
        lines += [_row(row, covered[row.id]) for row in rows]
        lines.append("")
    lines += ["## Out of scope", "", "Not observable on a line, and so not played here:"]
    lines.append(f"{', '.join(OUT_OF_SCOPE)}.")
    return "\n".join(lines) + "\n" + SOURCES


def coverage() -> dict[str, list[str]]:
    """Return, for each hazard, the names of the scenarios that cover it."""
    named = {name: read(path).hazards for name, path in gallery()}
    return {one: [name for name, rows in named.items() if one in rows] for one in HAZARDS}


def _row(row: Hazard, scenarios: list[str]) -> str:
    names = ", ".join(f"`{name}`" for name in scenarios) or "**nothing**"
    cells = (row.id, row.about, row.pumps, row.seen, names, row.should, row.sources)
    return f"| {' | '.join(_cell(cell) for cell in cells)} |"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
