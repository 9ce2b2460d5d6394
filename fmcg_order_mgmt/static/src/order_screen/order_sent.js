import {Component, onMounted, useRef, useState} from "@odoo/owl";

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

    get waits() {
        return this.outcome.findings.filter((finding) => finding.severity !== "info");
    }
}
