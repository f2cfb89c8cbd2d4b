// run.mjs RUNNER [--reference NAME] [NAME ...]: scenarios on Kusama's runtime and on ours, side by side. Exit code 1 after a difference.
//   OURS=path.wasm        our runtime; without it the real one runs on both sides
//   --reference NAME      the real runtime, also DIFF_REFERENCE: kusama-1.7.1 (unless told), kusama-1.7.1-fast
//   DIFF_REPORT=path      writes the report there too
//   DIFF_COVERAGE=1       tells what was reached; a run of all scenarios fails if that lacks what unreached.mjs has no reason for
//   TRY_STATE=path        kusama_try_state: the invariants of our pallets are looked at where all keys are compared
//   DIFF_LOG=LEVEL        what runtimes log, 0 to 4, on standard error
import { readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { unusedRules } from './allowed.mjs';
import { Chain } from './chain.mjs';
import { Coverage } from './coverage.mjs';
import { Invariants } from './invariants.mjs';
import { kReference, skipWithout } from './reference.mjs';
import { Report } from './report.mjs';
import { Runner } from './runner.mjs';
import { Scenario } from './scenario.mjs';

const here = dirname(fileURLToPath(import.meta.url));

/** The pallets of the real runtime, by name. */
export const palletsOf = (chain) => chain.decoder.pallets.map(({ name }) => name.toString());

export async function startChain(runnerPath, report, coverage, ours = process.env.OURS) {
    const log = process.env.DIFF_LOG;
    const runner = new Runner(runnerPath, log ? [`--log=${log}`] : []);
    const chain = await Chain.start(runner, { ...kReference, ours: ours || undefined }, report, coverage);
    coverage?.attach(chain.decoder);
    if (process.env.TRY_STATE) chain.invariants = new Invariants(process.env.TRY_STATE);
    return chain;
}

/** One scenario from the genesis state on. */
export async function runScenario(chain, name, run) {
    const { report } = chain;
    report.scenario = name;
    await chain.restart();
    const scenario = new Scenario(chain);
    try {
        await run(scenario);
        if (chain.inBlock) await chain.close();
    } catch (error) {
        report.fault(chain, error.stack);
    }
}

async function main([runnerPath, ...names]) {
    skipWithout('differential');
    const report = new Report();
    const coverage = new Coverage();
    const chain = await startChain(runnerPath, report, coverage);
    const folder = join(here, 'scenarios');
    const all = names.length > 0 ? names : readdirSync(folder).filter((one) => one.endsWith('.mjs')).sort().map((one) => one.slice(0, -4));
    for (const name of all) {
        const begin = Date.now();
        const before = report.differences.length + report.faults.length;
        const { run } = await import(`./scenarios/${name}.mjs`);
        await runScenario(chain, name, run);
        const found = report.differences.length + report.faults.length - before;
        console.log(`${name}: ${found === 0 ? 'equal' : `${found} differences or faults`} (${Date.now() - begin} ms)`);
    }
    const pallets = palletsOf(chain);
    if (names.length === 0) {
        report.scenario = 'coverage';
        chain.step = 'all scenarios';
        for (const text of coverage.faults(pallets)) report.fault(chain, text);
        if (process.env.OURS) for (const text of unusedRules(report.used)) report.fault(chain, text);
    }
    console.log('\n' + report.text());
    if (process.env.DIFF_COVERAGE) console.log('\n' + coverage.text(pallets));
    if (process.env.DIFF_REPORT) writeFileSync(process.env.DIFF_REPORT, report.text(10) + '\n\n' + coverage.text(pallets) + '\n');
    chain.invariants?.close();
    chain.runner.close();
    process.exitCode = report.isGood ? 0 : 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
    await main(process.argv.slice(2));
    process.exit(); // a scenario that failed may have left a runner
}
