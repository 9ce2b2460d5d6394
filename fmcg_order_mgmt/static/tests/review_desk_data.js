/** Orders as the server hands them to the review desk. */

export const SHORT = {
    id: 51,
    severity: "warn",
    message: "Cola: 48 Units ordered, 40 free, 8 missing.",
    line: 71,
    product: 7,
    remedies: [
        {index: 0, label: "Take 40 Units"},
        {index: 2, label: "Leave it out"},
    ],
};
export const BLOCK = {
    id: 52,
    severity: "block",
    message: "The customer owes too much.",
    line: false,
    product: false,
    remedies: [],
};
const MESSAGE = {
    id: 91,
    name: "Chat · 9:00",
    blocks: [{quoted: false, parts: [{text: "cola 2 cases", line: 81}]}],
    files: [],
    cut: false,
    drafts: [
        {
            id: 95,
            lines: [
                {
                    id: 81,
                    verdict: "ok",
                    verdict_label: "Clear",
                    dropped: false,
                    product: {id: 7, name: "Cola"},
                },
            ],
        },
    ],
};

export function rowOf(id, values = {}) {
    return {
        id,
        name: `S0${id}`,
        customer: `Shop ${id}`,
        total: "$ 96.00",
        cut_off: "",
        channel: "Chat",
        type: "Regular",
        blocks: 0,
        warnings: 1,
        severity: "warn",
        says: SHORT.message,
        whose: "",
        waits: "",
        answered: false,
        ...values,
    };
}

export function orderOf(id, values = {}) {
    return {
        id,
        name: `S0${id}`,
        row: rowOf(id),
        pending: true,
        state: "To Review",
        seen: `seen-${id}`,
        customer: `Shop ${id}`,
        about: "R1 North",
        address: "",
        type: "Regular",
        why: "",
        channel: "Chat",
        salesperson: "Rita",
        reference: "",
        note: "",
        hold: false,
        day: "",
        promise: "1 of 2 products on Tue, Mar 4.",
        cut_off: "",
        total: "$ 96.00",
        untaxed: "$ 96.00",
        lines: [
            {
                id: 71,
                product: 7,
                name: "Cola",
                quantity: "2",
                unit: "Case of 24",
                price: "$ 48.00",
                discount: "",
                subtotal: "$ 96.00",
                usual: "1",
                promise: "Thu, Mar 6: 40 of 60 Units in stock.",
                free: false,
                said: 81,
                severity: "warn",
            },
        ],
        findings: [SHORT],
        waits: "",
        explain: false,
        messages: [MESSAGE],
        waiting: "",
        questions: [],
        decisions: [{id: 1, kind: "Submitted", by: "", at: "9:00", reason: ""}],
        first: "",
        second: false,
        ...values,
    };
}
