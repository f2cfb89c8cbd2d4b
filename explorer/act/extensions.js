// What a signed transaction carries beside its call: nonce, tip, how long it is valid, and what else the runtime asks for.
import { compact, u16, u32 } from '@polkadot-api/substrate-bindings';
import { fromHex, mergeUint8 } from '@polkadot-api/utils';

const kNothing = new Uint8Array();
const kPeriod = 64; // blocks; a power of two

/** Spec: the mortality of a transaction that is valid for kPeriod blocks from block `number` on. */
export function eraOf(number) {
    const quantum = Math.max(1, kPeriod >> 12);
    return u16.enc((Math.log2(kPeriod) - 1) | (Math.floor((number % kPeriod) / quantum) << 4));
}

/**
 * By their names: { identifier, value, additionalSigned }, as signers take them. `options`: nonce, tip, and for a mortal one
 * `from`: { hash, number } of a final block.
 */
export async function extensionsOf({ rpc, metadata }, { nonce, tip, from }) {
    const [genesis, version] = await Promise.all([rpc.call('chain_getBlockHash', 0), rpc.call('state_getRuntimeVersion')]);
    const known = {
        CheckGenesis: [kNothing, fromHex(genesis)],
        CheckNonce: [compact.enc(nonce), kNothing],
        CheckSpecVersion: [kNothing, u32.enc(version.specVersion)],
        CheckTxVersion: [kNothing, u32.enc(version.transactionVersion)],
        CheckMortality: from ? [eraOf(from.number), fromHex(from.hash)] : [Uint8Array.of(0), fromHex(genesis)],
        ChargeTransactionPayment: [compact.enc(tip), kNothing],
        ChargeAssetTxPayment: [mergeUint8([compact.enc(tip), Uint8Array.of(0)]), kNothing],
        CheckMetadataHash: [Uint8Array.of(0), Uint8Array.of(0)],
    };
    return Object.fromEntries(metadata.extrinsic.versions[0].map(({ identifier, type, additionalSigned }) => {
        const [value, additional] = known[identifier] ?? [emptyOf(metadata.types, type, identifier), emptyOf(metadata.types, additionalSigned, identifier)];
        return [identifier, { identifier, value, additionalSigned: additional }];
    }));
}

/** Of an extension that is not known here: nothing at all, or none of an option. */
function emptyOf(types, id, name) {
    const { def, path } = types.at(types.inner(id));
    if ((def.tag === 'composite' || def.tag === 'tuple') && def.value.length === 0) return kNothing;
    if (path.at(-1) === 'Option') return Uint8Array.of(0);
    const disabled = def.tag === 'variant' ? def.value.find((one) => one.name === 'Disabled' && one.fields.length === 0) : undefined;
    if (disabled) return Uint8Array.of(disabled.index);
    if (def.tag === 'composite' || def.tag === 'tuple') {
        return mergeUint8(def.value.map((one) => emptyOf(types, one.type ?? one, name)));
    }
    throw new TypeError(`the runtime wants the extension ${name}, of which nothing is known here`);
}
