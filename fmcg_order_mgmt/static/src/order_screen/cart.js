// What an order says beside its goods.
const BESIDE = ["date", "note", "reference"];

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
        this.before = values.before || {};
        // Of promotions that offer several products the chosen ones, by reward.
        this.gifts = {...values.gifts};
        // The message that this repeats on purpose, as the rep said.
        this.twice = values.twice || null;
        // What was sent of this cart before and waits for an answer, which this takes the place of.
        this.replaces = values.replaces || [];
    }

    /** Where the device keeps it: one for each customer, one for each order that is changed. */
    get place() {
        return this.order ? `order-${this.order}` : `customer-${this.customer.id}`;
    }

    get isEmpty() {
        return !this.lines.length && !this.note && !this.reference;
    }

    /** Whether anything can be sent: an order with lines, or what is another in the order that is changed. */
    get isSendable() {
        const said = this.toServer();
        const beside = this.order && [...BESIDE, "gifts"].some((name) => name in said);
        return Boolean(said.lines.length || beside);
    }

    find(product, unit) {
        return this.lines.find((line) => line.product === product && line.unit === unit);
    }

    quantity(product, unit) {
        return this.find(product, unit)?.quantity || 0;
    }

    /** Let a line be so much in another unit, at the place where it stands. */
    setInstead(product, unit, other, quantity) {
        const place = this.lines.indexOf(this.find(product.id, unit.id));
        this.set(product, unit, 0);
        this.set(product, other, quantity);
        const line = this.find(product.id, other.id);
        if (place >= 0 && line && this.lines.at(-1) === line) {
            this.lines.splice(place, 0, this.lines.pop());
        }
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
    }

    /** Order these amounts, as far as they are sold. */
    take(lines, index) {
        for (const line of lines) {
            const product = index.get(line.product);
            const unit = product?.units.find((each) => each.id === line.unit);
            if (unit) {
                this.set(product, unit, line.quantity);
            }
        }
    }

    drop(product) {
        this.lines = this.lines.filter((line) => line.product !== product);
    }

    /** Order this many base units of a product: whole packs, and the rest in single ones. */
    setBase(product, pack, base) {
        this.drop(product.id);
        const own = product.units.find((unit) => unit.size === 1) || product.units[0];
        const packs = Math.floor(base / pack.size);
        this.set(product, pack, packs);
        const rest = base - packs * pack.size;
        if (rest > 0 && own !== pack) {
            this.set(product, own, rest / own.size);
        }
    }

    /** Take in what was entered for another customer; what is here already stays as it is. */
    takeOver(other) {
        this.lines.push(...other.lines.filter((line) => !this.quantity(line.product, line.unit)));
        for (const name of BESIDE) {
            this[name] = this[name] || other[name] || "";
        }
    }

    /** Do what a finding offers; a product is missing where it is not sold any more. */
    settle(remedy, productId, product, pack, other) {
        if (remedy.kind === "date") {
            this.date = remedy.date;
        } else if (remedy.kind === "replace") {
            this.exchange(productId, other, remedy.unit, remedy.quantity);
        } else if (remedy.kind === "remove") {
            this.drop(productId);
        } else if (product && ["quantity", "add"].includes(remedy.kind)) {
            this.setBase(product, pack, remedy.quantity);
        } else if (product && remedy.kind === "unit") {
            this.setOnly(product, remedy.unit, remedy.quantity);
        }
    }

    /** Order this much of another product instead, beside what there is of it already. */
    exchange(productId, other, unitId, quantity) {
        const unit = other?.units.find((each) => each.id === unitId);
        if (unit) {
            this.drop(productId);
            this.set(other, unit, this.quantity(other.id, unit.id) + quantity);
        }
    }

    /** Order this much of a product in a unit that it is sold in, and none in others. */
    setOnly(product, unitId, quantity) {
        const unit = product.units.find((each) => each.id === unitId);
        if (unit) {
            this.drop(product.id);
            this.set(product, unit, quantity);
        }
    }

    /** Change a line whose product may not be sold any more. */
    setLine(line, quantity) {
        const found = this.find(line.product, line.unit);
        if (quantity > 0) {
            found.quantity = quantity;
        } else {
            this.lines = this.lines.filter((each) => each !== found);
        }
    }

    /** Of an order that is changed, the products whose amounts are others now; 0 for what is taken off. */
    get changed() {
        const amounts = (lines, product) =>
            lines
                .filter((line) => line.product === product)
                .map((line) => `${line.unit}=${line.quantity}`)
                .sort()
                .join();
        const products = new Set([...this.lines, ...this.base].map((line) => line.product));
        return [...products]
            .filter((product) => amounts(this.lines, product) !== amounts(this.base, product))
            .flatMap((product) => {
                const lines = this.lines.filter((line) => line.product === product);
                const gone = this.base.find((line) => line.product === product);
                return lines.length ? lines : [{...gone, quantity: 0}];
            });
    }

    /** The cart as the server takes it; of an order that is changed, only what is another now. */
    toServer() {
        const said = this.order
            ? {order: this.order, seen: this.seen, lines: this.changed}
            : {lines: this.lines};
        for (const name of BESIDE) {
            // What an order is to have no longer is said as empty.
            if (this[name] !== (this.before[name] || "")) {
                said[name] = this[name];
            }
        }
        const given = this.before.gifts || {};
        const gifts = Object.entries(this.gifts).filter(([reward, product]) => given[reward] !== product);
        if (this.twice && !this.order) {
            said.twice = this.twice;
        }
        if (gifts.length) {
            said.gifts = Object.fromEntries(gifts);
        }
        return {customer: this.customer.id, ...said, lines: said.lines.map((line) => ({...line}))};
    }

    /** What is said, to tell it from what was said before. */
    get said() {
        return JSON.stringify(this.toServer());
    }

    /** The part of it on which amounts and findings depend. */
    get priced() {
        const {note, reference, ...priced} = this.toServer();
        return JSON.stringify(priced);
    }

    /** Begin anew after this one was sent: what follows is another order. */
    renew() {
        this.key = newKey();
    }

    /** Take the place of what was sent of it before. */
    replace(requestId) {
        this.replaces.push(requestId);
        this.renew();
    }
}
