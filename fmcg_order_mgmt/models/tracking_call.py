import hashlib
import json
import logging
from datetime import timedelta
from functools import partial

from psycopg2.errors import SerializationFailure

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import SQL

from ..engine import tracking
from .collision import COLLISIONS
from .shipment_push import is_unproven, unproven

_logger = logging.getLogger(__name__)

# So many calls are read at a time.
BATCH = 100
# So long a call about a number that nobody has entered yet waits for it; others can be looked at as long.
KEPT = timedelta(days=7)
TRIES = 5
# Of the headers only those that a signature may be in are kept.
HEADERS = (
    "content-type",
    "sign",
    "aftership-hmac-sha256",
    "x-hmac-signature",
    "x-signature",
)


class FmcgTrackingCall(models.Model):
    """A provider's call to us, kept as it came; it is read later, so that the provider never waits."""

    _name = "fmcg.tracking.call"
    _description = "Call of a Tracking Service"
    _order = "id desc"
    _rec_name = "digest"

    account_id = fields.Many2one("fmcg.tracking.account", required=True, readonly=True, ondelete="cascade")
    company_id = fields.Many2one(related="account_id.company_id", store=True, index=True)
    digest = fields.Char(required=True, readonly=True)
    content = fields.Text(readonly=True, help="Form, body and headers, as they came.")
    state = fields.Selection(
        [
            ("new", "To Read"),
            ("done", "Read"),
            ("waiting", "Unknown Number"),
            ("failed", "Not Understood"),
        ],
        required=True,
        readonly=True,
        index=True,
    )
    tries = fields.Integer(readonly=True)
    fault = fields.Char(readonly=True)
    number_ids = fields.One2many(
        "fmcg.tracking.call.number", "call_id", string="Unknown Numbers", readonly=True
    )

    # The same call again is no news: there is no other defence against one that is played back.
    _digest_uniq = models.UniqueIndex("(account_id, digest)", "This call is known already.")

    @api.model
    def _keep(self, account, call):
        """Store a call once, however many workers have it at the same moment.

        :return: whether it is new and no other one waits to be read, so that nobody is at it yet
        """
        content = json.dumps(
            {
                "form": dict(call.form),
                "body": call.body.decode("utf-8", "backslashreplace"),
                "headers": {name: value for name, value in call.headers.items() if name in HEADERS},
            },
            ensure_ascii=False,
        )
        digest = hashlib.sha256(call.body + json.dumps(dict(call.form), sort_keys=True).encode()).hexdigest()
        try:
            with self.env.cr.savepoint(flush=False):
                self._insert(account, digest, content)
                return any(first for (first,) in self.env.cr.fetchall())
        except SerializationFailure:
            # Another worker stored it while this one read.
            return False

    def _insert(self, account, digest, content):
        query = SQL(
            """
            INSERT INTO fmcg_tracking_call
                        (account_id, company_id, digest, content, state, tries, create_date)
            VALUES (%s, %s, %s, %s, 'new', 0, now() AT TIME ZONE 'UTC')
            ON CONFLICT (account_id, digest) DO NOTHING
            RETURNING NOT EXISTS (SELECT FROM fmcg_tracking_call WHERE state = 'new')
            """,
            account.id,
            account.company_id.id,
            digest,
            content,
        )
        self.env.cr.execute(query, log_exceptions=False)

    @api.model
    def _receive(self, account, call):
        """Keep a call, and let the job that reads them begin, unless former ones wait for it already."""
        if self._keep(account, call):
            self.env.ref("fmcg_order_mgmt.ir_cron_read_tracking_calls")._trigger()

    def action_read_again(self):
        """Read calls once more, since the number is entered now or the fault is mended."""
        self.check_access("read")
        if not self.env.user.has_group("fmcg_order_mgmt.group_fmcg_manager"):
            raise AccessError(self.env._("Only managers may have a call read again."))
        self.sudo().number_ids.unlink()
        self.sudo().write({"state": "new", "tries": 0, "fault": False})
        self.env.ref("fmcg_order_mgmt.ir_cron_read_tracking_calls").sudo()._trigger()
        return True

    @api.model
    def _cron_read(self):
        """Read the calls that have come, oldest first; called by the scheduled job."""
        new = [("state", "=", "new")]
        progress, held = self.env["ir.cron"]._commit_progress, self.env["fmcg.tracking.account"]
        progress(remaining=self.search_count(new))
        while groups := self._read_group([*new, ("account_id", "not in", held.ids)], ["account_id"]):
            for (account,) in groups:
                read = self._read_of(account)
                if not read:
                    held |= account
                elif not progress(read):
                    return

    @api.model
    def _read_of(self, account):
        """Read calls of an account; return how many, none where others are at them all the time."""
        try:
            return account._alone(partial(self._read_some, account))
        except COLLISIONS:
            self.env.cr.rollback()
            _logger.info("the calls of tracking account %s are read in the next run", account.id)
            return 0

    @api.model
    def _read_some(self, account):
        """Read the oldest new calls of an account; return how many they were."""
        domain = [("state", "=", "new"), ("account_id", "=", account.id)]
        calls = self.search(domain, order="id", limit=BATCH).try_lock_for_update()
        calls._read_all()
        failed = calls.filtered(lambda call: call.state == "failed")
        if failed:
            account._tell_of_calls(failed)
        return len(calls)

    def _read_all(self):
        """Take in what calls say; one that cannot be read or stored does not stop the others."""
        try:
            with self.env.cr.savepoint():
                self._take_in()
        except COLLISIONS:
            raise
        except Exception:
            self.env.invalidate_all()
            for call in self:
                call._read_alone()

    def _read_alone(self):
        try:
            with self.env.cr.savepoint():
                self._take_in()
        except COLLISIONS:
            raise
        except Exception as error:
            self.env.invalidate_all()
            _logger.info("call %s of a tracking service could not be stored", self.id, exc_info=True)
            tries = self.tries + 1
            state = "failed" if tries >= TRIES else "new"
            self.write({"tries": tries, "state": state, "fault": type(error).__name__})

    def _take_in(self):
        for account, calls in self.grouped("account_id").items():
            calls._take_in_of(account)
            account._count(pushes=len(calls))
            account.last_push_at = fields.Datetime.now()

    def _take_in_of(self, account):
        """Read calls of one account, and give each shipment what was said of it."""
        adapter, login, said = account._adapter(), account._credentials(), []
        for call in self:
            try:
                said += [(call, _number(pushed), pushed) for pushed in adapter.pushed(login, call._call())]
            except tracking.Malformed as error:
                call.write({"state": "failed", "fault": str(error)[:200]})
        shipments = self._shipments_of(account, {number for _call, number, _pushed in said})
        self._wait_for([(call, number) for call, number, _pushed in said if number not in shipments])
        known = [(shipments[number], pushed.answer) for _call, number, pushed in said if number in shipments]
        if adapter.signed:
            self._hand_over(known)
        else:
            self._hand_over([(shipment, unproven(answer)) for shipment, answer in known])
            self.env["fmcg.shipment"].concat(
                *(each for each, answer in known if is_unproven(answer))
            )._confirm()
        self.filtered(lambda call: call.state == "new").write({"state": "done", "fault": False})

    def _shipments_of(self, account, numbers):
        """Return the latest shipment of each number that this account follows."""
        found = self.env["fmcg.shipment"]._shipments_named(account.company_id, numbers)
        return {each.name: each for each in reversed(found) if each.account_id == account}

    @api.model
    def _hand_over(self, said):
        """Store what was said, together for all shipments, and several answers for one in their order."""
        rounds = []
        for shipment, answer in said:
            free = next((each for each in rounds if shipment not in each), None)
            if free is None:
                rounds.append(free := {})
            free[shipment] = answer
        for answers in rounds:
            self.env["fmcg.shipment"].concat(*answers)._take_answers(list(answers.values()), source="push")

    def _wait_for(self, unknown):
        """Keep calls about numbers that nobody has entered yet."""
        values = [{"call_id": call.id, "name": number} for call, number in unknown if number]
        self.env["fmcg.tracking.call.number"].create(values)
        self.browse({call.id for call, _number in unknown}).write({"state": "waiting"})

    def _call(self):
        """Return the call as the engine reads it."""
        content = json.loads(self.content)
        return tracking.Call(content["form"], content["body"].encode(), content["headers"])

    @api.autovacuum
    def _gc(self):
        """Forget calls that are read, or have waited long enough."""
        old = [("create_date", "<", fields.Datetime.now() - KEPT), ("state", "!=", "new")]
        self.sudo().search(old, limit=10000).unlink()


def _number(pushed):
    """Return the number that a call speaks of, as shipments have it."""
    return next(iter(tracking.split_numbers(pushed.number)), "")
