import {Component, useEffect, useRef, useState} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {Countdown, momentOf} from "./countdown";
import {ReviewAsk} from "./review_ask";
import {SEVERITIES} from "./severity";

/** An order with what the checks found on top, and what can be done about it. */
export class ReviewOrder extends Component {
    static template = "fmcg_order_mgmt.ReviewOrder";
    static components = {Countdown, ReviewAsk};
    static props = {order: Object, lit: [Number, Boolean]};

    setup() {
        this.review = this.env.review;
        this.work = useState(this.review.work);
        this.reason = useRef("reason");
        this.root = useRef("root");
        this.severities = SEVERITIES;
        useEffect(
            () => {
                this.reason.el?.focus();
            },
            () => [this.work.asking]
        );
        useEffect(
            () => {
                this.root.el?.parentElement.scrollTo?.({top: 0});
            },
            () => [this.props.order.id]
        );
        useEffect(
            () => {
                this.root.el?.querySelector(".o_fmcg_rd_marked")?.scrollIntoView({block: "nearest"});
            },
            () => [this.work.finding]
        );
    }

    get order() {
        return this.props.order;
    }

    get moment() {
        return momentOf(this.order.cut_off);
    }

    get facts() {
        const {order} = this;
        return [order.name, order.channel, order.about, order.address].filter(Boolean).join(" · ");
    }

    get details() {
        const {order} = this;
        return [
            [_t("Requested"), order.day],
            [_t("Promised"), order.promise],
            [_t("Reference"), order.reference],
            [_t("Salesperson"), order.salesperson],
            [_t("Note"), order.note],
        ].filter(([, value]) => value);
    }

    get typeText() {
        return [this.order.type, this.order.why].filter(Boolean).join(": ");
    }

    get firstText() {
        const {first, second} = this.order;
        if (first) {
            return _t("%s approved this order. Its amount needs a second person.", first);
        }
        return second ? _t("An order of this amount is approved by two persons.") : "";
    }

    get askText() {
        return this.work.asking === "reject"
            ? _t("Why is it rejected? The salesperson is told.")
            : _t("Why is it approved in spite of this?");
    }

    get sendText() {
        return this.work.asking === "reject" ? _t("Reject") : _t("Approve");
    }

    findingClass(finding, index) {
        return {
            [`alert-${SEVERITIES[finding.severity].colour}`]: true,
            o_fmcg_rd_marked: index === this.work.finding,
        };
    }

    usualText(line) {
        return line.usual ? _t("usually %s", line.usual) : "";
    }

    detail(line) {
        const off = line.discount ? ` − ${line.discount} %` : "";
        return `${line.price}${off}`;
    }

    byText(decision) {
        return [decision.at, decision.by || _t("by itself"), decision.reason].filter(Boolean).join(" · ");
    }

    onReasonKey(ev) {
        if (ev.isComposing) {
            return;
        }
        if (ev.key === "Enter" && !ev.shiftKey) {
            ev.preventDefault();
            this.work.decide(this.work.asking);
        } else if (ev.key === "Escape") {
            ev.preventDefault();
            ev.stopPropagation();
            this.review.stopAsking();
        }
    }
}
