// seeds.mjs RUNNER FOLDER: runs the scenarios on the real runtime and keeps the largest small call of each pallet as a file: the
// corpus of fuzz/runtime_call.cpp.
import { readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { Coverage } from './coverage.mjs';
import { Report } from './report.mjs';
import { runScenario, startChain } from './run.mjs';

const kMostBytes = 200;

class Seeds extends Coverage {
    calls = new Map();

    sawCall(call) {
        const bytes = call?.toU8a() ?? [];
        if (bytes.length < 2 || bytes.length > kMostBytes) return;
        const before = this.calls.get(call.section);
        if (before === undefined || before.length < bytes.length) this.calls.set(call.section, bytes);
    }
}

const [runnerPath, folder] = process.argv.slice(2);
const seeds = new Seeds();
const chain = await startChain(runnerPath, new Report(), seeds, '');
const scenarios = join(dirname(fileURLToPath(import.meta.url)), 'scenarios');
for (const file of readdirSync(scenarios).filter((one) => one.endsWith('.mjs')).sort()) {
    const { run } = await import(`./scenarios/${file}`);
    await runScenario(chain, file, run);
}
for (const [pallet, bytes] of seeds.calls) writeFileSync(join(folder, pallet), bytes);
console.log(`${seeds.calls.size} calls`);
chain.runner.close();
