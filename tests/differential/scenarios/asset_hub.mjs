// The real Asset Hub as a para: its genesis head and its code are registered in the genesis state; the relay chain's blocks 1 to
// 3 of the shared data bring nothing, back the candidate of its first block, and include it.
import { compactAddLength, hexToU8a, stringToU8a, u8aConcat, u8aToHex } from '@polkadot/util';
import { blake2AsHex } from '@polkadot/util-crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { kData } from '../data.mjs';
import { kBacked, kIncluded, Parachains } from '../parachains.mjs';

const kEnter = [4, 54, 0]; // ParaInherent.enter without a signature
const kMissing = 1001;

const bytesOf = (hex) => hexToU8a(hex);
const readJson = (path) => JSON.parse(readFileSync(join(kData, path), 'utf8'));

export async function run(t) {
    const { chain, registry } = t;
    if (!chain.ourPallets.has('ParaInherent')) return; // nobody brings candidates
    const { paraId, paraSpec, extraGenesis, relayBlocks, candidate } = readJson('parachain/asset-hub-first-block.json');
    const code = bytesOf(readJson(paraSpec).genesis.raw.top[u8aToHex(stringToU8a(':code'))]);
    const para = new Parachains(t);
    const expect = (what, found, expected) => {
        if (found !== expected) chain.report.fault(chain, `${what}: expected ${expected}, got ${found}`);
    };
    const saw = (name) => t.last.events.filter((one) => one.name === name).length;

    const codeKey = chain.key('paras', 'codeByHash', blake2AsHex(code));
    await chain.amendGenesis(Object.entries(extraGenesis).map(([key, value]) =>
        [key, key === codeKey ? u8aToHex(compactAddLength(code)) : value]));
    expect('the code', (await chain.read('paras', 'currentCodeHash', paraId)).toHex(), blake2AsHex(code));

    for (const [i, { header, extrinsics }] of relayBlocks.entries()) {
        const recorded = registry.createType('Header', bytesOf(header));
        expect(`the parent of block ${i + 1}`, chain.hashes.at(-1), recorded.parentHash.toHex());
        const [preRuntime] = recorded.digest.logs; // the others are what the runtime says
        const slot = registry.createType('RawBabePreDigest', preRuntime.asPreRuntime[1].toU8a(true)).value.slotNumber.toNumber();
        const inherents = extrinsics.map((one) => registry.createType('Extrinsic', bytesOf(one)));
        const now = inherents[0].method.args[0].toNumber();
        const encoded = inherents[1].method.args[0].toU8a();
        expect('the inherent', u8aToHex(compactAddLength(u8aConcat(kEnter, encoded))), extrinsics[1]);

        await chain.open({ digest: [preRuntime.toU8a()], slot, now, parachains: { encoded } });
        t.last = { events: chain.inherentEvents };
        expect('the inherents that the runtime makes', chain.inherents.join(), extrinsics.join());
        expect(kBacked, saw(kBacked), i === 1 ? 1 : 0);
        expect(kIncluded, saw(kIncluded), i === 2 ? 1 : 0);
        await para.askAll([paraId, kMissing]);
        if (i === 1) {
            const pending = await chain.read('paraInclusion', 'pendingAvailability', paraId);
            expect('the candidate', pending.hash_.toHex(), candidate.candidateHash);
        }
        await chain.close();
        expect(`block ${i + 1} of the real runtime`, chain.parentHeader, header);
    }

    // The head is that of the para's first block, as its code has answered to validate_block.
    const head = await chain.read('paras', 'heads', paraId);
    expect('the head', head.toHex(), registry.createType('Bytes', bytesOf(candidate.validationResult)).toHex());

    // The next block of the para builds on it.
    await para.block(async () => ({ candidates: [await para.candidate(paraId)] }));
    expect(kBacked, saw(kBacked), 1);
    await para.block();
    expect(kIncluded, saw(kIncluded), 1);
    await para.askAll([paraId]);
}
