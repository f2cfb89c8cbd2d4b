// Light clients on a mixed network, one beside each kind of node: their proofs of a node of the reference and of ours are the same.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

import { startSmoldot2, startSmoldot3 } from '../e2e/modules.mjs';
import { exitSoonAfter, startLight } from '../e2e/light_client.mjs';
import { makeSpec, runtimeFile } from './chains.mjs';
import { haveFinal, kNetworkMs, networkTest, ours, step, theirs, until } from './support.mjs';

const kNumber = '0x26aa394eea5630e07c48ae0c9558cef702a5c1b19ab7a04f536c519aca4983ac';  // System.Number

networkTest('light clients read from both kinds of node', async (network, t) => {
    exitSoonAfter(t);
    network.chain = makeSpec(network.folder, runtimeFile('kusama-1007001-fast'));
    const members = [await network.start(ours, 'alice', { validator: 'alice' }), await network.start(theirs, 'bob', { validator: 'bob' })];
    await haveFinal(members, 2);
    const specification = JSON.parse(readFileSync(network.chain));
    for (const [version, start] of [[2, startSmoldot2], [3, startSmoldot3]]) {
        for (const member of members) {
            await step(t, `version ${version} beside ${member.kind}`, async () => {
                const light = await startLight(t, start, { ...specification, bootNodes: [member.address] });
                await until('it has a peer', async () => (await light.call('system_health')).peers >= 1, kNetworkMs);
                const hash = await until('finality', async () => {
                    const head = await light.call('chain_getFinalizedHead');
                    return Number((await light.call('chain_getHeader', head)).number) >= 1 ? head : undefined;
                }, kNetworkMs);
                for (const [method, ...params] of [['state_getStorage', kNumber, hash], ['state_call', 'Core_version', '0x', hash]]) {
                    const answer = await light.call(method, ...params);
                    for (const one of members) assert.equal(await one.call(method, ...params), answer, `${method} of ${one.name}`);
                }
            });
        }
    }
});
