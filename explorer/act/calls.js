// Calls by name: their bytes from values as PAPI writes them.
import { Enum } from '@polkadot-api/substrate-bindings';
import { getDynamicBuilder, getLookupFn } from '@polkadot-api/metadata-builders';
import { mergeUint8 } from '@polkadot-api/utils';

const builders = new WeakMap();

function builderOf(metadata) {
    if (!builders.has(metadata)) {
        const lookup = getLookupFn(metadata.unified);
        builders.set(metadata, { lookup, builder: getDynamicBuilder(lookup) });
    }
    return builders.get(metadata);
}

export class Calls {
    constructor(metadata) {
        this.metadata = metadata;
        Object.assign(this, builderOf(metadata));
    }

    has(pallet, call) { return this.metadata.cases(pallet, 'calls').some(({ name }) => name === call); }

    /** The bytes of a call. Arguments that the runtime's call does not have are left out: older runtimes have fewer. */
    encode(pallet, call, values = {}) {
        const { location, codec } = this.builder.buildCall(pallet, call);
        return mergeUint8([Uint8Array.from(location), codec.enc(values)]);
    }

    /** The value of a call inside of another one. */
    inner(bytes) { return this.builder.buildDefinition(this.metadata.extrinsic.call).dec(bytes); }

    /** Several calls as one, which succeeds or fails as a whole. */
    all(list) {
        return list.length === 1 ? list[0] : this.encode('Utility', 'batch_all', { calls: list.map((bytes) => this.inner(bytes)) });
    }

    /** An account as the call's argument, or an item of it, wants it: some chains take addresses, some accounts alone. */
    account(pallet, call, argument, address) {
        const field = this.metadata.cases(pallet, 'calls').find(({ name }) => name === call).fields.find(({ name }) => name === argument);
        let wanted = this.lookup(field.type);
        if (wanted.type === 'sequence') wanted = wanted.value;
        return wanted.type === 'enum' && 'Id' in wanted.value ? Enum('Id', address) : address;
    }
}
