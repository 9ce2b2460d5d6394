import datetime as dt
from functools import partial

from odoo import api, fields, models
from odoo.exceptions import LockError, UserError
from odoo.tools import SQL, hmac

from ..engine.tracking import budget
from .collision import again
from .shipment import utc_now

# A call that arrives late is followed by one in time; so their distance is somewhat longer than allowed.
SPACING = 1.1


class FmcgTrackingAccount(models.Model):
    """How many calls an account has, what they are used for, and how long they last."""

    _inherit = "fmcg.tracking.account"

    rate = fields.Float(
        string="Calls a Second",
        compute="_compute_limits",
        store=True,
        readonly=False,
        precompute=True,
        help="Zero asks as fast as it can.",
    )
    daily_quota = fields.Integer(
        string="Calls a Day",
        compute="_compute_limits",
        store=True,
        readonly=False,
        precompute=True,
        help="What your contract allows; zero for no limit. A fifth is kept for what is out for delivery.",
    )
    stretch = fields.Float(
        string="Intervals Times", default=1, readonly=True, copy=False, help="1: the calls suffice."
    )
    urgent_stretch = fields.Float(default=1, readonly=True, copy=False)
    usage_ids = fields.One2many("fmcg.tracking.usage", "account_id", string="Calls by Day")
    calls_today = fields.Integer(compute="_compute_budget")
    calls_left = fields.Integer(compute="_compute_budget", help="Of the day's calls; -1 without limit.")
    calls_needed = fields.Integer(
        string="Needed a Day",
        compute="_compute_budget",
        help="If every parcel under way is asked for in time.",
    )
    under_way = fields.Integer(string="Parcels under Way", compute="_compute_budget")
    overdue = fields.Integer(
        string="Waiting to Be Asked for",
        compute="_compute_budget",
        help="Parcels whose time to be asked for has come.",
    )

    _limits_positive = models.Constraint(
        "CHECK (rate >= 0 AND daily_quota >= 0)", "A number of calls cannot be negative."
    )

    @api.depends("provider")
    def _compute_limits(self):
        for account in self.filtered("provider"):
            account.rate = account._adapter().rate
            account.daily_quota = account._adapter().daily or 0

    def _compute_budget(self):
        used = self._used_today()
        counts = self._under_way()
        due = (
            self.env["fmcg.shipment"]
            .sudo()
            ._read_group(
                [("account_id", "in", self.ids), ("next_poll_at", "<=", fields.Datetime.now())],
                ["account_id"],
                ["__count"],
            )
        )
        due = {account.id: count for account, count in due}
        for account in self:
            account.calls_today = used.get(account.id, 0)
            account.calls_left = (
                max(account.daily_quota - account.calls_today, 0) if account.daily_quota else -1
            )
            account.calls_needed = round(account._plan(counts).demand) if account.is_polled else 0
            account.under_way = sum(counts.get(account.id, {}).values())
            account.overdue = due.get(account.id, 0)

    def _today(self, moment=None):
        """Return the provider's own date, which its quota goes by, now or at another moment."""
        moment = moment.replace(tzinfo=dt.timezone.utc) if moment else utc_now()
        return moment.astimezone(self._adapter().zone).date()

    def _used_today(self):
        """Return the calls of the provider's day by account id."""
        days = {account.id: account._today() for account in self if account.provider}
        rows = (
            self.env["fmcg.tracking.usage"]
            .sudo()
            .search_fetch(
                [("account_id", "in", list(days)), ("day", "in", list(set(days.values())))],
                ["account_id", "day", "calls"],
            )
        )
        return {row.account_id.id: row.calls for row in rows if row.day == days[row.account_id.id]}

    def _under_way(self):
        """Return the number of watched parcels by state, by account id."""
        groups = (
            self.env["fmcg.shipment"]
            .sudo()
            ._read_group(
                [("account_id", "in", self.ids), ("next_poll_at", "!=", False)],
                ["account_id", "state"],
                ["__count"],
            )
        )
        counts = {}
        for account, state, count in groups:
            counts.setdefault(account.id, {})[state] = count
        return counts

    def _plan(self, counts):
        adapter = self._adapter()
        return budget.plan(
            counts.get(self.id, {}), self.daily_quota or None, adapter.batch, adapter.abroad, self.is_pushed
        )

    def _share_out(self):
        """Stretch the intervals of these accounts so that the day's calls suffice, or take it back."""
        counts = self._under_way()
        for account in self:
            plan = account._plan(counts)
            wanted = (round(plan.stretch, 1), round(plan.urgent_stretch, 1))
            if (account.stretch, account.urgent_stretch) != wanted:
                account.write({"stretch": wanted[0], "urgent_stretch": wanted[1]})

    def _room(self):
        """Return the calls that the day still allows by account id: for any parcel, and for urgent ones."""
        used = self._used_today()
        return {
            account.id: tuple(
                budget.calls_left(used.get(account.id, 0), account.daily_quota, urgent)
                for urgent in (False, True)
            )
            for account in self
        }

    def _check_may_ask(self):
        """Refuse what people ask for by hand while these accounts are left in peace or have no call left."""
        room, now = self._room(), fields.Datetime.now()
        for account in self.filtered("is_polled"):
            if account.paused_until and account.paused_until > now:
                raise UserError(
                    self.env._(
                        "%(account)s is not asked before %(time)s: %(reason)s",
                        account=account.name,
                        time=fields.Datetime.context_timestamp(self, account.paused_until).strftime("%H:%M"),
                        reason=account.last_error or "",
                    )
                )
            if not any(room[account.id]):
                raise UserError(
                    self.env._(
                        "The calls of %(account)s for today are used up. What you see is its last answer.",
                        account=account.name,
                    )
                )

    def _count(self, day=None, **numbers):
        """Add to a day's numbers, today's unless it is named: calls, waybills, failed, pushes, refused."""
        self.env["fmcg.tracking.usage"]._add(self.id, day or self._today(), numbers)

    def _turn(self):
        """Return what this account's key is known by among all, and the seconds from call to call with it."""
        account = self.sudo()
        whose = (account.provider, account.base_url or "", account.customer or "", account.key or "")
        return hmac(account.env, "fmcg_tracking_turn", whose), SPACING / self.rate if self.rate else 0.0

    def _is_paused(self):
        """Say whether the account is left alone for a while."""
        return bool(self.paused_until) and self.paused_until > fields.Datetime.now()

    def _alone(self, act):
        """Return what ``act()`` returns, while nobody else stores anything of this account.

        It begins a transaction, whose first query is the lock: what was stored before is seen then.
        """
        return again(self.env, partial(self._locked, act))

    def _locked(self, act):
        # Written to, not only locked: who began to look before the last one ended is turned back here, where
        # it is no more than a reason to begin anew, and not at what that one changed, where it is an error.
        query = SQL(
            """
            WITH free AS (SELECT id FROM %(table)s WHERE id = ANY(%(ids)s) FOR NO KEY UPDATE SKIP LOCKED)
            UPDATE %(table)s account SET failures = account.failures FROM free WHERE account.id = free.id
            """,
            table=SQL.identifier(self._table),
            ids=self.ids,
        )
        self.env.cr.execute(query, log_exceptions=False)
        if self.env.cr.rowcount < len(self):
            raise LockError(self.env._("The account is in use. Try again in a moment."))
        return act()

    def _begin_asking(self):
        """Return those accounts that no other run asks: two would call twice as fast as is allowed."""
        return self.filtered(lambda account: account._advise("pg_try_advisory_lock"))

    def _end_asking(self):
        for account in self:
            account._advise("pg_advisory_unlock")

    def _advise(self, function):
        # Such a lock outlives commits, and ends with a killed process.
        lock = SQL("SELECT %s(hashtext(%s), %s)", SQL.identifier(function), self._name, self.id)
        return self.env.execute_query(lock)[0][0]
