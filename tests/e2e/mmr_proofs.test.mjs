// The Merkle mountain range of a development chain: where its nodes stand before and after finality, and proofs
// that a verifier of ours in this file, on a Keccak of others, agrees with.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compactFromU8a, hexToU8a, stringToU8a, u8aConcat, u8aToHex } from '@polkadot/util';
import { keccakAsU8a } from '@polkadot/util-crypto';

import { Node, until } from './node.mjs';

const kBlocks = 11;
const kManual = ['--tmp', '--sealing', 'manual', '--enable-offchain-indexing', 'true'];

/** A node with some blocks, and their hashes by their numbers. */
async function startWithBlocks(...args) {
    const node = await Node.start(process.env.SERINUS, [...args, ...kManual]);
    const hashes = [await node.call('chain_getBlockHash', 0)];
    for (let i = 0; i < kBlocks; ++i) hashes.push((await node.call('engine_createBlock', true, false)).hash);
    return { node, hashes };
}

const position = (leaf) => 2 * leaf - [...leaf.toString(2)].filter((bit) => bit === '1').length;
const u64 = (value) => {
    const out = new Uint8Array(8);
    new DataView(out.buffer).setBigUint64(0, BigInt(value), true);
    return out;
};
const key = (at, parent = new Uint8Array()) => u8aToHex(u8aConcat([3 << 2], stringToU8a('mmr'), u64(at), parent));
const stored = (node, at, parent) => node.call('offchain_localStorageGet', 'PERSISTENT', key(at, parent && hexToU8a(parent)));

/** A list of lists of bytes, or of hashes, from the front of `bytes`. */
function readList(bytes, itemSize) {
    let [offset, count] = compactFromU8a(bytes);
    const items = [];
    for (let i = 0; i < count.toNumber(); ++i) {
        let size = itemSize;
        if (size === undefined) {
            const [prefix, length] = compactFromU8a(bytes.subarray(offset));
            offset += prefix;
            size = length.toNumber();
        }
        items.push(bytes.subarray(offset, offset += size));
    }
    return { items, rest: bytes.subarray(offset) };
}

/** The root that a proof of one leaf leads to. */
function rootOf({ leaves, proof }) {
    const { items: [leaf] } = readList(hexToU8a(leaves));
    const { items: [index], rest } = readList(hexToU8a(proof), 8);
    const number = (bytes) => Number(new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0, true));
    const [leafIndex, leafCount] = [number(index), number(rest.subarray(0, 8))];
    const { items } = readList(rest.subarray(8), 32);
    const merge = (left, right) => keccakAsU8a(u8aConcat(left, right));
    const peaks = [];
    let begin = 0;
    for (let height = 31; height >= 0; --height) {
        const size = 2 ** height;
        if (!(Math.floor(leafCount / size) % 2)) continue;
        if (leafIndex >= begin + size) {
            peaks.push(items.shift());
        } else if (leafIndex < begin) {
            peaks.push(items.shift());  // all peaks on the right are one item
            break;
        } else {
            let hash = keccakAsU8a(leaf);
            for (let at = leafIndex - begin, level = 0; level < height; ++level, at >>= 1) {
                hash = at % 2 ? merge(items.shift(), hash) : merge(hash, items.shift());
            }
            peaks.push(hash);
        }
        begin += size;
    }
    assert.equal(items.length, 0, 'the proof has no more than it needs');
    return u8aToHex(peaks.reduceRight((right, left) => merge(right, left)));
}

async function checkProofs({ node, hashes }) {
    const best = hashes[kBlocks];
    const root = await node.call('mmr_root', best);
    for (let block = 1; block <= kBlocks; ++block) {
        const proof = await node.call('mmr_generateProof', [block], null, best);
        assert.equal(rootOf(proof), root, `block ${block}`);
        assert.ok(await node.call('mmr_verifyProof', proof));
        assert.ok(await node.call('mmr_verifyProofStateless', root, proof));
        const wrong = { ...proof, leaves: proof.leaves.replace(/.$/, (digit) => (digit === '0' ? '1' : '0')) };
        await assert.rejects(node.call('mmr_verifyProofStateless', root, wrong), { code: 8013 });
    }
}

test('blocks that are not final have their nodes under keys of their fork', async () => {
    // One of two authorities, so that nothing becomes final.
    const chain = await startWithBlocks('--chain', 'kusama-local', '--alice', '--force-authoring');
    try {
        for (let leaf = 0; leaf < kBlocks; ++leaf) {
            assert.equal(await stored(chain.node, position(leaf)), null);
            assert.ok(await stored(chain.node, position(leaf), chain.hashes[leaf]));
        }
        await checkProofs(chain);
    } finally {
        await chain.node.stop();
    }
});

test('nodes of final blocks stand at their positions', async () => {
    // Nobody votes, so that each block is final at once.
    const chain = await startWithBlocks('--dev', '--no-grandpa');
    const { node, hashes } = chain;
    try {
        await until('the last leaf stands at its position alone', async () => await stored(node, position(kBlocks - 1))
            && !await stored(node, position(kBlocks - 1), hashes[kBlocks - 1]));
        for (let leaf = 0; leaf < kBlocks; ++leaf) {
            assert.ok(await stored(node, position(leaf)), `leaf ${leaf} by position`);
            assert.equal(await stored(node, position(leaf), hashes[leaf]), null, `leaf ${leaf} by fork`);
        }
        await checkProofs(chain);
        const proof = await node.call('mmr_generateProof', [3], 6, hashes[kBlocks]);
        assert.equal(rootOf(proof), await node.call('mmr_root', hashes[6]));
        await assert.rejects(node.call('mmr_generateProof', [kBlocks + 1], null, null),
            ({ code }) => code >= 8010 && code < 8020);
    } finally {
        await node.stop();
    }
});
