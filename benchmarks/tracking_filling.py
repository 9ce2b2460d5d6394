"""Makes an account whose service calls by itself, and parcels that it speaks of; runs in Odoo's shell.

Prints MADE and JSON: the path that is called, and the parcels' numbers.
"""

# ruff: noqa: F821 - env is given by Odoo's shell
import datetime as dt
import json
import os
import sys
from pathlib import Path

# The shell knows this script by its text only; the project is where it was compiled from.
sys.path.insert(0, str(Path(sys._getframe().f_code.co_filename).parents[1]))
from benchmarks import tracking_trade  # noqa: E402
from benchmarks.tracking_calls import CARRIER, SECRET  # noqa: E402

COUNT = int(os.environ.get("FMCG_NUMBERS", "500"))
account = env["fmcg.tracking.account"].create(
    {
        "name": "Calls by itself",
        "provider": "kuaidi100",
        "customer": "DEMO",
        "key": "demo-key",
        "secret": SECRET,
        "use_push": True,
    }
)
promised = dt.datetime.now(dt.timezone.utc) + dt.timedelta(days=2)
deliveries = tracking_trade.make_deliveries(tracking_trade.make_delivery(env), [promised] * COUNT)
values = [
    {
        "name": f"YT9{each:012d}",
        "account_id": account.id,
        "carrier_code": CARRIER,
        "picking_ids": [(4, delivery)],
    }
    for each, delivery in enumerate(deliveries)
]
numbers = env["fmcg.shipment"].create(values).mapped("name")
env.cr.commit()
env.cr.execute("ANALYZE")
path = f"/fmcg/track/kuaidi100/{account.push_token}"
print("MADE " + json.dumps({"path": path, "numbers": numbers}), flush=True)
