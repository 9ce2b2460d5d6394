import {Component, onWillUpdateProps, useState} from "@odoo/owl";
import {formatFloat} from "@web/core/utils/numbers";
import {parseFloat} from "@web/views/fields/parsers";
import {ChoiceList} from "./choice_list";
import {DeskQuestion} from "./desk_question";

/** One line: product, quantity and unit to choose by clicks, its question, and the words it came from. */
export class DeskLine extends Component {
    static template = "fmcg_order_mgmt.DeskLine";
    static components = {ChoiceList, DeskQuestion};
    static props = {
        line: Object,
        current: Boolean,
        lit: Boolean,
        panel: String,
        editable: Boolean,
    };

    setup() {
        this.state = useState({quantity: this.shown(this.props.line.quantity), invalid: false});
        onWillUpdateProps(({line}) => {
            if (!this.desk.isHeld(this.key) && !this.state.invalid) {
                this.state.quantity = this.shown(line.quantity);
            }
        });
    }

    get desk() {
        return this.env.desk;
    }

    get key() {
        return `line-${this.props.line.id}`;
    }

    get stop() {
        return this.desk.stops.find((stop) => stop.key === this.key);
    }

    get editable() {
        return this.props.editable && !this.props.line.dropped;
    }

    get icon() {
        const {dropped, verdict} = this.props.line;
        if (dropped) {
            return "fa-minus-circle text-muted";
        }
        const icons = {
            ok: "fa-check-circle text-success",
            ask: "fa-question-circle text-warning",
            block: "fa-ban text-danger",
        };
        return icons[verdict];
    }

    get label() {
        const {line} = this.props;
        const product = line.product ? line.product.name : "";
        const unit = line.unit ? line.unit.name : "";
        return [line.verdict_label, `${this.state.quantity} ${unit} ${product}`.trim(), line.question]
            .filter(Boolean)
            .join(", ");
    }

    shown(quantity) {
        return quantity ? formatFloat(quantity, {digits: [16, 3], trailingZeros: false}) : "";
    }

    isOpen(kind) {
        return this.props.panel === `${this.key}-${kind}`;
    }

    /** Keep a quantity that is typed or stepped to; one that cannot be meant is shown as such and not kept. */
    setQuantity(text) {
        this.state.quantity = text;
        let quantity = 0;
        try {
            quantity = parseFloat(text);
        } catch {
            quantity = 0;
        }
        this.state.invalid = !(quantity > 0);
        if (this.state.invalid) {
            this.desk.drop(this.key);
        } else {
            this.desk.hold(this.key, "line", this.props.line.id, {quantity});
        }
        return quantity;
    }

    step(by) {
        let now = 0;
        try {
            now = parseFloat(this.state.quantity || "0");
        } catch {
            now = 0;
        }
        if (now + by > 0) {
            this.setQuantity(this.shown(now + by));
        }
    }

    async commit() {
        const held = this.desk.isHeld(this.key);
        await this.desk.release(this.key);
        return held;
    }

    onQuantityKeydown(ev) {
        const steps = {ArrowUp: 1, ArrowDown: -1};
        if (steps[ev.key]) {
            ev.preventDefault();
            ev.stopPropagation();
            this.step(steps[ev.key]);
        } else if (ev.key === "Enter" && !ev.ctrlKey) {
            ev.preventDefault();
            ev.stopPropagation();
            this.finish();
        } else if (ev.key === "Escape") {
            ev.stopPropagation();
            this.desk.drop(this.key);
            this.state.invalid = false;
            this.state.quantity = this.shown(this.props.line.quantity);
            this.desk.go(this.key);
        }
    }

    /** Enter in the quantity keeps it and goes on to the next question. */
    async finish() {
        if (!this.state.invalid) {
            await this.commit();
            const {stop} = this;
            if (stop && stop.open) {
                this.desk.go(this.key);
            } else {
                this.desk.settleCurrent();
            }
        }
    }

    take(values) {
        return this.desk.take("line", this.props.line.id, values);
    }

    loadProducts(query) {
        return this.desk.orm.call("fmcg.order.draft.line", "desk_products", [[this.props.line.id], query]);
    }
}
