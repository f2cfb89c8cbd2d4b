// Blocks and their extrinsics, read and decoded.
import { Blake2256 } from '@polkadot-api/substrate-bindings';
import { fromHex, toHex } from '@polkadot-api/utils';
import { kEventsKey } from './metadata.js';
import { number } from './text.js';

/** The hash of a block by its hash or number; throws if there is none. */
export async function blockHash(rpc, wanted) {
    if (/^0x[0-9a-f]{64}$/i.test(wanted)) return wanted;
    const height = Number(String(wanted).replace(/[#\s,_]/g, ''));
    if (!Number.isInteger(height) || height < 0) throw new RangeError(`"${wanted}" is neither the number of a block nor a hash`);
    const hash = await rpc.call('chain_getBlockHash', height);
    if (!hash) throw new RangeError(`there is no block ${height} yet`);
    return hash;
}

/** A block with its extrinsics and events. What cannot be decoded has an `error` instead. */
export async function readBlock({ rpc, metadataOf }, wanted) {
    const hash = await blockHash(rpc, wanted);
    const found = await rpc.call('chain_getBlock', hash);
    if (!found) throw new RangeError(`this node has no block ${hash}`);
    const { header, extrinsics: hexes } = found.block;
    const height = parseInt(header.number, 16);
    const metadata = await metadataOf(height === 0 ? hash : header.parentHash);
    const events = await rpc.call('state_getStorage', kEventsKey, hash).then((hex) => metadata.decodeEvents(hex), () => null);
    const extrinsics = hexes.map((hex, index) => ({ ...decoded(metadata, hex), index, hash: extrinsicHash(hex),
        events: events?.filter((event) => event.extrinsic === index) ?? null }));
    return { hash, height, header, metadata, extrinsics, events };
}

export const extrinsicHash = (hex) => toHex(Blake2256(fromHex(hex)));

function decoded(metadata, hex) {
    try {
        return metadata.decodeExtrinsic(hex);
    } catch (error) {
        return { hex, signer: null, extensions: null, size: (hex.length - 2) / 2, pallet: '?', call: error.message, fields: [], error };
    }
}

export const fieldOf = (fields, ...names) => fields?.find(({ name }) => names.includes(name))?.value;

/** How an extrinsic ended: { ok, error, weight, fee, tip }; what the events do not tell is undefined. */
export function outcomeOf({ events }) {
    const of = (pallet, name) => events?.find((one) => one.pallet === pallet && one.event === name)?.fields;
    const [success, failure, paid] = [of('System', 'ExtrinsicSuccess'), of('System', 'ExtrinsicFailed'), of('TransactionPayment', 'TransactionFeePaid')];
    const info = fieldOf(success ?? failure, 'dispatch_info');
    return { ok: success ? true : failure ? false : undefined, error: fieldOf(failure, 'dispatch_error'), weight: fieldOf(info?.fields, 'weight'),
        paysFee: fieldOf(info?.fields, 'pays_fee')?.variant, fee: fieldOf(paid, 'actual_fee'), tip: fieldOf(paid, 'tip') };
}

/** The time of a weight and the size of its proof, as texts; empty if they are not known. */
export function weightParts(weight) {
    if (weight === undefined) return ['', ''];
    // The oldest weights are times alone.
    const part = (name) => BigInt(fieldOf(weight.fields, name) ?? (name === 'ref_time' && weight.fields === undefined ? weight : 0));
    return [`${(Number(part('ref_time')) / 1e9).toFixed(3)} ms`, number(part('proof_size'))];
}

export function weightText(weight) {
    if (weight === undefined) return null;
    const [time, proof] = weightParts(weight);
    return proof === '0' ? time : `${time}, proof of ${proof} bytes`;
}

/** Calls `each` for blocks backwards from a number, some at a time, until it gives false or the first block was read. */
export async function backwards(from, count, atOnce, each) {
    for (let height = from; height > Math.max(0, from - count); height -= atOnce) {
        const heights = Array.from({ length: Math.min(atOnce, height, height - (from - count)) }, (_, i) => height - i);
        const results = await Promise.all(heights.map(each));
        if (results.includes(false)) return;
    }
}
