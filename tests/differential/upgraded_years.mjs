// upgraded_years.mjs RUNNER: a chain of the real Kusama 1.0.0 on which much has happened (from_1_0_0_state.mjs) passes eras, and now and then
// its state is given to `serinus try-runtime` with our 1.7.1, and upgraded on a copy, where the invariants of all pallets must hold and our
// metadata must explain all that is stored. Child tries (of crowdloans) stay behind. Exit code 1 if something is wrong.
//   OURS=path.wasm   our runtime
//   SERINUS=path     the program
//   TRY_STATE=path   kusama_try_state
//   DIFF_ERAS=n      eras (1460: a year)
//   DIFF_TRIES=n     how often the upgrade is tried, at equal distances (4)
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { bnToU8a, compactStripLength, compactToU8a, hexToU8a, stringToU8a, u8aConcat, u8aToHex } from '@polkadot/util';

import { makeState } from './from_1_0_0_state.mjs';
import { Invariants } from './invariants.mjs';
import { kSpec, OldScenario, startOldChain } from './kusama_1_0_0.mjs';
import { skipWithout } from './reference.mjs';
import { Report } from './report.mjs';
import { Runner } from './runner.mjs';
import { firstBlock, unexplained } from './scenarios/from_1_0_0.mjs';

const kEras = Number(process.env.DIFF_ERAS ?? 1460);
const kTries = Number(process.env.DIFF_TRIES ?? 4);
const kPoints = 20;
const kCode = u8aToHex(stringToU8a(':code'));

const u32 = (value) => bnToU8a(value, { bitLength: 32 });

/** A program's result: { code, stdout, stderr }. */
const run = (program, ...args) => new Promise((resolve) => {
    execFile(program, args, { maxBuffer: 1 << 30 }, (error, stdout, stderr) => resolve({ code: error?.code ?? 0, stdout, stderr }));
});

/** What `try-runtime` says to the upgrade of this state; a fault of the report if it is not good. */
async function tryRuntime(old, pairs, folder) {
    const spec = join(folder, 'state.json');
    const top = Object.fromEntries(pairs);
    writeFileSync(spec, JSON.stringify({ name: 'a year', id: 'a_year', chainType: 'Local', bootNodes: [], protocolId: null, properties: {},
        genesis: { raw: { top, childrenDefault: {} } } }));
    const { code, stdout, stderr } = await run(process.env.SERINUS, 'try-runtime', '--chain', spec, '--base-path', join(folder, 'none'), '--wasm', process.env.OURS, '--json');
    const told = code === 0 || code === 3 ? JSON.parse(stdout) : undefined;
    if (!told?.good) old.report.fault(old, `try-runtime: ${code}: ${told === undefined ? stderr : JSON.stringify(told.faults)}`);
    return told;
}

/** The upgrade on a copy: invariants, and what no type of our metadata reads. */
async function upgrade(old, code, metadata, invariants) {
    const { report, runner } = old;
    const place = await old.save();
    await old.put([[kCode, code]]);
    await firstBlock(old);
    const { pairs } = await runner.ask({ op: 'keys', world: 'ours', prefix: '0x' });
    for (const text of unexplained(metadata, pairs)) report.fault(old, text);
    const broken = await invariants.broken(pairs);
    if (broken !== null) report.fault(old, `an invariant does not hold: ${broken}`);
    await old.restore(place);
}

async function main([runnerPath]) {
    skipWithout('upgraded_years');
    if (!existsSync(kSpec)) {
        console.log(`SKIPPED: upgraded_years: needs the real 1.0.0, ${kSpec}`);
        process.exit(77);
    }
    const report = new Report();
    report.scenario = 'upgraded_years';
    const runner = new Runner(runnerPath);
    const invariants = new Invariants(process.env.TRY_STATE);
    const folder = mkdtempSync(join(tmpdir(), 'upgraded-years-'));
    try {
        await runner.ask({ op: 'load', world: 'code', code: process.env.OURS });
        const { values: [code] } = await runner.ask({ op: 'get', world: 'code', keys: [kCode] });
        const { result } = await runner.ask({ op: 'call', world: 'code', method: 'Metadata_metadata', args: '0x' });
        const metadata = u8aToHex(compactStripLength(hexToU8a(result))[1]);
        const old = await startOldChain(runner, report);
        const t = new OldScenario(old);
        const { stashes, group, eras } = await makeState(t);
        const begin = Date.now();
        for (let i = 0; i <= kEras; ++i) {
            if (i % Math.ceil(kEras / kTries) === 0 || i === kEras) {
                if (old.inBlock) await old.close({ execute: false });
                const { pairs } = await runner.ask({ op: 'keys', world: 'ours', prefix: '0x' });
                const told = await tryRuntime(old, pairs, folder);
                await upgrade(old, code, metadata, invariants);
                const share = told === undefined ? '?' : (100 * told.weight.refTime / told.maxWeight.refTime).toFixed(1);
                console.log(`${i} eras (${Date.now() - begin} ms): ${pairs.length} entries; the upgrade changes ${told?.changes.length ?? '?'}, weighs ${share} % of a block; ${report.faults.length + report.differences.length} faults so far`);
            }
            if (i === kEras) break;
            const before = await eras.active();
            await eras.era();
            // All but the one who is punished have points, and one of them has its last era paid.
            const keys = [...stashes, ...group.slice(1)].map(({ publicKey }) => publicKey).sort(Buffer.compare);
            await old.put([[old.key('staking', 'erasRewardPoints', before + 1), u8aToHex(u8aConcat(u32(kPoints * keys.length), compactToU8a(keys.length),
                ...keys.map((key) => u8aConcat(key, u32(kPoints)))))]]);
            await t.next(1, { execute: false });
            if (i > 0) await t.does(t.Dave, t.tx.staking.payoutStakers(group[1 + i % (group.length - 1)].address, before));
        }
        console.log(report.text());
    } finally {
        invariants.close();
        runner.close();
        rmSync(folder, { recursive: true });
    }
    process.exitCode = report.isGood ? 0 : 1;
}

await main(process.argv.slice(2));
process.exit();
