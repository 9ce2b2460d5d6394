import {Component} from "@odoo/owl";
import {registry} from "@web/core/registry";
import {standardFieldProps} from "@web/views/fields/standard_field_props";

/** The words of a line; pointing at them lights up their place in the message. */
export class WordsField extends Component {
    static template = "fmcg_order_mgmt.WordsField";
    static props = {...standardFieldProps};

    light(event, on) {
        const form = event.currentTarget.closest(".o_form_view");
        const mark = form?.querySelector(`[data-oe-fmcg-line="${this.props.record.resId}"]`);
        mark?.classList.toggle("o_fmcg_lit", on);
    }
}

export const wordsField = {
    component: WordsField,
    supportedTypes: ["char", "text"],
};

registry.category("fields").add("fmcg_words", wordsField);
