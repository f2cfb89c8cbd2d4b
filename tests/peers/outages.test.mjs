// Four validators in two groups that see each other only through a node between them, which is killed and started again: a partition
// that no address that a peer has learned leads around, as all members keep to their reserved peers. And kill -9 of validators.
import assert from 'node:assert/strict';

import { makeSpec, runtimeFile } from './chains.mjs';
import { describe, haveFinal, kNetworkMs, networkTest, ours, step, theirs, until } from './support.mjs';

const kNames = ['alice', 'bob', 'charlie', 'dave'];
const kPartitionBlocks = 4;

for (const between of [ours, theirs]) {
    networkTest(`a partition around a node of ${between === ours ? 'ours' : 'the reference'} heals`, async (network, t) => {
        network.chain = makeSpec(network.folder, runtimeFile('kusama-1007001-fast'), { validators: kNames });
        const bridge = await network.start(between, 'bridge', { reserved: [] });
        const kinds = [ours, theirs, ours, theirs];
        const validators = kNames.map((name, i) => network.add(kinds[i], name, { validator: name }));
        // Groups of both kinds: alice and bob, charlie and dave. The second of a group and the bridge have addresses to dial.
        for (const [first, second] of [[0, 1], [2, 3]]) {
            validators[first].options.reserved = [bridge];
            await validators[first].start();
            validators[second].options.reserved = [bridge, validators[first]];
            await validators[second].start();
            await validators[first].call('system_addReservedPeer', validators[second].address);
        }
        for (const member of validators) await bridge.call('system_addReservedPeer', member.address);
        await step(t, 'finality', () => haveFinal([...validators, bridge], 2));

        await step(t, 'two halves', async () => {
            await bridge.kill();
            const best = Math.max(...(await Promise.all(validators.map((member) => member.best()))));
            for (const member of validators) {
                await until(`${member.name} makes or hears blocks`, async () => (await member.best()) >= best + kPartitionBlocks, kNetworkMs)
                    .catch(async (error) => { throw new Error(`${error.message}; ${await describe(validators)}`); });
            }
            // Each half has a branch of its own, and half of the votes.
            assert.notEqual(await validators[0].hash(best + kPartitionBlocks), await validators[2].hash(best + kPartitionBlocks));
            for (const member of validators) assert.ok((await member.finalized()) <= best, await describe(validators));
        });
        await step(t, 'healed', async () => {
            await bridge.start();
            for (const member of validators) await bridge.call('system_addReservedPeer', member.address);
            const best = Math.max(...(await Promise.all(validators.map((member) => member.best()))));
            await haveFinal([...validators, bridge], best + 1);
        });
    });
}

networkTest('validators that are killed come back', async (network, t) => {
    network.chain = makeSpec(network.folder, runtimeFile('kusama-1007001-fast'));
    const alice = await network.start(ours, 'alice', { validator: 'alice' });
    const bob = await network.start(theirs, 'bob', { validator: 'bob' });
    await haveFinal([alice, bob], 2);
    for (const [killed, other] of [[bob, alice], [alice, bob]]) {
        await step(t, `kill -9 of ${killed.name}, of ${killed.kind}`, async () => {
            await killed.kill();
            await until(`${other.name} notices`, async () => (await other.peers()) === 0, kNetworkMs);
            await killed.start();
            await haveFinal([alice, bob], (await other.best()) + 2);
        });
    }
});
