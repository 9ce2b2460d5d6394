"""A message arrives in Odoo as its channel would bring it."""

from datetime import datetime, timedelta
from pathlib import Path


def receive(env, message):
    """Receive one of ``devtools.messages``, a dict, with its files, so many hours ago as it says.

    Returns the order request; the same reference twice gives the first one back. Raises LookupError when the
    customer that it names does not exist.
    """
    known = [("channel_id.code", "=", message["channel"]), ("external_ref", "=", message["external_ref"])]
    if message["external_ref"] and (earlier := env["fmcg.order.request"].search(known, limit=1)):
        return earlier
    partner = _sender(env["res.partner"], message)
    files = env["ir.attachment"].create(
        [{"name": Path(path).name, "raw": Path(path).read_bytes()} for path in message["files"]]
    )
    return env["fmcg.order.request"].receive(
        message["channel"],
        body=message["text"],
        partner_id=partner.id,
        attachment_ids=files.ids,
        external_ref=message["external_ref"],
        received_at=datetime.utcnow().replace(microsecond=0) - timedelta(hours=message["hours"]),
    )


def _sender(partners, message):
    """Return the partner that a message comes from, empty where it is for the reader to find out."""
    if not message["customer"]:
        return partners.search([("email_normalized", "=", (message["sender"] or "-").lower())], limit=1)
    found = partners.search([("ref", "=", message["customer"])], limit=1)
    if not found:
        raise LookupError(f"No customer has the reference {message['customer']}.")
    return found
