import {Component, useState} from "@odoo/owl";
import {faultOf, readField} from "./quantity_words";

// The sign beside the zero stands for the plus that is on the same key.
const STEPS = {"+": 1, "=": 1, "-": -1};

let fields = 0;

/** How much of a product in one of its units: less, typed, more. What is wrong is said under it. */
export class QuantityField extends Component {
    static template = "fmcg_order_mgmt.QuantityField";
    static props = {
        product: Object,
        unit: Object,
        onTap: {type: Function, optional: true},
    };

    setup() {
        this.taking = useState(this.env.taking);
        this.screen = this.env.screen;
        this.state = useState({typing: false, text: "", wrong: ""});
        this.id = `o_fmcg_os_quantity_${++fields}`;
    }

    get quantity() {
        return this.taking.cart.quantity(this.props.product.id, this.props.unit.id);
    }

    /** What is shown of it. */
    get ordered() {
        return this.quantity;
    }

    get label() {
        return `${this.props.unit.name} ${this.props.product.name}`;
    }

    /** What stands in the field: the text while one types, whatever it is worth. */
    get shown() {
        if (this.state.typing) {
            return this.state.text;
        }
        return this.ordered ? this.screen.inputText(this.ordered) : "";
    }

    set(quantity) {
        this.taking.setQuantity(this.props.product, this.props.unit, quantity);
    }

    step(by) {
        this.held = null;
        Object.assign(this.state, {typing: false, wrong: ""});
        this.set(Math.max(0, this.quantity + by));
    }

    onFocus(ev) {
        this.before = this.quantity;
        ev.target.select();
    }

    /** Take a quantity as it is typed; while it cannot be meant, what was ordered before counts. */
    onInput(ev) {
        const {product, unit: own} = this.props;
        const text = ev.target.value.trim();
        const {quantity, unit} = readField(text, product, own);
        const wrong = faultOf(product, unit, quantity, text);
        Object.assign(this.state, {typing: true, text: ev.target.value, wrong});
        this.held = !wrong && this.waits(unit, quantity) ? {unit, quantity} : null;
        this.set(wrong || this.held ? this.before : quantity);
    }

    /** Whether a quantity counts only when the field is left: one of another unit is shown elsewhere. */
    waits(unit) {
        return unit !== this.props.unit;
    }

    /** Let count what waited for the field to be left. */
    commit() {
        const {held} = this;
        this.held = null;
        if (!this.state.wrong) {
            this.state.typing = false;
        }
        if (held) {
            const {product, unit} = this.props;
            this.taking.setInstead(product, unit, held.unit, held.quantity);
        }
    }

    /** Plus and minus count where no number has been begun. */
    onKeydown(ev) {
        const by = ev.ctrlKey || ev.altKey || ev.metaKey || this.state.typing ? 0 : STEPS[ev.key];
        if (by) {
            ev.preventDefault();
            this.step(by);
            this.mark(ev.target);
        }
    }

    /** Show what is ordered, as it is shown in a moment anyway; what is typed next takes its place. */
    mark(input) {
        input.value = this.quantity ? this.screen.inputText(this.quantity) : "";
        input.select();
    }

    /** A quantity that cannot be meant stays to be seen, with what is wrong. */
    onBlur() {
        this.commit();
    }

    /** A tap on a touch screen may be for the usual numbers instead of the keyboard. */
    onPointerDown(ev) {
        this.touched = ev.pointerType === "touch" && Boolean(this.props.onTap);
        if (this.touched) {
            ev.preventDefault();
        }
    }

    onClick() {
        if (this.touched) {
            this.props.onTap(this.props.unit);
        }
    }
}
