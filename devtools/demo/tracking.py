"""Accounts, delivery methods and some waybills, so that parcels of the demo company move while one watches.

Runs in Odoo's shell and may run again. ``FMCG_CARRIER`` names another address of the local carrier.
"""

# ruff: noqa: F821 - env is given by Odoo's shell
import os

ADDRESS = os.environ.get("FMCG_CARRIER", "http://127.0.0.1:8071")
MODULE = "fmcg_order_mgmt"
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


def enter_waybills():
    """Give the newest deliveries without a shipment the demo's numbers, each number once."""
    known = env["fmcg.shipment"].search([("name", "in", WAYBILLS)]).mapped("name")
    domain = [
        ("state", "=", "done"),
        ("picking_type_code", "=", "outgoing"),
        ("sale_id", "!=", False),
        ("fmcg_shipment_ids", "=", False),
    ]
    deliveries = env["stock.picking"].search(domain, order="date_done desc, id desc", limit=len(WAYBILLS))
    for delivery, number in zip(deliveries, (name for name in WAYBILLS if name not in known), strict=False):
        delivery.write({"carrier_id": parcel.id, "carrier_tracking_ref": number})


carrier = record(
    "demo_tracking_account",
    "fmcg.tracking.account",
    {
        "name": "快递100 (local demo carrier)",
        "provider": "kuaidi100",
        "customer": "DEMO",
        "key": "demo-key",
        "base_url": ADDRESS,
        "carrier_code": "yuantong",
        "min_interval": 0,
        "rate": 0,
        "max_interval": 1,
        "at_night": True,
    },
)
vans = record("demo_own_vans", "fmcg.tracking.account", {"name": "Own vans 自有车队", "provider": "own"})
parcel = delivery_method("demo_delivery_parcel", "Parcel service 快递", carrier)
delivery_method("demo_delivery_van", "Own van 自送", vans)
enter_waybills()
env.ref(f"{MODULE}.ir_cron_poll_shipments").write({"interval_number": 1, "interval_type": "minutes"})
env.cr.commit()
