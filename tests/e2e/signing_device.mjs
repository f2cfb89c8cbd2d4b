// A device that signs, as hardware wallets do: it has a key and knows no chain. What it shows of a transaction it decodes by types
// that come with it, and it believes them because their hash, which it computes itself, is a part of what it signs.
// Spec: RFC-78
import { blake3 } from '@noble/hashes/blake3';
import { extraInfo, extrinsicMetadata, lookupType, proof as typeProof } from '@polkadot-api/merkleize-metadata';
import { compactFromU8a, u8aConcat, u8aToBigInt, u8aToHex, u8aToString } from '@polkadot/util';
import { blake2AsU8a } from '@polkadot/util-crypto';

const kDigestVersion = 1;
const kMultiSignatureSr25519 = 1;
/** Of a longer payload the hash is signed. */
const kLongestSigned = 256;

/** { shown, signature }, or an error if the types are not those whose hash would be signed. */
export function signOnDevice(pair, payload, proof) {
    const { digest, shown } = readPayload(payload, proof);
    const { extra: { CheckMetadataHash: { mode } }, additional: { CheckMetadataHash: hash } } = shown;
    if (!mode.Enabled || hash.Some !== digest) throw new Error(`the types have the hash ${digest}, which is not signed`);
    const signature = pair.sign(payload.length > kLongestSigned ? blake2AsU8a(payload) : payload);
    return { shown, signature: u8aConcat([kMultiSignatureSr25519], signature) };
}

/** { digest, shown: { info, call, extra, additional } } of a payload: a call and the two parts of its extensions. */
export function readPayload(payload, encodedProof) {
    const proof = typeProof.dec(encodedProof);
    const { extrinsic, info } = proof;
    const digest = u8aToHex(blake3(u8aConcat([kDigestVersion], typesRoot(proof), blake3(extrinsicMetadata.enc(extrinsic)), extraInfo.enc(info))));
    const reader = new ValueReader(payload, proof.leaves);
    const extensions = (part) => Object.fromEntries(extrinsic.signedExtensions.map((one) => [one.identifier, reader.value(one[part])]));
    const shown = { info, call: reader.value(extrinsic.callTy), extra: extensions('includedInExtrinsic'), additional: extensions('includedInSignedData') };
    if (reader.at !== payload.length) throw new Error('the payload is longer than its types say');
    return { digest, shown };
}

/** The root of the tree of all types, of those that are needed and of the hashes beside them. The children of node i are 2i+1 and 2i+2. */
function typesRoot({ leaves, leafIdxs, proofs }) {
    const known = leaves.map((leaf, i) => ({ node: leafIdxs[i], hash: blake3(lookupType.enc(leaf)) }));
    const beside = [...proofs];
    const isBelow = (node, ancestor) => node > ancestor && isAtOrBelow((node - 1) >> 1, ancestor);
    const isAtOrBelow = (node, ancestor) => node === ancestor || isBelow(node, ancestor);
    const hashOf = (node) => {
        if (known[0]?.node === node) return known.shift().hash;
        if (known.length > 0 && isBelow(known[0].node, node)) return blake3(u8aConcat(hashOf(2 * node + 1), hashOf(2 * node + 2)));
        if (beside.length === 0) throw new Error('the proof lacks a hash');
        return beside.shift();
    };
    const hash = hashOf(0);
    if (known.length > 0 || beside.length > 0) throw new Error('the proof has more than the tree');
    return hash;
}

/** Decodes values by the types of a proof, of which enums have only the variants that are needed. */
class ValueReader {
    constructor(bytes, leaves) {
        this.bytes = bytes;
        this.leaves = leaves;
        this.at = 0;
    }

    value({ tag, value: id }) {
        if (tag === 'void') return null;
        if (tag === 'bool') return this.#take(1)[0] === 1;
        if (tag === 'str') return u8aToString(this.#take(Number(this.#compact())));
        if (tag.startsWith('compact')) return this.#compact();
        if (tag !== 'perId') return u8aToBigInt(this.#take(Number(tag.slice(1)) / 8), { isLe: true, isNegative: tag.startsWith('i') });
        const types = this.leaves.filter(({ typeId }) => typeId === id).map(({ typeDef }) => typeDef);
        if (types.length === 0) throw new Error(`the proof lacks the type ${id}`);
        return types[0].tag === 'enumeration' ? this.#variant(types.map((one) => one.value)) : this.#composed(types[0]);
    }

    #variant(variants) {
        const [index] = this.#take(1);
        const one = variants.find((variant) => variant.index === index);
        if (!one) throw new Error(`the proof lacks the variant ${index}`);
        return { [one.name]: this.#fields(one.fields) };
    }

    #composed({ tag, value }) {
        if (tag === 'composite') return this.#fields(value);
        if (tag === 'tuple') return value.map((type) => this.value(type));
        const [length, type] = tag === 'array' ? [value.len, value.typeParam] : [Number(this.#compact()), value];
        if (type.tag === 'u8') return u8aToHex(this.#take(length));
        return Array.from({ length }, () => this.value(type));
    }

    /** One field without a name is itself the value. */
    #fields(fields) {
        if (fields.length === 1 && !fields[0].name) return this.value(fields[0].ty);
        return Object.fromEntries(fields.map(({ name, ty }, i) => [name ?? i, this.value(ty)]));
    }

    #compact() {
        const [length, value] = compactFromU8a(this.bytes.subarray(this.at));
        this.#take(length);
        return value.toBigInt ? value.toBigInt() : BigInt(value.toString());
    }

    #take(length) {
        if (this.at + length > this.bytes.length) throw new Error('the payload is shorter than its types say');
        return this.bytes.subarray(this.at, this.at += length);
    }
}
