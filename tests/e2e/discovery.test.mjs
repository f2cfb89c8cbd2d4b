// Nodes that know one boot node alone find each other, and validators find out which peers the other validators are.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Node, temporaryFolder } from './node.mjs';

const program = process.env.SERINUS;
const base = ['--chain', 'kusama-local', '--listen-addr', '/ip4/127.0.0.1/tcp/0', '-l', 'sub-authority-discovery=debug'];

async function until(what, isDone, seconds = 120) {
    const end = Date.now() + seconds * 1000;
    for (;;) {
        const value = await isDone();
        if (value) return value;
        if (Date.now() > end) throw new Error(`not in time: ${what}`);
        await new Promise((resolve) => setTimeout(resolve, 300));
    }
}

test('four nodes find each other through a boot node that is all they know', async (t) => {
    const folders = [...Array(5)].map(temporaryFolder);
    t.after(() => folders.forEach(({ remove }) => remove()));
    const nodes = [];
    t.after(() => Promise.all(nodes.map((node) => node.stop().catch((error) => console.error(error)))));
    const start = async (...args) => {
        nodes.push(await Node.start(program, [...base, '--base-path', folders[nodes.length].folder, ...args]));
        return nodes.at(-1);
    };
    const boot = await start();
    const [address] = await boot.call('system_localListenAddresses');
    const join = ['--bootnodes', address];
    const alice = await start('--alice', ...join);
    const bob = await start('--bob', ...join);
    await start(...join);
    await start(...join);

    await until('everybody has all others as peers', async () => {
        const healths = await Promise.all(nodes.map((node) => node.call('system_health')));
        return healths.every(({ peers }) => peers === 4);
    });

    await until('the validators know each other as such', async () => {
        const ids = [await alice.call('system_localPeerId'), await bob.call('system_localPeerId')];
        return alice.log.includes(`An authority is the peer ${ids[1]}`) && bob.log.includes(`An authority is the peer ${ids[0]}`);
    });
    assert.ok(!boot.log.includes('panicked'));
});
