"""The codes of DHL's unified tracking as data: https://developer.dhl.com/api-reference/shipment-tracking."""

import re

from ..canonical import Code
from ..wording import DONE, FAILED, MOVING

CODES = {
    "pre-transit": Code("Pre-transit", "info_received"),
    "transit": Code("In transit", "in_transit"),
    "delivered": Code("Delivered", "delivered"),
    "failure": Code("Failure", "exception"),
    "unknown": Code("Unknown", "unknown"),
}
# Five codes are all there is; what kind of words may say more beside each. Words before the parcel moves only
# announce what will be.
KINDS = {"transit": MOVING, "unknown": MOVING, "failure": FAILED, "delivered": DONE}

# DHL's divisions, which number their parcels independently of each other.
SERVICES = frozenset(
    {
        "dgf",
        "dsc",
        "ecommerce",
        "ecommerce-apac",
        "ecommerce-europe",
        "ecommerce-iberia",
        "ecommerce-ppl",
        "express",
        "freight",
        "parcel-de",
        "parcel-nl",
        "parcel-pl",
        "parcel-uk",
        "post-de",
        "post-international",
        "sameday",
        "svb",
    }
)

# Numbers whose form only one division gives out; those of digits alone are many carriers'.
SERVICE_OF_FORM = tuple(
    (re.compile(form, re.ASCII), service)
    for form, service in (
        (r"JJD\d{16,18}", "parcel-de"),
        (r"00340434\d{12}", "parcel-de"),
        (r"JD01\d{16}", "express"),
    )
)

# What a refused call's HTTP status means for watching the parcel, where DHL says why.
HEALTH_OF_STATUS = {
    400: "wrong_carrier",  # a number, service, country or postal code that DHL does not take
    401: "auth_error",
    403: "auth_error",
    404: "not_found",
    429: "rate_limited",
}
# How the day's limit is told from the second's: DHL documents no code for it.
DAY_WORDS = re.compile(r"quota|\bdaily\b|per day|\b250\b", re.IGNORECASE)
