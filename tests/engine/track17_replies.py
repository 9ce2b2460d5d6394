"""Replies as 17TRACK sends them."""

EVENT = {"time_iso": "2026-06-29T21:05:00+08:00", "description": "Arrived", "sub_status": "InTransit_Arrival"}


def item(*events, number="RR123456785CN", carrier=3011, status="InTransit", **info):
    tracking = {"providers": [{"events": list(events)}]}
    info = {"latest_status": {"status": status}, "tracking": tracking, **info}
    return {"number": number, "carrier": carrier, "track_info": info}


def rejected(code, number="RR123456785CN", carrier=3011):
    return {"number": number, "carrier": carrier, "error": {"code": code, "message": "why"}}


def reply(accepted=(), refused=(), **more):
    return {"code": 0, "data": {"accepted": list(accepted), "rejected": list(refused), **more}}
