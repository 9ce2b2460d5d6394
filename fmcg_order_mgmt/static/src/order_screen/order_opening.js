import {Cart} from "./cart";
import {cartOf} from "./order_lines";

/** The latest order of a customer's card that can still be changed. */
export function latestChangeable(card) {
    return card.open.find((order) => order.changeable);
}

/** The ways into a cart: a customer's own, or that of an order which is changed; the latest wish counts. */
export class OrderOpening {
    constructor(taking) {
        this.taking = taking;
        this.turn = 0;
    }

    choose(customer) {
        return this.begin(async () => ({card: await this.cardOf(customer.id)}));
    }

    /** Open an order for changing; what was entered on it before comes back. */
    change(orderId) {
        return this.begin(async () => {
            const order = await this.taking.server.load(orderId);
            return {card: await this.cardOf(order.customer), order};
        });
    }

    /** Open a customer's latest order that can be changed; without one, a new order. */
    changeLatest(customer) {
        return this.begin(async () => {
            const card = await this.cardOf(customer.id);
            const latest = latestChangeable(card);
            return {card, order: latest && (await this.taking.server.load(latest.id))};
        });
    }

    /** Read what is to be opened and open it, unless something else was asked for meanwhile. */
    begin(read) {
        const turn = ++this.turn;
        return this.taking.attempt(async () => {
            const {card, order} = await read();
            if (turn === this.turn) {
                return order ? this.openOrder(card, order) : this.openNew(card);
            }
        });
    }

    /** Read a customer's card, with the products that it names at hand. */
    async cardOf(customerId) {
        const {server, catalogue} = this.taking;
        const [card] = await Promise.all([server.customer(customerId), catalogue.arrived()]);
        return card;
    }

    openNew(card) {
        const {taking} = this;
        const {place} = new Cart(card);
        taking.open(card, new Cart(card, taking.store.loadCart(place) || {}));
        if (taking.begun.moveInto(taking.cart)) {
            taking.touched();
        }
    }

    openOrder(card, order) {
        const {taking} = this;
        const cart = new Cart(card, cartOf(order, taking.index));
        const kept = taking.store.loadCart(cart.place);
        taking.open(card, kept ? new Cart(card, kept) : cart);
        taking.conflict = kept && kept.seen !== order.seen ? order : null;
        taking.view = "review";
    }
}
