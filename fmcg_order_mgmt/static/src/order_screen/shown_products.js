import {_t} from "@web/core/l10n/translation";

const ROWS_AFTER = 60;
const MOST_ROWS = 200;
const MOST_LISTED = 60;

/** Which products are shown of all that there are: those of a tab, or what is searched for, with prices. */
export class ShownProducts {
    constructor(taking) {
        this.taking = taking;
        this.leave();
    }

    /** Forget what was shown, and the prices, which are those of one customer. */
    leave() {
        Object.assign(this, {tab: "all", words: "", current: 0, limit: MOST_LISTED, rows: {}});
    }

    get tabs() {
        const promoted = this.promoted;
        return [
            {key: "usual", label: _t("Usual"), count: this.taking.card.usual.length},
            {key: "must", label: _t("Must Stock"), count: this.taking.card.must.length},
            {key: "recent", label: _t("Recent"), count: this.recentIds.length},
            {key: "offers", label: _t("Offers"), count: promoted.size},
            {key: "all", label: _t("All"), count: this.taking.index.products.length},
        ].filter((tab) => tab.count || tab.key === "all");
    }

    get recentIds() {
        return this.taking.store.recent.map(([id]) => id).filter((id) => this.taking.index.get(id));
    }

    get promoted() {
        const programs = this.taking.begin?.promotions || [];
        return new Set(programs.flatMap((program) => program.products || []));
    }

    /** The products to show, and whether there are more. */
    get list() {
        const found = this.words ? this.found() : this.ofTab();
        return {products: found.slice(0, this.limit), more: found.length > this.limit};
    }

    found() {
        const liked = new Map(this.taking.card.usual.map((row) => [row.product, row.times]));
        return this.taking.index.search(this.words, {liked, limit: this.limit + 1});
    }

    ofTab() {
        const get = (ids) => ids.map((id) => this.taking.index.get(id)).filter(Boolean);
        if (this.tab === "usual") {
            return get(this.taking.card.usual.map((row) => row.product));
        }
        if (this.tab === "must") {
            return get(this.taking.card.must);
        }
        if (this.tab === "recent") {
            return get(this.recentIds);
        }
        const promoted = this.tab === "offers" && this.promoted;
        const category = Number(this.tab.split("-")[1]) || 0;
        const listed = this.taking.card.listed && new Set(this.taking.card.listed);
        return this.taking.index.products.filter(
            (product) =>
                (!promoted || promoted.has(product.id)) &&
                (!category || product.category === category) &&
                (!listed || listed.has(product.id))
        );
    }

    show(tab) {
        Object.assign(this, {tab, words: "", current: 0, limit: MOST_LISTED});
        this.needRows();
    }

    search(words) {
        if (words !== this.words) {
            Object.assign(this, {words, current: 0, limit: MOST_LISTED});
            this.needRows();
        }
    }

    showMore() {
        this.limit += MOST_LISTED;
        this.needRows();
    }

    /** Ask for prices and stock of what is shown, all in one call. */
    needRows() {
        clearTimeout(this.timer);
        this.timer = setTimeout(() => this.fetchRows(), ROWS_AFTER);
    }

    async fetchRows() {
        if (!this.taking.isTaking) {
            return;
        }
        const shown = [
            ...this.list.products.map((product) => product.id),
            ...this.taking.cart.lines.map((x) => x.product),
        ];
        const wanted = [...new Set(shown)].filter((id) => !(id in this.rows)).slice(0, MOST_ROWS);
        const customerId = this.taking.card.id;
        if (wanted.length) {
            await this.taking.attempt(async () => {
                const rows = await this.taking.server.rows(customerId, wanted);
                if (this.taking.card?.id === customerId) {
                    // What is gone is not asked for again.
                    wanted.forEach((id) => (this.rows[id] = rows[id] || {prices: {}, free: null}));
                    this.needRows();
                }
            });
        }
    }
}
