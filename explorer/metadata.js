// Metadata of the versions 14, 15 and 16: what types there are, and of which type are extrinsics and events.
import { Reader, decode, fromHex, toHex } from './scale.js';

const kMagic = 0x6174656d;
const kOldest = 14, kNewest = 16;
/** First bytes of extrinsics: two bits of the type, six of the format. */
const kBare4 = 0x04, kBare5 = 0x05, kSigned4 = 0x84, kGeneral5 = 0x45;

/** twox128("System") twox128("Events") */
export const kEventsKey = '0x26aa394eea5630e07c48ae0c9558cef780d41e5e16056765bc8461851072c9d7';

function readType(r) {
    const id = r.compact();
    const path = r.list(() => r.text());
    const params = r.list(() => ({ name: r.text(), type: r.option(() => r.compact()) }));
    const field = () => ({
        name: r.option(() => r.text()), type: r.compact(), typeName: r.option(() => r.text()),
        docs: r.list(() => r.text()),
    });
    const kinds = [
        () => ({ kind: 'composite', fields: r.list(field) }),
        () => ({ kind: 'variant', variants: r.list(() => ({
            name: r.text(), fields: r.list(field), index: r.u8(), docs: r.list(() => r.text()) })) }),
        () => ({ kind: 'sequence', item: r.compact() }),
        () => ({ kind: 'array', length: r.integer(4), item: r.compact() }),
        () => ({ kind: 'tuple', items: r.list(() => r.compact()) }),
        () => ({ kind: 'primitive', primitive: r.u8() }),
        () => ({ kind: 'compact', item: r.compact() }),
        () => ({ kind: 'bits', store: r.compact(), order: r.compact() }),
    ];
    const def = kinds[r.u8()]();
    const docs = r.list(() => r.text());
    return { id, path, params, def, docs };
}

const docsOf = (r) => r.list(() => r.text());

/** Of an item, or of a case of an enum. */
function readDeprecation(r) {
    const kind = r.u8();
    if (kind > 2) throw new RangeError(`deprecation of kind ${kind}`);
    return kind === 0 ? null : { note: kind === 2 ? r.text() : '', since: kind === 2 ? r.option(() => r.text()) : null };
}

/** The type of calls, events or errors. */
function readCases(r, version) {
    const type = r.compact();
    if (version >= 16) r.list(() => [r.u8(), readDeprecation(r)]);
    return type;
}

function readPallet(r, version) {
    const deprecation = () => (version >= 16 ? readDeprecation(r) : null);
    const name = r.text();
    const storage = r.option(() => ({
        prefix: r.text(),
        entries: r.list(() => {
            const entry = { name: r.text(), modifier: r.u8() };
            if (r.u8() === 0) {
                entry.value = r.compact();
            } else {
                entry.hashers = r.list(() => r.u8());
                entry.key = r.compact();
                entry.value = r.compact();
            }
            entry.fallback = r.take(r.length());
            entry.docs = docsOf(r);
            entry.deprecation = deprecation();
            return entry;
        }),
    }));
    const cases = () => r.option(() => readCases(r, version));
    const [calls, events] = [cases(), cases()];
    const constants = r.list(() => ({
        name: r.text(), type: r.compact(), value: r.take(r.length()), docs: docsOf(r), deprecation: deprecation() }));
    const errors = cases();
    if (version >= 16) {
        r.list(() => [r.text(), r.compact(), docsOf(r)]);  // associated types
        r.list(() => [r.take(32), r.text(), r.list(() => [r.text(), r.compact()]), r.compact(), docsOf(r), deprecation()]);
    }
    const index = r.u8();
    if (version >= 15) docsOf(r);
    deprecation();
    return { name, storage, calls, events, constants, errors, index };
}

const readExtensions = (r) => r.list(() => ({ name: r.text(), type: r.compact(), additional: r.compact() }));

/** Of which types extrinsics are, and their extensions by the version of these: `versions[0]` are those of signed extrinsics. */
function readExtrinsic(r, version, types) {
    if (version === 14) {
        const params = types[r.compact()].params;
        r.u8();
        const of = (name) => params.find((param) => param.name === name).type;
        return { address: of('Address'), call: of('Call'), signature: of('Signature'), versions: { 0: readExtensions(r) } };
    }
    if (version === 15) {
        r.u8();
        const [address, call, signature] = [r.compact(), r.compact(), r.compact()];
        r.compact();  // all extensions as one type
        return { address, call, signature, versions: { 0: readExtensions(r) } };
    }
    r.list(() => r.u8());
    const [address, call, signature] = [r.compact(), r.compact(), r.compact()];
    const places = r.list(() => [r.u8(), r.list(() => r.compact())]);
    const all = readExtensions(r);
    return { address, call, signature,
        versions: Object.fromEntries(places.map(([number, list]) => [number, list.map((place) => all[place])])) };
}

/** In the newest version that the runtime offers and that can be read here. */
export async function fetchMetadata(rpc, hash) {
    const ask = async (name, argument) => new Reader(fromHex(await rpc.call('state_call', name, argument, hash)));
    let versions = [];
    try {
        const r = await ask('Metadata_metadata_versions', '0x');
        versions = r.list(() => r.integer(4)).filter((one) => one > kOldest && one <= kNewest);
    } catch { /* an older runtime, which has one version and does not say so */ }
    if (versions.length === 0) return new Metadata(await rpc.call('state_getMetadata', hash));
    const r = await ask('Metadata_metadata_at_version', `0x${Math.max(...versions).toString(16).padStart(2, '0')}000000`);
    if (r.u8() !== 1) throw new TypeError('the runtime lacks metadata of a version that it names');
    return new Metadata(toHex(r.take(r.length())));
}

export class Metadata {
    constructor(hex) {
        const r = new Reader(fromHex(hex));
        const [magic, version] = [r.integer(4), r.u8()];
        if (magic !== kMagic || version < kOldest || version > kNewest) {
            throw new TypeError(`metadata version ${version} cannot be read here`);
        }
        this.types = [];
        for (const type of r.list(() => readType(r))) this.types[type.id] = type;
        this.pallets = r.list(() => readPallet(r, version));
        this.extrinsic = readExtrinsic(r, version, this.types);
        const system = this.pallets.find(({ name }) => name === 'System');
        this.events = system.storage.entries.find(({ name }) => name === 'Events').value;
    }

    constant(pallet, name) {
        const found = this.pallets.find((p) => p.name === pallet)?.constants.find((c) => c.name === name);
        return found && decode(this.types, found.type, new Reader(found.value));
    }

    /** The error that a dispatch ended with: { pallet, error } or null if it is not of a pallet. */
    moduleError(index, errorIndex) {
        const pallet = this.pallets.find((p) => p.index === index);
        if (!pallet || pallet.errors === null) return null;
        const error = this.types[pallet.errors].def.variants.find((v) => v.index === errorIndex);
        return { pallet: pallet.name, error: error?.name ?? String(errorIndex), docs: error?.docs ?? [] };
    }

    /**
     * An extrinsic as chain_getBlock gives it: bare of format 4 or 5, signed of format 4, general of format 5. `signer` is null for
     * one that is not signed, `extensions` for one that is bare.
     */
    decodeExtrinsic(hex) {
        const r = new Reader(fromHex(hex));
        r.compact();
        const preamble = r.u8();
        const out = { hex, signer: null, extensions: null };
        const { address, call: callType, signature, versions } = this.extrinsic;
        const extensions = (number) => versions[number].map(({ name, type }) => (
            { name, typeName: null, value: decode(this.types, type, r) }));
        if (preamble === kSigned4) {
            out.signer = decode(this.types, address, r);
            out.signature = decode(this.types, signature, r);
            out.extensions = extensions(0);
        } else if (preamble === kGeneral5) {
            out.extensions = extensions(r.u8());
        } else if (preamble !== kBare4 && preamble !== kBare5) {
            throw new TypeError(`an extrinsic that begins with ${preamble}`);
        }
        const pallet = decode(this.types, callType, r);
        const call = pallet.fields[0].value;
        return { ...out, pallet: pallet.variant, call: call.variant, fields: call.fields };
    }

    /** The events of a block: { extrinsic (null: of no extrinsic), pallet, event, fields }. */
    decodeEvents(hex) {
        if (hex === null) return [];
        return decode(this.types, this.events, new Reader(fromHex(hex))).map((record) => {
            const field = (name) => record.fields.find((f) => f.name === name).value;
            const [phase, event] = [field('phase'), field('event')];
            const inner = event.fields[0].value;
            return {
                extrinsic: phase.variant === 'ApplyExtrinsic' ? phase.fields[0].value : null,
                pallet: event.variant, event: inner.variant, fields: inner.fields,
            };
        });
    }
}

export { toHex };
