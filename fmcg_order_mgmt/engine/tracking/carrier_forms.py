"""Numbers whose letters name the carrier; every provider has codes of its own for the same carriers."""

import re
from collections.abc import Mapping

# Those of digits alone overlap between carriers and are left out.
FORMS = tuple(
    (re.compile(form), carrier)
    for form, carrier in (
        (r"SF\d{12,15}", "sf"),
        (r"YT\d{13,15}", "yto"),
        (r"JT\d{13,15}", "jt"),
        (r"JD[A-Z]{0,2}\d{11,13}", "jd"),
        (r"DPK\d{12,15}", "deppon"),
        (r"E[A-Z]\d{9}CN", "ems"),
        (r"1Z[0-9A-Z]{16}", "ups"),
    )
)


def carrier_by_form(number: str, codes: Mapping[str, str]) -> str:
    """Return a provider's code of the carrier that gives out numbers of this form, '' when not clear."""
    return next((codes.get(carrier, "") for form, carrier in FORMS if form.fullmatch(number)), "")
