// Metadata V14: what types there are, and of which type are extrinsics and events.
import { Reader, decode, fromHex, toHex } from './scale.js';

const kMagic = 0x6174656d;

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

function readPallet(r) {
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
            entry.docs = r.list(() => r.text());
            return entry;
        }),
    }));
    const [calls, events] = [r.option(() => r.compact()), r.option(() => r.compact())];
    const constants = r.list(() => ({
        name: r.text(), type: r.compact(), value: r.take(r.length()), docs: r.list(() => r.text()) }));
    const errors = r.option(() => r.compact());
    return { name, storage, calls, events, constants, errors, index: r.u8() };
}

export class Metadata {
    constructor(hex) {
        const r = new Reader(fromHex(hex));
        const [magic, version] = [r.integer(4), r.u8()];
        if (magic !== kMagic || version !== 14) throw new TypeError(`metadata version ${version} cannot be read here`);
        this.types = [];
        for (const type of r.list(() => readType(r))) this.types[type.id] = type;
        this.pallets = r.list(() => readPallet(r));
        this.extrinsic = {
            type: r.compact(), version: r.u8(),
            extensions: r.list(() => ({ name: r.text(), type: r.compact(), additional: r.compact() })),
        };
        const of = (name) => this.types[this.extrinsic.type].params.find((param) => param.name === name).type;
        [this.address, this.call, this.signature] = [of('Address'), of('Call'), of('Signature')];
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

    /** An extrinsic as chain_getBlock gives it. `signer` and `extensions` are null for one that is not signed. */
    decodeExtrinsic(hex) {
        const r = new Reader(fromHex(hex));
        r.compact();
        const version = r.u8();
        const out = { hex, signer: null, extensions: null };
        if ((version & 0x7f) !== 4) throw new TypeError(`extrinsic version ${version & 0x7f}`);
        if (version & 0x80) {
            out.signer = decode(this.types, this.address, r);
            out.signature = decode(this.types, this.signature, r);
            out.extensions = this.extrinsic.extensions.map(({ name, type }) => (
                { name, typeName: null, value: decode(this.types, type, r) }));
        }
        const pallet = decode(this.types, this.call, r);
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
