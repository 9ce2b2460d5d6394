import {registry} from "@web/core/registry";

registry.category("web_tour.tours").add("fmcg_customer_chooses", {
    steps: () => [
        {trigger: "h1:contains('Not everything can come at once')"},
        {trigger: ".o_fmcg_choice label:contains('Soya Drink instead')", run: "click"},
        {trigger: ".o_fmcg_send", run: "click", expectUnloadPage: true},
        {trigger: ".o_fmcg_note_good:contains('Thank you!')"},
        {trigger: ".o_fmcg_choices:contains('Soya Drink instead')"},
        {trigger: "body:not(:has(.o_fmcg_form))"},
    ],
});
