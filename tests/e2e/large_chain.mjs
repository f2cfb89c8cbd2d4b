// A chain with many accounts, for tests of what costs memory or time by the size of the state.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';

const kCode = '0x3a636f6465';
const kAccounts = '0x26aa394eea5630e07c48ae0c9558cef7b99d880ec681799c0cf30e8886371da9'; // System.Account

/** Writes the raw specification of the development chain of `program` with `runtime` and `accounts` more accounts to
 *  `path`. The accounts' keys have the length of real ones, but random bytes in the place of their BLAKE2 hash. */
export function writeLargeChain(path, { program, runtime, accounts }) {
    const specification = JSON.parse(execFileSync(program, ['build-spec', '--chain', 'dev', '--raw'],
        { maxBuffer: 1 << 26, stdio: ['ignore', 'pipe', 'ignore'] }));
    const { top } = specification.genesis.raw;
    top[kCode] = `0x${readFileSync(runtime).toString('hex')}`;
    for (let i = 0; i < accounts; ++i) {
        const hash = createHash('sha512').update(`account ${i}`).digest('hex');
        // Nonce 0, one provider, a million million plancks and some that differ.
        const free = Buffer.alloc(16);
        free.writeBigUInt64LE(1_000_000_000_000n + BigInt(i));
        const flags = `${'00'.repeat(15)}80`;
        top[kAccounts + hash.slice(0, 32 + 64)] =
            `0x${'00000000'}${'00000000'}${'01000000'}${'00000000'}${free.toString('hex')}${'00'.repeat(32)}${flags}`;
    }
    writeFileSync(path, JSON.stringify(specification));
}
