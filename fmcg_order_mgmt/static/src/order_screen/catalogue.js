import {markRaw} from "@odoo/owl";
import {ProductIndex} from "./product_index";

/** The products on this device: those that it kept at once, then whatever has changed since. */
export class Catalogue {
    constructor(server, store) {
        this.server = markRaw(server);
        this.store = markRaw(store);
        this.index = markRaw(new ProductIndex([]));
        this.stamp = null;
        this.coming = null;
    }

    /** Take what the device kept. */
    async restore() {
        this.take(await this.store.loadCatalogue());
    }

    /** Fetch the products, unless those that are here have this stamp. */
    renew(stamp) {
        if (stamp !== this.stamp) {
            this.coming = this.fetch();
        }
        return this.coming;
    }

    /** Wait for the products that are on their way; where none came, ask again. */
    async arrived() {
        await this.coming?.catch(() => null);
        if (!this.index.products.length) {
            await this.fetch();
        }
    }

    async fetch() {
        const fresh = await this.server.catalogue(this.stamp);
        this.take(fresh);
        if (fresh.products) {
            this.store.saveCatalogue(fresh);
        }
    }

    take(catalogue) {
        if (catalogue?.products) {
            this.index = markRaw(new ProductIndex(catalogue.products));
            this.stamp = catalogue.stamp;
        }
    }
}
