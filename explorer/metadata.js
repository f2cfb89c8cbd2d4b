// Metadata of the versions 14, 15 and 16: pallets, types, and how extrinsics and events are written.
import {
    Bytes, Option, Vector, compact, createDecoder, decAnyMetadata, extrinsicFormat, u32, u8, unifyMetadata,
} from '@polkadot-api/substrate-bindings';
import { fromHex, toHex } from '@polkadot-api/utils';
import { Types } from './types.js';

const kOldest = 14, kNewest = 16;

/** twox128("System") twox128("Events") */
export const kEventsKey = '0x26aa394eea5630e07c48ae0c9558cef780d41e5e16056765bc8461851072c9d7';

/** In the newest version that the runtime offers and that can be read here. */
export async function fetchMetadata(rpc, hash) {
    const ask = (name, argument) => rpc.call('state_call', name, argument, hash);
    let versions = [];
    try {
        versions = Vector(u32).dec(await ask('Metadata_metadata_versions', '0x')).filter((one) => one > kOldest && one <= kNewest);
    } catch { /* an older runtime, which has one version and does not say so */ }
    if (versions.length === 0) return new Metadata(fromHex(await rpc.call('state_getMetadata', hash)));
    const found = Option(Bytes()).dec(await ask('Metadata_metadata_at_version', toHex(u32.enc(Math.max(...versions)))));
    if (!found) throw new TypeError('the runtime lacks metadata of a version that it names');
    return new Metadata(found);
}

export class Metadata {
    #errors = new Map();

    /** `bytes`: as the runtime gives them. */
    constructor(bytes) {
        this.bytes = bytes;
        const unified = unifyMetadata(decAnyMetadata(bytes));
        this.unified = unified;
        this.version = unified.version;
        this.types = new Types(unified.lookup);
        this.pallets = unified.pallets;
        this.apis = unified.apis ?? [];
        this.extrinsic = extrinsicTypes(unified);
        this.events = this.entry('System', 'Events').type.value;
    }

    pallet(name) { return this.pallets.find((one) => one.name === name); }

    entry(pallet, item) { return this.pallet(pallet)?.storage?.items.find(({ name }) => name === item); }

    constant(pallet, name) {
        const found = this.pallet(pallet)?.constants.find((one) => one.name === name);
        return found && this.types.decode(found.type, found.value);
    }

    /** The cases of a pallet's calls, events or errors: [{ name, index, fields, docs }]. */
    cases(pallet, kind) {
        const found = this.pallet(pallet)?.[kind];
        return found ? this.types.at(found.type).def.value : [];
    }

    /** The method of a runtime API: { inputs, output, docs }; undefined if it is not there or the metadata is older than version 15. */
    api(name, method) { return this.apis.find((one) => one.name === name)?.methods.find((one) => one.name === method); }

    /** The error that a dispatch ended with: { pallet, error } or null if it is not of a pallet. */
    moduleError(index, errorIndex) {
        const pallet = this.pallets.find((one) => one.index === index);
        if (!pallet?.errors) return null;
        const error = this.cases(pallet.name, 'errors').find((one) => one.index === errorIndex);
        return { pallet: pallet.name, error: error?.name ?? String(errorIndex), docs: error?.docs ?? [] };
    }

    /** A call: { pallet, call, index: [of the pallet, of the call], fields, docs }. */
    call(decoded) {
        const inner = decoded.fields[0].value;
        return { pallet: decoded.variant, call: inner.variant, index: [decoded.index, inner.index], fields: inner.fields };
    }

    decodeCall(bytes) { return this.call(this.types.decode(this.extrinsic.call, bytes)); }

    isCall(type) { return this.extrinsic.call === type || this.types.at(type) === this.types.at(this.extrinsic.call); }

    /**
     * An extrinsic as chain_getBlock gives it: bare of format 4 or 5, signed of format 4, general of format 5. `signer` is null for
     * one that is not signed, `extensions` for one that is bare.
     */
    decodeExtrinsic(hex) {
        const { address, call, signature, versions } = this.extrinsic;
        const read = (id, bytes) => this.types.decoder(id)(bytes);
        return createDecoder((bytes) => {
            const size = Number(compact.dec(bytes)) + bytes.i;
            const { type } = extrinsicFormat.dec(bytes);
            const out = { hex, size, signer: null, signature: null, extensions: null };
            const extensions = (number) => versions[number].map(({ identifier, type: id }) => (
                { name: identifier, typeName: null, value: read(id, bytes) }));
            if (type === 'signed') {
                out.signer = read(address, bytes);
                out.signature = read(signature, bytes);
                out.extensions = extensions(0);
            } else if (type === 'general') {
                out.extensions = extensions(u8.dec(bytes));
            }
            const callHex = `0x${hex.slice(2 + 2 * bytes.i)}`; // it stands at the end
            return { ...out, callHex, ...this.call(read(call, bytes)) };
        })(fromHex(hex));
    }

    /** The events of a block: { extrinsic (null: of no extrinsic), pallet, event, fields }. */
    decodeEvents(hex) {
        if (hex === null) return [];
        return this.types.decode(this.events, hex).map((record) => {
            const field = (name) => record.fields.find((one) => one.name === name).value;
            const [phase, event] = [field('phase'), field('event')];
            const inner = event.fields[0].value;
            return {
                extrinsic: phase.variant === 'ApplyExtrinsic' ? phase.fields[0].value : null,
                pallet: event.variant, event: inner.variant, fields: inner.fields,
            };
        });
    }
}

/** Of which types extrinsics are, and their extensions by the version of these: `versions[0]` are those of signed extrinsics. */
function extrinsicTypes({ lookup, extrinsic }) {
    const versions = extrinsic.signedExtensions;
    if (extrinsic.address !== undefined) {
        return { address: extrinsic.address, call: extrinsic.call, signature: extrinsic.signature, versions };
    }
    const of = (name) => lookup[extrinsic.type].params.find((param) => param.name === name).type;
    return { address: of('Address'), call: of('Call'), signature: of('Signature'), versions };
}
