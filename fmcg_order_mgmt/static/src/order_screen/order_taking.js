import {markRaw, reactive} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {BegunCarts} from "./begun_carts";
import {Cart} from "./cart";
import {Catalogue} from "./catalogue";
import {cartOf} from "./order_lines";
import {OrderOpening} from "./order_opening";
import {OrderQuotes} from "./order_quotes";
import {Trouble} from "./screen_server";
import {ShownProducts} from "./shown_products";

const STALE_AFTER = 10 * 60 * 1000;

/**
 * The taking of one order after the other: what was chosen and typed, and what the server said to it.
 *
 * Screens show it and call its methods; every change of a cart is on the device before anything else happens.
 */
export class OrderTaking {
    static create(server, store) {
        return reactive(new OrderTaking(server, store));
    }

    constructor(server, store) {
        this.server = markRaw(server);
        this.store = markRaw(store);
        this.catalogue = new Catalogue(server, store);
        this.opening = new OrderOpening(this);
        this.quotes = new OrderQuotes(this);
        this.begin = null;
        this.sending = false;
        this.ready = false;
        this.trouble = null;
        this.begun = new BegunCarts(store);
        this.shown = new ShownProducts(this);
        this.card = null;
        this.cart = null;
        this.outcome = null;
        this.leave();
    }

    /** Go back to choosing a customer; what was entered stays on the device. */
    leave() {
        this.view = "customers";
        this.quotes.leave();
        this.shown.leave();
        this.conflict = null;
        this.undone = null;
        this.begun.refresh();
    }

    /** Do what may fail for want of a connection, a login or a right; tell whether it went well. */
    async attempt(act) {
        try {
            await act();
            this.trouble = null;
            return true;
        } catch (error) {
            if (!(error instanceof Trouble)) {
                throw error;
            }
            this.tell(error.kind, error.message);
            return false;
        }
    }

    tell(kind, text) {
        this.trouble = {kind, text};
    }

    get isTaking() {
        return this.view === "products" || this.view === "review";
    }

    // Opening ----------------------------------------------------------------------------------------------

    /** Customers can be chosen as soon as they are there; the products come in meanwhile. */
    async start() {
        await this.catalogue.restore();
        const told = await this.attempt(async () => {
            this.begin = await this.server.start();
            this.begunAt = Date.now();
        });
        this.ready = true;
        if (told) {
            this.attempt(() => this.catalogue.renew(this.begin.stamp));
        }
    }

    /** Ask again for visits, promotions and the catalogue, where the screen has been open for long. */
    async refresh() {
        if (Date.now() - (this.begunAt || 0) > STALE_AFTER) {
            await this.start();
        }
    }

    get index() {
        return this.catalogue.index;
    }

    open(card, cart) {
        this.leave();
        this.card = card;
        this.cart = cart;
        this.outcome = null;
        this.view = "products";
        this.quotes.ask(0);
        this.shown.show(card.usual.length ? "usual" : "all");
    }

    // The cart ---------------------------------------------------------------------------------------------

    get usualById() {
        return new Map(this.card.usual.map((row) => [row.product, row]));
    }

    /** The unit that a bare number means: the one bought last, else the case, else the only one. */
    usualUnit(product) {
        const last = this.usualById.get(product.id)?.last[0]?.unit;
        return (
            product.units.find((unit) => unit.id === last) ||
            product.units.find((unit) => unit.kind === "case") ||
            product.units[0]
        );
    }

    setQuantity(product, unit, quantity) {
        this.undone = null;
        this.cart.set(product, unit, quantity);
        this.touched();
    }

    /** Order this much of a product in another unit, in the place of what there was of it in this one. */
    setInstead(product, unit, other, quantity) {
        this.undone = null;
        this.cart.setInstead(product, unit, other, quantity);
        this.touched();
    }

    add(product, unit, quantity) {
        return this.setQuantity(product, unit, this.cart.quantity(product.id, unit.id) + quantity);
    }

    /** Order what was bought last of a product. */
    addUsual({product, last}) {
        this.undone = null;
        const wanted = last.map((each) => ({product, ...each}));
        this.cart.take(wanted, this.index);
        this.touched();
    }

    /** Order the same as last time; lines that are there already stay as they are. */
    repeatLast() {
        const before = this.cart.lines.map((line) => ({...line}));
        const wanted = this.card.last.lines.filter((x) => !this.cart.quantity(x.product, x.unit));
        this.cart.take(wanted, this.index);
        this.view = "review";
        this.touched();
        this.undone = before;
    }

    /** Order other lines altogether; return those from before. */
    exchange(lines) {
        const before = this.cart.lines;
        this.cart.lines = lines;
        this.touched();
        return before;
    }

    /** Bring back the lines from before the last big step. */
    undo() {
        this.exchange(this.undone);
        this.undone = null;
    }

    clear() {
        this.undone = this.exchange([]);
    }

    drop(productId) {
        this.cart.drop(productId);
        this.touched();
    }

    setField(name, value) {
        this.cart[name] = value;
        this.touched();
    }

    /** Take what is written beside the goods, as it is typed; no amount depends on it. */
    setText(name, value) {
        this.cart[name] = value;
        this.keep();
    }

    /** Keep the cart on the device, then ask what it would say. */
    touched() {
        const sent = this.outcome;
        if (sent && sent.state !== "done") {
            // A cart that waits for an answer was sent already: changed, it is another one.
            this.outcome = null;
            this.cart.replace(sent.request);
        }
        this.keep();
        this.shown.needRows();
        this.quotes.ask();
    }

    keep() {
        if (this.cart.isEmpty && !this.cart.order) {
            this.store.dropCart(this.cart.place);
        } else if (!this.store.saveCart(this.cart)) {
            this.tell("full", _t("This device has no room left: send the order soon."));
        }
    }

    /** What another tab did to the cart that is open here. */
    heard(place, values) {
        if (!this.isTaking || this.cart.place !== place) {
            this.begun.refresh();
        } else if (values) {
            this.cart = new Cart(this.card, values);
            this.outcome = null;
            this.quotes.ask();
        } else {
            this.tell("other", _t("This order was sent or emptied in another tab."));
            this.leave();
        }
    }

    get quote() {
        return this.quotes.answer;
    }

    get quoting() {
        return this.quotes.pending;
    }

    /** The total as the server says it, before that as the prices add up; NaN as long as one is not known. */
    get total() {
        if (this.quote && !this.quoting) {
            return this.quote.total;
        }
        const price = ({product, unit}) => this.shown.rows[product]?.prices[unit] ?? NaN;
        return this.cart.lines.reduce((sum, line) => sum + price(line) * line.quantity, 0);
    }

    // Sending ----------------------------------------------------------------------------------------------

    /** Send the order; what the server finds meanwhile is shown first, and sent by a second press. */
    async send() {
        if (this.sending || !this.cart.isSendable) {
            return;
        }
        this.sending = true;
        const unseen = this.quoting;
        await this.quotes.settle();
        if (unseen && this.quotes.needsLook) {
            this.view = "review";
        } else {
            await this.deliver(this.cart);
        }
        this.sending = false;
    }

    async deliver(cart) {
        this.store.saveCart(cart);
        const said = cart.said;
        await this.attempt(async () => {
            const outcome = await this.server.send(cart);
            const waits = outcome.differs && outcome.state !== "done";
            if (waits) {
                // It was sent before, in other words, and waits for an answer: these words count.
                cart.replace(outcome.request);
                this.store.saveCart(cart);
            }
            this.settle(waits ? await this.server.send(cart) : outcome, cart, said);
        });
    }

    async answer(key) {
        const {cart} = this;
        if (!this.outcome) {
            return this.answerAhead(key);
        }
        this.sending = true;
        await this.attempt(async () => {
            this.settle(await this.server.answer(this.outcome.draft, key), cart, cart.said, key);
        });
        this.sending = false;
    }

    /** Answer what the quote asks: the same is not sent at all, what is meant twice goes with that word. */
    answerAhead(key) {
        if (key === "twice") {
            return this.setField("twice", this.quote.repeats);
        }
        this.close(this.cart, this.cart.said);
        this.outcome = {state: "ignored", order: null, findings: []};
        this.view = "sent";
    }

    /** Take what became of a cart, also when another one is open by now or this one was changed meanwhile. */
    settle(outcome, cart, said, key = "") {
        const here = this.isTaking && this.cart.place === cart.place;
        const done = outcome.state === "done" ? outcome.order : key === "same";
        if (outcome.state === "conflict" || !(done || outcome.answers.length || outcome.question)) {
            return here && this.refused(outcome, cart);
        }
        if (done) {
            this.close(cart, said);
        }
        if (here) {
            this.outcome = outcome;
            this.view = done ? "sent" : "review";
        }
    }

    refused(outcome, cart) {
        this.view = "review";
        if (outcome.state === "conflict") {
            this.conflict = outcome.current;
            return;
        }
        this.tell(
            "aside",
            _t("This was set aside at the desk: nothing was ordered. What you entered is kept.")
        );
        this.outcome = null;
        cart.renew();
        this.keep();
    }

    /** Forget a cart that became an order; what was entered after it was sent stays. */
    close(cart, said) {
        this.store.remember(cart.lines.map((line) => line.product));
        if (cart.said === said) {
            this.store.dropCart(cart.place);
        }
        const visit = !cart.order && this.begin?.visits.find((each) => each.customer.id === cart.customer.id);
        Object.assign(visit || {}, {done: true});
    }

    /** Settle a conflict: with `mine` what was entered here counts, else what the order says now. */
    resolve(mine) {
        const current = cartOf(this.conflict, this.index);
        this.cart.seen = current.seen;
        this.cart.base = current.base;
        this.cart.before = current.before;
        if (!mine) {
            Object.assign(this.cart, {lines: current.lines, ...current.before});
        }
        this.cart.renew();
        this.conflict = null;
        this.touched();
    }

    /** Put what was changed after sending into the order that had arrived already. */
    async carryOver() {
        const {lines, date, note, gifts} = this.cart;
        const order = this.outcome.order.id;
        if (await this.opening.change(order)) {
            Object.assign(this.cart, {lines, date, note, gifts});
            this.touched();
        }
    }

    remedy(remedy, productId) {
        if (remedy.kind === "open") {
            return this.opening.change(remedy.order);
        }
        const product = this.index.get(productId);
        const other = this.index.get(remedy.product);
        this.cart.settle(remedy, productId, product, product && this.usualUnit(product), other);
        this.touched();
    }
}
