import secrets

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..engine.review.lane import Audit, Result, is_drawn, path_of
from .review_lane import PARTS

SALT = "fmcg_order_mgmt.audit_salt"
MOST_RESULTS = 1000


class FmcgReviewAudit(models.Model):
    """An order that passed without hands and was drawn to be looked at afterwards; what was found stays."""

    _name = "fmcg.review.audit"
    _description = "Audit of a Touchless Order"
    _order = "state desc, id desc"
    _rec_name = "order_id"

    order_id = fields.Many2one("sale.order", required=True, index=True, ondelete="cascade", readonly=True)
    company_id = fields.Many2one("res.company", required=True, index=True, readonly=True)
    channel_id = fields.Many2one("fmcg.order.channel", required=True, readonly=True, index=True)
    partner_id = fields.Many2one("res.partner", string="Customer", required=True, readonly=True, index=True)
    order_type_id = fields.Many2one("fmcg.order.type", required=True, readonly=True)
    passed_at = fields.Datetime(string="Passed", required=True, readonly=True)
    state = fields.Selection(
        [("todo", "To Audit"), ("right", "Right"), ("wrong", "Should Not Have Passed")],
        required=True,
        default="todo",
        readonly=True,
        index=True,
    )
    user_id = fields.Many2one("res.users", string="Audited by", readonly=True, ondelete="restrict")
    date = fields.Datetime(string="Audited", readonly=True)
    note = fields.Text(string="What Was Wrong", readonly=True)

    _todo_uniq = models.UniqueIndex("(order_id) WHERE state = 'todo'", "This order is to be audited already.")

    @api.model
    def _salt(self):
        parameters = self.env["ir.config_parameter"].sudo()
        salt = parameters.get_param(SALT)
        if not salt:
            salt = secrets.token_hex(32)
            parameters.set_param(SALT, salt)
        return bytes.fromhex(salt)

    @api.model
    def _draw(self, orders):
        """Draw the share to audit of orders that have just passed without hands."""
        salt = self._salt()
        drawn = orders.filtered(
            lambda order: order.fmcg_channel_id
            and order.fmcg_order_type_id
            and is_drawn(str(order.id), salt, order.company_id.sudo().fmcg_audit_share)
        )
        # An order that passes again before somebody looked is looked at once.
        waiting = self.sudo().search([("order_id", "in", drawn.ids), ("state", "=", "todo")]).order_id
        now = fields.Datetime.now()
        return self.sudo().create([self._prepare(order) | {"passed_at": now} for order in drawn - waiting])

    @api.model
    def _prepare(self, order):
        return {
            "order_id": order.id,
            "company_id": order.company_id.id,
            "channel_id": order.fmcg_channel_id.id,
            "partner_id": order.partner_id.id,
            "order_type_id": order.fmcg_order_type_id.id,
        }

    def _lane_key(self):
        return tuple(self[part].id for part in PARTS)

    def _latest_by_lane(self):
        """Return the latest results in each lane of this audit's path, in time order."""
        found = {}
        for lane in path_of(self._lane_key()):
            domain = [("company_id", "=", self.company_id.id), ("state", "!=", "todo")]
            domain += [(part, "=", key) for part, key in zip(PARTS, lane, strict=False)]
            latest = self.sudo().search(domain, limit=MOST_RESULTS, order="date desc, id desc")
            found[lane] = [audit._engine_audit() for audit in latest.sorted(lambda a: (a.date, a.id))]
        return found

    def _engine_audit(self):
        return Audit(self._lane_key(), Result(self.date, self.state == "wrong"))

    def action_right(self):
        """Find orders in order: they passed as they should."""
        return self._answer("right")

    def action_wrong(self, note):
        """Find that orders should not have passed.

        :param note: what was wrong
        :raises UserError: nothing is said
        """
        if not (note or "").strip():
            raise UserError(self.env._("Say what was wrong: the lane may close because of it."))
        return self._answer("wrong", note.strip())

    def _answer(self, state, note=False):
        if not self.env.user.has_group("fmcg_order_mgmt.group_fmcg_reviewer"):
            raise AccessError(self.env._("Only a reviewer audits orders."))
        self.check_access("read")
        done = self.filtered(lambda audit: audit.state != "todo")
        if done:
            names = ", ".join(done.order_id.mapped("name"))
            raise UserError(self.env._("Audited already: %s. What was found stays.", names))
        values = {"state": state, "note": note, "user_id": self.env.uid, "date": fields.Datetime.now()}
        self.sudo().write(values)
        for audit in self.filtered("note"):
            audit.order_id.message_post(body=self.env._("Audit: it should not have passed. %s", note))
        for audit in self:
            self.env["fmcg.review.lane"]._judge(audit)
        return True
