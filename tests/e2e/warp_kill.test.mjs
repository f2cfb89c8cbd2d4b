// A node that is killed again and again while it joins by warp has the right state at the end, and serves others.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { warpUnderKills } from './warp_under_kills.mjs';

test('kill -9 five times during a warp', async () => {
    const { most } = await warpUnderKills({
        program: process.env.SERINUS,
        runtime: process.env.SHORT_EPOCHS_RUNTIME,
        accounts: 40_000,
        seed: Number(process.env.SEED ?? Date.now() % 1e6),
        spread: 1_000,
        say: console.log,
    });
    assert.ok(most < 64 << 20, `the memory does not follow the size of the state: ${most}`);
});
