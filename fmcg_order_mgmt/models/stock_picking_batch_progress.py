from odoo import api, fields, models

from ..engine.tracking import tour


class StockPickingBatch(models.Model):
    """How far a tour has come, for those who watch all of them."""

    _inherit = "stock.picking.batch"

    fmcg_stop_count = fields.Integer(string="Stops", compute="_compute_fmcg_progress", compute_sudo=True)
    fmcg_stops_done = fields.Integer(string="Stops Done", compute="_compute_fmcg_progress", compute_sudo=True)
    fmcg_stops_open = fields.Integer(string="Stops Open", compute="_compute_fmcg_progress", compute_sudo=True)
    fmcg_stops_refused = fields.Integer(string="Refused", compute="_compute_fmcg_progress", compute_sudo=True)
    fmcg_stops_nobody = fields.Integer(
        string="Nobody There", compute="_compute_fmcg_progress", compute_sudo=True
    )
    fmcg_stops_late = fields.Integer(
        string="Stops Late",
        compute="_compute_fmcg_progress",
        compute_sudo=True,
        help="Open ones that come after the promised day, or should have been reached half an hour ago.",
    )
    fmcg_tour_progress = fields.Float(
        string="Progress", compute="_compute_fmcg_progress", compute_sudo=True, help="Stops done, in percent."
    )
    fmcg_last_news_at = fields.Datetime(
        string="Last News", compute="_compute_fmcg_progress", compute_sudo=True
    )
    fmcg_last_news = fields.Char(
        string="What Was Reported Last", compute="_compute_fmcg_progress", compute_sudo=True
    )

    @api.depends("fmcg_shipment_ids.state", "fmcg_shipment_ids.eta", "fmcg_shipment_ids.last_event_at")
    def _compute_fmcg_progress(self):
        for wave in self:
            stops = wave.fmcg_shipment_ids._stops().values()
            outcomes = [tour.outcome(stop.mapped("state")) for stop in stops]
            newest = wave.fmcg_shipment_ids.filtered("last_event_at").sorted("last_event_at")[-1:]
            wave.fmcg_stop_count = len(outcomes)
            wave.fmcg_stops_open = outcomes.count("open")
            wave.fmcg_stops_done = len(outcomes) - outcomes.count("open")
            wave.fmcg_stops_refused = outcomes.count("refused") + outcomes.count("partly")
            wave.fmcg_stops_nobody = outcomes.count("nobody")
            wave.fmcg_stops_late = sum(stop._is_stop_late() for stop in stops)
            wave.fmcg_tour_progress = 100 * wave.fmcg_stops_done / max(len(outcomes), 1)
            wave.fmcg_last_news_at = newest.last_event_at
            wave.fmcg_last_news = newest.last_event
