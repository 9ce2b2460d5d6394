"""Ken's tour of today: some of what is packed leaves with his van, and the first stops are done.

Runs in Odoo's shell after ``tracking.py``; a second run does nothing.
"""

# ruff: noqa: F821 - env is given by Odoo's shell
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

MODULE = "fmcg_order_mgmt"
STOPS = 8
ken = env.ref(f"{MODULE}.user_ken")
van = env.ref(f"{MODULE}.demo_delivery_van")


def packed():
    """Return deliveries that are ready to leave, all of the warehouse that has most of them."""
    domain = [
        ("state", "=", "assigned"),
        ("picking_type_code", "=", "outgoing"),
        ("sale_id", "!=", False),
        ("carrier_tracking_ref", "=", False),
    ]
    ready = env["stock.picking"].search(domain, order="scheduled_date, id")
    most = max(ready.grouped("picking_type_id").values(), key=len, default=ready)
    return most.sorted(lambda each: (each.partner_id.fmcg_route_id.sequence, each.partner_id.fmcg_stop))[
        :STOPS
    ]


def leave(deliveries):
    """Put deliveries on a tour of today and let it leave."""
    warehouse = deliveries[0].picking_type_id.warehouse_id
    tour = env["stock.picking.batch"].create(
        {
            "company_id": deliveries[0].company_id.id,
            "picking_type_id": deliveries[0].picking_type_id.id,
            "is_wave": True,
            "description": f"{warehouse.name} · Van 2",
            "fmcg_day": datetime.now(ZoneInfo(warehouse.partner_id.tz or "UTC")).date(),
            "fmcg_vehicle": "Van 2",
            "fmcg_driver_id": ken.id,
        }
    )
    deliveries.write({"batch_id": tour.id, "carrier_id": van.id})
    for place, delivery in enumerate(deliveries, 1):
        delivery.batch_sequence = place
    done = deliveries.with_context(skip_backorder=True, skip_sms=True, skip_expired=True)
    done.button_validate()
    return tour


def report(tour):
    """Let Ken deliver the first stop and stand at the second."""
    first, second = tour.fmcg_shipment_ids.sorted("tour_stop")[:2].with_user(ken)
    since = datetime.now(timezone.utc)
    first.report("delivered", {"key": f"demo-first-{tour.id}", "at": since.isoformat()})
    second.report(
        "arrived", {"key": f"demo-second-{tour.id}", "at": (since + timedelta(minutes=2)).isoformat()}
    )


deliveries = packed()
if len(deliveries) > 2 and not env["stock.picking.batch"].search_count([("fmcg_driver_id", "=", ken.id)]):
    report(leave(deliveries))
    env.ref(f"{MODULE}.route_sf1").driver_id = ken
    print(f"Ken drives {len(deliveries)} stops today: /fmcg/driver (ken/ken)")
env.cr.commit()
