import {ConnectionLostError, RPCError} from "@web/core/network/rpc";
import {_t} from "@web/core/l10n/translation";

const MODEL = "fmcg.order.screen";
const SESSION_EXPIRED = 100;

/** What went wrong with a call, in words for the rep; `kind` is offline, session or refused. */
export class Trouble extends Error {
    constructor(kind, text) {
        super(text);
        this.kind = kind;
    }
}

function troubleOf(error) {
    if (error instanceof ConnectionLostError) {
        return new Trouble("offline", _t("There is no connection. What you entered is kept on this device."));
    }
    if (!(error instanceof RPCError)) {
        throw error;
    }
    if (error.code === SESSION_EXPIRED) {
        return new Trouble("session", _t("You were logged out. What you entered is kept on this device."));
    }
    return new Trouble("refused", error.data?.message || error.message);
}

/** The server, as the order screen asks it; every failure comes as a `Trouble`. */
export class ScreenServer {
    constructor(orm) {
        this.orm = orm.silent;
    }

    call(method, ...args) {
        return this.callOn(MODEL, method, args);
    }

    async callOn(model, method, args) {
        try {
            return await this.orm.call(model, method, args);
        } catch (error) {
            throw troubleOf(error);
        }
    }

    start() {
        return this.call("start");
    }

    catalogue(stamp) {
        return this.call("catalogue", stamp);
    }

    findCustomers(words) {
        return this.call("find_customers", words);
    }

    customer(id) {
        return this.call("customer", id);
    }

    rows(customerId, productIds) {
        return this.call("rows", customerId, productIds);
    }

    quote(cart) {
        return this.call("quote", cart.toServer());
    }

    send(cart) {
        return this.call("send", cart.toServer(), cart.key, [...cart.replaces]);
    }

    answer(draftId, key) {
        return this.call("answer", draftId, key);
    }

    load(orderId) {
        return this.call("open_order", orderId);
    }

    /** Orders, and messages that are no order yet, by what is remembered of them. */
    findOrders(words, favourite) {
        return this.callOn("sale.order", "fmcg_find_orders", [words, favourite]);
    }

    journey(orderId) {
        return this.call("journey", orderId);
    }

    versions(orderId) {
        return this.call("versions", orderId);
    }
}
