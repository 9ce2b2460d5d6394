"""Ken's tour of today: what shops of his route ordered leaves with his van, and the first stops are done.

Runs in Odoo's shell after ``tracking.py``; a second run does nothing.
"""

# ruff: noqa: F821 - env is given by Odoo's shell
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from odoo.fields import Command

MODULE = "fmcg_order_mgmt"
STOPS = 8
GOODS = 6
route = env.ref(f"{MODULE}.route_sf1")
ken = env.ref(f"{MODULE}.user_ken")
van = env.ref(f"{MODULE}.demo_delivery_van")


def ordered():
    """Order some of what there is most of for the shops of Ken's route; return the packed deliveries."""
    shops = env["res.partner"].search([("fmcg_route_id", "=", route.id)], order="fmcg_stop, id", limit=STOPS)
    warehouse = route.warehouse_id
    ours = env["ir.model.data"].search([("module", "=", MODULE), ("model", "=", "product.product")])
    inside = env["product.product"].with_context(warehouse_id=warehouse.id)
    goods = inside.search(
        [("id", "in", ours.mapped("res_id")), ("is_storable", "=", True), ("sale_ok", "=", True)]
    )
    most = goods.sorted("free_qty", reverse=True)[:GOODS]
    orders = env["sale.order"].create(
        [
            {
                "partner_id": shop.id,
                "warehouse_id": warehouse.id,
                "order_line": [
                    Command.create({"product_id": most[(place + step) % len(most)].id, "product_uom_qty": 6})
                    for step in range(3)
                ],
            }
            for place, shop in enumerate(shops)
        ]
    )
    orders.action_fmcg_review()
    orders.filtered(lambda order: order.state == "draft").action_fmcg_approve("Agreed on the phone.")
    orders.filtered(lambda order: order.state == "draft").action_fmcg_release()
    return orders.picking_ids.filtered(lambda each: each.state == "assigned" and each.fmcg_to_customer)


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


if not env["stock.picking.batch"].search_count([("fmcg_driver_id", "=", ken.id)]):
    deliveries = ordered()
    if len(deliveries) > 2:
        report(leave(deliveries))
        route.driver_id = ken
        print(f"Ken drives {len(deliveries)} stops today: /fmcg/driver (ken/ken)")
env.cr.commit()
