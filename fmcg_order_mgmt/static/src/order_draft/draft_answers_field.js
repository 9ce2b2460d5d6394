import {AnswersField} from "../order_request/answers_field";
import {registry} from "@web/core/registry";

/** The ready answers to a question about a whole draft as buttons: one click takes one. */
export class DraftAnswersField extends AnswersField {
    get answers() {
        return this.props.record.data[this.props.name] || [];
    }

    async choose(index) {
        const {record} = this.props;
        const {root} = record.model;
        const {key} = this.answers[index];
        // What was typed on other lines is saved first, since the form is read anew afterwards.
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
