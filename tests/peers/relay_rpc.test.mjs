// A relay chain that is asked by JSON-RPC, of programs of two kinds: our collator asks a validator of the reference, and the reference's collator
// asks one of ours. The chain is the real Kusama 2.3.2, with the real Coretime of that release.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { Network } from '../e2e/local_network.mjs';
import { Node, temporaryFolder, until } from '../e2e/node.mjs';
import { runtimeFile } from './chains.mjs';

const peer = (name) => join(process.env.PEERS, name);
/** Nodes of the reference compile the runtimes when they start. */
const kStartMs = 300_000;
const kBlocksMs = 600_000;

test('collators ask nodes of the other kind for the relay chain', { timeout: 1_800_000 }, async (t) => {
    const { folder, remove } = temporaryFolder();
    const relay = join(folder, 'kusama.json');
    writeFileSync(relay, execFileSync(process.env.SERINUS, ['build-spec', '--runtime', runtimeFile('kusama-2003002-fast'), '--preset', 'local_testnet',
        '--chain-type', 'local', '--disable-default-bootnode'], { maxBuffer: 1 << 28, stdio: ['ignore', 'pipe', 'ignore'] }));
    const network = await Network.start(join(folder, 'net'), ['--validators', '2', '--collators', '0', '--chain', relay,
        '--para', `1005=${runtimeFile('coretime-kusama-2003002')}`, '--binary', `bob=${peer('polkadot')}`], { startMs: kStartMs });
    t.after(() => { network.child.kill('SIGKILL'); remove(); });
    const addresses = await network.call(0, 'system_localListenAddresses');
    const [ours, theirs] = [`ws://${network.url(0)}`, `ws://${network.url(1)}`];
    const spec = join(folder, 'net', 'para-1005.json');
    const behind = ['--', '--chain', join(folder, 'net', 'chain.json'), '--port', '0', '--no-mdns', '--no-prometheus', '--bootnodes', addresses[0]];

    const own = await Node.start(process.env.SERINUS, ['--collator', '--alice', '--chain', spec, '--tmp', '--rpc-port', '0', '--port', '0', '--no-mdns',
        '--no-prometheus', '--relay-chain-rpc-urls', theirs, ...behind]);
    t.after(() => own.kill());
    const [listens] = await own.call('system_localListenAddresses');
    const bootNode = listens.replace('0.0.0.0', '127.0.0.1');
    const other = await Node.start(peer('polkadot-omni-node'), ['--collator', '--bob', '--force-authoring', '--chain', spec, '--tmp', '--rpc-port', '0', '--port', '0',
        '--no-mdns', '--no-prometheus', '--no-telemetry', '--no-hardware-benchmarks',
        '--unsafe-force-node-key-generation', '--bootnodes', bootNode, '--relay-chain-rpc-urls', ours, ...behind, '--no-telemetry', '--unsafe-force-node-key-generation'],
    { ready: /Running JSON-RPC server/, startMs: kStartMs });
    t.after(() => other.kill());

    /** The first block that a collator has made since then. */
    const made = async (node, what) => {
        let found;
        await until(what, () => { found = /Pre-sealed block for proposal at (\d+)\./.exec(node.log); return found; }, kBlocksMs);
        return Number(found[1]);
    };
    const finalNumber = async () => Number((await own.call('chain_getHeader', await own.call('chain_getFinalizedHead'))).number);

    await t.test('a block of ours is final, of which a validator of the reference told', async () => {
        const number = await made(own, 'a block of ours');
        await until('it is final', async () => await finalNumber() >= number, kBlocksMs);
    });

    await t.test("a block of the reference's collator is final, which a validator of ours told of the relay chain", async () => {
        const number = await made(other, 'a block of the reference');
        await until('it is final', async () => await finalNumber() >= number, kBlocksMs);
        t.diagnostic(other.log.split('\n').filter((line) => /WARN|ERROR/.test(line)).slice(0, 20).join('\n'));
    });
});
