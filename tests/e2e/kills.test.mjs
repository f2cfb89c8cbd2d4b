// A network of ours with a parachain under kills, in short: `make kills` has many of them (many_kills.mjs).
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Random, TroubledNetwork, skip } from './troubled_network.mjs';
import { until } from './node.mjs';

const seed = Number(process.env.SEED ?? Date.now() % 1e6);

test(`nodes are killed, and nothing is signed twice (SEED=${seed})`, { skip, timeout: 580_000 }, async (t) => {
    const random = new Random(seed);
    const network = await TroubledNetwork.start(t, { rate: 3 });
    await until('the first block of the parachain', () => network.firstIncluded(), 240_000);
    t.diagnostic(`from nothing to the first included block: ${network.firstIncluded()} s, at three times the speed`);
    await t.test('a collator joins and makes blocks', () => network.addCollator());
    await t.test('kills of a validator, and of a collator', async () => {
        const validators = ['alice', 'bob', 'charlie', 'dave'];
        for (const name of [validators[random.below(4)], network.collators[random.below(2)]]) {
            await network.killAndStart(name, random, (text) => t.diagnostic(text));
            await network.goesOn(`after the kill of ${name}`);
        }
    });
    await t.test('a validator is restarted in the middle of a session', async () => {
        await network.restartInMidSession('bob');
        await network.goesOn('after the restart');
    });
    await t.test('nothing was signed twice', () => network.expectNothingSignedTwice());
    await t.test('Ctrl-C ends all of it with success', async () => assert.deepEqual(await network.end(), { code: 0, signal: null }));
});
