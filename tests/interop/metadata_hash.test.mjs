// The metadata hash of RFC-78 and proofs of types, of real runtimes and ours: `serinus runtime` against
// @polkadot-api/merkleize-metadata.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';

import { merkleizeMetadata } from '@polkadot-api/merkleize-metadata';
import { decAnyMetadata, unifyMetadata } from '@polkadot-api/substrate-bindings';

import { fromHex, hex } from './peer.mjs';

const program = process.env.SERINUS;
if (!program || !existsSync(program)) {
    console.log(`skipped: needs the program serinus (${program ?? 'SERINUS is not set'})`);
    process.exit(77);
}
const data = process.env.SERINUS_TEST_DATA ?? join(import.meta.dirname, '../../../shared/data');
const folder = mkdtempSync(join(tmpdir(), 'serinus-metadata-'));
after(() => rmSync(folder, { recursive: true }));

const runtime = (name) => ({ file: join(data, 'runtimes', `${name}.compact.compressed.wasm`), option: '--runtime' });
const chain = (name) => ({ file: join(data, 'genesis', `${name}.json`), option: '--chain' });
const built = (name) => ({ file: join(program, '..', name), option: '--runtime' });
const chains = {
    'Kusama 1.0.0': chain('kusama-local-1000000'),
    'Kusama 1.7.1': runtime('kusama-1007001'),
    'Kusama 2.3.2': runtime('kusama-2003002'),
    'Asset Hub 1.0.0': chain('asset-hub-kusama-local-1000000'),
    'Asset Hub 1.7.1': runtime('asset-hub-kusama-1007001'),
    'Asset Hub 2.3.2': runtime('asset-hub-kusama-2003002'),
    'Coretime 2.3.2': runtime('coretime-kusama-2003002'),
    'our Kusama': built('kusama_runtime.wasm'),
    'our Kusama, as it is on chain': built('kusama_runtime_proper.wasm'),
    'our smallest chain': built('minimal.wasm'),
};
const token = ['--token', 'KSM', '--decimals', '12'];

/** What extensions have in the extrinsic and in the signed payload alone, where they have something. */
const alice = 'd43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d';
const hash = '11'.repeat(32);
const kExtensions = {
    CheckSpecVersion: ['', '40420f00'], CheckTxVersion: ['', '18000000'], CheckGenesis: ['', hash], CheckMortality: ['b501', hash],
    CheckNonce: ['1d01', ''], ChargeTransactionPayment: ['0b00407a10f35a', ''], ChargeAssetTxPayment: ['0400', ''],
    CheckMetadataHash: ['01', '01' + hash], SetOrigin: ['', ''],
};

for (const [name, { file, option }] of Object.entries(chains)) {
    const skip = existsSync(file) ? false : `needs ${file}`;
    const ask = (command, ...more) => execFileSync(program, ['runtime', command, option, file, '-d', folder, ...more],
        { encoding: 'utf8', maxBuffer: 64 << 20, stdio: ['ignore', 'pipe', 'pipe'] }).trim();
    for (const version of skip ? [15] : [15, 16]) {
        // Both versions number types in another order, where they want, and then have another hash. Observed: Asset Hub 1.7.1
        test(`${name}, metadata ${version}`, { skip }, (t) => {
            let metadata;
            try {
                metadata = fromHex(ask('metadata', '--metadata-version', String(version)));
            } catch (error) {
                if (version === 15 || !String(error.stderr).includes('no metadata of version')) throw error;
                return t.skip('the runtime has none');
            }
            const theirs = merkleizeMetadata(metadata, { decimals: 12, tokenSymbol: 'KSM' });
            const of = [...token, '--metadata-version', String(version)];
            assert.equal(ask('metadata-hash', ...of), hex(theirs.digest()));
            if (version === 15) assert.equal(ask('metadata-hash', ...token), hex(theirs.digest()), 'that of version 15 is meant');

            const unified = unifyMetadata(decAnyMetadata(metadata));
            const index = (pallet) => unified.pallets.find((one) => one.name === pallet).index.toString(16).padStart(2, '0');
            const parts = unified.extrinsic.extensionsByVersion[0].map((one) => kExtensions[one.identifier] ?? ['', '']);
            const [extra, additional] = [0, 1].map((i) => '0x' + parts.map((one) => one[i]).join(''));
            const system = index('System');
            const remark = `${system}000c010203`;
            const has = (pallet) => unified.pallets.some((one) => one.name === pallet);
            const calls = [remark];
            if (has('Balances')) calls.push(`${index('Balances')}0300${alice}070010a5d4e8`);
            if (has('Utility')) calls.push(`${index('Utility')}000c${remark}${calls[1]}${remark}`);
            for (const call of calls) {
                assert.equal(ask('metadata-proof', ...of, '--call', '0x' + call, '--extra', extra, '--additional', additional),
                    hex(theirs.getProofForExtrinsicParts('0x' + call, extra, additional)), call);
            }
            return undefined;
        });
    }
}
