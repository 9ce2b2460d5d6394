import {registry} from "@web/core/registry";
import {dragenterFiles, dropFiles} from "@web/../tests/utils";

const tours = registry.category("web_tour.tours");
const current = (words) => `.o_fmcg_current .o_fmcg_source:contains(${words})`;

/** An order desk's day at a desk: clicks for choosing, keys for everything else. */
tours.add("fmcg_desk_at_the_desk", {
    steps: () => [
        {
            content: "the words are pasted with what is on the clipboard",
            trigger: ".o_fmcg_paste textarea",
            run: "edit 可乐5箱 纯牛奶5-6箱 苹果汁2箱",
        },
        {trigger: ".o_fmcg_paste .o_fmcg_customer", run: "click"},
        {trigger: ".o_fmcg_choices input", run: "fill Lakeside"},
        {trigger: ".o_fmcg_choice.active:contains(Lakeside Shop)", run: "click"},
        {trigger: ".o_fmcg_paste .o_fmcg_customer:contains(Lakeside Shop)"},
        {
            trigger: ".o_fmcg_paste textarea",
            run({anchor, press}) {
                anchor.focus();
                return press("Control+Enter");
            },
        },
        {trigger: current("可乐5箱")},
        {
            content: "a click answers the first question",
            trigger: ".o_fmcg_current .o_fmcg_answer:contains(可乐 500ml)",
            run: "click",
        },
        {trigger: current("纯牛奶"), run: "press e"},
        {trigger: ".o_fmcg_current .o_fmcg_quantity:focus", run: "edit 6 && press Enter"},
        {trigger: current("苹果汁2箱"), run: "press /"},
        {trigger: ".o_fmcg_choices input", run: "fill 可乐 330"},
        {trigger: ".o_fmcg_choice.active:contains(可乐 330ml)", run: "click"},
        {trigger: ".o_fmcg_progress:contains(Everything is clear)"},
        {
            content: "the unit changes by clicks",
            trigger: ".o_fmcg_line:contains(苹果汁2箱) .o_fmcg_unit:contains(Case of 24)",
            run: "click",
        },
        {trigger: ".o_fmcg_units button:contains(Tray of 6)", run: "click"},
        {trigger: ".o_fmcg_line:contains(苹果汁2箱) .o_fmcg_unit:contains(Tray of 6)"},
        {
            content: "what is settled can be opened again",
            trigger: ".o_fmcg_line:contains(可乐5箱) .o_fmcg_undo",
            run: "click",
        },
        {trigger: ".o_fmcg_progress:contains(1 question is open)"},
        {trigger: ".o_fmcg_current .o_fmcg_answer kbd:contains(2)"},
        {trigger: ".o_fmcg_current .o_fmcg_answer:first:contains(可乐)", run: "press 2"},
        {trigger: ".o_fmcg_progress:contains(Everything is clear)", run: "press Control+Enter"},
        {
            content: "the next message that waits is open",
            trigger: ".o_fmcg_said:contains(柠檬水1箱)",
        },
    ],
});

/** The same on a telephone, by touch alone. */
tours.add("fmcg_desk_on_the_way", {
    steps: () => [
        {trigger: ".o_fmcg_paste textarea", run: "edit 可乐5箱 纯牛奶5-6箱"},
        {trigger: ".o_fmcg_read", run: "click"},
        {trigger: ".o_fmcg_customer:contains(Which customer)", run: "click"},
        {trigger: ".o_fmcg_choices input", run: "fill Lakeside"},
        {trigger: ".o_fmcg_choice.active:contains(Lakeside Shop)", run: "click"},
        {trigger: ".o_fmcg_customer:contains(Lakeside Shop)"},
        {trigger: ".o_fmcg_line:contains(可乐5箱) .o_fmcg_answer:contains(可乐 330ml)", run: "click"},
        {trigger: `${current("纯牛奶")}`},
        {trigger: ".o_fmcg_current .o_fmcg_amount [aria-label='One more']", run: "click"},
        {trigger: ".o_fmcg_progress:contains(Everything is clear)"},
        {
            trigger: ".o_fmcg_add",
            run: "click",
        },
        {trigger: ".o_fmcg_choices input", run: "fill 500"},
        {trigger: ".o_fmcg_choice.active:contains(可乐 500ml)", run: "click"},
        {trigger: ".o_fmcg_current .o_fmcg_quantity:focus", run: "edit 4"},
        {trigger: ".o_fmcg_progress:contains(Everything is clear)"},
        {
            trigger: ".o_fmcg_desk",
            run({anchor}) {
                const {scrollWidth, clientWidth} = document.documentElement;
                if (scrollWidth > clientWidth || anchor.scrollWidth > anchor.clientWidth + 1) {
                    throw new Error("The message scrolls sideways.");
                }
            },
        },
        {trigger: "button[name='action_create_order']", run: "click"},
        {trigger: ".o_fmcg_draft .badge:contains(Done)"},
    ],
});

/** Files that are dropped on the board are read: one opens, several are told of. */
tours.add("fmcg_desk_takes_files", {
    steps: () => [
        {
            trigger: ".o_kanban_view .o_fmcg_paste",
            run: () => dragenterFiles(".o_kanban_view", [sheet("first.csv", 3)]),
        },
        {
            trigger: ".o-Dropzone",
            run: () => dropFiles(".o-Dropzone", [sheet("first.csv", 3)]),
        },
        {trigger: ".o_fmcg_file:contains(first.csv) .o_fmcg_mark:contains(可乐 330ml)"},
        {trigger: ".o_fmcg_line .o_fmcg_product:contains(可乐 330ml)"},
        {trigger: ".breadcrumb-item a, .o_back_button", run: "click"},
        {trigger: ".o_switch_view.o_list", run: "click"},
        {
            trigger: ".o_list_view .o_fmcg_paste",
            run: () => dragenterFiles(".o_list_view", [sheet("second.csv", 4)]),
        },
        {
            trigger: ".o-Dropzone",
            run: () => dropFiles(".o-Dropzone", [sheet("second.csv", 4), sheet("third.csv", 5)]),
        },
        {trigger: ".o_notification:contains(2 messages)"},
        {trigger: ".o_list_view .o_data_row"},
    ],
});

function sheet(name, cases) {
    return new File([`品名,箱数\n可乐 330ml,${cases}\n`], name, {type: "text/csv"});
}
