// The specification that a node gives light clients: it begins with the last final block, other programs read it.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';

import { start } from 'smoldot';

import { Node, temporaryFolder, until } from './node.mjs';

const program = process.env.SERINUS;
const { folder, remove } = temporaryFolder();
after(remove);

test('a light client begins with the last final block', async (t) => {
    // Light clients take two epochs that blocks other than the first have announced: those after slot 1200.
    const node = await Node.start(program, ['--dev', '--tmp', '--sealing', 'interval=10', '-lwarn,serinus=info']);
    t.after(() => node.stop());
    const genesis = await node.call('chain_getBlockHash', 0);
    const finalNumber = async () =>
        Number((await node.call('chain_getHeader', await node.call('chain_getFinalizedHead'))).number);
    await until('finality of the third epoch', async () => (await finalNumber()) > 1200, 200_000);
    const spec = await node.call('sync_state_genSyncSpec', true);

    const file = join(folder, 'light.json');
    writeFileSync(file, JSON.stringify(spec));
    const info = JSON.parse(execFileSync(program, ['chain-info', '--chain', file], { encoding: 'utf8' }));
    assert.equal(info.genesisHash, genesis);
    const final = info.finalizedBlock;
    assert.ok(final.number > 1200);
    assert.equal(await node.call('chain_getBlockHash', final.number), final.hash);

    const client = start({ maxLogLevel: 2, logCallback: (level, target, message) => console.log(level, target, message) });
    t.after(() => client.terminate());
    const chain = await client.addChain({ chainSpec: JSON.stringify(spec) });
    const ask = async (method, params = []) => {
        chain.sendJsonRpc(JSON.stringify({ jsonrpc: '2.0', id: method, method, params }));
        for (;;) {
            const answer = JSON.parse(await chain.nextJsonRpcResponse());
            if (answer.id === method) return answer.result;
        }
    };
    assert.equal(await ask('chainSpec_v1_genesisHash'), genesis);
    const subscription = await ask('chainHead_v1_follow', [false]);
    const first = JSON.parse(await chain.nextJsonRpcResponse()).params;
    assert.equal(first.subscription, subscription);
    // It has no peers: its answers are those of the specification.
    assert.deepEqual([first.result.event, first.result.finalizedBlockHashes], ['initialized', [final.hash]]);
});
