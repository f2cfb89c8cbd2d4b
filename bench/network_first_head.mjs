// How long light clients of smoldot, versions 2 and 3, take to their first finalized head of a local network of two
// validators: from the end of addChain, which compiles the runtime, to the first header above the genesis. The aim: 3 s
// after the work of the start.
//
//     SERINUS=build/release/serinus node bench/network_first_head.mjs
import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';

import { startLight } from '../tests/e2e/light_client.mjs';
import { Node, temporaryFolder, until } from '../tests/e2e/node.mjs';

// Its packages are those of the tests.
const require = createRequire(new URL('../tests/e2e/node.mjs', import.meta.url));
const program = process.env.SERINUS;
const local = ['--chain', 'kusama-local', '--listen-addr', '/ip4/127.0.0.1/tcp/0'];
const folders = [temporaryFolder(), temporaryFolder()];
const nodes = [];
const ends = [];
const kRuns = 5;
try {
    const alice = await Node.start(program, [...local, '--alice', '--base-path', folders[0].folder]);
    nodes.push(alice);
    const addresses = await alice.call('system_localListenAddresses');
    const tcp = addresses.find((one) => !one.includes('/ws'));
    const ws = addresses.find((one) => one.includes('/ws/'));
    nodes.push(await Node.start(program, [...local, '--bob', '--base-path', folders[1].folder, '--bootnodes', tcp]));
    const specification = JSON.parse(execFileSync(program, ['build-spec', '--chain', 'kusama-local', '--raw'],
        { maxBuffer: 1 << 26, stdio: ['ignore', 'pipe', 'ignore'] }));
    await until('finality', async () =>
        Number((await alice.call('chain_getHeader', await alice.call('chain_getFinalizedHead'))).number) >= 2, 120_000);
    for (const [version, name, address] of [[2, 'smoldot', tcp], [3, 'smoldot3', ws]]) {
        const { start } = await import(require.resolve(name));
        const times = [];
        for (let i = 0; i < kRuns; ++i) {
            const light = await startLight({ after: (end) => ends.push(end) }, start, { ...specification, bootNodes: [address] });
            const begun = performance.now();
            let first;
            await light.subscribe((header) => {
                if (Number(header.number) > 0) first ??= performance.now() - begun;
            }, 'chain_subscribeFinalizedHeads');
            await until('a finalized head', () => first, 60_000);
            times.push(first / 1000);
            for (const end of ends.splice(0)) await end();
        }
        times.sort((a, b) => a - b);
        console.log(`smoldot ${version}: first finalized head after ${times.map((one) => one.toFixed(2)).join(', ')} s`);
    }
} finally {
    for (const end of ends) await end();
    for (const node of nodes) await node.stop();
    folders.forEach(({ remove }) => remove());
}
process.exit();
