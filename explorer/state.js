// Reads the storage of a block by the names that the metadata has.
import {
    Blake2128, Blake2128Concat, Blake2256, Identity, Twox128, Twox256, Twox64Concat, u128, u16, u32, u64, u8,
} from '@polkadot-api/substrate-bindings';
import { fromHex, mergeUint8, toHex } from '@polkadot-api/utils';

const kPageSize = 250;
const kMaxEntries = 2000;
const kAsked = 500;  // keys a call

const text = (value) => new TextEncoder().encode(value);

/** "modl" and the pallet's id: the account of a pallet. */
export function palletAccount(id) {
    const account = new Uint8Array(32);
    account.set(new TextEncoder().encode('modl'));
    account.set(id, 4);
    return account;
}

/** By their names in the metadata: what they put before a key, how long that is, and whether the key follows. */
const kHashers = {
    Blake2128: { hash: Blake2128, size: 16 },
    Blake2256: { hash: Blake2256, size: 32 },
    Blake2128Concat: { hash: Blake2128Concat, size: 16, concat: true },
    Twox128: { hash: Twox128, size: 16 },
    Twox256: { hash: Twox256, size: 32 },
    Twox64Concat: { hash: Twox64Concat, size: 8, concat: true },
    Identity: { hash: Identity, size: 0, concat: true },
};
const kIntegers = { u8, u16, u32, u64: { enc: (value) => u64.enc(BigInt(value)) }, u128: { enc: (value) => u128.enc(BigInt(value)) } };

/** A key's bytes: integers by the size of their type, everything else as bytes. */
function encodeKey(types, id, value) {
    if (value instanceof Uint8Array) return value;
    const { def, path } = types.at(types.inner(id));
    const codec = def.tag === 'primitive' ? kIntegers[def.value.tag] : undefined;
    if (!codec) throw new TypeError(`no key of type ${path.join('::') || def.tag}`);
    return codec.enc(value);
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

    /** The same runtime's state after another block. */
    at(hash) { return new State(this.rpc, this.metadata, hash); }

    has(pallet) { return this.metadata.pallet(pallet) !== undefined; }

    hasItem(pallet, item) { return this.metadata.entry(pallet, item) !== undefined; }

    constant(pallet, name) {
        const value = this.metadata.constant(pallet, name);
        return value === undefined ? undefined : plain(value);
    }

    #entry(pallet, item) {
        const entry = this.metadata.entry(pallet, item);
        if (!entry) throw new ReferenceError(`this runtime has no ${pallet}.${item}`);
        const { prefix } = this.metadata.pallet(pallet).storage;
        const map = entry.type.tag === 'map' ? entry.type.value : { hashers: [], key: null, value: entry.type.value };
        return { ...entry, ...map, start: mergeUint8([Twox128(text(prefix)), Twox128(text(item))]) };
    }

    /** The types of an item's keys, one for each hasher, and of its values. */
    typesOf(pallet, item) {
        const entry = this.#entry(pallet, item);
        return { keys: this.#keyTypes(entry), value: entry.value };
    }

    /** The types of an entry's keys: one for each hasher. */
    #keyTypes({ key, hashers }) {
        return hashers.length === 0 ? [] : hashers.length === 1 ? [key] : this.metadata.types.at(key).def.value;
    }

    #key(entry, keys) {
        const types = this.#keyTypes(entry);
        const parts = keys.map((key, i) => kHashers[entry.hashers[i].tag].hash(encodeKey(this.metadata.types, types[i], key)));
        return mergeUint8([entry.start, ...parts]);
    }

    /** The key of an item in the state, in hex: of one value, or with fewer keys than the item has, the start of several. */
    keyOf(pallet, item, ...keys) { return toHex(this.#key(this.#entry(pallet, item), keys)); }

    #decode(entry, hex) {
        if (hex === null && entry.modifier === 0) return null;
        return plain(this.metadata.types.decode(entry.value, hex ?? entry.fallback));
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

    /** The bytes of many keys, in hex, by the key: those that are there. */
    raw(keys) { return this.#values(keys); }

    async #values(keys) {
        const values = new Map();
        for (let i = 0; i < keys.length; i += kAsked) {
            const [{ changes }] = await this.rpc.call('state_queryStorageAt', keys.slice(i, i + kAsked), this.hash);
            for (const [key, value] of changes) values.set(key, value);
        }
        return values;
    }

    /** The decoded keys in a key of an item; undefined for one that is only hashed. */
    readKeys(pallet, item, hex) { return this.#richKeys(this.#entry(pallet, item), hex); }

    #readKeys(entry, hex) { return this.#richKeys(entry, hex).map((value) => (value === undefined ? null : plain(value))); }

    #richKeys(entry, hex) {
        const bytes = fromHex(hex);
        let at = entry.start.length;
        return this.#keyTypes(entry).map((type, i) => {
            const { size, concat } = kHashers[entry.hashers[i].tag];
            at += size;
            if (!concat) return undefined;
            const [value, length] = this.metadata.types.decodeStart(type, bytes.subarray(at));
            at += length;
            return value;
        });
    }
}
