import {plain} from "./quantity_words";

const BARCODE = /^\d{7,14}$/;
// How well a word fits, the best first: its code or barcode, where a name or one of its words begins.
const RANKS = {exact: 0, code: 1, start: 2, word: 3, inside: 4, sound: 5};

function fold(text) {
    return plain(text)
        .toLowerCase()
        .normalize("NFD")
        .replace(/\p{Mn}/gu, "");
}

/** The products on this device: found by any word, code, barcode or pinyin initials while one types. */
export class ProductIndex {
    constructor(products) {
        this.products = products;
        this.byId = new Map(products.map((product) => [product.id, product]));
        this.barcodes = new Map();
        this.entries = products.map((product) => this.entry(product));
    }

    entry(product) {
        for (const [barcode, unit] of product.barcodes) {
            this.barcodes.set(barcode, {product, unit});
        }
        const names = [product.name, ...product.also].map(fold);
        return {
            product,
            code: fold(product.code),
            names,
            all: [...names, fold(product.spec)].join(" "),
            sounds: product.sound.split(" ").filter(Boolean),
        };
    }

    get(id) {
        return this.byId.get(id);
    }

    /** Return the product and unit of a barcode; leading zeros that a scanner adds or drops do not count. */
    scan(code) {
        const digits = plain(code);
        const bare = digits.replace(/^0+/, "");
        return (
            this.barcodes.get(digits) ||
            ["", "0", "00"].map((zeros) => this.barcodes.get(zeros + bare)).find(Boolean) ||
            null
        );
    }

    /**
     * Return the products in which every word is found, the best first.
     *
     * Of equally good ones, those in `liked` (product id to how much) come first, then by code.
     */
    search(text, {among = null, liked = null, limit = 60} = {}) {
        const words = fold(text).split(/\s+/).filter(Boolean);
        const scanned = words.length === 1 && BARCODE.test(words[0]) && this.scan(words[0]);
        if (scanned) {
            return [scanned.product];
        }
        const found = [];
        for (const entry of this.entries) {
            if (!among || among.has(entry.product.id)) {
                const rank = this.rank(entry, words);
                if (rank < Infinity) {
                    found.push({entry, rank, like: liked?.get(entry.product.id) || 0});
                }
            }
        }
        found.sort((a, b) => a.rank - b.rank || b.like - a.like);
        return found.slice(0, limit).map(({entry}) => entry.product);
    }

    rank(entry, words) {
        let sum = 0;
        for (const word of words) {
            const rank = this.rankWord(entry, word);
            if (rank === undefined) {
                return Infinity;
            }
            sum += rank;
        }
        return sum;
    }

    rankWord(entry, word) {
        if (entry.code === word) {
            return RANKS.exact;
        }
        if (entry.code.startsWith(word)) {
            return RANKS.code;
        }
        if (entry.names.some((name) => name.startsWith(word))) {
            return RANKS.start;
        }
        const begins = entry.sounds.some((sound) => sound.startsWith(word));
        if (begins || entry.all.includes(` ${word}`)) {
            return RANKS.word;
        }
        if (entry.all.includes(word) || entry.code.includes(word)) {
            return RANKS.inside;
        }
        return entry.sounds.some((sound) => sound.includes(word)) ? RANKS.sound : undefined;
    }
}
