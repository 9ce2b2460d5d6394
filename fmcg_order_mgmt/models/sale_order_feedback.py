from markupsafe import Markup

from odoo import SUPERUSER_ID, api, fields, models
from odoo.fields import Domain
from odoo.tools import formatLang, split_every

ASK_BATCH = 100


class SaleOrder(models.Model):
    _inherit = "sale.order"

    fmcg_feedback_ids = fields.One2many("fmcg.order.feedback", "order_id", string="Feedback")
    fmcg_closed = fields.Boolean(
        string="Closed",
        compute="_compute_fmcg_closed",
        store=True,
        help="The customer has answered, or the time to wait for an answer is over.",
    )

    fmcg_feedback_summary = fields.Char(compute="_compute_fmcg_feedback_summary", compute_sudo=True)

    @api.depends("fmcg_feedback_ids.state")
    @api.depends_context("lang")
    def _compute_fmcg_feedback_summary(self):
        for order in self:
            feedback = order.fmcg_feedback_ids[:1]
            states = dict(feedback._fields["state"]._description_selection(self.env))
            stars = f"★ {formatLang(self.env, feedback.stars, digits=1)}" if feedback.stars else ""
            order.fmcg_feedback_summary = stars or states.get(feedback.state, "")

    @api.depends("fmcg_feedback_ids.state")
    def _compute_fmcg_closed(self):
        for order in self:
            order.fmcg_closed = any(feedback.state != "asked" for feedback in order.fmcg_feedback_ids)

    def _fmcg_feedback_values(self):
        """Return the values of the question about this order, with its delivery where only one went out."""
        done = self.picking_ids.filtered(lambda p: p.state == "done" and p.picking_type_code == "outgoing")
        return {"order_id": self.id, "picking_id": done.id if len(done) == 1 else False}

    def action_fmcg_feedback(self):
        """Open what the customers of these orders were asked and answered."""
        action = self.env["ir.actions.act_window"]._for_xml_id("fmcg_order_mgmt.action_order_feedback")
        feedback = self.fmcg_feedback_ids
        if len(feedback) == 1:
            return action | {"views": [(False, "form")], "res_id": feedback.id}
        return action | {"domain": [("id", "in", feedback.ids)], "context": {}}

    @api.model
    def _fmcg_to_ask_domain(self):
        """Return the domain of delivered orders, from a channel or reviewed, that were not asked about."""
        ours = Domain("fmcg_channel_id", "!=", False) | Domain("fmcg_review_state", "!=", "none")
        return Domain("fmcg_stage", "=", "delivered") & ours & Domain("fmcg_feedback_ids", "=", False)

    def _fmcg_ask_feedback(self):
        """Ask the customers of those orders that are delivered and were not asked yet; return what is new."""
        orders = self.sudo().filtered_domain(self._fmcg_to_ask_domain())
        return self.env["fmcg.order.feedback"].sudo()._ask(orders)

    @api.model
    def _cron_fmcg_ask_feedback(self, limit=1000):
        """Ask for what was missed when the goods arrived; each batch of orders is committed on its own."""
        domain = self._fmcg_to_ask_domain()
        due = self.search(domain, limit=limit, order="id")
        progress = self.env["ir.cron"]._commit_progress
        progress(remaining=len(due) if len(due) < limit else self.search_count(domain))
        for batch in split_every(ASK_BATCH, due.ids, self.browse):
            batch._fmcg_ask_feedback()
            if not progress(len(batch)):
                break

    def _fmcg_take_answer(self, opinion, device):
        """Take what the customer answered on the page about this one order.

        :param Opinion opinion: a faultless one, as engine.opinion reads it
        :param str device: "phone" or "computer"
        :return: "thanks" (it counts), "same" (the same was answered before), "kept" (another answer came
            first; this one is a note), "full" (too many notes already) or "early" (not delivered yet)
        """
        self.ensure_one()
        self._fmcg_ask_feedback()
        feedback = self.fmcg_feedback_ids
        if not feedback:
            return "early"
        if feedback._take_answer(opinion, device, self.env.lang):
            self._fmcg_note_answer(opinion, first=True)
            if feedback.is_complaint:
                self._fmcg_open_complaint(feedback)
            return "thanks"
        outcome = feedback._take_further_answer(opinion)
        if outcome == "kept":
            self._fmcg_note_answer(opinion, first=False)
        return outcome

    def _fmcg_note_answer(self, opinion, first):
        """Keep an answer as a note on the order, in the language of the person who looks after it."""
        owner = self._fmcg_owner()
        record = self.with_user(SUPERUSER_ID).with_context(lang=owner.lang or self.company_id.partner_id.lang)
        labels = self.env["fmcg.order.feedback"].with_context(lang=record.env.lang)._answer_labels(opinion)
        record.message_post_with_source(
            "fmcg_order_mgmt.customer_answer_note",
            render_values={"labels": labels, "text": opinion.text, "first": first},
            subtype_xmlid="mail.mt_note",
        )

    def _fmcg_open_complaint(self, feedback):
        """Give somebody the task to look after a customer who is not content."""
        owner = self._fmcg_owner()
        record = self.with_user(SUPERUSER_ID).with_context(lang=owner.lang or self.company_id.partner_id.lang)
        record.activity_schedule(
            "fmcg_order_mgmt.activity_bad_feedback",
            user_id=owner.id,
            summary=record.env._("%s is not content: call and put it right", self.partner_id.display_name),
            note=Markup("<p>%s</p>") % feedback.text if feedback.text else False,
        )

    def _fmcg_owner(self):
        """Return who looks after the customer: the salesperson of the order or customer, or the leader."""
        return self.user_id or self.partner_id.user_id or self.team_id.user_id
