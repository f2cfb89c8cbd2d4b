// `serinus network --clock-rate`: the time of the chain runs ahead of the machine's, all nodes agree on it, and a network that goes on keeps it.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { test } from 'node:test';

import { Network } from './local_network.mjs';
import { temporaryFolder, until } from './node.mjs';

const program = process.env.SERINUS;
/** twox128("Timestamp") ++ twox128("Now") */
const kNow = '0xf0c365c3cf59d671eb72da0e7a4113c49f1f0515f462cdcf84e0f1d6045dfcbb';

/** What the best block of a node says of the time, in ms since 1970. */
async function chainTime(network, index) {
    const value = await network.call(index, 'state_getStorage', kNow);
    return value ? Number(Buffer.from(value.slice(2), 'hex').readBigUInt64LE()) : 0;
}

test('a network whose clock runs ten times as fast', async (t) => {
    const { folder, remove } = temporaryFolder();
    const network = await Network.start(folder, ['--validators', '2', '--full', '1', '--clock-rate', '10']);
    t.after(() => { network.child.kill('SIGKILL'); remove(); });

    await t.test('its blocks come from the future, and are final at all nodes', async () => {
        // Blocks of a chain with the machine's clock are ahead by less than a slot.
        await until('a minute ahead', async () => await chainTime(network, 0) > Date.now() + 60_000);
        const before = await network.finalized(0);
        for (let index = 0; index < 3; ++index) await until('finality', async () => await network.finalized(index) > before);
    });

    await t.test('a node that is killed comes back to the same time', async () => {
        assert.match(await network.order('kill bob'), /^done$/m);
        assert.match(await network.order('start bob'), /^done$/m);
        const time = await chainTime(network, 0);
        await until('it follows', async () => await chainTime(network, 1).catch(() => 0) > time);
        const before = await network.finalized(0);
        await until('finality with it', async () => await network.finalized(1).catch(() => 0) > before);
    });

    await t.test('the folder keeps the clock', async () => {
        const time = await chainTime(network, 0);
        network.child.stdin.write('quit\n');
        assert.deepEqual(await network.ended, { code: 0, signal: null });
        const other = spawnSync(program, ['network', '--base-path', folder, '--clock-rate', '5'], { encoding: 'utf8' });
        assert.equal(other.status, 1);
        assert.match(other.stderr, /has the clock rate 10, which stays/);
        const again = await Network.start(folder, ['--validators', '2']);
        t.after(() => again.child.kill('SIGKILL'));
        await until('it goes on', async () => await chainTime(again, 0) > time);
        again.child.stdin.write('quit\n');
        await again.ended;
    });
});

test('a clock is for networks of ours that are local', () => {
    const network = spawnSync(program, ['network', '--clock-rate', '10', '--binary', `alice=${program}`], { encoding: 'utf8' });
    assert.equal(network.status, 1);
    assert.match(network.stderr, /--clock-rate: other programs \(--binary\) have the machine's clock/);
    const { folder, remove } = temporaryFolder();
    try {
        const spec = JSON.parse(execFileSync(program, ['build-spec', '--chain', 'kusama-local'], { maxBuffer: 1 << 28, stdio: ['ignore', 'pipe', 'ignore'] }));
        writeFileSync(`${folder}/live.json`, JSON.stringify({ ...spec, chainType: 'Live' }));
        const node = spawnSync(program, ['--chain', `${folder}/live.json`, '--tmp', '--clock', '10@0', '--rpc-port', '0'], { encoding: 'utf8' });
        assert.equal(node.status, 2);
        assert.match(node.stderr, /--clock is for local networks, and ".*" is a Live chain/);
    } finally {
        remove();
    }
});
