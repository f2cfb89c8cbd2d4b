// `serinus network` with a parachain: two validators are of the reference, and so is one of two collators. The chain is the real Kusama 2.3.2, with
// the real Coretime of that release.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { Network } from '../e2e/local_network.mjs';
import { temporaryFolder, until } from '../e2e/node.mjs';
import { runtimeFile } from './chains.mjs';

const peer = (name) => join(process.env.PEERS, name);
/** Nodes of the reference compile the runtimes when they start. */
const kStartMs = 300_000;
const kBlocksMs = 600_000;

/** What the last line of figures says of the parachain: its best block, and the last that is final at all its collators. */
function heightOfPara(network) {
    const lines = [...network.output.matchAll(/para 1005: best #(\d+), final on all #(\d+); (\d+) of/g)];
    const [, best, final, nodes] = lines.at(-1) ?? [0, 0, 0, 0];
    return { best: Number(best), final: Number(final), nodes: Number(nodes) };
}

test('a local network with a parachain, of programs of two kinds', { timeout: 1_800_000 }, async (t) => {
    const { folder, remove } = temporaryFolder();
    const relay = join(folder, 'kusama.json');
    writeFileSync(relay, execFileSync(process.env.SERINUS, ['build-spec', '--runtime', runtimeFile('kusama-2003002-fast'), '--preset', 'local_testnet',
        '--chain-type', 'local', '--disable-default-bootnode'], { maxBuffer: 1 << 28, stdio: ['ignore', 'pipe', 'ignore'] }));
    const network = await Network.start(join(folder, 'net'), ['--validators', '4', '--collators', '1', '--chain', relay,
        '--para', `1005=${runtimeFile('coretime-kusama-2003002')}`, '--binary', `1005-alice=${peer('polkadot-omni-node')}`,
        '--binary', `charlie=${peer('polkadot')}`, '--binary', `dave=${peer('polkadot')}`], { startMs: kStartMs });
    t.after(() => { network.child.kill('SIGKILL'); remove(); });
    assert.match(network.output, /^1005-alice +collator of 1005 +running +ws:/m);

    await t.test('the parachain has blocks, which become final', () => until('three final blocks', () => heightOfPara(network).final >= 3, kBlocksMs));

    await t.test('a validator of ours tells what has happened to a candidate', () => {
        const explain = (...args) => execFileSync(process.env.SERINUS, ['explain', '--url', `ws://${network.url(0)}`, ...args], { encoding: 'utf8' });
        const final = explain().split('\n').find((line) => / final /.test(line));
        assert.ok(final, explain());
        const [candidate] = final.split(' ');
        const story = explain(candidate);
        assert.match(story, /^Candidate 0x[0-9a-f]{64}, parachain 1005, relay parent 0x/);
        for (const step of ['backedOnChain', 'included', 'final']) assert.match(story, new RegExp(`^  \\d\\d:\\d\\d:\\d\\d\\.\\d{3}  ${step} +block #\\d+`, 'm'));
        assert.match(story, /of validators \d; this validator is \d, (one|none) of them/);
        t.diagnostic(story);
    });

    await t.test('its collator is killed, started again and goes on', async () => {
        assert.match(await network.order('kill 1005-alice'), /^done$/m);
        assert.match(await network.order('start 1005-alice'), /^done$/m);
        const { best } = heightOfPara(network);
        await until('more final blocks', () => heightOfPara(network).final > best, kBlocksMs);
    });

    await t.test('a second one follows it', async () => {
        assert.match(await network.order('add collator 1005'), /^1005-bob +collator of 1005 /m);
        const { best } = heightOfPara(network);
        await until('both have a final block', () => heightOfPara(network).nodes === 6 && heightOfPara(network).final > best, kBlocksMs);
        assert.match(await network.order('add collator 7'), /^error: no parachain of this network has the number "7"$/m);
    });

    await t.test('blocks of the second one, which is ours, are included, and the first one has imported them', async () => {
        const logOf = (name) => readFileSync(join(folder, 'net', `${name}.log`), 'utf8');
        await until('a block of ours that the reference says is included', () => {
            const [made, seen] = [logOf('1005-bob'), logOf('1005-alice')];
            return [...made.matchAll(/Pre-sealed block for proposal at (\d+)\. Hash now (0x[0-9a-f]{64})/g)].some(([, number, hash]) =>
                seen.includes(`included: #${number} (${hash.slice(0, 6)}…${hash.slice(-4)})`));
        }, kBlocksMs);
    });

    await t.test('Ctrl-C ends all of it with success', async () => {
        network.child.kill('SIGINT');
        assert.deepEqual(await network.ended, { code: 0, signal: null });
    });
});
