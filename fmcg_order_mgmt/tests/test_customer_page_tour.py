from odoo.tests import HttpCase, tagged

from .common_feedback import FeedbackCommon


@tagged("post_install", "-at_install")
class TestCustomerPageTour(FeedbackCommon, HttpCase):
    browser_size = "390x844"
    touch_enabled = True

    def test_a_customer_rates_on_a_phone(self):
        order = self.new_orders()
        self.deliver(order)
        url = order._fmcg_customer_url().removeprefix(order.get_base_url())
        self.start_tour(url, "fmcg_customer_rates", login=None)
        self.assertRecordValues(
            order.fmcg_feedback_ids,
            [
                {
                    "state": "answered",
                    "rating_product": 5,
                    "rating_speed": 4,
                    "rating_packaging": 2,
                    "rating_service": 5,
                    "receipt": "damaged",
                    "text": "两瓶破了",
                }
            ],
        )
        self.assertEqual(order.fmcg_stage, "closed")
        self.assertEqual(order.activity_ids.user_id, self.rep)
