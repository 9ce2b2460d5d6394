"""Puts messages through the whole path, each as far as it goes; prints one row for each.

Runs in Odoo's shell. ``FMCG_ONCE`` names the list of messages, ``FMCG_CARRIER`` the carrier's address.
"""

# ruff: noqa: F821 - env is given by Odoo's shell
import json
import logging
import os
from datetime import datetime, timedelta
from pathlib import Path

from odoo.exceptions import UserError

_logger = logging.getLogger("once")


class Stop(Exception):
    """The message goes no further; its text says why."""


class Way:
    """One message on its way: what came of it so far."""

    def __init__(self, message):
        self.message = message
        self.request = env["fmcg.order.request"]

    @property
    def orders(self):
        return self.request.sale_order_ids

    def row(self, reason):
        """Return what is printed of it."""
        states = dict(self.request._fields["state"]._description_selection(env))
        return {
            "message": self.message["name"],
            "channel": self.message["channel"],
            "request": states.get(self.request.state, "refused"),
            "orders": ", ".join(self.orders.mapped("name")) or "-",
            "stage": "-",
            "reason": " ".join(str(reason).split()),
        }


def sender(message):
    """Return the partner that a message comes from, empty where it is for the reader to find out."""
    partners = env["res.partner"]
    if message["customer"]:
        found = partners.search([("ref", "=", message["customer"])], limit=1)
        if not found:
            raise Stop(f"No customer has the reference {message['customer']}.")
        return found
    return partners.search([("email_normalized", "=", (message["sender"] or "-").lower())], limit=1)


def receive(way):
    """The message arrives on its channel with its files."""
    message = way.message
    files = env["ir.attachment"].create(
        [{"name": Path(path).name, "raw": Path(path).read_bytes()} for path in message["files"]]
    )
    way.request = env["fmcg.order.request"].receive(
        message["channel"],
        body=message["text"],
        partner_id=sender(message).id,
        attachment_ids=files.ids,
        external_ref=message["external_ref"],
        received_at=datetime.utcnow().replace(microsecond=0) - timedelta(hours=message["hours"]),
    )


def parse(way):
    """Its words become drafts."""
    way.request.action_parse()
    if way.request.state != "ready":
        raise Stop(way.request.reason or "It holds no order.")


def create_orders(way):
    """Its drafts become orders."""
    way.request.action_create_order()


STEPS = (receive, parse, create_orders)


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
    return "The whole way."


for message in json.loads(Path(os.environ["FMCG_ONCE"]).read_text()):
    way = Way(message)
    print("ROW " + json.dumps(way.row(go(way))), flush=True)
