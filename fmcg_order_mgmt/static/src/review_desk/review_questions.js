import {Component, useState} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";

/** What was asked about an order, and what was answered. */
export class ReviewQuestions extends Component {
    static template = "fmcg_order_mgmt.ReviewQuestions";
    static props = {order: Object};

    setup() {
        this.review = this.env.review;
        this.work = useState(this.review.work);
    }

    headOf({whom, by, at}) {
        return _t("%(by)s asked %(whom)s · %(at)s", {whom, by, at});
    }

    answerHead({kind, by, at}) {
        const taken = kind === "withdrawn" ? _t("Taken back") : "";
        return [taken, by, at].filter(Boolean).join(" · ");
    }

    canAnswer({state, mine}) {
        return state === "open" && mine && this.props.order.pending;
    }
}
