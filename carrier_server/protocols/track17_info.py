"""What 17TRACK says of a parcel: its statuses and the long object that carries them."""

import datetime as dt
import zlib
from typing import Any

from ..journeys import PLACES
from ..parcels import Scan
from ..protocol import UTC

# The sub status of a scan; the main one stands before the underscore. InfoReceived has no other part.
SUB = {
    "info": "InfoReceived",
    "picked_up": "InTransit_PickedUp",
    "transit": "InTransit_Departure",
    "arrived": "InTransit_Arrival",
    "customs": "InTransit_CustomsProcessing",
    "customs_held": "InTransit_CustomsRequiringInformation",
    "customs_cleared": "InTransit_CustomsReleased",
    "out": "OutForDelivery_Other",
    "not_home": "DeliveryFailure_NoBody",
    "locker": "AvailableForPickup_Other",
    "refused": "DeliveryFailure_Rejected",
    "damaged": "Exception_Damage",
    "returning": "Exception_Returning",
    "returned": "Exception_Returned",
    "signed": "Delivered_Other",
    "collected": "Delivered_Other",
    "lost": "Exception_Lost",
}
STAGES = {
    "info": "InfoReceived",
    "picked_up": "PickedUp",
    "transit": "Departure",
    "arrived": "Arrival",
    "out": "OutForDelivery",
    "locker": "AvailableForPickup",
    "signed": "Delivered",
    "collected": "Delivered",
    "returning": "Returning",
    "returned": "Returned",
}
# The key of the carrier that numbers with these letters are given to, where none is named.
CARRIERS = {"SF": 100003, "YT": 190157, "ZT": 190455, "JT": 100456}
ANY_CARRIER = 3011
NO_ADDRESS = {"country": "CN", "state": None, "city": None, "street": None, "postal_code": None}


def main_status(scans: list[Scan]) -> str:
    """Return the main status that the last scan leads to."""
    return SUB[scans[-1].step.kind].partition("_")[0] if scans else "NotFound"


def track_info(scans: list[Scan], carrier: int, expected: dt.datetime | None, now: dt.datetime) -> Any:
    """Return the object under ``track_info``; all times are aware, in the zone of the parcels."""
    events = [_event(scan) for scan in reversed(scans)]
    eta = {"source": None, "from": None, "to": None}
    if expected:
        day = expected.replace(hour=0, minute=0, second=0, microsecond=0)
        eta = {"source": "Official", "from": day.isoformat(), "to": day.replace(hour=23).isoformat()}
    times = {"days_of_transit": (now - scans[0].at).days, "days_after_last_update": (now - scans[-1].at).days}
    sub = SUB[scans[-1].step.kind]
    provider = {
        "provider": {"key": carrier, "name": f"Carrier {carrier}", "alias": None, "country": "CN"},
        "service_type": None,
        "latest_sync_status": "Success",
        "latest_sync_time": _utc(now),
        "provider_lang": "en",
        "events_hash": zlib.crc32(repr(events).encode()),
        "events": events,
    }
    address = {"shipper_address": NO_ADDRESS, "recipient_address": NO_ADDRESS}
    return {
        "shipping_info": address,
        "latest_status": {
            "status": main_status(scans),
            "sub_status": sub,
            "sub_status_descr": None,
        },
        "latest_event": events[0],
        "time_metrics": {**times, "estimated_delivery_date": eta},
        "milestone": [{"key_stage": event["stage"], **_times(scan)} for event, scan in _milestones(scans)],
        "misc_info": {"local_provider": None, "local_key": carrier},
        "tracking": {"providers_hash": zlib.crc32(repr(provider).encode()), "providers": [provider]},
    }


def _milestones(scans: list[Scan]):
    return [(_event(scan), scan) for scan in reversed(scans) if scan.step.kind in STAGES]


def _event(scan: Scan) -> dict[str, Any]:
    place = PLACES[scan.step.place]
    return {
        **_times(scan),
        "description": scan.step.english,
        "description_translation": None,
        "location": place.upper(),
        "stage": STAGES.get(scan.step.kind),
        "sub_status": SUB[scan.step.kind],
        "address": {**NO_ADDRESS, "city": place.upper()},
    }


def _times(scan: Scan) -> dict[str, Any]:
    raw = {
        "date": f"{scan.at:%Y-%m-%d}",
        "time": f"{scan.at:%H:%M:%S}",
        "timezone": f"{scan.at.isoformat()[-6:]}",
    }
    # Of some deliveries only the raw time is known.
    known = scan.step.kind != "collected"
    return {
        "time_iso": scan.at.isoformat(timespec="seconds") if known else None,
        "time_utc": _utc(scan.at) if known else None,
        "time_raw": raw,
    }


def _utc(moment: dt.datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
