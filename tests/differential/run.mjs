// run.mjs RUNNER [--reference NAME] [NAME ...]: scenarios on Kusama's runtime and on ours, side by side. Exit code 1 after a difference.
//   OURS=path.wasm        our runtime; without it the real one runs on both sides
//   --reference NAME      the real runtime, also DIFF_REFERENCE: kusama-1.0.0 (unless told), kusama-1.7.1
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
import { kNotMoved, kUnsettled } from './not_moved.mjs';
import { kReference, skipWithout } from './reference.mjs';
import { Report } from './report.mjs';
import { Runner } from './runner.mjs';
import { Scenario } from './scenario.mjs';

const here = dirname(fileURLToPath(import.meta.url));

/** Pallets of the real runtimes that no scenario is about. */
const kNotCompared = new Set(['Origins', 'ParaAssignmentProvider']);

/** The pallets of the real runtime that must be the same, by name: XCM's where ours has it. */
export const palletsOf = (chain) => chain.decoder.pallets.map(({ name }) => name.toString())
    .filter((one) => !kNotCompared.has(one) && (one !== 'XcmPallet' || chain.ourPallets.has(one)));

export async function startChain(runnerPath, report, coverage, ours = process.env.OURS) {
    const log = process.env.DIFF_LOG;
    const runner = new Runner(runnerPath, log ? [`--log=${log}`] : []);
    const chain = await Chain.start(runner, { ...kReference, ours: ours || undefined }, report, coverage);
    coverage?.attach(chain.decoder);
    if (process.env.TRY_STATE && kReference.spec) chain.invariants = new Invariants(process.env.TRY_STATE);
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
        const { run, needs = [] } = await import(`./scenarios/${name}.mjs`);
        const missing = needs.filter((one) => !chain.has(...one.split('.')));
        const oursLacks = chain.isPartial ? needs.map((one) => one.split('.')[0]).filter((one) => !chain.ourPallets.has(one[0].toUpperCase() + one.slice(1))) : [];
        const reason = kNotMoved[kReference.name]?.[name];
        if (reason !== undefined) {
            console.log(`${name}: LEFT OUT, has no form for ${kReference.name} yet: ${reason}`);
            continue;
        }
        if (missing.length > 0) {
            console.log(`${name}: LEFT OUT, ${kReference.name} has no ${missing.join(', ')}`);
            continue;
        }
        if (oursLacks.length > 0) {
            console.log(`${name}: LEFT OUT, ours has no ${oursLacks.join(', ')}`);
            continue;
        }
        const faults = report.faults.length;
        await runScenario(chain, name, run);
        // Results of 1.0.0 alone are reported, but no fault.
        const unsettled = kUnsettled[kReference.name]?.includes(name) ? report.faults.splice(faults) : [];
        report.unsettled.push(...unsettled);
        const found = report.differences.length + report.faults.length - before;
        console.log(`${name}: ${found === 0 ? 'equal' : `${found} differences or faults`} (${Date.now() - begin} ms)`
            + `${unsettled.length > 0 ? `, UNSETTLED: ${unsettled.length} expectations of 1.0.0 do not hold` : ''}`);
    }
    const ours = palletsOf(chain).filter((one) => chain.ourPallets.has(one));
    if (names.length === 0) {
        report.scenario = 'coverage';
        chain.step = 'all scenarios';
        // Items the later reference's scenarios miss are reported; unreached.mjs has the reasons of the first one.
        if (kReference.spec) for (const text of coverage.faults(ours)) report.fault(chain, text);
        if (process.env.OURS) for (const text of unusedRules(report.used, chain)) report.fault(chain, text);
    }
    console.log('\n' + report.text());
    if (process.env.DIFF_COVERAGE || (names.length === 0 && !kReference.spec)) console.log('\n' + coverage.text(ours));
    if (process.env.DIFF_REPORT) writeFileSync(process.env.DIFF_REPORT, report.text(10) + '\n\n' + coverage.text(palletsOf(chain)) + '\n');
    chain.invariants?.close();
    chain.runner.close();
    process.exitCode = report.isGood ? 0 : 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main(process.argv.slice(2));
