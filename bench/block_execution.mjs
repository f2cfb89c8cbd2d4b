// A block full of transfers between accounts of kusama-local, by us and by Chopsticks:
//   node bench/block_execution.mjs build/release/bench_block_execution [transfers]
// Prints transfers a second, the ratio, and what a transfer of ours costs beside the check of its signature alone.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const [program, transfers = '500'] = process.argv.slice(2);
const data = process.env.SERINUS_TEST_DATA ?? fileURLToPath(new URL('../../shared/data', import.meta.url));
if (!existsSync(`${data}/genesis`)) {
    console.log('skipped: needs the shared test data: set SERINUS_TEST_DATA to its folder');
    process.exit(0);
}
const chopsticks = new URL('../tests/chopsticks/', import.meta.url);
const { Chain, keyOf } = await import(new URL('chain.mjs', chopsticks));
const { call } = await import(new URL('oracle.mjs', chopsticks));
const { kusamaLocal } = await import(new URL('scenarios/kusama_local.mjs', chopsticks));

for (const level of ['debug', 'info', 'warn', 'error']) console[level] = () => {};

const count = Number(transfers);
const lines = [];
let parent;
const chain = await Chain.start(kusamaLocal(data), (one) => {
    if (one.op === 'mark') parent = chain.state.copy();
    if (['genesis', 'put', 'execute'].includes(one.op)) lines.push(one);
});
const rich = chain.registry.createType('AccountInfo',
    { nonce: 0, consumers: 0, providers: 1, sufficients: 0, data: { free: 10n ** 16n, flags: 1n << 127n } }).toHex();
const pairs = Array.from({ length: count }, (_, i) => keyOf(`//bench//${i}`));
chain.put(pairs.map(({ publicKey }) => [chain.key('system', 'account', publicKey), rich]));

await chain.block('full of transfers', pairs.map((pair, i) =>
    chain.sign(pair, chain.tx.balances.transferKeepAlive(pairs[(i + 1) % count].address, 1_000_000_000_000n))));

// Chopsticks parses the runtime anew for each call; that is not what is compared.
const wall = async (work) => {
    const start = process.hrtime.bigint();
    await work();
    return Number(process.hrtime.bigint() - start) / 1e6;
};
let least = Infinity;
for (let i = 0; i < 2; ++i) {
    const whole = await wall(async () => {
        const { error } = await call(parent, 'Core_execute_block', chain.executed);
        if (error !== undefined) throw new Error(error);
    });
    least = Math.min(least, whole - (await wall(() => call(parent, 'Core_version', '0x'))));
}

const ours = spawnSync(program, {
    input: lines.map((one) => JSON.stringify(one)).join('\n') + '\n', encoding: 'utf8', stdio: ['pipe', 'pipe', 'inherit'],
});
if (ours.status !== 0) throw new Error(`${fileURLToPath(import.meta.url)}: ${program} failed: ${ours.stdout}`);
const { block_ms: blockMs, verify_us: verifyUs } = JSON.parse(ours.stdout);
const rate = (ms) => `${Math.round((count / ms) * 1000)} transfers/s`;
console.log(`a block of ${count} transfers: serinus ${blockMs.toFixed(1)} ms (${rate(blockMs)}), `
    + `Chopsticks ${least.toFixed(0)} ms (${rate(least)}): ${(least / blockMs).toFixed(1)} times as fast; `
    + `${((blockMs * 1000) / count).toFixed(0)} us each, of which the signature ${verifyUs.toFixed(0)} us`);
