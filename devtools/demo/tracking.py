"""Accounts, delivery methods and some waybills, so that parcels of the demo company move while one watches.

Runs in Odoo's shell and may run again. ``FMCG_CARRIER`` names another address of the local carrier.
"""

# ruff: noqa: F821 - env is given by Odoo's shell
import os
import sys
from pathlib import Path

from odoo import fields

# The shell knows this script by its text only; the project is where it was compiled from.
ROOT = Path(sys._getframe().f_code.co_filename).parents[2]
ADDRESS = os.environ.get("FMCG_CARRIER", "http://127.0.0.1:8071")
MODULE = "fmcg_order_mgmt"
# What the local carrier expects of everybody; parcels are asked for each minute, as often as they move.
ACCOUNT = {
    "customer": "DEMO",
    "key": "demo-key",
    "secret": "demo-secret",
    "base_url": ADDRESS,
    "min_interval": 0,
    "max_interval": 1,
    "rate": 0,
    "at_night": True,
}
# The first word of a number tells the local carrier which way its parcel goes: see carrier_server/README.md.
WAYBILLS = (
    "YT2026112500001",
    "SF1020304050607",
    "JT5020261125008",
    "LATE2026112501",
    "BAD20261125002",
    "FAIL2026112503",
    "LOCKER20261125",
    "REFUSE20261125",
    "SIGNED20261125",
    "DAMAGE20261125",
    "CUSTOMS2026112",
)
# The other services: their delivery method, what their account needs besides, and a waybill.
SERVICES = {
    "kdniao": ("Express by 快递鸟", {"carrier_code": "YTO"}, "YT2026112500012"),
    "sf": ("顺丰速运 SF Express", {"carrier_code": "SF", "options": '{"pushed": true}'}, "SF1020304050613"),
    "track17": ("Parcel abroad by 17TRACK", {"carrier_code": "3011"}, "LP00202611250014"),
    "aftership": ("Parcel abroad by AfterShip", {"carrier_code": "china-ems"}, "LOCKER2026112515"),
    "easypost": ("Parcel abroad by EasyPost", {"carrier_code": "SFExpress"}, "FAIL202611250016"),
    "dhl": ("DHL Express", {"carrier_code": "express", "options": '{"country": "US"}'}, "1020304017"),
    "generic": (
        "City courier 同城快递",
        {
            "carrier_code": "city",
            "options": (ROOT / "carrier_server" / "generic_options.json").read_text(encoding="utf-8"),
        },
        "CC20261125018",
    ),
}


def record(name, model, values):
    """Create the record with this external id, or bring the one that exists up to date."""
    found = env.ref(f"{MODULE}.{name}", raise_if_not_found=False)
    if found:
        found.write(values)
        return found
    created = env[model].create(values)
    env["ir.model.data"].create(
        {"module": MODULE, "name": name, "model": model, "res_id": created.id, "noupdate": True}
    )
    return created


def delivery_method(name, label, account):
    """Create a delivery method that costs nothing and is tracked with this account."""
    product = record(
        f"{name}_product",
        "product.product",
        {"name": label, "type": "service", "sale_ok": False, "purchase_ok": False, "list_price": 0},
    )
    return record(
        name,
        "delivery.carrier",
        {"name": label, "product_id": product.id, "fixed_price": 0, "fmcg_tracking_account_id": account.id},
    )


def enter_waybills(waybills):
    """Give the newest deliveries without a shipment these numbers, each with its method, each number once."""
    known = env["fmcg.shipment"].search([("name", "in", list(waybills))]).mapped("name")
    domain = [
        ("state", "=", "done"),
        ("picking_type_code", "=", "outgoing"),
        ("sale_id", "!=", False),
        ("fmcg_shipment_ids", "=", False),
    ]
    deliveries = env["stock.picking"].search(domain, order="date_done desc, id desc", limit=len(waybills))
    missing = [number for number in waybills if number not in known]
    for delivery, number in zip(deliveries, missing, strict=False):
        delivery.write({"carrier_id": waybills[number].id, "carrier_tracking_ref": number})


def promise(shipments):
    """Let most parcels be promised for today or the next days, so that not all of them are late."""
    for place, shipment in enumerate(shipments):
        if place % 6 and shipment.is_late:
            day = fields.Datetime.add(fields.Datetime.now(), days=place % 3)
            shipment.picking_ids.move_ids.date_deadline = day


def account(name, label, provider, **values):
    """Create an account at the local carrier, which also calls us where the service does."""
    pushes = env["fmcg.tracking.account"].new({"provider": provider}).can_push
    values = {**ACCOUNT, "name": label, "provider": provider, "use_push": pushes, **values}
    return record(name, "fmcg.tracking.account", values)


carrier = account(
    "demo_tracking_account", "快递100 (local demo carrier)", "kuaidi100", carrier_code="yuantong"
)
vans = record("demo_own_vans", "fmcg.tracking.account", {"name": "Own vans 自有车队", "provider": "own"})
parcel = delivery_method("demo_delivery_parcel", "Parcel service 快递", carrier)
delivery_method("demo_delivery_van", "Own van 自送", vans)
methods = dict.fromkeys(WAYBILLS, parcel)
for code, (label, more, number) in SERVICES.items():
    service = account(f"demo_tracking_{code}", f"{label} (local demo carrier)", code, **more)
    methods[number] = delivery_method(f"demo_delivery_{code}", label, service)
enter_waybills(methods)
promise(env["fmcg.shipment"].search([("name", "in", list(methods))], order="id"))
env.ref(f"{MODULE}.ir_cron_poll_shipments").write({"interval_number": 1, "interval_type": "minutes"})
# What the months before taught of the carriers is known from the first day on.
env["fmcg.shipment.lane"]._cron_learn()
env.cr.commit()
