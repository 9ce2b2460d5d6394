"""Plays a day of tracking against the carrier's server by a clock of its own. Prints ROWS and JSON.

Runs in Odoo's shell. The server is called without sockets, and its own time is left out; its pushes go
through all of Odoo's web server but the sockets.
"""

# ruff: noqa: F821 - env is given by Odoo's shell
import datetime as dt
import json
import os
import sys
import time
from pathlib import Path

# The shell knows this script by its text only; the project is where it was compiled from.
sys.path.insert(0, str(Path(sys._getframe().f_code.co_filename).parents[1]))
from odoo.addons.fmcg_order_mgmt.models import tracking_account, tracking_account_push  # noqa: E402

from benchmarks import measure, tracking_clock, tracking_day, tracking_rows, tracking_trade  # noqa: E402
from benchmarks.tracking_past import make_past  # noqa: E402
from benchmarks.tracking_services import SERVICES, Carriers  # noqa: E402

COUNT = int(os.environ.get("FMCG_SHIPMENTS", "10000"))
HOURS = float(os.environ.get("FMCG_HOURS", "24"))
SHANGHAI = dt.timezone(dt.timedelta(hours=8))
START = dt.datetime(2026, 3, 17, 6, tzinfo=SHANGHAI)
# Promises of this day end then, as the ORM has it.
PROMISE = dt.datetime(2026, 3, 17, 15, 59, 59)
# The day is cut into this many parts of about as many events, of which each parcel has three or so.
PARTS = 15
BEGAN = time.monotonic()


def say(what):
    print(f"SAID {what} ({time.monotonic() - BEGAN:.0f} s)", flush=True)


class Watch:
    """Looks at each step of the day: cuts it into parts, and keeps what was known before the promise."""

    def __init__(self, day, pickings):
        self.day, self.pickings = day, pickings
        self.segments, self.before = [], {}
        self._seconds, self._hour = 0.0, None
        with day.env() as env:
            self._events = self._stored(env)

    def step(self, env):
        if clock.naive() < PROMISE:
            self.before = dict(self.day.known)
        if clock.now().hour != self._hour:
            self._hour = clock.now().hour
            say(f"{self._hour:02d}:00, {self._stored(env)} events, {self.day.took.total():.0f} s of work")
        if self._stored(env) - self._events > COUNT * 3 / PARTS:
            self.cut(env)

    def cut(self, env):
        """End a part of the day, and write notes as Odoo alone would."""
        events, seconds = self._stored(env) - self._events, self.day.took.total() - self._seconds
        note = tracking_day.notes(self.day, self.pickings) / tracking_day.NOTES
        self.segments.append((seconds, events, note))
        self._events, self._seconds = self._events + events, self._seconds + seconds

    def _stored(self, env):
        env.cr.execute("SELECT count(*) FROM fmcg_shipment_event")
        return env.cr.fetchone()[0]


def used(env, service, account):
    """Return what the day took of an account."""
    account = env["fmcg.tracking.account"].browse(account)
    counts = carriers.counts(service)
    broken = {
        name.removeprefix("limit:"): count for name, count in counts.items() if name.startswith("limit:")
    }
    return tracking_rows.Used(
        service.provider,
        service.pushed,
        sum(each == service for each in parcels.values()),
        counts.get("calls", 0),
        max(account.usage_ids.mapped("calls"), default=0),
        account._adapter().daily,
        carriers.busiest(service),
        account._adapter().rate,
        broken,
    )


def lateness(env):
    """Return the rows of what was known before the promise that ended within the day."""
    journeys(env)
    late = tracking_day.late(env, carriers, parcels, PROMISE)
    due = env["fmcg.shipment"].search([("id", "in", list(parcels)), ("due_at", "<=", PROMISE)])
    warned = [key for key in due.ids if key in watch.before]
    hours = {
        key: (PROMISE - watch.before[key]).total_seconds() / 3600 if key in watch.before else None
        for key in late
    }
    return tracking_rows.of_late(hours, len(warned), len(set(warned) - set(late)))


def journeys(env):
    """Say which ways the parcels went that missed their promise, and how many were warned of."""
    missed = {}
    late = tracking_day.late(env, carriers, parcels, PROMISE)
    for shipment in env["fmcg.shipment"].browse(late):
        name = carriers.depots[parcels[shipment.id].pushed].parcels.journey(shipment.name).name
        known, total = missed.get(name, (0, 0))
        missed[name] = (known + (shipment.id in watch.before), total + 1)
    words = (f"{name} {known} of {total}" for name, (known, total) in sorted(missed.items()))
    say(f"known of those that missed it: {', '.join(words)}")


def rows(env):
    accounts_used = [used(env, service, accounts[service]) for service in SERVICES]
    heard = env["fmcg.shipment"].search_count([("id", "in", list(parcels)), ("event_ids", "!=", False)])
    states = env["fmcg.shipment"]._read_group([], ["health"], ["__count"])
    calls = env["fmcg.tracking.call"]._read_group([], ["state"], ["__count"])
    say(f"health {dict(states)}; pushes {carriers.pushes}, read {dict(calls)}")
    say(f"seconds of work { ({name: round(took) for name, took in day.took.items()}) }")
    say(f"broken {[(each.provider, dict(each.broken)) for each in accounts_used if each.broken]}")
    found = [row for each in accounts_used for row in tracking_rows.of_account(each)]
    found += [
        *tracking_rows.of_limits(accounts_used, carriers.within),
        measure.Row(
            "parcels with news", heard, "parcels", "all", len(parcels), round(heard / len(parcels), 3)
        ),
        # Before the promise ends nobody can say who misses it.
        *(lateness(env) if clock.naive() > PROMISE else ()),
    ]
    if len(watch.segments) >= measure.PAIRS:
        found.append(tracking_rows.of_work(watch.segments))
    stored = sum(events for _seconds, events, _note in watch.segments)
    found.append(measure.Row("work of the day", round(day.took.total(), 1), "s"))
    return [*found, measure.Row("events of the day", stored, "events")]


say("making the parcels")
clock = tracking_clock.Clock(START)
carriers = Carriers(clock, tracking_day.poster())
tracking_account.CLIENT = tracking_account_push.CLIENT = carriers
clock.rule()
env.company.partner_id.tz = "Asia/Shanghai"
accounts = tracking_trade.make_accounts(env, carriers)
delivery = tracking_trade.make_delivery(env)
say(f"{make_past(env, clock, carriers, accounts, delivery)} parcels arrived in the weeks before")
parcels = tracking_trade.make_parcels(env, clock, carriers, accounts, COUNT, delivery)
say(f"{len(parcels)} parcels are under way")
day = tracking_day.Day(env.registry, clock, carriers, parcels)
pickings = env["stock.picking"].search([("name", "=like", "BT/OUT/%")], limit=tracking_day.NOTES).ids
env.cr.commit()
watch = Watch(day, pickings)
day.run(START + dt.timedelta(hours=HOURS), watch.step)
with day.env() as after:
    watch.cut(after)
    print("ROWS " + json.dumps([row.as_json() for row in rows(after)]), flush=True)
