// `add para` while a network runs: the parachain is registered by Sudo on our own Kusama, gets a free core, its collators start, and the command
// tells of its first included block. All programs are ours; the parachain is the real Coretime 2.3.2.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { Network } from './local_network.mjs';
import { temporaryFolder, until } from './node.mjs';

const data = process.env.SERINUS_TEST_DATA ?? join(import.meta.dirname, '../../../shared/data');
const coretime = join(data, 'runtimes', 'coretime-kusama-2003002.compact.compressed.wasm');
const skip = !existsSync(coretime) && 'needs the shared test data: set SERINUS_TEST_DATA to its folder, or put it at ../shared/data';
/** Of a busy machine. */
const kBlocksMs = 300_000;

test('a parachain is added to a running network', { skip, timeout: 580_000 }, async (t) => {
    const { folder, remove } = temporaryFolder();
    const base = join(folder, 'net');
    const network = await Network.start(base, ['--validators', '2', '--collators', '1']);
    t.after(() => { network.child.kill('SIGKILL'); remove(); });

    await t.test('what is no parachain is refused with a reason', async () => {
        assert.match(await network.order('add para'), /^error: add which parachain/m);
        assert.match(await network.order(`add para ${coretime}`), /^error: --para .*: a runtime needs the number/m);
        assert.match(await network.order('add collator 1005'), /^error: no parachain of this network has the number "1005"/m);
    });

    await t.test('its collator has an address, and the command tells of its first block', async () => {
        const said = await network.order(`add para 1005=${coretime}`);
        assert.match(said, /^Parachain 1005 has core 0 since block #\d+ of the relay chain$/m);
        assert.match(said, /^1005-alice +collator of 1005 +\w+ +ws:\/\/127\.0\.0\.1:\d+ +\/ip4\/127\.0\.0\.1\/tcp\/\d+\/p2p\/12D3Koo/m);
        assert.match(said, /^done$/m);
        assert.match(await network.order(`add para 1005=${coretime}`), /^error: parachain 1005 is there already$/m);
        await until('the first block is included', () => /^The first block of parachain 1005 is included after [\d.]+ s: #[1-9]\d*$/m.test(network.output), kBlocksMs);
    });

    await t.test('its blocks become final, and those of a collator that is added too', async () => {
        assert.match(await network.order('add collator 1005'), /^1005-bob +collator of 1005/m);
        await until('final blocks at both', () => {
            const [, final] = [...network.output.matchAll(/para 1005: best #\d+, final on all #(\d+)/g)].at(-1) ?? [0, 0];
            return Number(final) >= 2;
        }, kBlocksMs);
        assert.ok(await network.finalized(0) > 0);
    });

    await t.test('the folder holds the parachain', async () => {
        network.child.kill('SIGINT');
        assert.deepEqual(await network.ended, { code: 0, signal: null });
        assert.ok(existsSync(join(base, 'para-1005.json')));
        const again = await Network.start(base, ['--validators', '2', '--collators', '1']);
        t.after(() => again.child.kill('SIGKILL'));
        assert.match(again.output, /^1005-alice +collator of 1005 +running/m);
        again.child.stdin.write('quit\n');
        assert.deepEqual(await again.ended, { code: 0, signal: null });
    });
});
