"""A company with accounts at all services of a local carrier, and parcels of every journey."""

import itertools
import json
from collections import Counter
from functools import partial
from pathlib import Path

from carrier_clock import HASTE, SERVER, until
from processes import NEVER, Work, die_at_commit, end, serve
from werkzeug.serving import make_server

import odoo.http
from odoo.fields import Command

from odoo.addons.fmcg_order_mgmt.engine.tracking import PROVIDERS

# How each service's numbers look, and what it calls their carrier.
FORMS = {
    "kuaidi100": ("YT{:013d}", "yuantong"),
    "kdniao": ("YT{:013d}", "YTO"),
    "sf": ("SF{:013d}", "SF"),
    "track17": ("RR{:09d}CN", "3011"),
    "aftership": ("RR{:09d}CN", "china-post"),
    "easypost": ("EZ9{:09d}", "USPS"),
    "dhl": ("00340434{:012d}", "parcel-de"),
    "generic": ("GEN{:09d}", ""),
}
OPTIONS = {"generic": (SERVER / "generic_options.json").read_text(), "sf": '{"pushed": true}'}
serial = itertools.count(1)


class Asked:
    """What accounts asked for and when, by whatever process: lines of a file."""

    def __init__(self, path, clock):
        self.path, self.clock = Path(path), clock
        self.path.write_text("")
        with Work() as env:
            model = type(env["fmcg.tracking.account"])
        real = model._question

        def question(account, waybills):
            return partial(self._ask, account.id, [each.number for each in waybills], real(account, waybills))

        model._question = question

    def _ask(self, account, numbers, ask):
        line = json.dumps([self.clock.now().timestamp(), account, numbers]) + "\n"
        with open(self.path, "a") as lines:
            lines.write(line)
        return ask()

    def lines(self):
        return [json.loads(line) for line in self.path.read_text().splitlines()]


class Shop:
    """One company: its accounts ask the carrier, and about half of them are called by it."""

    def __init__(self, carrier, each, quotas=(), providers=tuple(FORMS), **values):
        self.carrier, self.clock, self.begun = carrier, carrier.clock, carrier.clock.now()
        with Work() as env:
            company = env["res.company"].create({"name": f"Company {next(serial)}"})
            if tells(env):
                company.fmcg_notice_email = True
            self.company, self.accounts = company.id, {}
            houses = env["stock.warehouse"].search([("company_id", "=", company.id)])
            house = {"name": company.name, "code": f"W{company.id}", "company_id": company.id}
            self.warehouse = (houses or houses.create(house)).ids[0]
            for provider in providers:
                for pushed in (False, True) if PROVIDERS[provider].pushes else (False,):
                    account = self._account(env, provider, pushed, dict(quotas).get(provider), values)
                    self.accounts[provider, pushed] = account.id
            self.shipments = self.enter(env, range(each))

    def _account(self, env, provider, pushed, quota, values):
        adapter = PROVIDERS[provider]
        values = {
            "name": f"{provider} {'calls' if pushed else 'is asked'}",
            "company_id": self.company,
            "provider": provider,
            "customer": "DEMO",
            "key": "demo-key",
            "secret": "demo-secret",
            "base_url": self.carrier.url,
            "use_push": pushed,
            "at_night": True,
            "max_interval": 360,
            "options": OPTIONS.get(provider, False),
            **values,
        }
        account = env["fmcg.tracking.account"].create(values)
        # By the clock of the services' rates, and no faster than they allow on a slow machine.
        account.rate = adapter.rate * HASTE * 2 / 3
        if quota:
            account.daily_quota = quota
        if pushed:
            self.carrier.control(
                "webhook", provider=provider, url=account._push_address(), secret="demo-secret"
            )
        return account

    def enter(self, env, places, words=("",)):
        """Enter parcels for each account; return their ids by what is the same in every company."""
        found = {}
        for account in env["fmcg.tracking.account"].browse(self.accounts.values()):
            form, carrier = FORMS[account.provider]
            numbers = [
                word + form.format(1000 * account.is_pushed + place) for place in places for word in words
            ]
            values = {"company_id": self.company, "account_id": account.id, "carrier_code": carrier}
            deliveries = self._deliveries(env, len(numbers))
            shipments = env["fmcg.shipment"].create(
                [
                    {**values, "name": number, "picking_ids": [Command.set(delivery.ids)]}
                    for number, delivery in zip(numbers, deliveries, strict=True)
                ]
            )
            found |= {(account.name, each.name): each.id for each in shipments}
        return found

    def _deliveries(self, env, count):
        """Make deliveries for a customer who can be told of them."""
        partner = env["res.partner"].create({"name": "Shop", "email": "shop@example.com"})
        warehouse = env["stock.warehouse"].browse(self.warehouse)
        values = {
            "partner_id": partner.id,
            "picking_type_id": warehouse.out_type_id.id,
            "location_id": warehouse.lot_stock_id.id,
            "location_dest_id": env.ref("stock.stock_location_customers").id,
        }
        return env["stock.picking"].create([dict(values) for _ in range(count)])

    def close(self):
        """Ask nobody any more."""
        with Work() as env:
            env["fmcg.tracking.account"].browse(self.accounts.values()).write({"active": False})

    def poll(self):
        with Work() as env:
            env["fmcg.shipment"]._cron_poll()

    def read(self):
        with Work() as env:
            env["fmcg.tracking.call"]._cron_read()

    def step(self, wait):
        """Let time pass: the carriers call, what they said is read, and what is due is asked for."""
        self.clock.move_to(self.clock.now() + wait)
        self.carrier.tell()
        self.read()
        self.poll()
        with Work() as env:
            if tells(env):
                env["fmcg.shipment"]._cron_act()
                env["fmcg.shipment.notice"]._cron_send()

    def told(self, skew=0):
        """Return what is known of the parcels in the end, by account and number."""
        with Work() as env:
            return {
                key: _facts(env["fmcg.shipment"].browse(key_id), skew)
                for key, key_id in self.shipments.items()
            }

    def wrong(self):
        """Return what no storm may leave behind."""
        with Work() as env:
            shipments = env["fmcg.shipment"].browse(self.shipments.values())
            calls = env["fmcg.tracking.call"].search([("company_id", "=", self.company)])
            wrong = [
                f"a call was {each.state}: {each.fault}" for each in calls if each.state in ("new", "failed")
            ]
            for each in shipments:
                marks = [(event.occurred_at, event.code, event.description) for event in each.event_ids]
                doubled = [mark for mark, count in Counter(marks).items() if count > 1]
                wrong += [f"{each.name} of {each.account_id.name}: {mark} twice" for mark in doubled]
            return wrong + _told_twice(env, shipments)

    def limits(self, asked):
        """Return which limits were broken: the carriers' own, floors of numbers and calls of a day."""
        counts = self.carrier.control("log")["providers"]
        wrong = [
            f"{provider}: {name} {count} times"
            for provider, each in counts.items()
            for name, count in each.items()
            if name.startswith("limit:")
        ]
        with Work() as env:
            accounts = env["fmcg.tracking.account"].browse(self.accounts.values())
            floors = {each.id: 60 * each.min_interval for each in accounts}
            quotas = {each.id: each.daily_quota for each in accounts}
            names = {each.id: each.name for each in accounts}
            used = {(each.id, use.day.isoformat()): use.calls for each in accounts for use in each.usage_ids}
        last = {}
        for moment, account, numbers in asked.lines():
            for number in numbers if account in floors else ():
                gap = moment - last.get((account, number), 0)
                if gap < floors[account]:
                    wrong.append(f"{names[account]}: {number} asked again after {gap:.0f} s")
                last[account, number] = moment
        over = [(key, calls) for key, calls in used.items() if quotas[key[0]] and calls > quotas[key[0]]]
        return wrong + [f"{names[key[0]]}: {calls} calls on {key[1]}" for key, calls in over]


def _facts(shipment, skew):
    def moment(value):
        return value and int(value.timestamp()) - skew

    counted = shipment.event_ids.filtered(lambda event: not event.is_superseded)
    return {
        "state": shipment.state,
        "reason": shipment.reason,
        "delivered": (moment(shipment.delivered_at), moment(shipment.delivered_first_at)),
        "events": sorted((moment(each.occurred_at), each.state, each.description or "") for each in counted),
        "withdrawn": len(shipment.event_ids - counted),
    }


def tells(env):
    """Say whether this addon tells customers of their parcels."""
    return "fmcg.shipment.notice" in env


def _told_twice(env, shipments):
    """Return what customers or people were told twice."""
    open_ones = Counter((each.res_id, each.activity_type_id.name) for each in shipments.activity_ids)
    wrong = [f"{key} is open {count} times" for key, count in open_ones.items() if count > 1]
    if not tells(env):
        return wrong
    notices = env["fmcg.shipment.notice"].search([("shipment_id", "in", shipments.ids)])
    told = Counter((each.shipment_id.id, each.shipment_id.name, each.kind, each.sequence) for each in notices)
    wrong += [f"{key} was noted {count} times" for key, count in told.items() if count > 1]
    mails = env["mail.mail"].search([("model", "=", notices._name), ("res_id", "in", notices.ids)])
    sent = Counter(mails.mapped("res_id"))
    return wrong + [f"notice {key} was sent {count} times" for key, count in sent.items() if count > 1]


class Address:
    """Odoo's own web server, where the carriers call, in a process of its own."""

    PORT = 3

    def __init__(self, clock, port=0, dies_at=NEVER):
        clock.put(self.PORT, 0)
        self._clock = clock
        self._pid = serve(partial(self._serve, port, dies_at))
        until(lambda: clock.get(self.PORT))
        self.port = int(clock.get(self.PORT))
        with Work() as env:
            env["ir.config_parameter"].set_param("web.base.url", f"http://127.0.0.1:{self.port}")

    def end(self):
        """Stop it; return whether it had died before."""
        return end(self._pid)

    def _serve(self, port, dies_at):
        def app(environ, start_response):
            self._clock.follow()
            return odoo.http.root(environ, start_response)

        server = make_server("127.0.0.1", port, app, threaded=True)
        die_at_commit(dies_at)
        self._clock.put(self.PORT, server.server_port)
        server.serve_forever()
