import {Component, onWillUnmount, useExternalListener, useRef, useState} from "@odoo/owl";
import {browser} from "@web/core/browser/browser";
import {ChoiceList} from "./choice_list";
import {useService} from "@web/core/utils/hooks";

const KEPT = "fmcg_pasted_message";

/** A box that takes a customer's words: paste anywhere on the list, Ctrl+Enter reads them. */
export class PasteBox extends Component {
    static template = "fmcg_order_mgmt.PasteBox";
    static components = {ChoiceList};
    static props = {
        channels: Array,
        submit: Function,
        pickFiles: Function,
        takeFiles: Function,
    };

    setup() {
        this.orm = useService("orm");
        this.ui = useService("ui");
        this.input = useRef("input");
        // What was typed outlives a look at something else.
        this.state = useState({
            body: browser.sessionStorage.getItem(KEPT) || "",
            channel: "chat",
            customer: false,
            choosing: false,
            busy: false,
        });
        useExternalListener(document, "paste", this.onPaste);
        onWillUnmount(() => this.keep());
    }

    get channels() {
        return this.props.channels;
    }

    keep() {
        if (this.state.body) {
            browser.sessionStorage.setItem(KEPT, this.state.body);
        } else {
            browser.sessionStorage.removeItem(KEPT);
        }
    }

    get rows() {
        const lines = this.state.body.split("\n").length;
        return Math.min(12, lines + (this.state.body ? 1 : 0));
    }

    loadCustomers(query) {
        return this.orm.call("fmcg.order.request", "desk_customers", [query]);
    }

    chooseCustomer(customer) {
        Object.assign(this.state, {customer, choosing: false});
    }

    /** Words and files that are pasted outside of any field come here. */
    onPaste(ev) {
        const editable = ev.target.closest?.("input, textarea, [contenteditable=true]");
        if (!ev.clipboardData || this.ui.activeElement !== document) {
            return;
        }
        const {files} = ev.clipboardData;
        if (files.length && (!editable || editable === this.input.el)) {
            ev.preventDefault();
            this.props.takeFiles([...files]);
        } else if (!editable) {
            const text = ev.clipboardData.getData("text/plain");
            if (text.trim()) {
                ev.preventDefault();
                this.state.body = this.state.body ? `${this.state.body}\n${text}` : text;
                this.input.el.focus();
            }
        }
    }

    onKeydown(ev) {
        if (ev.key === "Enter" && (ev.ctrlKey || ev.metaKey)) {
            ev.preventDefault();
            ev.stopPropagation();
            this.submit();
        }
    }

    /** Hand the words over; they stay in the box until they have arrived. */
    async submit() {
        const body = this.state.body.trim();
        if (!body || this.state.busy) {
            return;
        }
        this.state.busy = true;
        try {
            await this.props.submit(
                this.state.body,
                this.state.channel,
                this.state.customer.id || false,
                () => {
                    this.state.body = "";
                    this.keep();
                }
            );
        } finally {
            this.state.busy = false;
        }
    }
}
