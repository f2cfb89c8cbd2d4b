// The transaction extensions beside the call in an extrinsic, in the order of the metadata.
import { bnToU8a, compactToU8a, u8aConcat } from '@polkadot/util';

const u32 = (value) => bnToU8a(value, { bitLength: 32 });
const kNothing = new Uint8Array();

/** By name: what the extrinsic says, and what is signed besides. */
const kExtensions = {
    CheckNonZeroSender: {},
    CheckSpecVersion: { implicit: ({ version }) => u32(version.specVersion) },
    CheckTxVersion: { implicit: ({ version }) => u32(version.transactionVersion) },
    CheckGenesis: { implicit: ({ genesisHash }) => genesisHash },
    CheckMortality: { explicit: ({ era }) => era, implicit: ({ blockHash }) => blockHash },
    CheckNonce: { explicit: ({ nonce }) => compactToU8a(nonce) },
    CheckWeight: {},
    ChargeTransactionPayment: { explicit: ({ tip }) => compactToU8a(tip) },
    // Mode 0: no hash of the metadata is signed.
    CheckMetadataHash: {
        explicit: ({ metadataMode = 0 }) => [metadataMode],
        implicit: ({ metadataHash }) => (metadataHash === undefined ? [0] : u8aConcat([1], metadataHash)),
    },
};

/** { explicit, implicit }: bytes. `names`: the extensions; `values`: era, nonce, tip, ... */
export function encodeExtensions(names, values) {
    const part = (which) => u8aConcat(...names.map((name) => {
        const one = kExtensions[name];
        if (one === undefined) throw new Error(`an extension that is not known: ${name}`);
        return one[which]?.(values) ?? kNothing;
    }));
    return { explicit: part('explicit'), implicit: part('implicit') };
}
