import {registry} from "@web/core/registry";

registry.category("web_tour.tours").add("fmcg_message_to_order", {
    steps: () => [
        {trigger: ".o_control_panel .o-kanban-button-new", run: "click"},
        {trigger: ".o_field_widget[name='channel_id'] input:value(Chat)"},
        {trigger: ".o_field_widget[name='partner_id'] input", run: "edit Lakeside Shop"},
        {trigger: ".ui-autocomplete > li > a:contains('Lakeside Shop')", run: "click"},
        {trigger: ".o_field_widget[name='body'] textarea", run: "edit 可乐10箱"},
        {trigger: "button[name='action_parse'].btn-primary", run: "click"},
        {trigger: ".o_fmcg_mark_ok:contains('可乐10箱')"},
        {trigger: ".o_fmcg_line .o_fmcg_product:contains('可乐')"},
        {trigger: "button[name='action_create_order']", run: "click"},
        {trigger: ".o_arrow_button_current:contains('Done')"},
        {trigger: "button[name='action_view_orders']:contains('1')"},
        {trigger: ".breadcrumb-item a:contains('Messages'), .o_back_button", run: "click"},
        {trigger: ".o_searchview .o_facet_remove", run: "click"},
        {trigger: ".o_kanban_record:contains('可乐10箱')"},
    ],
});
