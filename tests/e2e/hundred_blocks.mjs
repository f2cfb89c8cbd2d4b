// A parachain on a network of ours that nothing happens to: of a hundred slots at most five are left without a block. By `make hundred-blocks`. Sessions have
// an hour, as on Kusama: a new one drops what waits for its availability, and takes no candidates on relay parents of the one before.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { TroubledNetwork, skip } from './troubled_network.mjs';
import { until } from './node.mjs';

const kBlocks = 100;
const kMostPlaces = kBlocks / 0.95;

test(`${kBlocks} blocks of a parachain`, { skip, timeout: 1_700_000 }, async (t) => {
    // Connections keep the machine's time: at a higher rate validators of the next group are connected too late now and then.
    const rate = Number(process.env.RATE ?? 1);
    const network = await TroubledNetwork.start(t, { rate, collators: 2, longSessions: true });
    await until(`${kBlocks} blocks are included`, async () => await network.included() > kBlocks, 1_600_000);
    const { places } = await network.filled(kBlocks);
    t.diagnostic(`from nothing to the first included block: ${network.firstIncluded()} s, at ${rate} times the speed`);
    t.diagnostic(`${kBlocks} blocks in ${places} places`);
    assert.ok(places <= kMostPlaces, `${kBlocks} blocks of ${places} possible ones`);
    await network.expectNothingSignedTwice();
    assert.deepEqual(await network.end(), { code: 0, signal: null });
});
