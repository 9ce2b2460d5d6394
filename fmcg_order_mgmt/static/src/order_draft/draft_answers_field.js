import {Component} from "@odoo/owl";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";
import {standardFieldProps} from "@web/views/fields/standard_field_props";

/** The ready answers to a question about a whole draft as buttons: one click takes one. */
export class DraftAnswersField extends Component {
    static template = "fmcg_order_mgmt.DraftAnswersField";
    static props = {...standardFieldProps};

    setup() {
        this.orm = useService("orm");
    }

    get answers() {
        return this.props.record.data[this.props.name] || [];
    }

    async choose(key) {
        const {record} = this.props;
        const {root} = record.model;
        // What was typed is saved first, since the form is read anew afterwards.
        if (await root.save()) {
            await this.orm.call(record.resModel, "action_answer", [[record.resId], key]);
            await root.load();
        }
    }
}

export const draftAnswersField = {
    component: DraftAnswersField,
    supportedTypes: ["json"],
};

registry.category("fields").add("fmcg_draft_answers", draftAnswersField);
