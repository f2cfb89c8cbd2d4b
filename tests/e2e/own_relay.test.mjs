// A network whose programs and relay chain's runtime are all ours: Kusama 1.7.1, on which blocks of the real Coretime 2.3.2 are backed, included,
// approved and final.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { Network } from './local_network.mjs';
import { temporaryFolder, until } from './node.mjs';

const data = process.env.SERINUS_TEST_DATA ?? join(import.meta.dirname, '../../../shared/data');
const coretime = join(data, 'runtimes', 'coretime-kusama-2003002.compact.compressed.wasm');
const own = join(process.env.BUILD, 'package/kusama_runtime_proper/runtime.compressed.wasm');
const skip = !existsSync(coretime) && 'needs the shared test data: set SERINUS_TEST_DATA to its folder, or put it at ../shared/data';
/** Of a busy machine. */
const kBlocksMs = 400_000;

test('a parachain on our own Kusama 1.7.1', { skip, timeout: 580_000 }, async (t) => {
    const { folder, remove } = temporaryFolder();
    const relay = join(folder, 'kusama.json');
    writeFileSync(relay, execFileSync(process.env.SERINUS, ['build-spec', '--runtime', own, '--preset', 'local_testnet', '--chain-type', 'local',
        '--disable-default-bootnode'], { maxBuffer: 1 << 28, stdio: ['ignore', 'pipe', 'ignore'] }));
    const network = await Network.start(join(folder, 'net'), ['--validators', '2', '--collators', '2', '--chain', relay, '--para', `1005=${coretime}`]);
    t.after(() => { network.child.kill('SIGKILL'); remove(); });
    const version = await network.call(0, 'state_getRuntimeVersion');
    assert.equal(version.specVersion, 1_007_001);
    assert.match(await network.order(`add para 1006=${coretime}`), /^error: the relay chain's runtime has no pallet Sudo/m);
    await until('three blocks of the parachain are final at all its collators', () => {
        const lines = [...network.output.matchAll(/para 1005: best #\d+, final on all #(\d+)/g)];
        return Number((lines.at(-1) ?? [0, 0])[1]) >= 3;
    }, kBlocksMs);
    // The relay chain's own blocks stay final with these.
    assert.ok(await network.finalized(0) > 0);
});
