"""Parcels under way, each with its order and its delivery; for scripts in Odoo's shell."""

import datetime as dt
import random

from odoo.fields import Command

from benchmarks import goods, tracking_services
from benchmarks.clone import clone

BATCH = 1000
# Parcels began their journey so many hours before the day; the others leave within it, in waves after so many
# hours, all entered at the same minute.
BEFORE, AFTER = 20, 12
WAVES = (5, 9, 11)
# What is under way already is asked for at any time of these hours.
PHASE = 6
# So many days after the goods left the shop has its promise, by weight.
DAYS = {1: 5, 2: 3, 3: 2}


def make_accounts(env, carriers):
    """Make the account of each service, whose pushes come here; return their ids by service."""
    made = {}
    for service in tracking_services.SERVICES:
        account = env["fmcg.tracking.account"].create(
            {
                "name": service.key,
                "provider": service.provider,
                "use_push": service.pushed,
                "customer": "DEMO",
                "key": "demo-key",
                "secret": tracking_services.SECRET,
                "base_url": f"http://127.0.0.1:{tracking_services.PORTS[service.pushed]}",
                "options": service.options,
            }
        )
        if service.pushed:
            carriers.call_at(service, account._push_address())
        made[service] = account.id
    return made


def make_delivery(env):
    """Make a delivery that left, with its order, of which others are made."""
    env.company.fmcg_review_all = False
    product, shops = goods.make_products(env, 1), goods.make_shops(env, 1)
    order = env["sale.order"].create(goods.order_values(product, shops, 1, 1, 1))
    order.action_confirm()
    picking = order.picking_ids
    picking.with_context(skip_backorder=True, skip_sms=True, skip_expired=True).button_validate()
    if picking.state != "done":
        raise ValueError("The goods did not leave.")
    return picking


def make_deliveries(picking, days, prefix="BT"):
    """Make a delivery like this one for each of these promised moments, with an order; return their ids.

    The names of deliveries and orders begin with ``prefix``.
    """
    order = picking.sale_id
    count = len(days)
    orders = clone(order, [{"name": f"{prefix}{each:06d}"} for each in range(count)])
    lines = clone(order.order_line, [{"order_id": each} for each in orders])
    pickings = clone(
        picking,
        [
            {"name": f"{prefix}/OUT/{each:06d}", "sale_id": key, "date_deadline": f"{day:%Y-%m-%d %H:%M:%S}"}
            for each, (key, day) in enumerate(zip(orders, days, strict=True))
        ],
    )
    moves = zip(pickings, lines, strict=True)
    clone(picking.move_ids, [{"picking_id": one, "sale_line_id": line} for one, line in moves])
    return pickings


def make_parcels(env, clock, carriers, accounts, count, delivery):
    """Make so many parcels, shared out over the services; return their services by id."""
    chance, start = random.Random(19), clock.now()
    plans = [
        _plan(service, each, start, chance) for service in accounts for each in range(_part(service, count))
    ]
    deliveries = make_deliveries(delivery, [plan["promised"] for plan in plans])
    found = {}
    for begin in range(0, len(plans), BATCH):
        part = plans[begin : begin + BATCH]
        values = [
            shipment_values(env, plan, accounts[plan["service"]], delivery)
            for plan, delivery in zip(part, deliveries[begin : begin + BATCH], strict=True)
        ]
        shipments = env["fmcg.shipment"].create(values)
        _set_times(env, shipments, part)
        found.update(zip(shipments.ids, (plan["service"] for plan in part), strict=True))
        env.cr.commit()
        env.invalidate_all()
    for plan in plans:
        carriers.depots[plan["service"].pushed].parcels.start(plan["number"], plan["began"])
    env.cr.execute("ANALYZE")
    return found


def _part(service, count):
    return round(count * service.share / 1000)


def _plan(service, each, start, chance):
    hours = chance.uniform(-BEFORE, AFTER)
    began = start + dt.timedelta(hours=hours if hours < 0 else chance.choice(WAVES))
    days = chance.choices(list(DAYS), list(DAYS.values()))[0]
    return {
        "service": service,
        "number": tracking_services.number(service, each + 1),
        "began": began,
        "asked": max(began, start + dt.timedelta(hours=chance.uniform(0, PHASE))),
        "promised": (began + dt.timedelta(days=days)).astimezone(dt.timezone.utc),
    }


def shipment_values(env, plan, account, delivery):
    """Return the values of the shipment of a plan: a parcel of a service with a number."""
    return {
        "name": plan["number"],
        "account_id": account,
        "carrier_code": plan["service"].carrier,
        "company_id": env.company.id,
        "picking_ids": [Command.set([delivery])],
    }


def _set_times(env, shipments, plans):
    """Have parcels entered when their goods left, and asked for when their time comes."""
    env.flush_all()
    utc = dt.timezone.utc
    rows = [
        (
            key,
            plan["began"].astimezone(utc).replace(tzinfo=None),
            plan["asked"].astimezone(utc).replace(tzinfo=None),
        )
        for key, plan in zip(shipments.ids, plans, strict=True)
    ]
    env.cr.execute_values(
        "UPDATE fmcg_shipment SET create_date = new.began, next_poll_at = new.asked, "
        "shipped_on = new.began::date "
        "FROM (VALUES %s) AS new (id, began, asked) WHERE fmcg_shipment.id = new.id",
        rows,
    )
    env.invalidate_all()
