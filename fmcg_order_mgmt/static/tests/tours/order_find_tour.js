import {registry} from "@web/core/registry";

const tours = registry.category("web_tour.tours");

/** Type into the box and take the first suggestion, which is to find. */
const find = (words) => [
    {trigger: ".o_searchview_input", run: `edit ${words}`},
    {trigger: ".o_searchview_autocomplete .o-dropdown-item:first:contains(Find)", run: "click"},
];
const forget = () => [{trigger: ".o_searchview .o_facet_remove", run: "click"}];

/** What is found can be seen without moving the page. */
const inSight = (trigger) => ({
    trigger,
    run({anchor}) {
        const {left, right, top, bottom} = anchor.getBoundingClientRect();
        if (left < 0 || top < 0 || right > window.innerWidth || bottom > window.innerHeight) {
            throw new Error("What was found is out of sight.");
        }
    },
});

/** At a desk: a delivered order behind the filter that the screen begins with. */
tours.add("fmcg_find_at_the_desk", {
    steps: () => [
        {trigger: ".o_searchview .o_facet_value:contains(Open)"},
        ...find("sf 1234 5678 90123"),
        {trigger: ".o_searchview:not(:contains(Open)) .o_facet_value:contains(sf 1234)"},
        {trigger: ".o_data_row:only:contains(Lakeside Shop)"},
        ...forget(),
        ...find("green bell"),
        {trigger: ".o_data_row:only:contains(Lakeside Shop)"},
        ...forget(),
        {trigger: ".o_searchview_dropdown_toggler", run: "click"},
        {trigger: ".o_filter_menu .o-dropdown-item:contains(Waiting for Me)"},
        {trigger: ".o_filter_menu .o-dropdown-item:contains(Today)"},
        {trigger: ".o_filter_menu .o-dropdown-item:contains(Late)", run: "click"},
        {trigger: ".o_searchview .o_facet_value:contains(Late)"},
        {trigger: ".o_data_row:contains(Lakeside Shop)"},
    ],
});

/** The same on a telephone. */
tours.add("fmcg_find_on_the_way", {
    steps: () => [
        {trigger: ".o_kanban_view"},
        {trigger: ".o_control_panel .oi-search, .o_control_panel .fa-search", run: "click"},
        ...find("sf 1234 5678 90123"),
        inSight(".o_kanban_record:not(.o_kanban_ghost):only:contains(Lakeside Shop)"),
        ...forget(),
        ...find("green bell"),
        inSight(".o_kanban_record:not(.o_kanban_ghost):only:contains(Lakeside Shop)"),
    ],
});
