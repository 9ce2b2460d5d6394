/** A message as the server hands it to the desk. */

function line(values) {
    return {
        file: "",
        product: {id: 7, name: "Cola"},
        quantity: 10,
        unit: {id: 2, name: "Case of 24"},
        units: [
            {id: 1, label: "Unit"},
            {id: 2, label: "Case of 24"},
        ],
        base: "240 Unit",
        action: "add",
        action_label: "Order",
        verdict: "ok",
        verdict_label: "Clear",
        score: 100,
        question: "",
        answers: [],
        waits: false,
        price: 0,
        note: "",
        dropped: false,
        changed: false,
        complete: true,
        ...values,
    };
}

export const CLEAR = line({id: 11, source: "cola 10"});
export const SETTLED = line({id: 12, source: "milk 5-6", product: {id: 8, name: "Milk"}, changed: true});
export const VAGUE = line({
    id: 12,
    source: "milk 5-6",
    product: {id: 8, name: "Milk"},
    quantity: 5,
    verdict: "ask",
    verdict_label: "Question",
    question: "milk 5-6: how many exactly?",
    answers: [
        {label: "5 cases", index: 0},
        {label: "6 cases", index: 1},
    ],
});
export const UNKNOWN = line({
    id: 13,
    source: "durian 1",
    product: false,
    unit: false,
    units: [],
    base: "",
    verdict: "block",
    verdict_label: "Blocked",
    question: "durian is not a known product.",
    complete: false,
});

/** Return a message of one draft with these lines; `draft` are further values of the draft. */
export function deskOf(lines, draft = {}) {
    const parts = lines.flatMap(({id, source}) => [
        {text: source, line: id},
        {text: ", ", line: false},
    ]);
    return {
        blocks: [
            {quoted: false, parts},
            {quoted: true, parts: [{text: "> cola 50", line: false}]},
        ],
        cut: false,
        files: [],
        kinds: [
            {id: "order", label: "Order"},
            {id: "none", label: "No Order"},
        ],
        editable: true,
        drafts: [
            {
                id: 3,
                kind: "order",
                kind_label: "Order",
                state: "question",
                state_label: "Question",
                partner: {id: 5, name: "Lakeside Shop"},
                target: false,
                order: false,
                date: "2026-03-18",
                date_label: "Wed 18 Mar",
                days: [{id: "2026-03-19", label: "Thu 19 Mar"}],
                ref: "",
                note: "",
                changed: false,
                question: null,
                guesses: 0,
                difference: "",
                lines,
                ...draft,
            },
        ],
    };
}
