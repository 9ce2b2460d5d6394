import {registry} from "@web/core/registry";

registry.category("web_tour.tours").add("fmcg_customer_rates", {
    steps: () => [
        {trigger: ".o_fmcg_status h1:contains('delivered')"},
        {trigger: "label[for='product_5']", run: "click"},
        {trigger: ".o_fmcg_question:first .o_fmcg_said:contains('Very good')"},
        {trigger: "label[for='speed_4']", run: "click"},
        {trigger: "label[for='packaging_2']", run: "click"},
        {trigger: "label[for='service_5']", run: "click"},
        {trigger: "label[for='receipt_damaged']", run: "click"},
        {trigger: "textarea[name='text']", run: "edit 两瓶破了"},
        {trigger: ".o_fmcg_send", run: "click", expectUnloadPage: true},
        {trigger: ".o_fmcg_note_good:contains('Thank you!')"},
        {trigger: ".o_fmcg_answered blockquote:contains('两瓶破了')"},
        {trigger: "body:not(:has(.o_fmcg_form))"},
    ],
});
