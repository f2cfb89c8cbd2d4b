// A network of ours with a parachain in trouble, in full: 20 times kill -9 of any node, a collator that joins later, a validator that is restarted in
// the middle of a session, a partition. Chains go on, and nothing is signed twice. By `make kills`; SEED=… repeats a run.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Random, TroubledNetwork, skip } from './troubled_network.mjs';
import { until } from './node.mjs';

const kKills = 20;
const seed = Number(process.env.SEED ?? Date.now() % 1e6);

test(`a network in trouble goes on, and nothing is signed twice (SEED=${seed})`, { skip, timeout: 1_700_000 }, async (t) => {
    const random = new Random(seed);
    const network = await TroubledNetwork.start(t, { rate: 3, reserved: true });
    await until('the first block of the parachain', () => network.firstIncluded(), 240_000);
    await t.test('a collator joins and makes blocks', () => network.addCollator());
    await t.test(`${kKills} kills`, async () => {
        for (let i = 0; i < kKills; ++i) {
            const names = ['alice', 'bob', 'charlie', 'dave', ...network.collators];
            const name = names[random.below(names.length)];
            await network.killAndStart(name, random, (text) => t.diagnostic(`${i + 1}: ${text}`));
            await network.goesOn(`after kill ${i + 1}, of ${name}`);
        }
    });
    await t.test('a validator is restarted in the middle of a session', async () => {
        await network.restartInMidSession('bob');
        await network.goesOn('after the restart');
    });
    await t.test('a partition', () => network.partition());
    await t.test('nothing was signed twice', () => network.expectNothingSignedTwice());
    t.diagnostic(`${network.claims.size} blocks of the relay chain were seen, ${await network.included()} of the parachain are included`);
    await t.test('Ctrl-C ends all of it with success', async () => assert.deepEqual(await network.end(), { code: 0, signal: null }));
});
