import {markRaw, reactive} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {Cart} from "./cart";
import {ProductIndex} from "./product_index";
import {Trouble} from "./screen_server";
import {ShownProducts} from "./shown_products";

const QUOTE_AFTER = 350;
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
        this.index = markRaw(new ProductIndex([]));
        this.timers = markRaw({});
        this.begin = null;
        this.ready = false;
        this.trouble = null;
        this.shown = new ShownProducts(this);
        this.card = null;
        this.cart = null;
        this.outcome = null;
        this.leave();
    }

    /** Go back to choosing a customer; what was entered stays on the device. */
    leave() {
        this.view = "customers";
        this.quote = null;
        this.quoting = false;
        this.shown.leave();
        this.conflict = null;
        this.sending = false;
        this.undone = null;
        this.begun = this.store.carts();
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
            this.trouble = {kind: error.kind, text: error.message};
            return false;
        }
    }

    get isTaking() {
        return this.view === "products" || this.view === "review";
    }

    // Opening ----------------------------------------------------------------------------------------------

    async start() {
        const kept = await this.store.loadCatalogue();
        this.takeCatalogue(kept);
        await this.attempt(async () => {
            const [begin, fresh] = await Promise.all([
                this.server.start(),
                kept ? null : this.server.catalogue(null),
            ]);
            this.begin = begin;
            this.begunAt = Date.now();
            this.renewCatalogue(fresh);
            if (kept && kept.stamp !== begin.stamp) {
                this.renewCatalogue(await this.server.catalogue(kept.stamp));
            }
        });
        this.ready = true;
    }

    /** Ask again for visits, promotions and the catalogue, where the screen has been open for long. */
    async refresh() {
        if (Date.now() - (this.begunAt || 0) > STALE_AFTER) {
            await this.start();
        }
    }

    takeCatalogue(catalogue) {
        if (catalogue?.products) {
            this.index = markRaw(new ProductIndex(catalogue.products));
        }
    }

    renewCatalogue(fresh) {
        if (fresh?.products) {
            this.takeCatalogue(fresh);
            this.store.saveCatalogue(fresh);
        }
    }

    async choose(customer) {
        return this.attempt(async () => {
            const card = await this.server.customer(customer.id);
            const place = new Cart(customer).place;
            this.open(card, new Cart(card, this.store.loadCart(place) || {}));
        });
    }

    /** Open an order for changing; what was entered on it before comes back. */
    async change(orderId) {
        return this.attempt(async () => {
            const order = await this.server.load(orderId);
            const card = await this.server.customer(order.customer);
            const cart = new Cart(card, this.ofOrder(order));
            const kept = this.store.loadCart(cart.place);
            this.open(card, kept ? new Cart(card, kept) : cart);
            this.conflict = kept && kept.seen !== order.seen ? order : null;
            this.view = "review";
        });
    }

    ofOrder(order) {
        const lines = order.lines.map((line) => this.named(line));
        const {date, reference, seen} = order;
        return {order: order.order, orderName: order.name, date, reference, seen, lines, base: lines};
    }

    /** A line with the names by which people know it. */
    named(line) {
        const product = this.index.get(line.product);
        const unit = product?.units.find((each) => each.id === line.unit);
        return {
            ...line,
            name: product?.name || line.name || "",
            code: product?.code || "",
            unit_name: unit?.name || line.unit_name || "",
        };
    }

    open(card, cart) {
        this.leave();
        this.card = card;
        this.cart = cart;
        this.outcome = null;
        this.view = "products";
        this.scheduleQuote(0);
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

    unitOf(product, kind) {
        return kind ? product.units.find((unit) => unit.kind === kind) : this.usualUnit(product);
    }

    async setQuantity(product, unit, quantity) {
        this.undone = null;
        this.cart.set(product, unit, quantity);
        await this.touched();
    }

    add(product, unit, quantity) {
        return this.setQuantity(product, unit, this.cart.quantity(product.id, unit.id) + quantity);
    }

    /** Order what was bought last of a product. */
    async addUsual(row) {
        const product = this.index.get(row.product);
        this.undone = null;
        for (const {unit, quantity} of row.last) {
            const found = product?.units.find((each) => each.id === unit);
            if (found) {
                this.cart.set(product, found, quantity);
            }
        }
        await this.touched();
    }

    /** Order the same as last time; lines that are there already stay as they are. */
    async repeatLast() {
        const before = this.cart.lines.map((line) => ({...line}));
        for (const {product: id, unit: unitId, quantity} of this.card.last.lines) {
            const product = this.index.get(id);
            const unit = product?.units.find((each) => each.id === unitId);
            if (unit && !this.cart.quantity(id, unitId)) {
                this.cart.set(product, unit, quantity);
            }
        }
        this.view = "review";
        await this.touched();
        this.undone = before;
    }

    /** Bring back the lines from before the last big step. */
    async undo() {
        this.cart.lines = this.undone;
        this.cart.touched = Date.now();
        this.undone = null;
        await this.touched();
    }

    async clear() {
        const before = this.cart.lines;
        this.cart.lines = [];
        this.cart.touched = Date.now();
        await this.touched();
        this.undone = before;
    }

    async drop(productId) {
        this.cart.drop(productId);
        await this.touched();
    }

    async setField(name, value) {
        this.cart[name] = value;
        this.cart.touched = Date.now();
        await this.touched();
    }

    /** Keep the cart on the device, then ask what it would say. */
    async touched() {
        if (!this.store.saveCart(this.cart)) {
            this.trouble = {kind: "full", text: _t("This device has no room left: send the order soon.")};
        }
        if (this.cart.isEmpty && !this.cart.order) {
            this.store.dropCart(this.cart.place);
        }
        await this.withdraw();
        this.shown.needRows();
        this.scheduleQuote();
    }

    /** A cart that waits for an answer was sent already: changed, it is another one. */
    async withdraw() {
        const sent = this.outcome;
        if (sent && sent.state !== "done") {
            this.outcome = null;
            this.cart.renew();
            this.store.saveCart(this.cart);
            await this.attempt(() => this.server.withdraw(sent.request));
        }
    }

    /** What another tab did to the cart that is open here. */
    heard(place, values) {
        if (!this.isTaking || this.cart.place !== place) {
            this.begun = this.store.carts();
        } else if (values) {
            this.cart = new Cart(this.card, values);
            this.scheduleQuote();
        } else {
            this.trouble = {kind: "other", text: _t("This order was sent or emptied in another tab.")};
            this.leave();
        }
    }

    scheduleQuote(after = QUOTE_AFTER) {
        clearTimeout(this.timers.quote);
        if (!this.isTaking || !this.cart.lines.length) {
            this.quote = null;
            this.quoting = false;
            return;
        }
        this.quoting = true;
        this.timers.quote = setTimeout(() => this.fetchQuote(), after);
    }

    async fetchQuote() {
        const {cart} = this;
        const asked = JSON.stringify(cart.toServer());
        const went = await this.attempt(async () => {
            const quote = await this.server.quote(cart);
            if (this.isStill(asked)) {
                this.quote = quote;
            }
        });
        if (this.isStill(asked)) {
            this.quoting = false;
            this.quote = went ? this.quote : null;
        }
    }

    isStill(asked) {
        return this.isTaking && JSON.stringify(this.cart.toServer()) === asked;
    }

    /** The total as far as it is known before the server has said it. */
    get estimate() {
        return this.cart.lines.reduce((sum, line) => {
            const price = this.shown.rows[line.product]?.prices[line.unit] || 0;
            return sum + price * line.quantity;
        }, 0);
    }

    // Sending ----------------------------------------------------------------------------------------------

    async send() {
        if (this.sending || !this.cart.isSendable) {
            return;
        }
        this.sending = true;
        this.store.saveCart(this.cart);
        await this.attempt(async () => this.settle(await this.server.send(this.cart)));
        this.sending = false;
    }

    async answer(key) {
        this.sending = true;
        await this.attempt(async () => this.settle(await this.server.answer(this.outcome.draft, key)));
        this.sending = false;
    }

    settle(outcome) {
        if (outcome.state === "conflict") {
            this.conflict = outcome.current;
            this.view = "review";
            return;
        }
        this.outcome = outcome;
        const done = outcome.state === "done" || outcome.state === "ignored";
        this.view = done ? "sent" : "review";
        if (done) {
            this.store.remember(this.cart.lines.map((line) => line.product));
            this.store.dropCart(this.cart.place);
            const visit = this.begin?.visits.find((each) => each.customer.id === this.cart.customer.id);
            Object.assign(visit || {}, {done: true});
        }
    }

    /** Settle a conflict: with `mine` what was entered here counts, else what the order says now. */
    async resolve(mine) {
        const current = this.ofOrder(this.conflict);
        this.cart.seen = current.seen;
        this.cart.base = current.base;
        if (!mine) {
            Object.assign(this.cart, {lines: current.lines, date: current.date || ""});
        }
        this.cart.renew();
        this.conflict = null;
        await this.touched();
    }

    /** Put what was changed after sending into the order that had arrived already. */
    async carryOver() {
        const {lines, date, note} = this.cart;
        const order = this.outcome.order.id;
        if (await this.change(order)) {
            Object.assign(this.cart, {lines, date, note});
            await this.touched();
        }
    }

    remedy(remedy, productId) {
        const product = this.index.get(productId);
        if (!product || remedy.kind === "remove") {
            return this.drop(productId);
        }
        return this.setBase(product, remedy.quantity);
    }

    /** Order this many base units of a product: whole packs in its usual unit, the rest in single ones. */
    async setBase(product, base) {
        this.cart.drop(product.id);
        const pack = this.usualUnit(product);
        const own = product.units.find((unit) => unit.size === 1) || product.units[0];
        const packs = Math.floor(base / pack.size);
        this.cart.set(product, pack, packs);
        const rest = base - packs * pack.size;
        if (rest > 0 && own !== pack) {
            this.cart.set(product, own, rest / own.size);
        }
        await this.touched();
    }
}
