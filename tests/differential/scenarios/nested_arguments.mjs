// How deep arguments may nest: each call of our pallets, in each shape that its arguments can have, inside so many batches that the depth at
// which nothing is decoded any more lies within the arguments. Levels (a Box, a sequence, a map) must be counted alike on both sides.
import { compactAddLength, u8aConcat, u8aToHex } from '@polkadot/util';

import { metadataOf } from '../metadata.mjs';
import { Shapes } from '../shapes.mjs';

const kBatchAll = [24, 2, 4]; // Utility.batch_all of one call
const kDepths = [253, 254, 255, 256, 257]; // 256 levels are decoded; the batches take one each
const kAtOnce = 64;
const kNoCall = '0x010000'; // Invalid.Call: what is too deep is no call
const kUnsigned = 5; // the version of an extrinsic without a signature

export async function run(t) {
    const { chain } = t;
    await t.next();
    const { json } = await metadataOf(chain.runner, 'real', 14);
    const shapes = new Shapes(json.lookup.types);
    const around = kDepths.map((depth) => u8aConcat(...Array(depth).fill(kBatchAll)));
    const questions = json.pallets.filter(({ calls }) => calls !== null).flatMap(({ name, index, calls }) => (
        shapes.calls(index, calls.type).flatMap((one) => around.map((batches, i) => (
            { what: `${name}.${one.name} ${u8aToHex(one.bytes)} in ${kDepths[i]} batches`, depth: kDepths[i], call: u8aConcat(batches, one.bytes) })))));
    const taken = new Map(kDepths.map((depth) => [depth, 0]));
    for (let at = 0; at < questions.length; at += kAtOnce) {
        const some = questions.slice(at, at + kAtOnce);
        const answers = await chain.runner.ask(some.flatMap(({ call }) => ['real', 'ours'].map((world) => (
            { op: 'call', world, method: 'BlockBuilder_apply_extrinsic', args: u8aToHex(compactAddLength(u8aConcat([kUnsigned], call))) }))));
        some.forEach(({ what, depth }, i) => {
            const [real, ours] = answers.slice(2 * i, 2 * i + 2);
            if (real.result !== undefined && real.result !== kNoCall) taken.set(depth, taken.get(depth) + 1);
            if (real.result === ours.result) return;
            chain.step = what;
            chain.report.add(chain, 'call', what, real.result ?? `trap: ${real.trap}`, ours.result ?? `trap: ${ours.trap}`);
        });
    }
    // The border is where it is looked for: some are taken in the fewest batches and none in the most.
    const counts = [...taken.values()];
    if (counts[0] === 0 || counts.at(-1) !== 0) chain.report.fault(chain, `taken at the depths ${kDepths.join(', ')}: ${counts.join(', ')}`);
}
