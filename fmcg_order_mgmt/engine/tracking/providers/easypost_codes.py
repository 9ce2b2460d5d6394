"""The codes of EasyPost as data: https://docs.easypost.com/docs/trackers."""

from ..canonical import Code

STATUSES = {
    # Said of remarks between two scans ("arriving on time") as well, so it must not count as a state.
    "unknown": Code("Unknown", "unknown"),
    "pre_transit": Code("Pre-transit", "info_received"),
    "in_transit": Code("In transit", "in_transit"),
    "out_for_delivery": Code("Out for delivery", "out_for_delivery"),
    "delivered": Code("Delivered", "delivered"),
    "available_for_pickup": Code("Available for pickup", "ready_for_pickup"),
    "return_to_sender": Code("Return to sender", "returning"),
    "failure": Code("Failure", "exception"),
    "cancelled": Code("Cancelled", "cancelled", "retailer_cancelled"),
    "error": Code("Error", "exception"),
}
# What a detail changes of its status. All other details leave the status as it is.
PAIRS = {
    "pre_transit/cancelled": Code("Cancelled", "cancelled", "retailer_cancelled"),
    "in_transit/arrived_at_pickup_location": Code("Arrived at pickup location", "ready_for_pickup"),
    "in_transit/damaged": Code("Damaged", "exception", "carrier_damaged_parcel"),
    "in_transit/delayed": Code("Delayed", "in_transit", "carrier_delay"),
    "in_transit/delivery_exception": Code("Delivery exception", "exception"),
    "in_transit/held": Code("Held", "exception"),
    "in_transit/lost": Code("Lost", "lost", "carrier_parcel_lost"),
    "in_transit/missorted": Code("Missorted", "in_transit", "carrier_sorting_error"),
    "in_transit/out_for_delivery": Code("Out for delivery", "out_for_delivery"),
    "in_transit/refused": Code("Refused", "exception", "consignee_refused"),
    "in_transit/return": Code("Returning", "returning"),
    "in_transit/transit_exception": Code("Transit exception", "exception"),
    "in_transit/weather_delay": Code("Delayed by weather", "in_transit", "weather_delay"),
    "return_to_sender/refused": Code("Refused, returning", "returning", "consignee_refused"),
    "failure/address_correction": Code("Address to be corrected", "exception", "consignee_incorrect_address"),
    "failure/awaiting_information": Code("Awaiting information", "exception"),
    "failure/cancelled": Code("Cancelled", "cancelled", "retailer_cancelled"),
    "failure/damaged": Code("Damaged", "exception", "carrier_damaged_parcel"),
    "failure/delayed": Code("Delayed", "exception", "carrier_delay"),
    "failure/delivery_exception": Code("Delivery exception", "attempt_failed"),
    "failure/expired": Code("Expired", "exception", "not_picked_up"),
    "failure/held": Code("Held", "exception"),
    "failure/lost": Code("Lost", "lost", "carrier_parcel_lost"),
    "failure/missorted": Code("Missorted", "exception", "carrier_sorting_error"),
    "failure/refused": Code("Refused", "exception", "consignee_refused"),
    "failure/return": Code("Returning", "returning"),
    "failure/weather_delay": Code("Delayed by weather", "exception", "weather_delay"),
}
CODES = STATUSES | PAIRS
# All details there are; most say nothing more than the status they come with.
DETAILS = frozenset(
    """
    address_correction arrived_at_destination arrived_at_facility arrived_at_pickup_location
    awaiting_information cancelled damaged delayed delivery_exception departed_facility
    departed_origin_facility expired failure held in_transit label_created lost missorted out_for_delivery
    received_at_destination_facility received_at_origin_facility refused return status_update
    transferred_to_destination_carrier transit_exception unknown weather_delay
    """.split()
)
# Codes that EasyPost gives to any trouble at the door; the carrier's own words say which.
VAGUE = frozenset(
    {
        "failure",
        "failure/awaiting_information",
        "failure/delayed",
        "failure/delivery_exception",
        "failure/held",
    }
)

# What a failed call's HTTP status means for watching the parcel.
HEALTH_OF_STATUS = {
    401: "auth_error",
    402: "quota",
    403: "auth_error",
    404: "not_found",
    422: "wrong_carrier",  # a number or a carrier that EasyPost does not take
    429: "rate_limited",
}

UPS, USPS = "UPS", "USPS"
# EasyPost's names of the posts that give out numbers of the form UPU S10; those of China's begin with E.
CHINA_EMS = "ChinaEMS"
POST_OF_COUNTRY = {"AU": "AustraliaPost", "CA": "CanadaPost", "GB": "RoyalMail", "US": USPS}
