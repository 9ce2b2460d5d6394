import datetime as dt
import logging
import math
from collections import defaultdict

import psycopg2

from odoo import api, fields, models
from odoo.fields import Domain

from ..engine.review import assign as engine
from .reviewer import REVIEWERS

_logger = logging.getLogger(__name__)

# Whoever opened an order and is not on duty, or is no reviewer of the list, keeps it for so long.
FRESH = dt.timedelta(minutes=30)
# Who reviewed so many orders of a customer knows it, and needs this share of the minutes.
KNOWN_FROM, KNOWN_SHARE = 3, 0.9


class FmcgReviewer(models.Model):
    """Shares the orders in review out, so that the fewest are late at their cut-off."""

    _inherit = "fmcg.reviewer"

    @api.model
    def _cron_plan(self):
        """Share the orders of each company out; called by the scheduled job."""
        orders = self.env["sale.order"].sudo()
        waiting = orders._fmcg_review_domain() | Domain("fmcg_reviewer_id", "!=", False)
        companies = [company for (company,) in orders._read_group(waiting, ["company_id"])]
        progress = self.env["ir.cron"]._commit_progress
        progress(remaining=len(companies))
        for company in companies:
            try:
                self._plan(company)
                self.env.flush_all()
            except psycopg2.errors.OperationalError:
                # Somebody decided one of the orders meanwhile.
                self.env.cr.rollback()
                _logger.info("the orders of company %s changed while they were shared out", company.id)
            if not progress(1):
                return

    @api.model
    def _plan(self, company):
        """Share the orders in review of a company out among its reviewers who are there.

        Only what changes is written. Orders that somebody has opened stay; those of somebody who is away or
        gone move. Without any reviewer nothing is assigned.
        """
        now = fields.Datetime.now()
        orders = self.env["sale.order"].sudo()._fmcg_to_plan(company, now)
        everybody = self.sudo().with_context(active_test=False).search([("company_id", "=", company.id)])
        orders -= orders.filtered(lambda order: order._fmcg_opened_by_others(everybody.user_id, now - FRESH))
        reviewers = everybody._allowed()
        if reviewers:
            orders._fmcg_take_plan(reviewers._assigned(orders, company, now))
        else:
            orders._fmcg_give_back()

    def _allowed(self):
        """Return those who may review: of the list, active, and with the role of a reviewer."""
        role = Domain("all_group_ids", "in", self.env.ref(REVIEWERS).ids)
        active = Domain("id", "in", self.user_id.ids) & Domain("active", "=", True)
        users = self.env["res.users"].sudo().search(active & role)
        return self.filtered(lambda reviewer: reviewer.active and reviewer.user_id in users)

    def _assigned(self, orders, company, now):
        """Return the engine's placements for orders."""
        windows = self._windows(now)
        needs = {order: order._fmcg_review_needs() for order in orders}
        wanted = set().union(*needs.values())
        knows, load = self._knows(orders), self._load(company)
        people = [
            engine.Reviewer(
                key=reviewer.user_id.id,
                present=tuple(
                    (minutes_from(begin, now), minutes_from(end, now)) for begin, end in windows[reviewer]
                ),
                pace=reviewer.pace,
                skills=frozenset(filter(reviewer._has_skill, wanted)),
                knows=knows[reviewer.user_id.id],
                load=load.get(reviewer.user_id, 0.0) * reviewer.pace,
                max_open=reviewer.max_open or None,
            )
            for reviewer in self
        ]
        work = [
            order._fmcg_engine_order(self._holder(order, windows, now), needs[order], now) for order in orders
        ]
        return engine.assign(work, people, 0.0).placements

    def _has_skill(self, need):
        kind, value = need
        chosen = {"channel": self.channel_ids, "type": self.order_type_ids, "lang": self.lang_ids}[kind]
        return not chosen or value in chosen.mapped("code" if kind == "lang" else "id")

    def _holder(self, order, windows, now):
        """Return who has an order and whether it is under way there; who is away or gone has none."""
        user = order.fmcg_reviewer_id
        reviewer = self.filtered(lambda reviewer: reviewer.user_id == user)
        if not user or not reviewer or reviewer._is_away(now):
            # Not None: the engine tells that it had a reviewer.
            return ("gone", user.id) if user else None, False
        started = order.fmcg_review_started
        here = self._works(windows[reviewer], now)
        return user.id, bool(started and (here or started > now - FRESH))

    def _knows(self, orders):
        groups = (
            self.env["fmcg.review.time"]
            .sudo()
            ._read_group(
                [("user_id", "in", self.user_id.ids), ("partner_id", "in", orders.partner_id.ids)],
                ["user_id", "partner_id"],
                having=[("__count", ">=", KNOWN_FROM)],
            )
        )
        found = defaultdict(dict)
        for user, partner in groups:
            found[user.id][partner.id] = KNOWN_SHARE
        return found

    def _load(self, company):
        """Return the minutes that reviewers are to work for other companies first."""
        orders = self.env["sale.order"].sudo()
        theirs = Domain("fmcg_reviewer_id", "in", self.user_id.ids)
        domain = orders._fmcg_review_domain() & theirs & Domain("company_id", "!=", company.id)
        return dict(orders._read_group(domain, ["fmcg_reviewer_id"], ["fmcg_review_minutes:sum"]))

    @api.model
    def _plan_soon(self):
        """Have the orders shared out as soon as this transaction is over."""
        self.env.ref("fmcg_order_mgmt.ir_cron_plan_reviews").sudo()._trigger()


def minutes_from(moment, now):
    """Return a moment on the engine's clock, which begins now."""
    return (moment - now).total_seconds() / 60 if moment else math.inf
