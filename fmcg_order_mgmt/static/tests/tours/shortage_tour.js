import {registry} from "@web/core/registry";

// A row on a wide screen, a card on a telephone.
const at = (text, inside = "") =>
    [".o_data_row", ".o_kanban_record"].map((row) => `${row}:contains('${text}') ${inside}`).join(", ");

registry.category("web_tour.tours").add("fmcg_rep_settles_shortage", {
    steps: () => [
        {
            trigger:
                ".o_data_row td[name=partner_id]:contains('Lakeside Shop'), .o_kanban_record:contains('Lakeside Shop')",
            run: "click",
        },
        {trigger: at("Soya Drink instead", "[name=action_choose].btn-primary")},
        {trigger: at("20 Units not at all", "[name=action_choose].btn-secondary"), run: "click"},
        {trigger: at("20 Units not at all", "[name=action_choose].btn-primary")},
        {trigger: at("Soya Drink instead", "[name=action_choose].btn-secondary")},
        {trigger: "button[name=action_apply]", run: "click"},
        {trigger: ".o_form_view .o_field_widget[name=order_line]"},
    ],
});
