"""A day of tracking in steps: the jobs that ask and read, and the services' calls; for Odoo's shell."""

import collections
import datetime as dt
import time
from urllib.parse import urlsplit

from werkzeug.test import Client

import odoo.api
import odoo.http

STEP = dt.timedelta(minutes=5)
NOTES = 50
ARRIVED = ("signed", "collected")


class Day:
    """Runs the jobs step by step, and takes down what that takes; ``parcels`` has each one's service."""

    def __init__(self, registry, clock, carriers, parcels):
        self._registry, self._clock, self._carriers, self.parcels = registry, clock, carriers, parcels
        self.took = collections.Counter()
        self.known = {}

    def run(self, until, on_step):
        """Go on until a moment; ``on_step`` is called after each step with an environment."""
        moment = self._clock.now()
        while moment < until:
            moment += STEP
            self._clock.move_to(moment)
            self._timed("take pushes", self._carriers.push)
            self._timed(
                "read pushes", lambda: self._job("fmcg.tracking.call", "_cron_read", "read_tracking_calls")
            )
            self._timed("ask", lambda: self._job("fmcg.shipment", "_cron_poll", "poll_shipments"))
            if hasattr(self._registry["fmcg.shipment"], "_cron_act"):
                self._timed("act", lambda: self._job("fmcg.shipment", "_cron_act", "look_after_shipments"))
            with self.env() as env:
                self._look(env)
                on_step(env)

    def env(self, **context):
        """Give an environment in a transaction of its own."""
        return _Transaction(self._registry, context)

    def _timed(self, name, act):
        """Take down the time of something, without that of the carriers' servers."""
        began, theirs = time.perf_counter(), self._carriers.spent
        act()
        self.took[name] += time.perf_counter() - began - (self._carriers.spent - theirs)

    def _job(self, model, method, cron):
        """Run a job as the scheduler does, which counts what it has done."""
        with self.env() as env:
            job = env.ref(f"fmcg_order_mgmt.ir_cron_{cron}")
            progress = env["ir.cron.progress"].create({"cron_id": job.id, "remaining": 0, "done": 0})
            # As the scheduler does: what a job drops must not take its progress along.
            env.cr.commit()
            context = {"cron_id": job.id, "ir_cron_progress_id": progress.id}
            self._carriers.cursor = env.cr
            getattr(env[model].with_context(**context), method)()

    def _look(self, env):
        """Take down since when parcels are known to be in trouble or too late."""
        shipments = env["fmcg.shipment"]
        domain = ["|", ("is_behind", "=", True), ("is_troubled", "=", True)]
        if "alert" in shipments._fields:
            domain = ["|", ("alert", "!=", False), *domain]
        found = set(shipments.search(domain).ids)
        self.known = {key: self.known.get(key, self._clock.naive()) for key in found}


class _Transaction:
    def __init__(self, registry, context):
        self._cursor, self._context = registry.cursor(), context

    def __enter__(self):
        return odoo.api.Environment(self._cursor, odoo.api.SUPERUSER_ID, self._context)

    def __exit__(self, kind, error, trace):
        if kind is None:
            self._cursor.commit()
        self._cursor.close()


def poster():
    """Return what sends a push through all of Odoo's web server but its sockets."""
    client = Client(odoo.http.root, use_cookies=False)

    def post(message):
        reply = client.post(
            urlsplit(message.url).path,
            data=message.body,
            headers=list(message.headers.items()),
            environ_base={"REMOTE_ADDR": "127.0.0.1"},
        )
        return reply.status_code, reply.get_data()

    return post


def notes(day, pickings):
    """Return the seconds of a note on each of some deliveries, in transactions of their own: core's way."""
    began = time.perf_counter()
    for key in pickings[:NOTES]:
        with day.env() as env:
            env["stock.picking"].browse(key).message_post(body="【杭州市】快件已到达杭州转运中心")
    return time.perf_counter() - began


def late(env, carriers, parcels, until):
    """Return the parcels promised by a moment that have not arrived by their promise."""
    shipments = env["fmcg.shipment"].browse(parcels)
    shipments.fetch(["name", "due_at"])
    found = []
    for shipment in shipments:
        if shipment.due_at and shipment.due_at <= until:
            scans = carriers.depots[parcels[shipment.id].pushed].parcels.scans(shipment.name)
            if not _in_time(scans, shipment.due_at.replace(tzinfo=dt.timezone.utc)):
                found.append(shipment.id)
    return found


def _in_time(scans, due):
    return any(scan.step.kind in ARRIVED and scan.at <= due for scan in scans)
