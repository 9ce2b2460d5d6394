import {markRaw} from "@odoo/owl";
import {Cart} from "./cart";

/** The carts on this device that were begun and not sent, and the one that is to become another customer's. */
export class BegunCarts {
    constructor(store) {
        this.store = markRaw(store);
        this.moved = null;
        this.refresh();
    }

    refresh() {
        this.rows = this.store.carts();
    }

    /** Give up a cart. */
    discard(kept) {
        this.store.dropCart(new Cart(kept.customer, kept).place);
        this.refresh();
    }

    /** Put what is to be moved into a cart; tell whether there was anything. */
    moveInto(cart) {
        const {moved} = this;
        this.moved = null;
        if (!moved || moved.customer.id === cart.customer.id) {
            return false;
        }
        cart.takeOver(moved);
        this.store.saveCart(cart);
        this.discard(moved);
        return true;
    }
}
