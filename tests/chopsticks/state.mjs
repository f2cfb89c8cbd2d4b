// A state as plain pairs of hex, with the accesses that Chopsticks' executor asks for.
import { readFileSync } from 'node:fs';

export const kCode = '0x3a636f6465';

export class State {
    #entries;
    #sortedKeys = null;

    constructor(entries) {
        this.#entries = new Map(entries);
    }

    /** The genesis state of a raw chain spec, in its new or its old form. */
    static ofSpec(path) {
        const { raw } = JSON.parse(readFileSync(path, 'utf8')).genesis;
        return new State(Object.entries(Array.isArray(raw) ? raw[0] : raw.top));
    }

    get(key) {
        return this.#entries.get(key);
    }

    entries() {
        return [...this.#entries];
    }

    copy() {
        return new State(this.#entries);
    }

    /** `changes`: [key, value or null for removed]. */
    apply(changes) {
        for (const [key, value] of changes) {
            if (value == null) this.#sortedKeys = this.#entries.delete(key) ? null : this.#sortedKeys;
            else {
                if (!this.#entries.has(key)) this.#sortedKeys = null;
                this.#entries.set(key, value);
            }
        }
    }

    /** The first key above `key` that starts with `prefix`. */
    nextKey(prefix, key) {
        this.#sortedKeys ??= [...this.#entries.keys()].sort();
        let low = 0;
        let high = this.#sortedKeys.length;
        while (low < high) {
            const middle = (low + high) >> 1;
            if (this.#sortedKeys[middle] > key) high = middle;
            else low = middle + 1;
        }
        const next = this.#sortedKeys[low];
        return next?.startsWith(prefix) ? next : undefined;
    }
}
