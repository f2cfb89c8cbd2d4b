// Real runtimes of other releases and chains as new code: refusals, and a chain that goes on with the next release of Kusama, on both sides
// from equal states; and the genesis state of the first Kusama as an upgrade finds it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { hexToU8a, stringToU8a, u8aToHex } from '@polkadot/util';

import { kData } from '../data.mjs';

const kCode = u8aToHex(stringToU8a(':code'));
const genesisOf = (name) => {
    const { raw } = JSON.parse(readFileSync(join(kData, 'genesis', name), 'utf8')).genesis;
    return Array.isArray(raw) ? raw[0] : raw.top;
};
const kSides = ['real', 'ours'];

/** Blocks of a runtime that is on both sides: all that they write is the same, so that the roots are. */
async function blocksOfOther(t, count) {
    const { chain } = t;
    const { runner } = chain;
    const same = async (what, method, args, keep = 'never') => {
        chain.step = what;
        const [real, ours] = await runner.ask(kSides.map((world) => ({ op: 'call', world, method, args, keep })));
        if (real.trap !== undefined) throw new Error(`${method}: ${real.trap}`);
        if (real.result !== ours.result) chain.report.add(chain, 'answer', what, real.result, ours.result ?? ours.trap);
        return hexToU8a(real.result);
    };
    await runner.ask(kSides.map((world) => ({ op: 'refresh', world })));
    for (let i = 0; i < count; ++i) {
        const { header, inherents } = chain.plan();
        await same('begin', 'Core_initialize_block', header, 'always');
        const made = chain.registry.createType('Vec<Bytes>', await same('inherents', 'BlockBuilder_inherent_extrinsics', inherents));
        for (const one of made) {
            const result = await same('an inherent', 'BlockBuilder_apply_extrinsic', u8aToHex(one.toU8a()), 'always');
            if (result[0] !== 0 || result[1] !== 0) chain.report.fault(chain, `an inherent: ${u8aToHex(result)}`);
        }
        chain.follow(u8aToHex(await same('end', 'BlockBuilder_finalize_block', '0x', 'always')));
    }
    return same('version', 'Core_version', '0x');
}

export async function run(t) {
    const { chain, tx: { system } } = t;
    const [first, westend, rococo] = ['kusama.json', 'westend.json', 'rococo-dev-1014000.json'].map(genesisOf);
    await t.next();
    for (const [code, error] of [[first, 'System.SpecVersionNeedsToIncrease'], [westend, 'System.InvalidSpecName'], [rococo, 'System.InvalidSpecName']]) {
        await t.root(system.setCode(code[kCode]), error);
    }

    // The next release, whose migrations find what each side has stored.
    await t.root(system.setCode(u8aToHex(readFileSync(join(kData, 'runtimes/kusama-2003002.compact.compressed.wasm')))));
    await chain.close();
    const version = chain.registry.createType('RuntimeVersion', await blocksOfOther(t, 3));
    if (version.specVersion.toNumber() !== 2_003_002) chain.report.fault(chain, version.toString());

    // The genesis state of 2019.
    await chain.restart();
    const [{ pairs }] = await chain.runner.ask([{ op: 'keys', world: 'real', prefix: '0x' }]);
    await chain.put([...pairs.map(([key]) => [key, null]), ...Object.entries(first)].filter(([key]) => key !== kCode));
    await chain.open();
    await t.next(2);
}
