// sr25519 of the npm packages, and how many times faster ours is: node bench/sr25519_npm.mjs build/release/bench_sr25519
// @polkadot/wasm-crypto is schnorrkel compiled to WebAssembly; @scure/sr25519 is JavaScript. Medians, in microseconds.
import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';

const require = createRequire(new URL('../tests/interop/package.json', import.meta.url));
const schnorrkel = require('@polkadot/wasm-crypto');
const scure = require('@scure/sr25519');
await schnorrkel.waitReady();

const seed = new Uint8Array(32).fill(1);
const message = new Uint8Array(32).fill(2);
const [context, extra] = [Buffer.from('context'), new Uint8Array()];
const pair = schnorrkel.sr25519KeypairFromSeed(seed);
const [secretKey, publicKey] = [pair.slice(0, 64), pair.slice(64)];
const signature = schnorrkel.sr25519Sign(publicKey, secretKey, message);
const vrfSignature = schnorrkel.vrfSign(secretKey, context, message, extra);

const operations = {
    keypair: {
        schnorrkel: () => schnorrkel.sr25519KeypairFromSeed(seed),
        scure: () => scure.getPublicKey(scure.secretFromSeed(seed)),
    },
    sign: {
        schnorrkel: () => schnorrkel.sr25519Sign(publicKey, secretKey, message),
        scure: () => scure.sign(secretKey, message),
    },
    verify: {
        schnorrkel: () => schnorrkel.sr25519Verify(signature, message, publicKey),
        scure: () => scure.verify(message, signature, publicKey),
    },
    vrf_sign: {
        schnorrkel: () => schnorrkel.vrfSign(secretKey, context, message, extra),
        scure: () => scure.vrf.sign(message, secretKey.slice(), context, extra),
    },
    vrf_verify: {
        schnorrkel: () => schnorrkel.vrfVerify(publicKey, context, message, extra, vrfSignature),
        scure: () => scure.vrf.verify(message, vrfSignature, publicKey, context, extra),
    },
};

function median(operation) {
    for (let i = 0; i < 20; ++i) operation();
    const times = [];
    const end = process.hrtime.bigint() + 500_000_000n;
    while (process.hrtime.bigint() < end) {
        const start = process.hrtime.bigint();
        operation();
        times.push(Number(process.hrtime.bigint() - start) / 1000);
    }
    times.sort((a, b) => a - b);
    return times[times.length >> 1];
}

/** Microseconds of ours by name; nothing without the program. */
function ours(program) {
    if (!program) return {};
    const filter = `--benchmark_filter=^(${Object.keys(operations).join('|')})/`;
    const json = execFileSync(program, ['--benchmark_format=json', '--benchmark_min_time=0.2', filter], {
        stdio: ['ignore', 'pipe', 'ignore'],
    });
    return Object.fromEntries(JSON.parse(json).benchmarks.map(({ name, us }) => [name.split('/')[0], us]));
}

const our = ours(process.argv[2]);
const line = (...cells) => console.log(cells.map((cell, i) => String(cell)[i ? 'padStart' : 'padEnd'](16)).join(''));
line('us', 'serinus', 'wasm-crypto', 'scure', 'wasm/serinus', 'scure/serinus');
for (const [name, { schnorrkel: wasm, scure: javascript }] of Object.entries(operations)) {
    const times = [our[name], median(wasm), median(javascript)];
    const ratios = [times[1] / times[0], times[2] / times[0]];
    line(name, ...[...times, ...ratios].map((value) => (Number.isFinite(value) ? value.toFixed(1) : '-')));
}
