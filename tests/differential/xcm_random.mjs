// xcm_random.mjs RUNNER: random programs in XCM, from a seed, through XcmPallet of Kusama's runtime and of ours: executed and sent by accounts, transfers of all kinds, and messages
// of parachains. After each block of them events, storage, fees and weights are equal. A difference is told with the programs that make it. Exit code 1 after one.
//   OURS=path.wasm   our runtime; without it the real one runs on both sides
//   SEED=text        repeats a run; "random" for another one, whose seed is printed
//   DIFF_COUNT=n     programs
//   DIFF_REPORT=path writes the report there too
import { writeFileSync } from 'node:fs';


import { Random, kSeed } from './random.mjs';
import { skipWithout } from './reference.mjs';
import { Report } from './report.mjs';
import { startChain } from './run.mjs';
import { XcmRounds } from './xcm_rounds.mjs';

const kCount = Number(process.env.DIFF_COUNT ?? 400);
const kToldPrograms = 2000;
const kFewestGood = 0.25; // of the programs: else the generator makes too much that fails at once

async function main([runnerPath]) {
    skipWithout('differential_xcm');
    console.log(`SEED=${kSeed} DIFF_COUNT=${kCount}`);
    const report = new Report();
    report.scenario = 'xcm';
    const chain = await startChain(runnerPath, report, undefined);
    const begin = Date.now();
    const rounds = new XcmRounds(chain, new Random('xcm'));
    await rounds.prepare();
    for (let told = kToldPrograms; rounds.count < kCount;) {
        await rounds.next();
        if (rounds.count < told) continue;
        console.log(`${rounds.count} programs, ${Date.now() - begin} ms`);
        told += kToldPrograms;
    }
    if (chain.inBlock) await chain.close();
    const { outcomes } = rounds;
    const good = ['Complete', 'Processed', 'Sent'].reduce((sum, name) => sum + (outcomes.get(name) ?? 0), 0);
    if (good < kFewestGood * rounds.count) report.fault(chain, `only ${good} of ${rounds.count} programs were executed to their end or sent`);
    const text = `${rounds.count} programs: ${[...outcomes].sort(([, a], [, b]) => b - a).map(([name, times]) => `${name} ${times}`).join(', ')}\n`
        + `${chain.number} blocks, ${Date.now() - begin} ms\n\n${report.text()}`;
    console.log(text);
    if (process.env.DIFF_REPORT) writeFileSync(process.env.DIFF_REPORT, text + '\n');
    chain.runner.close();
    process.exitCode = report.isGood ? 0 : 1;
}

await main(process.argv.slice(2));
