"""Reads the gold set ``FMCG_GOLD`` through the models; writes ``FMCG_PREDICTIONS``.

Runs in Odoo's shell on a database of its own. Prints SAID lines about how far it is.
"""

# ruff: noqa: F821 - env is given by Odoo's shell
import json
import os
import sys
import time
from pathlib import Path

# The shell knows this script by its text only; the project is where it was compiled from.
sys.path.insert(0, str(Path(sys._getframe().f_code.co_filename).parents[2]))
from devtools.gold import tables  # noqa: E402
from devtools.gold.company import Company  # noqa: E402
from devtools.gold.orders import Orders  # noqa: E402
from devtools.gold.predictions import Reader  # noqa: E402

STEP = 50


def main():
    gold = tables.load(Path(os.environ["FMCG_GOLD"]))
    begin = time.monotonic()
    company = Company(env(user=env.ref("base.user_admin")), gold)
    orders = Orders(company)
    orders.make()
    env.cr.commit()
    tell(f"{len(gold.products)} products, {len(gold.customers)} customers, {len(gold.orders)} orders", begin)
    reader = Reader(company, orders)
    with open(os.environ["FMCG_PREDICTIONS"], "w", encoding="utf-8") as file:
        for number, row in enumerate(gold.messages, 1):
            file.write(json.dumps(reader.predict(row), ensure_ascii=False) + "\n")
            if number % STEP == 0 or number == len(gold.messages):
                tell(f"{number} of {len(gold.messages)} messages read", begin)


def tell(what, begin):
    print(f"SAID {what} ({time.monotonic() - begin:.0f} s)", flush=True)


main()
