/** A key that no other cart has: the server makes one order of it, however often it is sent. */
function newKey() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * What a rep has put together for a customer, or wants of an order that exists (`order`).
 *
 * Plain data, so that the device can keep it; amounts are kept by product and unit.
 */
export class Cart {
    constructor(customer, values = {}) {
        this.customer = {id: customer.id, name: customer.name};
        this.key = values.key || newKey();
        this.lines = (values.lines || []).map((line) => ({...line}));
        this.date = values.date || "";
        this.note = values.note || "";
        this.reference = values.reference || "";
        this.order = values.order || null;
        this.orderName = values.orderName || "";
        this.seen = values.seen || "";
        // The products of the order as it was read: one that is left out here is to be taken off it.
        this.base = values.base || [];
        this.touched = values.touched || 0;
    }

    /** Where the device keeps it: one for each customer, one for each order that is changed. */
    get place() {
        return this.order ? `order-${this.order}` : `customer-${this.customer.id}`;
    }

    get isEmpty() {
        return !this.lines.length && !this.note && !this.reference;
    }

    /** Whether anything can be sent: an order with lines, or a change of one. */
    get isSendable() {
        return Boolean(this.order ? this.touched : this.lines.length);
    }

    find(product, unit) {
        return this.lines.find((line) => line.product === product && line.unit === unit);
    }

    quantity(product, unit) {
        return this.find(product, unit)?.quantity || 0;
    }

    has(product) {
        return this.lines.some((line) => line.product === product);
    }

    /** Order this much of a product in this unit, 0 for none of it. */
    set(product, unit, quantity) {
        const line = this.find(product.id, unit.id);
        const rounded = Math.round(quantity * 1000) / 1000;
        if (rounded <= 0) {
            this.lines = this.lines.filter((each) => each !== line);
        } else if (line) {
            line.quantity = rounded;
        } else {
            this.lines.push({
                product: product.id,
                unit: unit.id,
                quantity: rounded,
                name: product.name,
                code: product.code,
                unit_name: unit.name,
            });
        }
        this.touched = Date.now();
    }

    drop(product) {
        this.lines = this.lines.filter((line) => line.product !== product);
        this.touched = Date.now();
    }

    /** The cart as the server takes it. */
    toServer() {
        const gone = this.base.filter((line) => !this.has(line.product));
        const seen = new Set();
        const removed = gone
            .filter((line) => !seen.has(line.product) && seen.add(line.product))
            .map((line) => ({...line, quantity: 0}));
        return {
            customer: this.customer.id,
            lines: [...this.lines.map((line) => ({...line})), ...(this.order ? removed : [])],
            ...(this.date && {date: this.date}),
            ...(this.note && {note: this.note}),
            ...(this.reference && {reference: this.reference}),
            ...(this.order && {order: this.order, seen: this.seen}),
        };
    }

    /** Begin anew after this one was sent: what follows is another order. */
    renew() {
        this.key = newKey();
    }
}
