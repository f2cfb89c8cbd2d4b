// The real runtimes beside which ours can run, by name: --reference NAME among the arguments of a script, or DIFF_REFERENCE.
import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { kData } from './data.mjs';

/** Of each: `code`, a module that builds its genesis state by itself, from the preset `preset`. */
const kReferences = {
    'kusama-1.7.1': { code: join(kData, 'runtimes/kusama-1007001.compact.compressed.wasm'), preset: 'local_testnet' },
    // The same with short sessions and eras: other constants, so that ours differs from it.
    'kusama-1.7.1-fast': { code: join(kData, 'runtimes/kusama-1007001-fast.compact.compressed.wasm'), preset: 'local_testnet' },
};

const kFlag = '--reference';

/** The name that the arguments or the environment have. */
function asked() {
    const at = process.argv.indexOf(kFlag);
    if (at >= 0) return process.argv.splice(at, 2)[1];
    return process.env.DIFF_REFERENCE || 'kusama-1.7.1';
}

const name = asked();
if (kReferences[name] === undefined) {
    console.log(`no reference ${name}: there are ${Object.keys(kReferences).join(', ')}`);
    process.exit(2);
}

export const kReference = { name, ...kReferences[name], ...(process.env.DIFF_PRESET ? { preset: process.env.DIFF_PRESET } : {}) };

/** Ends the process, visibly, if the reference is not there. */
export function skipWithout(script) {
    if (existsSync(kReference.code)) return;
    console.log(`SKIPPED: ${script}: needs ${kReference.code} of the shared test data: set SERINUS_TEST_DATA to its folder, or put it at ../shared/data`);
    process.exit(77);
}
