// Where a call has something on the heap: sequences, by the metadata. That an argument lies in a Box the metadata does not say: it shows in
// what the plainest call takes.
import { compactToU8a, u8aConcat } from '@polkadot/util';

import { Shapes } from './shapes.mjs';

const kFungibility = /::Fungibility$/;
const kNonFungible = Uint8Array.of(1, 0); // of an instance that is undefined: no asset has the amount zero

/** The shapes with a plainest value that is one for every type. */
class Plain {
    #types;
    #shapes;

    constructor(types) {
        this.#types = types;
        this.#shapes = new Shapes(types);
    }

    of(id) {
        const { path, def } = this.#types[id].type;
        if (kFungibility.test(path.join('::'))) return kNonFungible;
        if (def.composite) return u8aConcat(...def.composite.fields.map(({ type }) => this.of(type)));
        if (def.tuple) return u8aConcat(...def.tuple.map((type) => this.of(type)));
        return this.#shapes.of(id)[0];
    }
}

/**
 * Of the calls of all pallets { calls: [{ name, bytes }] }, the plainest of each, { sequences: [{ name, of(count) }] }, a place for each type of
 * sequence that is in a call, and of its elements so many plain ones, and { others: [name] }, what else is on the heap, of which nothing is known.
 */
export function heapPlaces({ lookup, pallets }) {
    const { types } = lookup;
    const plain = new Plain(types);
    const typeName = (id) => {
        const { path, def } = types[id].type;
        if (path.length > 0) return path.join('::');
        if (def.sequence) return `Vec<${typeName(def.sequence.type)}>`;
        if (def.array) return `[${typeName(def.array.type)}; ${def.array.len}]`;
        if (def.tuple) return `(${def.tuple.map(typeName).join(', ')})`;
        if (def.compact) return `Compact<${typeName(def.compact.type)}>`;
        return String(def.primitive ?? 'bits');
    };
    const calls = [];
    const sequences = [];
    const others = [];
    const seen = new Set();
    const row = (ids, before, behind, place) => {
        const parts = ids.map((id) => plain.of(id));
        ids.forEach((id, i) => walk(id, u8aConcat(before, ...parts.slice(0, i)), u8aConcat(...parts.slice(i + 1), behind), place));
    };
    const walk = (id, before, behind, place) => {
        if (seen.has(id)) return;
        seen.add(id);
        const { def, path } = types[id].type;
        if (/^BTree/.test(path.at(-1))) others.push(`${typeName(id)} in ${place}`);
        if (def.sequence) {
            const element = def.sequence.type;
            const of = (count) => u8aConcat(before, compactToU8a(count), ...Array(count).fill(plain.of(element)), behind);
            sequences.push({ name: `${typeName(element)} in ${place}`, of });
            walk(element, u8aConcat(before, compactToU8a(1)), behind, place);
        } else if (def.bitSequence) {
            sequences.push({ name: `8 bits in ${place}`, of: (count) => u8aConcat(before, compactToU8a(8 * count), new Uint8Array(count), behind) });
        } else if (def.array) {
            row(Array(def.array.len).fill(def.array.type), before, behind, place);
        } else if (def.tuple) {
            row(def.tuple, before, behind, place);
        } else if (def.composite) {
            row(def.composite.fields.map(({ type }) => type), before, behind, place);
        } else if (def.variant) {
            for (const { index, fields } of def.variant.variants) row(fields.map(({ type }) => type), u8aConcat(before, [index]), behind, place);
        }
    };
    for (const { name, index, calls: declared } of pallets.filter((one) => one.calls !== null)) {
        for (const call of types[declared.type].type.def.variant.variants) {
            const ids = call.fields.map(({ type }) => type);
            const head = Uint8Array.of(index, call.index);
            const place = `${name}.${call.name}`;
            calls.push({ name: place, bytes: u8aConcat(head, ...ids.map((id) => plain.of(id))) });
            row(ids, head, new Uint8Array(), place);
        }
    }
    return { calls, sequences, others };
}
