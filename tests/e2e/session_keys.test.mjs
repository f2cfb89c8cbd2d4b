// A validator of the real Kusama of today, whose runtime makes session keys by version 2 of its API: the development
// account authors and finalizes, and an operator's new keys come with a proof.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';

import { Node, temporaryFolder, until } from './node.mjs';

const program = process.env.SERINUS;
const data = process.env.SERINUS_TEST_DATA ?? join(process.env.SOURCES, '../shared/data');
const runtime = join(data, 'runtimes/kusama-2003002-fast.compact.compressed.wasm');
const skip = existsSync(runtime) ? false : `needs ${runtime}`;
const { folder, remove } = temporaryFolder();
after(remove);

test('--alice has her keys on a runtime with SessionKeys 2', { skip }, async () => {
    const spec = join(folder, 'spec.json');
    const options = ['--runtime', runtime, '--preset', 'development', '--raw', '--disable-default-bootnode'];
    writeFileSync(spec, execFileSync(program, ['build-spec', ...options], { maxBuffer: 1 << 26, stdio: ['ignore', 'pipe', 'ignore'] }));
    const node = await Node.start(program, ['--chain', spec, '--alice', '--tmp', '--rpc-methods', 'unsafe', '--enable-offchain-indexing', 'true']);
    assert.doesNotMatch(node.log, /No session keys/);
    await until('a final block that this node authored', async () => {
        const header = await node.call('chain_getHeader', await node.call('chain_getFinalizedHead'));
        return Number(header.number) > 0;
    });

    // Whose errors, and data, those of the reference are.
    await assert.rejects(node.call('mmr_generateAncestryProof', 2, 1), { code: 8012, data: 'GenerateProof' });
    const ancestry = await until('a proof of ancestry', () => node.call('mmr_generateAncestryProof', 1).catch(() => null));
    assert.deepEqual(Object.keys(ancestry), ['prev_peaks', 'prev_leaf_count', 'leaf_count', 'items']);
    assert.ok(ancestry.leaf_count >= ancestry.prev_leaf_count && ancestry.prev_peaks.every((peak) => /^0x[0-9a-f]{64}$/.test(peak)));
    const cid = 'bafybeigdyrzt5sfp7udm7hu76uh7y26nf3efuylqabf3oclgtqy55fbzdi';
    await assert.rejects(node.call('bitswap_v1_get', cid), { code: -32810, data: { variant: 'NotFound' } });
    await assert.rejects(node.call('bitswap_v1_get', 'QmYwAPJzv5CZsnA625s3Xf2nemtYgPpHdWEz79ojWnPbdG'), { code: -32602, data: { variant: 'InvalidCid' } });

    const keys = await node.call('author_rotateKeys');
    assert.equal(await node.call('author_hasSessionKeys', keys), true);
    const owned = await node.call('author_rotateKeysWithOwner', `0x${'01'.repeat(32)}`);
    assert.deepEqual(Object.keys(owned).sort(), ['keys', 'proof']);
    assert.equal(owned.keys.length, keys.length);
    assert.notEqual(owned.keys, keys);
    assert.equal(await node.call('author_hasSessionKeys', owned.keys), true);
    const again = await node.call('author_rotateKeysWithOwner', `0x${'02'.repeat(32)}`);
    assert.notEqual(again.proof, owned.proof);
    await node.stop();
});
