// Reads the storage of a block by the names that the metadata has.
import { blake2b, twox } from './hashes.js';
import { Reader, decode, fromHex, toHex } from './scale.js';

const kPageSize = 250;
const kMaxEntries = 2000;
const kAsked = 500;  // keys a call

const text = (value) => new TextEncoder().encode(value);
const joined = (...parts) => new Uint8Array(parts.flatMap((part) => [...part]));

/** "modl" and the pallet's id: the account of a pallet. */
export function palletAccount(id) {
    const account = new Uint8Array(32);
    account.set(new TextEncoder().encode('modl'));
    account.set(id, 4);
    return account;
}

/** By their number in the metadata: what they put before a key, and whether the key follows. */
const kHashers = [
    { hash: (key) => blake2b(key, 16), size: 16 },
    { hash: (key) => blake2b(key, 32), size: 32 },
    { hash: (key) => blake2b(key, 16), size: 16, concat: true },
    { hash: (key) => twox(key, 16), size: 16 },
    { hash: (key) => twox(key, 32), size: 32 },
    { hash: (key) => twox(key, 8), size: 8, concat: true },
    { hash: () => new Uint8Array(), size: 0, concat: true },
];

/** A key's bytes: integers by the size of their type, everything else as bytes. */
function encodeKey(types, id, value) {
    if (value instanceof Uint8Array) return value;
    const { def } = types[id];
    if (def.kind === 'composite' && def.fields.length === 1) return encodeKey(types, def.fields[0].type, value);
    const size = def.kind === 'primitive' ? { 3: 1, 4: 2, 5: 4, 6: 8, 7: 16 }[def.primitive] : undefined;
    if (!size) throw new TypeError(`no key of type ${types[id].path.join('::') || def.kind}`);
    return Uint8Array.from({ length: size }, (_, i) => Number((BigInt(value) >> BigInt(8 * i)) & 0xffn));
}

/**
 * A decoded value without the types: structs are objects, wrappers are what they wrap, options are null or the value,
 * names alone are strings; other variants are { is: name, ... } with their fields by name, or `value` and `values`.
 */
export function plain(value) {
    if (Array.isArray(value)) return value.map(plain);
    if (value === null || typeof value !== 'object' || value instanceof Uint8Array) return value;
    const { fields, variant } = value;
    if (variant === undefined) return fieldsOf(fields);
    if (value.type.path.join('::') === 'Option') return variant === 'None' ? null : plain(fields[0].value);
    if (fields.length === 0) return variant;
    if (fields[0].name !== null) return { is: variant, ...fieldsOf(fields) };
    return { is: variant, value: plain(fields[0].value), values: fields.map((field) => plain(field.value)) };
}

function fieldsOf(fields) {
    if (fields.length === 1 && fields[0].name === null) return plain(fields[0].value);
    if (fields.length > 0 && fields[0].name === null) return fields.map((field) => plain(field.value));
    return Object.fromEntries(fields.map((field) => [field.name, plain(field.value)]));
}

export class State {
    /** The state after the block `hash`. */
    constructor(rpc, metadata, hash) {
        [this.rpc, this.metadata, this.hash] = [rpc, metadata, hash];
    }

    has(pallet) { return this.metadata.pallets.some(({ name }) => name === pallet); }

    hasItem(pallet, item) {
        return this.metadata.pallets.some(({ name, storage }) => name === pallet
            && storage?.entries.some((entry) => entry.name === item));
    }

    constant(pallet, name) {
        const value = this.metadata.constant(pallet, name);
        return value === undefined ? undefined : plain(value);
    }

    #entry(pallet, item) {
        const { storage } = this.metadata.pallets.find(({ name }) => name === pallet) ?? {};
        const entry = storage?.entries.find(({ name }) => name === item);
        if (!entry) throw new ReferenceError(`this runtime has no ${pallet}.${item}`);
        return { ...entry, start: joined(twox(text(storage.prefix), 16), twox(text(item), 16)) };
    }

    /** The types of an entry's keys: one for each hasher. */
    #keyTypes({ key, hashers }) {
        return hashers.length === 1 ? [key] : this.metadata.types[key].def.items;
    }

    #key(entry, keys) {
        const types = keys.length === 0 ? [] : this.#keyTypes(entry);
        const parts = keys.map((key, i) => {
            const bytes = encodeKey(this.metadata.types, types[i], key);
            const { hash, concat } = kHashers[entry.hashers[i]];
            return joined(hash(bytes), concat ? bytes : []);
        });
        return joined(entry.start, ...parts);
    }

    #decode(entry, hex) {
        if (hex === null && entry.modifier === 0) return null;
        return plain(decode(this.metadata.types, entry.value, new Reader(hex === null ? entry.fallback : fromHex(hex))));
    }

    /** One value; null, or the default that the metadata has, if there is none. */
    async get(pallet, item, ...keys) {
        const entry = this.#entry(pallet, item);
        const hex = await this.rpc.call('state_getStorage', toHex(this.#key(entry, keys)), this.hash);
        return this.#decode(entry, hex);
    }

    /** The same, but null if the runtime does not have the item. */
    async find(pallet, item, ...keys) {
        return this.hasItem(pallet, item) ? this.get(pallet, item, ...keys) : null;
    }

    /** A map's entries below the first `keys`, at most kMaxEntries: [{ keys, value }]. Keys that are only hashed are null. */
    async entries(pallet, item, ...keys) {
        const entry = this.#entry(pallet, item);
        const prefix = toHex(this.#key(entry, keys));
        const found = [];
        while (found.length < kMaxEntries) {
            const page = await this.rpc.call('state_getKeysPaged', prefix, kPageSize, found.at(-1) ?? null, this.hash);
            found.push(...page);
            if (page.length < kPageSize) break;
        }
        const values = await this.#values(found);
        return found.map((key) => ({ keys: this.#readKeys(entry, key), value: this.#decode(entry, values.get(key)) }));
    }

    /** The values of many keys of one map, in their order. */
    async many(pallet, item, keyLists) {
        const entry = this.#entry(pallet, item);
        const keys = keyLists.map((list) => toHex(this.#key(entry, list)));
        const values = await this.#values(keys);
        return keys.map((key) => this.#decode(entry, values.get(key) ?? null));
    }

    async #values(keys) {
        const values = new Map();
        for (let i = 0; i < keys.length; i += kAsked) {
            const [{ changes }] = await this.rpc.call('state_queryStorageAt', keys.slice(i, i + kAsked), this.hash);
            for (const [key, value] of changes) values.set(key, value);
        }
        return values;
    }

    #readKeys(entry, hex) {
        const reader = new Reader(fromHex(hex));
        reader.take(entry.start.length);
        return this.#keyTypes(entry).map((type, i) => {
            const { size, concat } = kHashers[entry.hashers[i]];
            reader.take(size);
            return concat ? plain(decode(this.metadata.types, type, reader)) : null;
        });
    }
}
