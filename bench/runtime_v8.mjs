// The engine beside V8 on the real Kusama runtime, in turns: node bench/runtime_v8.mjs build/release/bench_runtime [rounds [CODE]]
// With the file of another runtime's code, the first call alone. Prints medians over the rounds, the ratio (ours / V8's), and the target.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];
const medianOf = (runs, measure) => median(Array.from({ length: runs }, measure));

/** Milliseconds of processor time: a busy machine does not disturb it. */
function cpu(work) {
    const start = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1000;
}

/** A runtime with an allocator that never frees and host functions that do nothing. */
function instantiate(module) {
    const memory = new WebAssembly.Memory({ initial: 2048 });
    const heap = { next: 0 };
    const env = { memory };
    for (const { name, kind } of WebAssembly.Module.imports(module)) {
        if (kind !== 'function') continue;
        env[name] = name.startsWith('ext_hashing_') ? () => env.ext_allocator_malloc_version_1(64) : () => 0;
    }
    env.ext_allocator_malloc_version_1 = (size) => {
        const at = heap.next;
        heap.next += 2 ** (32 - Math.clz32(size + 7));
        return at;
    };
    env.ext_storage_get_version_1 = () => {
        const at = env.ext_allocator_malloc_version_1(1);
        new Uint8Array(memory.buffer)[at] = 0;
        return (1n << 32n) | BigInt(at);
    };
    const { exports } = new WebAssembly.Instance(module, { env });
    const base = exports.__heap_base.value;
    return (method) => {
        heap.next = base;
        return Number(BigInt.asUintN(64, exports[method](0, 0)) >> 32n);
    };
}

function metadata(call) {
    if (call('Metadata_metadata') < 100_000) throw new Error('no metadata');
}

/** One round of V8, in a process of its own. */
function measureV8(wasm, mode) {
    if (mode === '--eager') return { compile: cpu(() => new WebAssembly.Module(wasm)) };
    let module;
    const out = {};
    const start = process.hrtime.bigint();
    out['parse+validate'] = cpu(() => { module = new WebAssembly.Module(wasm); });
    metadata(instantiate(module));
    out.first_metadata = Number(process.hrtime.bigint() - start) / 1e6;
    if (mode === '--first') return out;
    out.new_instance = medianOf(21, () => cpu(() => instantiate(module)));
    const call = instantiate(module);
    for (let i = 0; i < 300; ++i) metadata(call); // until all of it is optimised
    out.hot_metadata = medianOf(61, () => cpu(() => metadata(call)));
    out.hot_metadata_call = medianOf(31, () => cpu(() => metadata(instantiate(module))));
    return out;
}

const kFigures = [
    // Name, what it is, unit, and the target for ours or for the ratio.
    ['parse+validate', 'parse and validate (V8: Module constructor), CPU', 1, 'ms', { ours: 40 }],
    ['compile', 'compile everything (V8: Liftoff, eager), CPU', 1, 'ms', { ours: 250 }],
    ['first_metadata', 'bytes to first Metadata_metadata, on the clock', 1, 'ms', { ratio: 0.88 }],
    ['first_metadata_least', 'the same, the least', 1, 'ms', {}],
    ['first_metadata_cpu', 'the same, CPU until all is compiled', 1, 'ms', {}],
    ['first_metadata_eager', 'the same by one thread, everything compiled first', 1, 'ms', {}],
    ['first_metadata_eager_cpu', 'its CPU', 1, 'ms', {}],
    ['cache_to_instance', 'cache to ready instance, CPU', 1, 'ms', { ours: 2 }],
    ['hot_metadata', 'hot Metadata_metadata, same instance, CPU', 1, 'ms', { ratio: 1.5 }],
    ['hot_metadata_call', 'the same as a call, fresh instance, CPU', 1, 'ms', {}],
    ['new_instance', 'new instance, CPU', 1000, 'us', { ours: 100 }],
    ['reset', 'reset after a small call, CPU', 1000, 'us', { ours: 10 }],
];

function compare(program, rounds, code) {
    const folder = mkdtempSync(join(tmpdir(), 'serinus-runtime-'));
    const wasm = join(folder, 'runtime.wasm');
    const self = fileURLToPath(import.meta.url);
    const v8 = (...flags) => JSON.parse(execFileSync(process.execPath, flags, { encoding: 'utf8' }));
    const all = { ours: {}, v8: {} };
    const add = (side, figures) => {
        for (const [name, value] of Object.entries(figures)) (all[side][name] ??= []).push(value);
    };
    try {
        const what = code ? ['--code', code] : [];
        const said = execFileSync(program, [...what, '--wasm', wasm], { encoding: 'utf8' });
        if (said.startsWith('skipped')) return console.log(said);
        for (let i = 0; i < rounds; ++i) {
            const lines = execFileSync(program, what, { encoding: 'utf8' }).trim().split('\n');
            add('ours', Object.fromEntries(lines.map((line) => line.split(' ')).map(([name, value]) => [name, Number(value)])));
            add('v8', v8(self, code ? '--first' : '--round', wasm));
            if (code) continue;
            add('v8', v8('--no-wasm-lazy-compilation', '--no-wasm-dynamic-tiering', '--liftoff-only', self, '--eager', wasm));
        }
    } finally {
        rmSync(folder, { recursive: true });
    }
    const line = (name, ...cells) => console.log(name.padEnd(52) + cells.map((cell) => cell.padStart(12)).join(''));
    line(code ? basename(code).slice(0, 40) : 'Kusama 1.0.0', 'serinus', 'V8', 'ratio', 'target', '');
    for (const [name, what, scale, unit, target] of kFigures) {
        if (!all.ours[name]) continue;
        const ours = median(all.ours[name]) * scale;
        const theirs = all.v8[name] && median(all.v8[name]) * scale;
        const ratio = theirs && ours / theirs;
        const met = target.ours !== undefined ? ours <= target.ours : target.ratio !== undefined ? ratio <= target.ratio : null;
        const wanted = target.ours !== undefined ? `${target.ours} ${unit}` : target.ratio !== undefined ? `${target.ratio}x` : '';
        line(what, `${ours.toFixed(2)} ${unit}`, theirs ? `${theirs.toFixed(2)} ${unit}` : '-', ratio ? `${ratio.toFixed(2)}x` : '-',
            wanted, met === null ? '' : met ? 'met' : 'missed');
    }
}

const [first, second, third] = process.argv.slice(2);
if (['--round', '--first', '--eager'].includes(first)) {
    console.log(JSON.stringify(measureV8(readFileSync(second), first)));
} else {
    compare(first, Number(second ?? 3), third);
}
