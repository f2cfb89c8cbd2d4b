// `serinus network --para`: all programs are ours. On the real Kusama 2.3.2 the real Coretime of that release gets blocks, which validators back,
// include, approve and make final; so do those of a collator that was killed and started again. A node joins by warp.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { Network } from './local_network.mjs';
import { Node, temporaryFolder, until } from './node.mjs';
import { hasBrowser, readViews } from './page.mjs';

const data = process.env.SERINUS_TEST_DATA ?? join(import.meta.dirname, '../../../shared/data');
const runtime = (name) => join(data, 'runtimes', `${name}.compact.compressed.wasm`);
const skip = existsSync(runtime('kusama-2003002-fast')) ? false
    : 'needs the shared test data: set SERINUS_TEST_DATA to its folder, or put it at ../shared/data';
/** A block each 12 s, on a machine that has other work. */
const kBlocksMs = 240_000;

/** What the last line of figures says of the parachain: its best block, and the last that is final at all its collators. */
function heightOfPara(network) {
    const lines = [...network.output.matchAll(/para 1005: best #(\d+), final on all #(\d+)/g)];
    const [, best, final] = lines.at(-1) ?? [0, 0, 0];
    return { best: Number(best), final: Number(final) };
}

const finalOf = async (node) => node.call('chain_getHeader', await node.call('chain_getFinalizedHead'));

test('a local network with a parachain', { skip, timeout: 580_000 }, async (t) => {
    const { folder, remove } = temporaryFolder();
    const relay = join(folder, 'kusama.json');
    writeFileSync(relay, execFileSync(process.env.SERINUS, ['build-spec', '--runtime', runtime('kusama-2003002-fast'), '--preset', 'local_testnet',
        '--chain-type', 'local', '--disable-default-bootnode'], { maxBuffer: 1 << 28, stdio: ['ignore', 'pipe', 'ignore'] }));
    const network = await Network.start(join(folder, 'net'), ['--validators', '2', '--full', '1', '--collators', '2', '--chain', relay,
        // Details of one target, so that lines have their level.
        '--para', `1005=${runtime('coretime-kusama-2003002')}`, '--node-arg=-lparachain::approval=debug']);
    t.after(() => { network.child.kill('SIGKILL'); remove(); });
    const logOf = (name) => readFileSync(join(folder, 'net', `${name}.log`), 'utf8');
    for (const name of ['alice', 'bob']) assert.match(network.output, new RegExp(`^1005-${name} +collator of 1005 +running +ws:`, 'm'));

    // From the beginning: what was never seen as a candidate cannot be recovered.
    const [address] = await network.call(0, 'system_localListenAddresses');
    const alone = await Node.start(process.env.SERINUS, ['--collator', '--chain', join(folder, 'net', 'para-1005.json'), '--tmp', '--reserved-only',
        '--rpc-port', '0', '--no-mdns', '--no-prometheus', '--', '--chain', join(folder, 'net', 'chain.json'), '--rpc-port', '0', '--bootnodes', address]);
    t.after(() => alone.kill());
    // The full node of the relay chain first, and then a validator.
    const [, paraAddress] = /^1005-alice .*(\/ip4\S+)$/m.exec(network.output);
    const byRpc = async (...own) => {
        const node = await Node.start(process.env.SERINUS, [...own, '--chain', join(folder, 'net', 'para-1005.json'), '--tmp', '--rpc-port', '0', '--port', '0',
            '--no-mdns', '--no-prometheus', '--bootnodes', paraAddress, '--relay-chain-rpc-urls', `ws://${network.url(2)}`, `ws://${network.url(0)}`,
            '--', '--chain', join(folder, 'net', 'chain.json'), '--port', '0', '--no-mdns', '--no-prometheus', '--bootnodes', address]);
        t.after(() => node.kill());
        return node;
    };
    const follower = await byRpc();

    await t.test('its blocks become final', () => until('a final block', () => heightOfPara(network).final >= 1, kBlocksMs));

    await t.test('a validator tells what has happened to a candidate', () => {
        const explain = (...args) => execFileSync(process.env.SERINUS, ['explain', '--url', `ws://${network.url(0)}`, ...args], { encoding: 'utf8' });
        const final = explain().split('\n').find((line) => / final /.test(line));
        assert.ok(final, explain());
        const story = explain(final.split(' ')[0]);
        for (const step of ['backedOnChain', 'included', 'final']) assert.match(story, new RegExp(`  ${step} +block #\\d+`), story);
    });

    await t.test('the page of a validator shows candidates with their times', { skip: hasBrowser ? false : 'needs chromium' }, async () => {
        const [{ candidate }] = (await network.call(0, 'serinus_paraCandidates')).filter(({ entries }) => entries.some(({ step }) => step === 'final'));
        const [parachains, one] = await readViews(`http://${network.url(0)}/`, [['parachains', 'Candidates at this node'],
            [`candidate/${candidate}`, 'What has happened to it here']]);
        const row = parachains.split('\n').find((line) => line.includes(`${candidate.slice(0, 6)}…${candidate.slice(-4)}`));
        assert.match(parachains, /\n0\t(free|parachain 1005, \d of \d validators have their part)\tparachain 1005\t/);
        assert.match(row, /^1005\t[^\t]+\tfinal[^\t]*\t\d+\t[\d.]+ s\t[\d.]+ s\t/, row);
        for (const step of ['backed on chain', 'included', 'final']) assert.match(one, new RegExp(`\\t[\\d.]+ s\\t${step}\\t`), one);
    });

    await t.test('a collator is killed, started again and makes blocks that become final', async () => {
        assert.match(await network.order('kill 1005-bob'), /^done$/m);
        const before = logOf('1005-bob').length;
        assert.match(await network.order('start 1005-bob'), /^done$/m);
        let made;
        await until('a block of the collator', () => {
            made = /Pre-sealed block for proposal at (\d+)\./.exec(logOf('1005-bob').slice(before));
            return made;
        }, kBlocksMs);
        await until('it is final', () => heightOfPara(network).final >= Number(made[1]), kBlocksMs);
    });

    await t.test('a node without peers on the parachain has recovered its blocks from the validators', async () => {
        assert.match(alone.log, /Importing \d+ block\(s\) recovered from validators/);
        const final = heightOfPara(network).final;
        await until('they are final', () => {
            const [, there] = [...alone.log.matchAll(/\[Parachain\].*\(0 peers\).* finalized #(\d+)/g)].at(-1) ?? [0, 0];
            return Number(there) >= final;
        }, kBlocksMs);
    });

    await t.test('a node that is killed in the middle of its warp ends it when it is started again', async () => {
        const goal = heightOfPara(network).final;
        const base = join(folder, 'joiner');
        // The relay chain, from its genesis on, is in the same process.
        const start = (onStart) => Node.start(process.env.SERINUS, ['--chain', join(folder, 'net', 'para-1005.json'), '--base-path', base, '--sync', 'warp',
            '--rpc-port', '0', '--port', '0', '--no-mdns', '--no-prometheus', '--bootnodes', paraAddress, '--', '--chain', join(folder, 'net', 'chain.json'),
            '--rpc-port', '0', '--port', '0', '--no-mdns', '--no-prometheus', '--bootnodes', address], { onStart });
        /** Kills it as soon as its log says so, and returns the log. */
        const killAt = async (moment) => {
            let joiner;
            let log = '';
            start((node) => {
                joiner = node;
                t.after(() => node.kill());
                node.child.stderr.on('data', (text) => { log += text; if (moment.test(log)) node.child.kill('SIGKILL'); });
            }).catch(() => {});
            await until(`killed at ${moment}`, () => joiner.child.signalCode === 'SIGKILL', kBlocksMs);
            return log;
        };
        // Before it has a target; while it fetches the state; and, if it did not go on before it was killed, with the state and without what is before it.
        await killAt(/\[Relaychain\].*Imported #/);
        const begins = /The chain begins with block #(\d+)/;
        let begin = begins.exec(await killAt(/Downloading the state/));
        t.diagnostic(`killed ${begin ? 'behind' : 'in the middle of'} the download`);
        begin ??= begins.exec(await killAt(begins));
        assert.ok(Number(begin[1]) >= goal, begin[0]);

        const joiner = await start();
        t.after(() => joiner.kill());
        const line = /\[Parachain\] Running JSON-RPC server: addr=127\.0\.0\.1:(\d+)/;
        await until('the parachain answers', () => line.test(joiner.log));
        const para = Object.create(joiner, { port: { value: Number(line.exec(joiner.log)[1]) } });
        await until('it follows', async () => Number((await finalOf(para)).number) > Number(begin[1]), kBlocksMs);
        assert.equal((await para.call('state_getRuntimeVersion')).specName, 'coretime-kusama');
        const final = await finalOf(para);
        const there = (number) => network.call(3, 'chain_getBlockHash', number);
        await until('the blocks before it', async () => await para.call('chain_getBlockHash', 1) === await there(1), kBlocksMs);
        for (let number = 1; number <= Number(final.number); ++number) {
            const hash = await there(number);
            assert.deepEqual([await para.call('chain_getBlockHash', number), await para.call('chain_getBlock', hash)], [hash, await network.call(3, 'chain_getBlock', hash)]);
        }
        await joiner.stop();
        const state = join(folder, 'state.json');
        writeFileSync(state, execFileSync(process.env.SERINUS, ['export-state', '--chain', join(folder, 'net', 'para-1005.json'), '--base-path', base,
            `${Number(final.number)}`], { maxBuffer: 1 << 28, stdio: ['ignore', 'pipe', 'ignore'] }));
        const { stateRoot } = JSON.parse(execFileSync(process.env.SERINUS, ['chain-info', '--chain', state], { encoding: 'utf8' }));
        assert.equal(stateRoot, final.stateRoot, 'computed anew');
    });

    await t.test('by JSON-RPC a collator goes on when the first of its nodes of the relay chain is killed', async () => {
        assert.match(await network.order('kill 1005-bob'), /^done$/m);
        const bob = await byRpc('--collator', '--bob');
        const isFinal = async (what, since) => {
            let made;
            await until(what, () => { made = /Pre-sealed block for proposal at (\d+)\./.exec(bob.log.slice(since)); return made; }, kBlocksMs);
            await until(`${what} is final`, async () => Number((await finalOf(bob)).number) >= Number(made[1]), kBlocksMs);
        };
        await isFinal('its block', 0);
        const before = bob.log.length;
        assert.match(await network.order('kill full1'), /^done$/m);
        await isFinal('a block with the other node', before);
        assert.match(bob.log.slice(before), new RegExp(`Trying to connect to next external relaychain node\\. index=1 url=ws://${network.url(0)}`));
        await bob.stop();
    });

    await t.test('a full node by JSON-RPC has the same final blocks', async () => {
        const goal = heightOfPara(network).final;
        await until('they are final', async () => Number((await finalOf(follower)).number) >= goal, kBlocksMs);
        for (let number = 0; number <= goal; ++number) {
            const there = await network.call(3, 'chain_getBlockHash', number);
            assert.equal(await follower.call('chain_getBlockHash', number), there, `block ${number}`);
        }
        await follower.stop();
    });

    await t.test('no validator warns of parachains', () => {
        for (const name of ['alice', 'bob']) {
            const lines = logOf(name).split('\n');
            assert.ok(lines.some((line) => / INFO /.test(line)), 'lines have levels');
            assert.deepEqual(lines.filter((line) => / (WARN|ERROR) /.test(line) && /parachain/.test(line)), [], name);
        }
    });

    await t.test('Ctrl-C ends all of it with success', async () => {
        network.child.kill('SIGINT');
        assert.deepEqual(await network.ended, { code: 0, signal: null });
    });
});
