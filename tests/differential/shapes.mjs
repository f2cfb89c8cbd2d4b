// Encodings of types of the metadata, one for each way in which a value can be built: each variant of each enumeration, each sequence
// empty and with an element. Numbers are zero, for only the shape matters. Values of XCM have too many shapes: all those of a type are where it
// comes first, in other places there are the plainest and the longest.
import { compactToU8a, u8aConcat, u8aToHex } from '@polkadot/util';

const kPrimitiveBytes = { bool: 1, char: 4, str: 1, u8: 1, u16: 2, u32: 4, u64: 8, u128: 16, u256: 32, i8: 1, i16: 2, i32: 4, i64: 8, i128: 16, i256: 32 };
const kRuntimeCall = /::RuntimeCall$/;
const kXcm = /^(staging_)?xcm::/;
const kRemark = Uint8Array.of(0, 0, 0); // System.remark of nothing

export class Shapes {
    #types;
    #known = new Map();
    #varied = new Set(); // types of XCM of which all shapes are somewhere

    /** `types`: the list of types of metadata in JSON. */
    constructor(types) {
        this.#types = types;
    }

    /** The plainest encoding first, then those that differ from it in one place; none for a type without values. */
    of(id) {
        if (!this.#known.has(id)) {
            this.#known.set(id, []); // a type inside itself ends there
            this.#known.set(id, this.#different(this.#make(id)));
        }
        return this.#known.get(id);
    }

    /** Those of the calls of a pallet, with the pallet's index in front; `type` is that of its calls. */
    calls(pallet, type) {
        return this.#types[type].type.def.variant.variants.flatMap(({ name, index, fields }) => (
            this.#row(fields.map((one) => one.type)).map((bytes) => ({ name, bytes: u8aConcat([pallet, index], bytes) }))));
    }

    #different(list) {
        return [...new Map(list.map((bytes) => [u8aToHex(bytes), bytes])).values()];
    }

    #make(id) {
        const { path, def } = this.#types[id].type;
        if (kRuntimeCall.test(path.join('::'))) return [kRemark];
        const [kind] = Object.keys(def);
        const inner = def[kind];
        switch (kind) {
            case 'primitive': return [new Uint8Array(kPrimitiveBytes[inner.toLowerCase()])];
            case 'compact': case 'bitSequence': return [Uint8Array.of(0)];
            case 'array': return this.#row(Array(inner.len).fill(inner.type));
            case 'sequence': return [Uint8Array.of(0), ...this.#here(inner.type).map((bytes) => u8aConcat(compactToU8a(1), bytes))];
            case 'tuple': return this.#row(inner);
            case 'composite': return this.#row(inner.fields.map((one) => one.type));
            case 'variant': return inner.variants.flatMap(({ index, fields }) => (
                this.#row(fields.map((one) => one.type)).map((bytes) => u8aConcat([index], bytes))));
            default: throw new Error(`a type of the kind ${kind}`);
        }
    }

    /** The shapes of a type in a place. */
    #here(id) {
        const all = this.of(id);
        if (all.length < 3 || !kXcm.test(this.#types[id].type.path.join('::'))) return all;
        if (!this.#varied.has(id)) {
            this.#varied.add(id);
            return all;
        }
        return [all[0], all.reduce((longest, one) => (one.length > longest.length ? one : longest))];
    }

    /** Values in a row. Of several that have the same type only the first is varied. */
    #row(ids) {
        const parts = ids.map((id) => this.#here(id));
        if (parts.some((one) => one.length === 0)) return [];
        const plain = parts.map(([first]) => first);
        const others = parts.flatMap(([, ...more], at) => (
            ids.indexOf(ids[at]) < at ? [] : more.map((bytes) => u8aConcat(...plain.with(at, bytes)))));
        return [u8aConcat(...plain), ...others];
    }
}
