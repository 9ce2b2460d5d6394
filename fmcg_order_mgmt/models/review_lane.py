from dataclasses import asdict

from odoo import api, fields, models, tools
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_date

from ..engine.review.lane import Lanes, Terms, lane_to_close

PARTS = ("channel_id", "partner_id", "order_type_id")


class FmcgReviewLane(models.Model):
    """A touchless lane that was closed once: a channel's, a customer's in it, or that of a type of orders.

    Lanes that nothing ever closed have no record.
    """

    _name = "fmcg.review.lane"
    _description = "Touchless Lane"
    _order = "is_closed desc, id desc"

    company_id = fields.Many2one("res.company", required=True, index=True, readonly=True)
    channel_id = fields.Many2one("fmcg.order.channel", required=True, readonly=True)
    partner_id = fields.Many2one("res.partner", string="Customer", readonly=True, index="btree_not_null")
    order_type_id = fields.Many2one("fmcg.order.type", readonly=True)
    record_ids = fields.One2many("fmcg.review.lane.record", "lane_id", string="Decisions", readonly=True)
    is_closed = fields.Boolean(string="Closed", compute="_compute_last", store=True)
    last_date = fields.Datetime(string="Since", compute="_compute_last", store=True)
    last_reason = fields.Text(string="Why", compute="_compute_last", store=True)

    _lane_uniq = models.UniqueIndex(
        "(company_id, channel_id, COALESCE(partner_id, 0), COALESCE(order_type_id, 0))"
    )

    @api.depends("record_ids.kind")
    def _compute_last(self):
        for lane in self:
            last = lane.record_ids.sorted("id")[-1:]
            lane.is_closed = last.kind == "closed"
            lane.last_date = last.date
            lane.last_reason = last.reason

    @api.depends("channel_id", "partner_id", "order_type_id")
    def _compute_display_name(self):
        for lane in self:
            lane.display_name = " · ".join(lane[part].display_name for part in PARTS if lane[part])

    def _key(self):
        return tuple(lane_part.id for lane_part in map(self.__getitem__, PARTS) if lane_part)

    @api.model
    @tools.ormcache("company_id")
    def _known(self, company_id):
        """Return the lanes on record by key: id, whether it is closed, and since when."""
        lanes = self.sudo().search([("company_id", "=", company_id)])
        return {lane._key(): (lane.id, lane.is_closed, lane.last_date) for lane in lanes}

    @api.model
    def _lanes(self, company, channel):
        """Return the lanes of a company as the engine knows them, as far as a channel is concerned."""
        known = self._known(company.id)
        return Lanes(
            open_channels=channel.sudo().filtered("touchless").ids,
            closed={key for key, (_id, closed, _when) in known.items() if closed},
            opened_at={key: when for key, (_id, closed, when) in known.items() if not closed and when},
        )

    @api.model
    def _of_key(self, company, key):
        """Return the lane of an engine's key; one that is not on record yet begins now."""
        held = self._known(company.id).get(key)
        if held:
            return self.browse(held[0])
        values = dict(zip(PARTS, key, strict=False))
        return self.sudo().create(values | {"company_id": company.id})

    @api.model
    def _barred_words(self, company, key):
        """Return why an order that is clean waits all the same."""
        held = self._known(company.id).get(key)
        if not held:
            channel = self.env["fmcg.order.channel"].browse(key[0]).name
            return self.env._("it waits for a reviewer's decision: nothing of %s passes by itself.", channel)
        lane = self.sudo().browse(held[0])
        return self.env._(
            "it waits for a reviewer's decision: the lane %(lane)s is closed. %(reason)s",
            lane=lane.display_name,
            reason=lane.last_reason or "",
        )

    def _judge(self, audit):
        """Close what the latest audit speaks against, from the innermost lane outwards."""
        company = audit.company_id
        terms = Terms(company.sudo().fmcg_audit_share, company.sudo().fmcg_error_limit)
        audits = audit._latest_by_lane()
        while found := lane_to_close(
            audit._lane_key(), audits, self._lanes(company, audit.channel_id), terms
        ):
            key, verdict = found
            self._of_key(company, key)._write_down(
                "closed", self._verdict_words(verdict), True, asdict(verdict)
            )

    @api.model
    def _verdict_words(self, verdict):
        return self.env._(
            "Since %(since)s %(errors)s of %(audited)s audited orders should not have passed: %(share)s %%, "
            "where %(limit)s %% are tolerated.",
            since=format_date(self.env, verdict.since),
            errors=verdict.errors,
            audited=verdict.audited,
            share=round(verdict.share * 100),
            limit=round(verdict.limit * 100, 1),
        )

    def _write_down(self, kind, reason, automatic=False, figures=None):
        figures = {
            name: str(value) if hasattr(value, "year") else value for name, value in (figures or {}).items()
        }
        records = [
            {
                "lane_id": lane.id,
                "kind": kind,
                "reason": reason,
                "automatic": automatic,
                "figures": figures or False,
                "user_id": self.env.uid,
                "date": fields.Datetime.now(),
            }
            for lane in self
        ]
        self.env["fmcg.review.lane.record"].sudo()._record(records)
        self.env.registry.clear_cache()

    def _decide(self, kind, reason):
        if not self.env.user.has_group("fmcg_order_mgmt.group_fmcg_manager"):
            raise AccessError(self.env._("Only a manager opens and closes lanes. Ask one."))
        self.check_access("read")
        if not (reason or "").strip():
            raise UserError(self.env._("Say why: the lane's history keeps it."))
        self.filtered(lambda lane: lane.is_closed != (kind == "closed"))._write_down(kind, reason.strip())
        return True

    def action_open(self, reason):
        """Open closed lanes again, on record.

        :raises AccessError: the user is no manager
        :raises UserError: no reason
        """
        return self._decide("opened", reason)

    def action_close(self, reason):
        """Close lanes by hand, on record; errors as for ``action_open``."""
        return self._decide("closed", reason)
