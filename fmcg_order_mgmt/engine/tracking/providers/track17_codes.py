"""The codes of 17TRACK's API v2 as data: https://help.17track.net/hc/en-us/articles/37570440168473."""

from ..canonical import Code

_MAIN = {
    "NotFound": Code("Not found", "pending"),
    "InfoReceived": Code("Info received", "info_received"),
    "InTransit": Code("In transit", "in_transit"),
    "Expired": Code("Expired", "exception", "carrier_delay"),
    "AvailableForPickup": Code("Available for pickup", "ready_for_pickup"),
    "OutForDelivery": Code("Out for delivery", "out_for_delivery"),
    "DeliveryFailure": Code("Delivery failure", "attempt_failed"),
    "Delivered": Code("Delivered", "delivered"),
    "Exception": Code("Exception", "exception"),
}
_SUB = {
    "NotFound_Other": Code("Not found", "pending"),
    "NotFound_InvalidCode": Code("Invalid number", "pending"),
    "InTransit_PickedUp": Code("Picked up", "picked_up"),
    "InTransit_Other": Code("In transit", "in_transit"),
    "InTransit_Departure": Code("Departed from port", "in_transit"),
    "InTransit_Arrival": Code("Arrived at port", "in_transit"),
    "InTransit_CustomsProcessing": Code("Customs processing", "customs"),
    "InTransit_CustomsReleased": Code("Customs released", "customs"),
    "InTransit_CustomsRequiringInformation": Code(
        "Customs require information", "customs", "customs_documentation"
    ),
    "Expired_Other": Code("Expired", "exception", "carrier_delay"),
    "AvailableForPickup_Other": Code("Available for pickup", "ready_for_pickup"),
    "OutForDelivery_Other": Code("Out for delivery", "out_for_delivery"),
    "DeliveryFailure_Other": Code("Delivery failed", "attempt_failed"),
    "DeliveryFailure_NoBody": Code("Nobody there", "attempt_failed", "consignee_not_available"),
    "DeliveryFailure_Security": Code("Delivery failed: security", "exception"),
    "DeliveryFailure_Rejected": Code("Recipient refused", "exception", "consignee_refused"),
    "DeliveryFailure_InvalidAddress": Code("Invalid address", "exception", "consignee_incorrect_address"),
    "Delivered_Other": Code("Delivered", "delivered"),
    "Exception_Other": Code("Exception", "exception"),
    "Exception_Returning": Code("Returning", "returning"),
    "Exception_Returned": Code("Returned", "returned"),
    "Exception_NoBody": Code("Recipient not found", "exception", "consignee_not_available"),
    "Exception_Security": Code("Exception: security", "exception"),
    "Exception_Damage": Code("Damaged", "exception", "carrier_damaged_parcel"),
    "Exception_Rejected": Code("Refused, returning", "returning", "consignee_refused"),
    "Exception_Delayed": Code("Delayed", "exception", "carrier_delay"),
    "Exception_Lost": Code("Lost", "lost", "carrier_parcel_lost"),
    "Exception_Destroyed": Code("Destroyed", "lost", "carrier_parcel_lost"),
    "Exception_Cancel": Code("Cancelled", "cancelled", "retailer_cancelled"),
}
# An event without a status may still be one of the milestones.
_STAGES = {
    "PickedUp": Code("Picked up", "picked_up"),
    "Departure": Code("Departed", "in_transit"),
    "Arrival": Code("Arrived", "in_transit"),
    "Returning": Code("Returning", "returning"),
    "Returned": Code("Returned", "returned"),
}
CODES = _MAIN | _SUB | _STAGES

KNOWN_ALREADY = "-18019901"
UNREGISTERED = "-18019902"
DAILY = "-18019907"
# What an error's code means for watching the parcel. Faults in what was sent ask a person to look at it.
HEALTH_OF_ERROR = {
    "-18010001": "auth_error",  # the address of this server is not on the account's list
    "-18010002": "auth_error",  # key
    "-18010003": "provider_down",
    "-18010004": "auth_error",  # account disabled
    "-18010010": "wrong_carrier",  # data missing
    "-18010011": "wrong_carrier",  # data of the wrong form
    "-18010012": "wrong_carrier",
    "-18010013": "wrong_carrier",
    "-18010014": "provider_down",  # more than 40 numbers
    "-18010015": "wrong_carrier",
    "-18010018": "needs_phone",  # or the postal code, or another field: the message says which
    "-18010019": "needs_phone",
    "-18010020": "needs_phone",
    "-18010022": "needs_phone",
    "-18010201": "provider_down",  # these six are about the address for pushes, set in 17TRACK's console
    "-18010202": "provider_down",
    "-18010203": "provider_down",
    "-18010204": "provider_down",
    "-18010205": "provider_down",
    "-18010206": "provider_down",
    UNREGISTERED: "not_found",
    "-18019903": "wrong_carrier",  # not recognised
    "-18019904": "provider_down",  # these three are about stopping and starting again
    "-18019905": "provider_down",
    "-18019906": "provider_down",
    DAILY: "rate_limited",
    "-18019908": "quota",
    "-18019909": "not_found",
    "-18019910": "wrong_carrier",
    "-18019911": "wrong_carrier",  # numbers of this carrier cannot be registered
}

# 17TRACK finds most carriers by itself; these keys save it a wrong guess.
UPS, USPS = "100002", "21051"
CHINA_EMS = "3013"
POST_OF_COUNTRY = {
    "BE": "2061",
    "BR": "2151",
    "CN": "3011",
    "DE": "7041",
    "FR": "6051",
    "NL": "14041",
    "US": USPS,
}
