import {Component, onMounted, useEffect, useRef, useState} from "@odoo/owl";
import {ProductRow} from "./product_row";
import {faultOf, readBox} from "./quantity_words";

/** The products: one box to search, scan and count in, tabs, and a row each. */
export class ProductList extends Component {
    static template = "fmcg_order_mgmt.ProductList";
    static components = {ProductRow};
    static props = {};

    setup() {
        this.taking = useState(this.env.taking);
        this.screen = this.env.screen;
        this.state = useState({text: "", said: ""});
        this.rows = useRef("rows");
        onMounted(() => this.screen.focusStart());
        this.end = useRef("end");
        useEffect(
            () => this.watchEnd(),
            () => [this.end.el]
        );
        useEffect(
            () => {
                this.rows.el?.querySelector(".o_fmcg_os_current")?.scrollIntoView({block: "nearest"});
            },
            () => [this.taking.shown.current]
        );
    }

    /** Show more rows as soon as the last one comes near. */
    watchEnd() {
        if (!this.end.el) {
            return;
        }
        const observer = new IntersectionObserver(
            (entries) => entries.some((entry) => entry.isIntersecting) && this.taking.shown.showMore(),
            {rootMargin: "600px"}
        );
        observer.observe(this.end.el);
        return () => observer.disconnect();
    }

    get categories() {
        return this.taking.begin?.categories || [];
    }

    get category() {
        return this.taking.shown.tab.startsWith("category-") ? this.taking.shown.tab : "";
    }

    show(tab) {
        this.state.text = "";
        this.taking.shown.show(tab);
    }

    onInput(ev) {
        this.state.text = ev.target.value;
        const {words, amount} = readBox(this.state.text);
        // A bare quantity is meant for the row that is marked: the rows stay.
        if (words || !amount) {
            this.taking.shown.search(words);
        }
    }

    onKeydown(ev) {
        if (ev.isComposing) {
            return;
        }
        const {products} = this.taking.shown.list;
        if (ev.key === "ArrowDown" || ev.key === "ArrowUp") {
            ev.preventDefault();
            const by = ev.key === "ArrowDown" ? 1 : -1;
            this.taking.shown.current = Math.max(
                0,
                Math.min(products.length - 1, this.taking.shown.current + by)
            );
        } else if (ev.key === "Enter" && !ev.ctrlKey) {
            ev.preventDefault();
            this.take();
        } else if (ev.key === "Escape" && this.state.text) {
            ev.stopPropagation();
            this.clear();
        }
    }

    clear() {
        this.state.text = "";
        this.taking.shown.search("");
    }

    /** Do what the box says with the row that is marked: so many of it, or one more. */
    async take() {
        const {words, amount} = readBox(this.state.text);
        const scanned = !amount && this.taking.index.scan(words);
        if (scanned) {
            this.clear();
            return this.screen.scanned(words);
        }
        const product = this.taking.shown.list.products[this.taking.shown.current];
        if (!product) {
            return;
        }
        const named = amount?.kind && product.units.find((each) => each.kind === amount.kind);
        const unit = amount?.kind ? named : this.taking.usualUnit(product);
        const now = unit ? this.taking.cart.quantity(product.id, unit.id) : 0;
        const quantity = amount ? amount.quantity : now + 1;
        const wrong = faultOf(product, unit, quantity, this.state.text);
        if (wrong) {
            this.state.said = wrong;
            return;
        }
        this.clear();
        await this.taking.setQuantity(product, unit, quantity);
        this.state.said = `${this.screen.quantity(quantity)} ${unit.name} ${product.name}`;
    }
}
