// generate.mjs SCENARIO DATA: the cases of a scenario on standard output, one JSON object a line.
//   {op: seed, seed}                               for CHOPSTICKS_SEED
//   {op: genesis, path}                            the state of this chain spec
//   {op: put, changes}                             storage that is simply written
//   {op: call, method, args, result, changes, keep, ignore} or {..., error}: a runtime call, on the state as it is
//   {op: sequence, calls, result, changes, keep, ignore}: [method, args] one after the other, the result of the last
//   {op: mark}                                     keeps the state as it is, for
//   {op: unmark}                                   back to that state
//   {op: execute, args, result, changes} or {..., error}: Core_execute_block on the state that was marked
//   {op: root, version, root}                      of the whole state
import { closeSync, writeSync } from 'node:fs';

import { kSeed } from './random.mjs';

let cases = 0;
const emit = (one) => {
    ++cases;
    const line = Buffer.from(JSON.stringify(one) + '\n');
    for (let at = 0; at < line.length;) {
        try {
            at += writeSync(1, line, at);
        } catch (error) {
            if (error.code !== 'EAGAIN') throw error;
        }
    }
};

// Log lines of runtimes, panics above all, go to the console by Chopsticks' executor.
const log = process.env.CHOPSTICKS_LOG ? console.error : () => {};
for (const level of ['debug', 'log', 'info', 'warn', 'error']) console[level] = log;

emit({ op: 'seed', seed: kSeed });
const [scenario, data] = process.argv.slice(2);
const { run } = await import(`./scenarios/${scenario}.mjs`);
await run(data, emit);
emit({ op: 'end', cases });
closeSync(1);
process.exit(0); // Chopsticks' worker would go on
