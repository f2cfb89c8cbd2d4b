// The Merkle mountain range of old blocks on a node that keeps its nodes: they move to their final keys as blocks become
// final, proofs made of them verify, and a restart loses none.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';

import { Node, temporaryFolder, until } from './node.mjs';

const program = process.env.SERINUS;
const { folder, remove } = temporaryFolder();
after(remove);

const args = ['--dev', '--sealing', 'manual', '--base-path', folder, '--no-mdns', '--enable-offchain-indexing', 'true', '--rpc-methods', 'unsafe'];
/** The key of a node whose block is final: SCALE of ("mmr", position as u64). */
const finalKey = (position) => `0x0c6d6d72${position.toString(16).padStart(2, '0')}${'00'.repeat(7)}`;
const nodeAt = (node, position) => node.call('offchain_localStorageGet', 'PERSISTENT', finalKey(position));

/** Blocks, the last of them final. */
async function seal(node, count) {
    for (let i = 1; i < count; ++i) await node.call('engine_createBlock', true, false);
    await node.call('engine_createBlock', true, true);
}

test('nodes of final blocks stand under their final keys, and prove old blocks, after a restart too', async () => {
    let node = await Node.start(program, args);
    // The tree of four leaves is seven nodes; a fifth leaf stands beside it.
    await seal(node, 5);
    await until('the last leaf', () => nodeAt(node, 7), 20_000);
    const first = [];
    for (let position = 0; position < 8; ++position) first.push(await nodeAt(node, position));
    assert.ok(first.every((one) => one !== null), JSON.stringify(first));
    // As long as it is not final: under the key of its fork alone.
    await node.call('engine_createBlock', true, false);
    const leaf = await nodeAt(node, 8);
    const { number } = await node.call('chain_getHeader', await node.call('chain_getFinalizedHead'));
    if (Number(number) < 6) assert.equal(leaf, null);

    const proof = await node.call('mmr_generateProof', [1, 3]);
    assert.equal(await node.call('mmr_verifyProof', proof), true);
    const root = await node.call('mmr_root');
    assert.equal(await node.call('mmr_verifyProofStateless', root, proof), true);
    const other = `0x${'11'.repeat(32)}`;
    await assert.rejects(node.call('mmr_verifyProofStateless', other, proof), /Invalid proof/);
    await node.stop();

    node = await Node.start(program, args);
    await seal(node, 1);
    await until('the leaf of a block before the restart', () => nodeAt(node, 8), 20_000);
    for (let position = 0; position < 8; ++position) assert.equal(await nodeAt(node, position), first[position]);
    await node.stop();
});
