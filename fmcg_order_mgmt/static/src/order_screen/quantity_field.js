import {Component, useState} from "@odoo/owl";
import {faultOf, toNumber} from "./quantity_words";

let fields = 0;

/** How much of a product in one of its units: less, typed, more. What is wrong is said under it. */
export class QuantityField extends Component {
    static template = "fmcg_order_mgmt.QuantityField";
    static props = {
        product: Object,
        unit: Object,
        // What the cart says of it, where the parent has looked it up for many fields at once.
        quantity: {type: Number, optional: true},
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

    get ordered() {
        return this.props.quantity ?? this.quantity;
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
        Object.assign(this.state, {typing: false, wrong: ""});
        this.set(Math.max(0, this.quantity + by));
    }

    onFocus(ev) {
        this.before = this.quantity;
        ev.target.select();
    }

    /** Take a quantity as it is typed; while it cannot be meant, what was ordered before counts. */
    onInput(ev) {
        const {product, unit} = this.props;
        const text = ev.target.value.trim();
        const quantity = text ? toNumber(text) : 0;
        const wrong = faultOf(product, unit, quantity, text);
        Object.assign(this.state, {typing: true, text: ev.target.value, wrong});
        this.set(wrong ? this.before : quantity);
    }

    /** A quantity that cannot be meant stays to be seen, with what is wrong. */
    onBlur() {
        if (!this.state.wrong) {
            this.state.typing = false;
        }
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
