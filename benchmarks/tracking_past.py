"""The parcels of the weeks before, from which lanes are learnt; for scripts in Odoo's shell."""

import datetime as dt
import random

from benchmarks import tracking_services, tracking_trade
from carrier_server.journeys import KINDS

# So many parcels of each account arrived, begun so many days before the day.
EACH, DAYS = 60, (4, 25)
# Their numbers come after those of the day.
FIRST = 900_000
ARRIVED = "delivered"


def make_past(env, clock, carriers, accounts, delivery):
    """Make parcels that arrived, by the same journeys as those of the day, and learn the lanes from them."""
    chance, start = random.Random(23), clock.now()
    plans = [plan for service in accounts for plan in _plans(service, carriers, start, chance)]
    deliveries = tracking_trade.make_deliveries(delivery, [plan["promised"] for plan in plans], "BP")
    rows = zip(plans, deliveries, strict=True)
    shipments = env["fmcg.shipment"].create(
        [tracking_trade.shipment_values(env, plan, accounts[plan["service"]], each) for plan, each in rows]
    )
    shipments.next_poll_at = False
    events = [
        _event(shipment, place, scan)
        for shipment, plan in zip(shipments, plans, strict=True)
        for place, scan in enumerate(plan["scans"])
    ]
    env["fmcg.shipment.event"].create(events)
    shipments.next_poll_at = False
    env.cr.commit()
    env["fmcg.shipment.lane"]._cron_learn()
    return len(shipments)


def _plans(service, carriers, start, chance):
    parcels, found, each = carriers.depots[service.pushed].parcels, [], 0
    while len(found) < EACH:
        number = tracking_services.number(service, FIRST + each)
        began, each = start - dt.timedelta(days=chance.uniform(*DAYS)), each + 1
        parcels.start(number, began)
        scans = parcels.scans(number)
        if KINDS[scans[-1].step.kind] == ARRIVED:
            promised = (began + dt.timedelta(days=2)).astimezone(dt.timezone.utc)
            found.append({"service": service, "number": number, "promised": promised, "scans": scans})
    return found


def _event(shipment, place, scan):
    return {
        "shipment_id": shipment.id,
        "source": "poll",
        "occurred_at": scan.at.astimezone(dt.timezone.utc).replace(tzinfo=None),
        "state": KINDS[scan.step.kind],
        "description": scan.step.text,
        "fingerprint": f"past {place}",
    }
