/** Two drinks by case and piece, and rice by the kilogram, as the order screen keeps them. */
const units = (size) => [
    {id: 1, name: "Piece", kind: "piece", size: 1},
    {id: size, name: `Case of ${size}`, kind: "case", size},
];
const product = (id, name, code, values = {}) => ({
    id,
    name,
    code,
    also: [],
    spec: "",
    category: 3,
    units: units(24),
    barcodes: [],
    fraction: false,
    sound: "",
    ...values,
});

export const COLA = product(7, "Cola 330 ml Can", "SD-101", {
    also: ["可乐 330ml 罐"],
    barcodes: [
        ["6901234567892", 1],
        ["16901234567899", 24],
    ],
    sound: "klg keleguan",
});
export const ZERO = product(8, "Cola Zero 330 ml Can", "SD-104");
export const RICE = product(9, "Jasmine Rice", "RC-1", {
    units: [{id: 5, name: "kg", kind: "piece", size: 1}],
    fraction: true,
});
export const PRODUCTS = [COLA, ZERO, RICE];

const CURRENCY = {id: 1, name: "USD", symbol: "$", position: "before", digits: 2};
export const SHOP = {
    id: 4,
    name: "Lakeside Shop",
    ref: "S-77",
    phone: "650-555-0177",
    barcode: "",
    also: "",
    place: "Colma",
    sound: "",
};
export const CARD = {
    ...SHOP,
    warning: "",
    pricelist: "",
    currency: CURRENCY,
    delivery: {
        route: "N1",
        days: [
            {date: "2026-03-18", label: "Wed 18 Mar"},
            {date: "2026-03-20", label: "Fri 20 Mar"},
        ],
        closes: "2126-03-17 22:00:00",
    },
    usual: [{product: 7, last: [{unit: 24, quantity: 10}], day: "3/10", times: 5, of: 6}],
    last: {
        name: "S1",
        day: "3/10",
        lines: [
            {product: 7, unit: 24, quantity: 10},
            {product: 9, unit: 5, quantity: 2.5},
        ],
        gone: [],
    },
    open: [],
    balance: null,
    listed: null,
    must: [9],
    ended: [],
};

export function start() {
    return {
        user: {id: 1, name: "Rep"},
        company: {id: 1, name: "Depot"},
        currency: CURRENCY,
        stamp: "s1",
        now: "2026-03-17 10:00:00",
        customers: [SHOP],
        categories: [{id: 3, name: "Drinks", path: "Drinks", count: 3}],
        promotions: [{id: 2, name: "Ten and one", products: [7]}],
        visits: [],
    };
}

/** What the server would say of a cart: two dollars a piece, a case free from ten on, tax of a tenth. */
export function quoteOf({lines}) {
    const quoted = lines
        .filter((line) => line.quantity)
        .map((line) => ({
            ...line,
            price: 2 * line.unit,
            discount: 0,
            subtotal: 2 * line.unit * line.quantity,
        }));
    const untaxed = quoted.reduce((sum, line) => sum + line.subtotal, 0);
    const cola = quoted.find((line) => line.product === 7 && line.unit === 24)?.quantity || 0;
    const many = quoted.find((line) => line.quantity > 500);
    return {
        currency: CURRENCY,
        untaxed,
        tax: untaxed / 10,
        total: untaxed * 1.1,
        lines: quoted,
        rewards: cola >= 10 ? [{name: "Cola", program: 2, quantity: 24, unit: "Piece", amount: 0}] : [],
        ahead:
            cola && cola < 10
                ? [
                      {
                          program: 2,
                          name: "Ten and one",
                          products: [7],
                          quantity: 10 - cola,
                          unit: "Case",
                          amount: 0,
                          reward: "1 free",
                      },
                  ]
                : [],
        findings: many
            ? [
                  {
                      severity: "warn",
                      message: "Not so much is there.",
                      product: many.product,
                      remedies: [
                          {kind: "quantity", quantity: 99, label: "Take 99"},
                          {kind: "unit", unit: 1, quantity: 30, label: "Take 30 Piece"},
                          {kind: "date", date: "2026-03-18", label: "Deliver on Wednesday"},
                      ],
                  },
              ]
            : [],
        question: "",
        answers: [],
        problems: [],
    };
}
