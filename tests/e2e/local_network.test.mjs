// `serinus network`: four validators in one command, a transfer that is final on all of them, nodes that are killed,
// started and added while the network runs, and one Ctrl-C that ends all.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { test } from 'node:test';

import { ApiPromise, Keyring, WsProvider } from '@polkadot/api';

import { Network } from './local_network.mjs';
import { temporaryFolder, until } from './node.mjs';

const program = process.env.SERINUS;


test('a local network of four validators', async (t) => {
    const { folder, remove } = temporaryFolder();
    t.after(remove);
    const network = await Network.start(folder, ['--validators', '4']);
    t.after(() => network.child.kill('SIGKILL'));
    for (const name of ['alice', 'bob', 'charlie', 'dave']) {
        assert.match(network.output, new RegExp(`^${name} +validator +running +ws://127\\.0\\.0\\.1:\\d+ +/ip4/127\\.0\\.0\\.1/tcp/\\d+/p2p/12D3Koo`, 'm'));
        assert.ok(existsSync(`${folder}/${name}.log`));
    }

    await t.test('a transfer given to one is final on all', async () => {
        const api = await ApiPromise.create({ provider: new WsProvider(`ws://${network.url(3)}`), noInitWarn: true });
        t.after(() => api.disconnect());
        assert.equal((await api.query.session.validators()).length, 4);
        const keys = new Keyring({ type: 'sr25519', ss58Format: 2 });
        const target = keys.addFromUri('//Nobody').address;
        await api.tx.balances.transferKeepAlive(target, 7n * 10n ** 12n).signAndSend(keys.addFromUri('//Alice'));
        for (let index = 0; index < 4; ++index) {
            const observer = await ApiPromise.create({ provider: new WsProvider(`ws://${network.url(index)}`), noInitWarn: true });
            await until(`the balance is final at node ${index}`, async () => {
                const account = await (await observer.at(await observer.rpc.chain.getFinalizedHead())).query.system.account(target);
                return account.data.free.toBigInt() === 7n * 10n ** 12n;
            });
            await observer.disconnect();
        }
        await api.disconnect();
    });

    await t.test('one of four is killed: the others go on; it returns and catches up', async () => {
        assert.match(await network.order('kill dave'), /^done$/m);
        const before = await network.finalized(0);
        await until('finality without it', async () => (await network.finalized(0)) >= before + 2);
        assert.match(await network.order('start dave'), /^done$/m);
        await until('it catches up', async () => (await network.finalized(3).catch(() => 0)) >= before + 2);
    });

    await t.test('a full node is added, and stopped', async () => {
        assert.match(await network.order('add full'), /^full1 +full /m);
        const number = await network.finalized(0);
        await until('it follows', async () => (await network.finalized(4).catch(() => 0)) >= number);
        assert.match(await network.order('stop full1'), /^done$/m);
        assert.match(await network.order('stop full1'), /^error: full1 does not run$/m);
        assert.match(await network.order('dance'), /^error: "dance" is no command/m);
    });

    await t.test('Ctrl-C ends all of it with success', async () => {
        network.child.kill('SIGINT');
        assert.deepEqual(await network.ended, { code: 0, signal: null });
        for (let index = 0; index < 4; ++index) await assert.rejects(() => network.call(index, 'system_health'));
    });

    await t.test('the folder holds the network, which continues', async () => {
        const again = await Network.start(folder, ['--validators', '4']);
        assert.ok((await again.finalized(0)) >= 2);
        again.child.stdin.write('quit\n');
        assert.deepEqual(await again.ended, { code: 0, signal: null });
        const other = spawn(program, ['network', '--base-path', folder, '--validators', '3'], { stdio: ['ignore', 'ignore', 'pipe'] });
        let complaint = '';
        other.stderr.setEncoding('utf8').on('data', (text) => { complaint += text; });
        assert.equal(await new Promise((resolve) => other.on('exit', resolve)), 1);
        assert.match(complaint, /has 4 authority keys.*cannot run with --validators 3/);
    });
});
