import {registry} from "@web/core/registry";

const tours = registry.category("web_tour.tours");

tours.add("fmcg_thin_path_order", {
    steps: () => [
        {trigger: ".o_control_panel .o-kanban-button-new", run: "click"},
        {trigger: ".o_field_widget[name='partner_id'] input", run: "edit Harbour Kiosk"},
        {trigger: ".ui-autocomplete > li > a:contains('Harbour Kiosk')", run: "click"},
        {trigger: ".o_field_widget[name='body'] textarea", run: "edit 酸枣汁10箱 明天送"},
        {trigger: "button[name='action_parse'].btn-primary", run: "click"},
        {trigger: ".o_fmcg_mark_ok:contains('酸枣汁10箱')"},
        {trigger: "button[name='action_create_order']", run: "click"},
        {trigger: "button[name='action_view_orders']", run: "click"},
        {trigger: ".o_arrow_button_current:contains('In Review')"},
        {trigger: "button[name='action_fmcg_ask_approve']", run: "click"},
        {trigger: ".o_arrow_button_current:contains('Being Picked')"},
        {trigger: "button[name='action_view_delivery']"},
        {trigger: "button[name='action_view_invoice']"},
    ],
});

tours.add("fmcg_thin_path_ship", {
    steps: () => [
        {trigger: "button[name='action_view_delivery']", run: "click"},
        {trigger: "button[name='button_validate']", run: "click"},
        {trigger: ".o_arrow_button_current:contains('Done')"},
        {trigger: "button[name='action_fmcg_enter_waybill']", run: "click"},
        {trigger: ".modal .o_field_widget[name='numbers'] input", run: "edit YT1234567890123"},
        {trigger: ".modal footer .btn-primary", run: "click"},
        {trigger: "button[name='action_fmcg_shipments']"},
    ],
});

tours.add("fmcg_thin_path_track", {
    steps: () => [
        {trigger: "button[name='action_ask_now']", run: "click"},
        {trigger: ".o_form_view:contains('本人')"},
    ],
});

tours.add("fmcg_thin_path_rate", {
    steps: () => [
        {trigger: "label[for='product_5']", run: "click"},
        {trigger: "label[for='receipt_complete']", run: "click"},
        {trigger: ".o_fmcg_send", run: "click", expectUnloadPage: true},
        {trigger: ".o_fmcg_note_good"},
    ],
});
