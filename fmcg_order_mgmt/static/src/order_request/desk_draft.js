import {Component, markup} from "@odoo/owl";
import {DateTimePicker} from "@web/core/datetime/datetime_picker";
import {deserializeDate} from "@web/core/l10n/dates";
import {ChoiceList} from "./choice_list";
import {DeskLine} from "./desk_line";
import {DeskQuestion} from "./desk_question";

/** One order of a message: its head (kind, customer, date, reference), its own question and its lines. */
export class DeskDraft extends Component {
    static template = "fmcg_order_mgmt.DeskDraft";
    static components = {ChoiceList, DateTimePicker, DeskLine, DeskQuestion};
    static props = {
        draft: Object,
        kinds: Array,
        current: String,
        lit: [Number, Boolean],
        panel: String,
        editable: Boolean,
    };

    get desk() {
        return this.env.desk;
    }

    get key() {
        return `draft-${this.props.draft.id}`;
    }

    get isLeftOut() {
        return this.props.draft.state === "ignored";
    }

    get isCurrent() {
        return this.props.current === this.key;
    }

    get stop() {
        return this.desk.stops.find((stop) => stop.key === this.key);
    }

    get label() {
        const {kind_label, partner, state_label, question} = this.props.draft;
        const name = partner ? partner.name : "";
        return [kind_label, name, state_label, question ? question.text : ""]
            .filter((text) => text)
            .join(", ");
    }

    get badgeClass() {
        const classes = {
            ready: "text-bg-success",
            done: "text-bg-success",
            question: "text-bg-warning",
            blocked: "text-bg-danger",
            ignored: "text-bg-secondary",
        };
        return classes[this.props.draft.state];
    }

    /** The table of what changes, which the server makes out of escaped texts. */
    get difference() {
        return markup(this.props.draft.difference || "");
    }

    get date() {
        return this.props.draft.date ? deserializeDate(this.props.draft.date) : false;
    }

    isOpen(kind) {
        return this.props.panel === `${this.key}-${kind}`;
    }

    take(values) {
        return this.desk.take("draft", this.props.draft.id, values);
    }

    takeDate(value) {
        return this.take({requested_date: value ? value.toISODate() : false});
    }

    /** What is typed is kept at once, and saved with whatever comes next. */
    hold(field, ev) {
        this.desk.hold(`${this.key}-${field}`, "draft", this.props.draft.id, {
            [field]: ev.target.value.trim(),
        });
    }

    commit(field) {
        return this.desk.release(`${this.key}-${field}`);
    }

    loadCustomers(query) {
        return this.desk.orm.call("fmcg.order.request", "desk_customers", [query]);
    }

    loadProducts(query) {
        return this.desk.orm.call("fmcg.order.draft", "desk_products", [[this.props.draft.id], query]);
    }
}
