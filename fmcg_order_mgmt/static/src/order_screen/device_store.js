import {browser} from "@web/core/browser/browser";
import {IndexedDB} from "@web/core/utils/indexed_db";

const NAME = "fmcg_order_screen";
const VERSION = 1;
const DAYS_KEPT = 30;

/**
 * What the screen keeps on the device, apart for each user and company: carts at once, so that nothing typed
 * is lost, and the catalogue, so that it need not be fetched again.
 */
export class DeviceStore {
    constructor(owner, language) {
        this.prefix = `fmcg.order.${owner}.`;
        this.names = `${owner}/${language}`;
        this.database = new IndexedDB(NAME, VERSION);
        // What this tab wrote last, by key: only what others write is news.
        this.own = new Map();
    }

    // Carts ------------------------------------------------------------------------------------------------

    keyOf(place) {
        return `${this.prefix}cart.${place}`;
    }

    read(key) {
        try {
            return JSON.parse(browser.localStorage.getItem(key) || "null");
        } catch {
            return null;
        }
    }

    /** Keep a value; return whether the device took it. */
    write(key, value) {
        try {
            browser.localStorage.setItem(key, JSON.stringify(value));
            return true;
        } catch {
            return false;
        }
    }

    saveCart(cart) {
        const key = this.keyOf(cart.place);
        const kept = this.write(key, {...cart, saved: Date.now()});
        this.own.set(key, browser.localStorage.getItem(key));
        return kept;
    }

    loadCart(place) {
        return this.read(this.keyOf(place));
    }

    dropCart(place) {
        this.own.set(this.keyOf(place), null);
        browser.localStorage.removeItem(this.keyOf(place));
    }

    /** The carts that were begun and not sent, the latest first. */
    carts() {
        const keys = Object.keys(browser.localStorage).filter((key) => key.startsWith(this.keyOf("")));
        return keys
            .map((key) => this.read(key))
            .filter((cart) => cart?.lines && cart.customer)
            .sort((a, b) => (b.saved || 0) - (a.saved || 0));
    }

    /** Call `onCart(place, values)` when another tab changes a cart; null values when it was sent or dropped. */
    listen(onCart) {
        const heard = ({key, newValue}) => {
            if (key?.startsWith(this.keyOf("")) && newValue !== this.own.get(key)) {
                onCart(key.slice(this.keyOf("").length), newValue ? this.read(key) : null);
            }
        };
        browser.addEventListener("storage", heard);
        return () => browser.removeEventListener("storage", heard);
    }

    // What was used lately -------------------------------------------------------------------------------

    get recent() {
        const since = Date.now() - DAYS_KEPT * 86400000;
        const kept = this.read(`${this.prefix}recent`);
        return (Array.isArray(kept) ? kept : []).filter(([, when]) => when > since);
    }

    remember(productIds) {
        const now = Date.now();
        const others = this.recent.filter(([id]) => !productIds.includes(id));
        this.write(`${this.prefix}recent`, [...productIds.map((id) => [id, now]), ...others].slice(0, 100));
    }

    // The catalogue ----------------------------------------------------------------------------------------

    async loadCatalogue() {
        try {
            return (await this.database.read("catalogue", this.names)) || null;
        } catch {
            return null;
        }
    }

    async saveCatalogue(catalogue) {
        try {
            await this.database.write("catalogue", this.names, catalogue);
        } catch {
            // A device without room fetches the catalogue each time.
        }
    }
}
