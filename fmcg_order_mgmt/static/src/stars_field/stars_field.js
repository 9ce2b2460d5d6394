import {Component} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {standardFieldProps} from "@web/views/fields/standard_field_props";

const MAX_STARS = 5;

/** Shows a rating as stars; an average is rounded to the nearest one, and nothing is shown where none was given. */
export class StarsField extends Component {
    static template = "fmcg_order_mgmt.StarsField";
    static props = {...standardFieldProps};

    get rating() {
        return this.props.record.data[this.props.name] || 0;
    }

    get stars() {
        const filled = Math.round(this.rating);
        return "★".repeat(filled) + "☆".repeat(MAX_STARS - filled);
    }

    get title() {
        return _t("%(rating)s of %(most)s stars", {rating: this.rating, most: MAX_STARS});
    }
}

registry.category("fields").add("fmcg_stars", {
    component: StarsField,
    displayName: _t("Stars"),
    supportedTypes: ["integer", "float"],
});
