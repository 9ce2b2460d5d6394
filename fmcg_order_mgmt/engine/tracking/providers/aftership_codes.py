"""The codes of AfterShip as data: https://www.aftership.com/docs/tracking/enum/delivery-sub-statuses."""

from ..canonical import Code

TAGS = {
    "Pending": Code("Pending", "pending"),
    "InfoReceived": Code("Info received", "info_received"),
    "InTransit": Code("In transit", "in_transit"),
    "OutForDelivery": Code("Out for delivery", "out_for_delivery"),
    "AttemptFail": Code("Failed attempt", "attempt_failed"),
    "Delivered": Code("Delivered", "delivered"),
    "AvailableForPickup": Code("Available for pickup", "ready_for_pickup"),
    "Exception": Code("Exception", "exception"),
    # It says of the watching, not of the parcel, that nothing was heard for 30 days.
    "Expired": Code("Expired", "unknown"),
}
# A subtag that is not here yet counts as its tag, which AfterShip sends beside it.
SUBTAGS = {
    "Pending_001": Code("Pending", "pending"),
    "Pending_002": Code("Pending", "pending"),
    "Pending_003": Code("Pending", "pending"),
    "Pending_004": Code("Wrong carrier", "pending"),
    "Pending_005": Code("Pending", "pending"),
    "Pending_006": Code("Pending", "pending"),
    "InfoReceived_001": Code("Info received", "info_received"),
    "InTransit_001": Code("In transit", "in_transit"),
    "InTransit_002": Code("Acceptance scan", "picked_up"),
    "InTransit_003": Code("Arrival scan", "in_transit"),
    "InTransit_004": Code("Arrived at the destination country", "in_transit"),
    "InTransit_005": Code("Customs clearance completed", "customs"),
    "InTransit_006": Code("Customs clearance started", "customs"),
    "InTransit_007": Code("Departure scan", "in_transit"),
    "InTransit_008": Code("Problem resolved", "in_transit"),
    "InTransit_009": Code("Forwarded to a different delivery address", "in_transit"),
    "OutForDelivery_001": Code("Out for delivery", "out_for_delivery"),
    "OutForDelivery_003": Code("Customer contacted", "out_for_delivery"),
    "OutForDelivery_004": Code("Delivery appointment scheduled", "out_for_delivery"),
    "AttemptFail_001": Code("Failed attempt", "attempt_failed"),
    "AttemptFail_002": Code("Addressee not available", "attempt_failed", "consignee_not_available"),
    "AttemptFail_003": Code("Business closed", "attempt_failed", "consignee_not_available"),
    "Delivered_001": Code("Delivered", "delivered"),
    "Delivered_002": Code("Picked up by the customer", "delivered"),
    "Delivered_003": Code("Signed by the customer", "delivered"),
    "Delivered_004": Code("Delivered, cash received", "delivered"),
    "Delivered_005": Code("Delivered to a neighbour", "delivered"),
    "AvailableForPickup_001": Code("Available for pickup", "ready_for_pickup"),
    "Exception_001": Code("Exception", "exception"),
    "Exception_002": Code("Customer moved", "exception", "consignee_moved"),
    "Exception_003": Code("Customer refused delivery", "exception", "consignee_refused"),
    "Exception_004": Code("Delayed (customs clearance)", "customs", "customs_delay"),
    "Exception_005": Code("Delayed (external factors)", "exception", "carrier_delay"),
    "Exception_006": Code("Held for payment", "exception", "payment_due"),
    "Exception_007": Code("Incorrect address", "exception", "consignee_incorrect_address"),
    "Exception_008": Code("Pick up missed", "exception", "not_picked_up"),
    "Exception_009": Code("Rejected by carrier", "exception"),
    "Exception_010": Code("Returning to sender", "returning"),
    "Exception_011": Code("Returned to sender", "returned"),
    "Exception_012": Code("Shipment damaged", "exception", "carrier_damaged_parcel"),
    "Exception_013": Code("Shipment lost", "lost", "carrier_parcel_lost"),
    "Exception_016": Code("Delayed (processing issue)", "exception", "carrier_delay"),
    "Exception_017": Code("Delayed (extreme weather)", "exception", "weather_delay"),
    "Exception_018": Code("Incorrect or missing documents", "exception", "customs_documentation"),
    "Exception_019": Code("Delayed (late flight)", "exception", "carrier_delay"),
    "Exception_020": Code("Shipment cancelled", "cancelled", "retailer_cancelled"),
    "Exception_021": Code("Shipment disposed", "lost", "carrier_parcel_lost"),
    "Expired_001": Code("Expired", "unknown"),
}
CODES = TAGS | SUBTAGS

EXISTS = "4003"
UNREGISTERED = "4004"
# What an error's code, else the HTTP status, means for watching the parcel.
HEALTH_OF_ERROR = {
    "4001": "provider_down",  # not JSON
    EXISTS: "ok",
    UNREGISTERED: "not_found",
    "4005": "wrong_carrier",  # not a number that AfterShip takes
    "4010": "wrong_carrier",  # no carrier with this slug
    "4011": "needs_phone",  # or another field that the carrier asks for: the message says which
    "4012": "wrong_carrier",  # the carrier cannot be found, or is not one of the account
    "4013": "provider_down",
    "4016": "provider_down",
    "4017": "wrong_carrier",
    "401": "auth_error",
    "402": "quota",
    "403": "auth_error",
    "429": "rate_limited",
}

# AfterShip's names of the posts that give out numbers of the form UPU S10; those of China's begin with E.
CHINA_EMS = "china-ems"
POST_OF_COUNTRY = {
    "AU": "australia-post",
    "BR": "brazil-correios",
    "CA": "canada-post",
    "CN": "china-post",
    "GB": "royal-mail",
    "HK": "hong-kong-post",
    "JP": "japan-post",
    "SG": "singapore-post",
    "US": "usps",
}
