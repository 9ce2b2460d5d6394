import {Component} from "@odoo/owl";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";
import {standardFieldProps} from "@web/views/fields/standard_field_props";

/** The ready answers of a doubtful line as buttons: one click settles it. */
export class AnswersField extends Component {
    static template = "fmcg_order_mgmt.AnswersField";
    static props = {...standardFieldProps};

    setup() {
        this.orm = useService("orm");
    }

    get answers() {
        // Not by "readonly": a row of a list is read-only until it is clicked into.
        const {verdict, dropped, [this.props.name]: answers} = this.props.record.data;
        return (verdict !== "ok" && !dropped && answers) || [];
    }

    async choose(index) {
        const {record} = this.props;
        const root = record.model.root;
        // What was typed on other lines is saved first, since the form is read anew afterwards.
        if (await root.save()) {
            await this.orm.call(record.resModel, "action_answer", [[record.resId], index]);
            await root.load();
        }
    }
}

export const answersField = {
    component: AnswersField,
    supportedTypes: ["json"],
    fieldDependencies: [
        {name: "verdict", type: "selection"},
        {name: "dropped", type: "boolean"},
    ],
};

registry.category("fields").add("fmcg_answers", answersField);
