// The same functions in V8, for bench/wasm_engine.cpp: `node wasm_v8.mjs FILE RUNS NAME…` prints, for each export, the
// checksum and the least time of RUNS calls in ms; for `--compile` the time to make the module.
import { readFileSync } from 'node:fs';

const [file, runs, ...names] = process.argv.slice(2);
const bytes = readFileSync(file);
const now = () => Number(process.hrtime.bigint()) / 1e6;

let start = now();
const module = new WebAssembly.Module(bytes);
console.log('--compile', 0, now() - start);

// Enough of a host for calls without state: memory from a pointer that only goes up, nothing in storage.
const memory = WebAssembly.Module.imports(module).some((i) => i.kind === 'memory')
    ? new WebAssembly.Memory({ initial: 2048 }) : undefined;
let free = 0;
const take = (size) => { const at = free; free += (size + 15) & ~15; return at; };
const host = {
    ext_allocator_malloc_version_1: (size) => take(size),
    ext_storage_get_version_1: () => { const at = take(1); new Uint8Array(memory.buffer)[at] = 0; return (1n << 32n) | BigInt(at); },
};
const imports = { env: { memory } };
for (const { name, kind } of WebAssembly.Module.imports(module)) {
    if (kind === 'function') imports.env[name] = host[name] ?? (() => 0);
}
const fresh = () => {
    const { exports } = new WebAssembly.Instance(module, imports);
    if (exports.__heap_base) free = (exports.__heap_base.value + 15) & ~15;
    return exports;
};
for (const name of names) {
    const exports = fresh();
    const heap = free;
    let least = Infinity, first = 0, result = 0n;
    for (let i = 0; i < Number(runs); i++) {
        free = heap;
        start = now();
        result = exports[name](0, 0);
        const took = now() - start;
        if (i === 0) first = took;
        least = Math.min(least, took);
    }
    console.log(name, BigInt.asUintN(64, result).toString(), least, first);
}
