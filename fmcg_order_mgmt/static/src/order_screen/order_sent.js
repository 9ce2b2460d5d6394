import {Component, onMounted, useRef, useState} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";

/** What became of the order that was sent, and what may follow. */
export class OrderSent extends Component {
    static template = "fmcg_order_mgmt.OrderSent";
    static props = {};

    setup() {
        this.taking = useState(this.env.taking);
        this.screen = this.env.screen;
        this.next = useRef("next");
        onMounted(() => this.next.el?.focus());
    }

    get outcome() {
        return this.taking.outcome;
    }

    get order() {
        return this.outcome.order;
    }

    get title() {
        return this.taking.cart.order ? _t("Changed: %s", this.order.name) : _t("Sent: %s", this.order.name);
    }

    get carryText() {
        return _t("Put my changes into %s", this.order.name);
    }

    get changeText() {
        return _t("Change %s", this.order.name);
    }

    get waits() {
        return this.outcome.findings.filter((finding) => finding.severity !== "info");
    }
}
