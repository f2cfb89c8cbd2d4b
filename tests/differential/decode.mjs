// Decodes bytes by the metadata of the real runtime: for reports, and for expectations of scenarios.
import { compactFromU8a, hexToU8a, u8aToHex } from '@polkadot/util';
import { xxhashAsHex } from '@polkadot/util-crypto';

/** Twox128 of a text, without 0x. */
export const twox128 = (text) => xxhashAsHex(text, 128).slice(2);

// Bytes that a hasher puts before the key itself; the others hide the key.
const kHashBytes = { Identity: 0, Twox64Concat: 8, Blake2_128Concat: 16 };

// Storage that metadata does not list.
const kUnlisted = new Map([['AuthorityDiscovery', 'Keys'], ['AuthorityDiscovery', 'NextKeys'], ['Historical', 'HistoricalSessions'],
    ['Historical', 'StoredRange']].map(([pallet, item]) => [twox128(pallet) + twox128(item), `${pallet}.${item}`]));

/** Finds the storage item of a key, and reads keys and values. */
export class StorageItems {
    #items = new Map(); // 32 bytes of prefix in hex → item

    constructor(registry, pallets) {
        this.registry = registry;
        for (const { name, storage } of pallets) {
            if (storage.isNone) continue;
            const { prefix, items } = storage.unwrap();
            for (const { name: item, type } of items) {
                this.#items.set(twox128(prefix.toString()) + twox128(item.toString()),
                    { name: `${name}.${item}`, type });
            }
        }
    }

    /** All names. */
    get names() {
        return [...this.#items.values()].map(({ name }) => name);
    }

    /** { name, type } of the item that a key begins with, or undefined. */
    find(key) {
        return this.#items.get(key.slice(2, 66));
    }

    prefixOf(name) {
        const found = [...this.#items].find(([, item]) => item.name === name);
        if (found === undefined) throw new Error(`no storage item ${name}`);
        return '0x' + found[0];
    }

    /** "System.Account(5Grw…)", or the key itself if it is of no item. */
    keyText(key) {
        const item = this.find(key);
        if (item === undefined) {
            const name = kUnlisted.get(key.slice(2, 66));
            if (name !== undefined) return `${name}(${key.slice(66)})`;
            const text = Buffer.from(key.slice(2), 'hex').toString('latin1');
            return /^[ -~]+$/.test(text) ? text : key;
        }
        if (item.type.isPlain) return item.name;
        const { hashers, key: keyType } = item.type.asMap;
        const { def } = this.registry.lookup.getSiType(keyType);
        const types = hashers.length > 1 ? [...def.asTuple] : [keyType];
        let at = 32;
        const bytes = hexToU8a(key);
        const parts = types.map((type, i) => {
            const skip = kHashBytes[hashers[i].toString()];
            if (skip === undefined) return '?';
            const value = this.#read(type, bytes.subarray(at + skip));
            at += skip + value.encodedLength;
            return text(value);
        });
        return `${item.name}(${parts.join(', ')})`;
    }

    valueText(key, value) {
        if (value === null) return 'nothing';
        const item = this.find(key);
        if (item === undefined) return shorten(value);
        try {
            const type = item.type.isPlain ? item.type.asPlain : item.type.asMap.value;
            const bytes = hexToU8a(value);
            const decoded = this.#read(type, bytes);
            const rest = decoded.encodedLength < bytes.length ? ` and ${bytes.length - decoded.encodedLength} bytes more` : '';
            return `${text(decoded)}${rest}  ${shorten(value)}`;
        } catch (error) {
            return `${shorten(value)} (not to be decoded: ${error.message})`;
        }
    }

    #read(type, bytes) {
        return this.registry.createTypeUnsafe(this.registry.createLookupType(type), [bytes]);
    }
}

export const shorten = (hex, limit = 400) => (hex.length <= limit ? hex
    : `${hex.slice(0, limit)}… (${(hex.length - 2) / 2} bytes)`);
const text = (value) => shorten(JSON.stringify(value.toHuman()) ?? 'null', 1200);

/** What is behind the compact length of a sequence. */
export function itemsOf(hex) {
    if (hex === null) return new Uint8Array();
    const bytes = hexToU8a(hex);
    return bytes.subarray(compactFromU8a(bytes)[0]);
}

// As the runtimes have them; polkadot-js lacks the last ones.
const kInvalid = ['Call', 'Payment', 'Future', 'Stale', 'BadProof', 'AncientBirthBlock', 'ExhaustsResources', ['Custom', 'u8'], 'BadMandatory',
    'MandatoryValidation', 'BadSigner', 'IndeterminateImplicit', 'UnknownOrigin'];

/** Types that polkadot-js does not have as the runtimes have them. */
export const kTypes = { InvalidTransaction: { _enum: Object.fromEntries(kInvalid.map((one) => (Array.isArray(one) ? one : [one, 'Null']))) } };

const kShownCalls = 12;

export class Decoder {
    constructor(registry, metadata) {
        this.registry = registry;
        this.pallets = [...metadata.pallets];
        this.palletNames = new Map(this.pallets.map(({ index, name }) => [index.toNumber(), name.toString()]));
        this.items = new StorageItems(registry, this.pallets);
        const variants = (type) => (type.isSome
            ? new Map(registry.lookup.getSiType(type.unwrap().type).def.asVariant.variants
                .map((one) => [one.index.toNumber(), one.name.toString()])) : new Map());
        this.calls = new Map(this.pallets.map(({ name, calls }) => [name.toString(), variants(calls)]));
        this.events = new Map(this.pallets.map(({ name, events }) => [name.toString(), variants(events)]));
        this.errors = new Map(this.pallets.map(({ name, errors }) => [name.toString(), variants(errors)]));
    }

    /** "Balances.transfer_all", as the metadata has it. */
    callName(call) {
        const pallet = this.palletNames.get(call.callIndex[0]);
        return `${pallet}.${this.calls.get(pallet).get(call.callIndex[1])}`;
    }

    /** The call and all calls in it. */
    callNames(call) {
        const names = [this.callName(call)];
        for (const arg of call.args) this.#callsIn(arg, names);
        return names;
    }

    #callsIn(value, names) {
        if (value?.callIndex !== undefined && value.args !== undefined) names.push(...this.callNames(value));
        else if (Array.isArray(value)) for (const one of value) this.#callsIn(one, names);
    }

    /** A call for people. */
    callText(call) {
        const args = call.meta.fields.map(({ name }, i) => {
            const arg = call.args[i];
            const shown = arg.callIndex !== undefined ? this.callText(arg)
                : Array.isArray(arg) && arg[0]?.callIndex !== undefined ? this.#callsText(arg)
                    : text(arg);
            return `${name}: ${shown}`;
        });
        return `${this.callName(call)}(${args.join(', ')})`;
    }

    #callsText(calls) {
        const shown = calls.slice(0, kShownCalls).map((one) => this.callText(one));
        if (calls.length > kShownCalls) shown.push(`... ${calls.length} calls`);
        return `[${shown.join(', ')}]`;
    }

    /** "ok", "Balances.InsufficientBalance", "BadOrigin", "Token.FundsUnavailable", ... */
    dispatchError(error) {
        if (error.isModule) {
            const pallet = this.palletNames.get(error.asModule.index.toNumber());
            const index = error.asModule.error[0];
            return `${pallet}.${this.errors.get(pallet)?.get(index) ?? index}`;
        }
        return error.inner && error.inner.type !== undefined ? `${error.type}.${error.inner.type}` : error.type;
    }

    dispatchResult(result) {
        return result.isOk ? 'ok' : this.dispatchError(result.asErr);
    }

    validityError(error) {
        const kind = error.isInvalid ? 'Invalid' : 'Unknown';
        const inner = error.isInvalid ? error.asInvalid : error.asUnknown;
        return `${kind}.${inner.isCustom ? `Custom(${inner.asCustom})` : inner.type}`;
    }

    /** What BlockBuilder_apply_extrinsic answered, in a word. */
    outcome(hex) {
        const result = this.registry.createType('ApplyExtrinsicResult', hexToU8a(hex));
        return result.isOk ? this.dispatchResult(result.asOk) : this.validityError(result.asErr);
    }

    /** Event records, one after the other: [{ name, pallet, phase, data, bytes }]. */
    eventRecords(bytes) {
        const records = [];
        for (let at = 0; at < bytes.length;) {
            const record = this.registry.createType('EventRecord', bytes.subarray(at));
            const size = record.encodedLength;
            const { event } = record;
            const pallet = this.palletNames.get(event.index[0]);
            const name = `${pallet}.${this.events.get(pallet).get(event.index[1])}`;
            records.push({ name, pallet, event, bytes: u8aToHex(bytes.subarray(at, at + size)) });
            at += size;
        }
        return records;
    }

    eventText({ name, event }) {
        return `${name} ${text(event.data)}`;
    }

    /** Dispatch results inside of an event: those of the calls that a call made. */
    resultsIn(event) {
        const found = [];
        const look = (value) => {
            if (value === null || value === undefined) return;
            const type = value.toRawType?.() ?? '';
            if (value.isModule !== undefined && value.isBadOrigin !== undefined) found.push(this.dispatchError(value));
            else if (value.isErr !== undefined && value.isOk !== undefined) {
                if (value.isErr) look(value.asErr);
                else found.push('ok');
            } else if (Array.isArray(value) && !type.startsWith('[u8')) for (const one of value) look(one);
        };
        for (const one of event.data) look(one);
        return found;
    }
}
