// Findings of `serinus doctor` on this machine, and of a validator's keys on both sides.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { chmodSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { Node, temporaryFolder } from './node.mjs';

const program = process.env.SERINUS;
const { folder, remove } = temporaryFolder();
let node;

before(async () => {
    node = await Node.start(program, ['--dev', '--base-path', folder, '--sealing', 'instant']);
});
after(async () => {
    await node?.stop();
    remove();
});

const serinus = (...args) => new Promise((resolve) => {
    execFile(program, args, { timeout: 120_000 }, (error, out, err) => resolve({ code: error ? error.code : 0, out, err }));
});
const doctor = async (...args) => {
    const { code, out, err } = await serinus('doctor', '--json', '--no-benchmark', '--rpc-port', `${node.port}`, ...args);
    assert.ok(code === 0 || code === 3, err);
    const findings = JSON.parse(out);
    assert.equal(code === 3, findings.some(({ level }) => level === 'problem'));
    return findings;
};
const withNode = (...args) => doctor('--url', node.url, '--dev', '--base-path', folder, ...args);
const of = (findings, subject) => findings.filter((one) => one.subject === subject);

test('each finding that is not good has a remedy', async () => {
    const findings = await doctor('--no-node', '--base-path', folder);
    for (const subject of ['clock', 'disk', 'processors', 'memory', 'open files']) assert.equal(of(findings, subject).length > 0, true, subject);
    assert.ok(findings.some(({ subject }) => subject.startsWith('sandbox: ')));
    for (const { level, subject, text, remedy } of findings) {
        assert.ok(text, subject);
        assert.equal(remedy === '', level === 'good', subject);
    }
});

test('the speeds stand beside the reference hardware', async () => {
    const { out } = await serinus('doctor', '--json', '--no-node', '--seconds', '0.02', '--base-path', folder);
    for (const name of ['BLAKE2-256', 'SR25519-Verify', 'Copy', 'Seq Write', 'Rnd Write']) assert.match(of(JSON.parse(out), name)[0].text, /% of the reference hardware/);
});

test('a node that does not answer is a problem', async () => {
    const findings = await doctor('--url', 'ws://127.0.0.1:1');
    assert.equal(of(findings, 'node')[0].level, 'problem');
    assert.match(of(findings, 'node')[0].remedy, /systemctl start serinus/);
});

test('keys that one side lacks are named', async () => {
    const missing = await withNode('--stash', '//Bob');
    assert.match(of(missing, 'stash')[0].text, /has bonded nothing/);
    assert.match(of(missing, 'keys')[0].text, /the chain knows no session keys of the stash/);

    const keys = await node.call('author_rotateKeys');
    const unused = await withNode();
    assert.ok(of(unused, 'keys').some(({ text }) => text.startsWith('no stash on chain has the key')));

    const tx = (...words) => serinus('tx', '--url', node.url, '--suri', '//Bob', '--wait', 'in-block', ...words);
    for (const words of [['staking.bond', '1000KSM', 'Staked'], ['session.set_keys', keys, '0x'], ['staking.validate', '(10%, false)']]) {
        assert.equal((await tx(...words)).code, 0, words[0]);
    }
    const complete = await withNode('--stash', '//Bob');
    assert.match(of(complete, 'keys')[0].text, /the node has all \d session keys of the stash/);
    assert.equal(of(complete, 'stash')[0].text, 'waits to be elected');

    // Keys that another machine has.
    assert.equal((await tx('session.set_keys', `0x${'07'.repeat((keys.length - 2) / 2)}`, '0x')).code, 0);
    const elsewhere = await withNode('--stash', '//Bob');
    assert.ok(of(elsewhere, 'keys').some(({ level, text }) => level === 'problem' && text.startsWith('the node lacks the key 0x0707')));
});

test('a key that others can read is a problem', async () => {
    const keystore = join(folder, 'chains', readdirSync(join(folder, 'chains'))[0], 'keystore');
    const file = join(keystore, readdirSync(keystore)[0]);
    chmodSync(file, 0o644);
    assert.equal(of(await withNode(), 'keystore')[0].remedy, `chmod 600 ${file}`);
    chmodSync(file, 0o600);
    assert.equal(of(await withNode(), 'keystore').length, 0);
});
