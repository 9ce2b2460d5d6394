"""Fills the demo company's queue with fresh messages from every channel, some of them worked on already.

Runs in Odoo's shell on a database with the demo company; a second run adds nothing. The oldest quarter has
become orders where nothing was asked, the newest third has not been read yet.
"""

# ruff: noqa: F821 - env is given by Odoo's shell
import sys
from pathlib import Path

# The shell knows this script by its text only; the project is where it was compiled from.
sys.path.insert(0, str(Path(sys._getframe().f_code.co_filename).parents[2]))
from devtools import messages  # noqa: E402
from devtools.demo import arrival  # noqa: E402

desk = env(context=dict(env.context, tracking_disable=True, mail_notrack=True))
found = [message.as_json() for message in messages.gather([])]
for message in found:
    message["external_ref"] = message["external_ref"] or f"demo/{message['name']}"
received = desk["fmcg.order.request"].union(*(arrival.receive(desk, message) for message in found))
oldest_first = received.sorted("received_at")
to_read = oldest_first[: len(received) * 2 // 3].filtered(lambda request: request.state == "new")
to_read.action_parse()
ready = (oldest_first[: len(received) // 4] & to_read).filtered(lambda request: request.state == "ready")
if ready:
    ready.action_create_order()
    ready.sale_order_ids.action_fmcg_review()
states = ", ".join(f"{state} {len(group)}" for state, group in received.grouped("state").items())
print(f"inbox: {len(received)} messages: {states}")
env.cr.commit()
