import {Component, onMounted, useRef, useState} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";

/** Asks of which goods a stop did not accept how much, and why. */
export class NotAccepted extends Component {
    static template = "fmcg_order_mgmt.NotAccepted";
    static props = {stop: Object, reasons: Array, onSave: Function, onClose: Function};

    setup() {
        this.root = useRef("root");
        this.lines = useState(
            this.props.stop.goods.map((goods) => ({
                goods,
                cases: 0,
                loose: 0,
                reason: this.props.reasons[0].code,
            }))
        );
        onMounted(() => this.root.el.querySelector("h2").focus());
    }

    quantity(line) {
        return line.cases * line.goods.case + line.loose;
    }

    /** What could still be taken, so that a line never has more than was brought. */
    canAdd(line, step) {
        return this.quantity(line) + step <= line.goods.quantity;
    }

    add(line, part, step) {
        const size = part === "cases" ? line.goods.case : 1;
        if (step > 0 ? this.canAdd(line, size) : line[part] > 0) {
            line[part] += step;
        }
    }

    all(line) {
        const {goods} = line;
        line.cases = goods.case ? Math.floor(goods.quantity / goods.case) : 0;
        line.loose = goods.quantity - line.cases * goods.case;
    }

    get back() {
        return this.lines
            .filter((line) => this.quantity(line) > 0)
            .map((line) => ({move: line.goods.move, quantity: this.quantity(line), reason: line.reason}));
    }

    labelOf(line, part, step) {
        const {name, unit} = line.goods;
        if (part === "cases") {
            return step > 0 ? _t("%s: one case more", name) : _t("%s: one case less", name);
        }
        const values = {product: name, unit};
        return step > 0
            ? _t("%(product)s: one %(unit)s more", values)
            : _t("%(product)s: one %(unit)s less", values);
    }

    save() {
        this.props.onSave(this.back);
    }

    onKeydown(ev) {
        if (ev.key === "Escape") {
            this.props.onClose();
        }
    }
}
