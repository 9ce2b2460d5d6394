"""Puts messages through the whole path, each as far as it goes; prints one row for each.

Runs in Odoo's shell. ``FMCG_ONCE`` names the list of messages, ``FMCG_CARRIER`` the carrier's address.
"""

# ruff: noqa: F821 - env is given by Odoo's shell
import json
import logging
import os
import sys
import urllib.request
from datetime import datetime, timedelta
from pathlib import Path

from odoo.exceptions import UserError

from odoo.addons.fmcg_order_mgmt.engine.opinion import read_opinion

# The shell knows this script by its text only; the project is where it was compiled from.
sys.path.insert(0, str(Path(sys._getframe().f_code.co_filename).parents[2]))
from devtools.demo import arrival  # noqa: E402

_logger = logging.getLogger("once")


class Stop(Exception):
    """The message goes no further; its text says why."""


class Way:
    """One message on its way: what came of it so far."""

    def __init__(self, message):
        self.message = message
        self.request = env["fmcg.order.request"]
        self.answer = env["fmcg.order.feedback"]

    @property
    def orders(self):
        return self.request.sale_order_ids

    @property
    def deliveries(self):
        pickings = self.orders.picking_ids
        return pickings.filtered(lambda each: each.fmcg_to_customer and each.state != "cancel")

    def row(self, reason):
        """Return what is printed of it."""
        return {
            "message": self.message["name"],
            "channel": self.message["channel"],
            "request": said(self.request, "state") or "Refused",
            "orders": self.names() or "-",
            "stage": ", ".join(dict.fromkeys(said(order, "fmcg_stage") for order in self.orders)) or "-",
            "reason": " ".join(str(reason).split()),
        }

    def names(self):
        """Return the first order's name and how many more there are."""
        names = self.orders.sorted("id").mapped("name")
        return " ".join([*names[:1], *([f"+{len(names) - 1}"] if names[1:] else [])])


def said(record, name):
    """Return the words for a selection field's value."""
    return dict(record._fields[name]._description_selection(env)).get(record[name], "")


def receive(way):
    """The message arrives on its channel with its files."""
    try:
        way.request = arrival.receive(env, way.message)
    except LookupError as unknown:
        raise Stop(str(unknown)) from None


def parse(way):
    """Its words become drafts."""
    way.request.action_parse()
    if way.request.state != "ready":
        raise Stop(way.request.reason or "It holds no order.")


def create_orders(way):
    """Its drafts become orders."""
    way.request.action_create_order()


def review(way):
    """The checks look at its orders."""
    way.orders.action_fmcg_review()


def approve(way):
    """A reviewer approves what nothing blocks; what blocks says so itself."""
    way.orders.action_fmcg_approve()


def release(way):
    """What waits for a wave leaves with it now; deliveries are reserved, invoices drafted."""
    waiting = way.orders.filtered(lambda order: order.state in ("draft", "sent"))
    if waiting:
        waiting.action_fmcg_release()
    failed = way.orders.filtered("fmcg_release_error")
    if failed:
        raise Stop(failed[0].fmcg_release_error)


def deliver(way):
    """The warehouse sends what is there; the rest stays as a backorder."""
    ready = way.orders.picking_ids.filtered(lambda picking: picking.state == "assigned")
    while ready:
        ready.with_context(skip_backorder=True, skip_sms=True, skip_expired=True).button_validate()
        ready = (way.orders.picking_ids - ready).filtered(lambda picking: picking.state == "assigned")
    if not way.deliveries.filtered(lambda picking: picking.state == "done"):
        raise Stop("Nothing of it could be reserved, so that nothing was sent.")


def enter_waybill(way):
    """The dispatcher types the carrier's number; own vans have none."""
    for picking in way.deliveries.filtered(lambda each: each.state == "done" and not each.fmcg_shipment_ids):
        picking.carrier_tracking_ref = f"YT{picking.id:013d}"


def track(way):
    """The carrier is asked, moves the parcel to the door, and is asked again."""
    shipments = way.orders.fmcg_shipment_ids
    polled = shipments.filtered("is_polled")
    poll(polled)
    for shipment in polled:
        move_to_the_door(shipment.name)
    poll(polled)
    (shipments - polled).action_delivered()
    lost = shipments.filtered(lambda shipment: shipment.state != "delivered")
    if lost:
        raise Stop(f"Waybill {lost[0].name}: {said(lost[0], 'state')}.")


def poll(shipments):
    """Let the scheduled job ask for these."""
    shipments.write({"next_poll_at": datetime.utcnow() - timedelta(seconds=1)})
    env["fmcg.shipment"].sudo()._cron_poll()


def move_to_the_door(number):
    """Tell the carrier's server to deliver a parcel."""
    body = json.dumps({"number": number, "to": "delivered"}).encode()
    request = urllib.request.Request(f"{CARRIER}/control/advance", body, {"Content-Type": "application/json"})
    urllib.request.urlopen(request, timeout=10).close()


def answer(way):
    """The customer rates what was delivered in full."""
    partial = way.orders.filtered(lambda order: order.fmcg_stage not in ("delivered", "closed"))
    if partial:
        raise Stop(f"A part of {partial[0].name} is still to be delivered.")
    for order in way.orders:
        token = order.sudo()._fmcg_customer_url().rsplit("/", 1)[1]
        opinion = read_opinion({"product": "5", "speed": "4", "receipt": "complete"})
        env["sale.order"]._fmcg_by_customer_token(token)._fmcg_take_answer(opinion, "phone")
        way.answer = order.fmcg_feedback_ids
    if not way.answer:
        raise Stop("Delivered, but the customer was not asked how it went.")


STEPS = (
    receive,
    parse,
    create_orders,
    review,
    approve,
    release,
    deliver,
    enter_waybill,
    track,
    answer,
)


def go(way):
    """Take a message as far as it goes; return the reason for where it stands."""
    try:
        for step in STEPS:
            step(way)
            env.cr.commit()
    except Stop as reason:
        env.cr.commit()
        return reason
    except UserError as refusal:
        env.cr.rollback()
        return refusal
    except Exception as error:
        env.cr.rollback()
        _logger.exception("%s failed", way.message["name"])
        return f"Failed at the step {step.__name__}: {error}"
    waybills = ", ".join(way.orders.fmcg_shipment_ids.mapped("name"))
    return f"Delivered by {waybills}, {way.answer.stars:.1f} stars."


def prepare():
    """Let carriers be asked at the server that was started for this run, without waiting."""
    accounts = env["fmcg.tracking.account"]
    values = {"provider": "kuaidi100", "customer": "DEMO", "key": "demo-key", "base_url": CARRIER}
    found = accounts.search([("provider", "=", "kuaidi100")])
    values |= {"min_interval": 0, "at_night": True}
    if found:
        found.write(values)
    else:
        accounts.create(values | {"name": "Demo carrier"})
    env.cr.commit()


env = env(user=env.ref("base.user_admin"))
CARRIER = os.environ["FMCG_CARRIER"]
prepare()
for message in json.loads(Path(os.environ["FMCG_ONCE"]).read_text()):
    way = Way(message)
    print("ROW " + json.dumps(way.row(go(way))), flush=True)
