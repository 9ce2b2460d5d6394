import {QuantityField} from "./quantity_field";

const MOVES = {ArrowDown: 1, ArrowUp: -1, Enter: 1};

/** How much a line of the order is of: by keys from line to line; a line goes only when its field is left. */
export class LineQuantity extends QuantityField {
    // The line in the cart, found for many fields at once; its quantity stands beside it to be heard of.
    static props = {...QuantityField.props, line: Object, quantity: Number};

    /** Read of the line itself: a quantity that is back at once where it was comes by no property. */
    get ordered() {
        return this.props.line.quantity;
    }

    waits(unit, quantity) {
        return quantity === 0 || super.waits(unit);
    }

    onKeydown(ev) {
        const by = ev.isComposing || ev.ctrlKey || ev.metaKey || ev.altKey ? 0 : MOVES[ev.key];
        if (!by) {
            return super.onKeydown(ev);
        }
        ev.preventDefault();
        if (ev.key === "Enter" && this.takeScanned(ev.target)) {
            return;
        }
        const inputs = this.screen.lineInputs;
        const next = inputs[inputs.indexOf(ev.target) + by];
        if (next) {
            next.focus();
        } else {
            this.commit();
            ev.target.select();
        }
    }

    /** A scanner types where the focus is: its code is for the order, and no quantity of this line. */
    takeScanned(input) {
        const code = input.value.trim();
        if (!this.state.wrong || !this.taking.index.scan(code)) {
            return false;
        }
        Object.assign(this.state, {typing: false, wrong: ""});
        this.mark(input);
        this.screen.scanned(code);
        return true;
    }
}
