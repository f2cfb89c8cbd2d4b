// Disputes over candidates that wait on a core, come in the same block, or are included: the core is free again, bitfields that
// vote for it are dropped, the candidate is not backed, the chain freezes when the candidate is included, and goes on.
import { bnToU8a, compactToU8a, stringToU8a, u8aConcat, u8aToHex } from '@polkadot/util';

import { statementSet } from '../disputes.mjs';
import { kBacked, kIncluded, Parachains } from '../parachains.mjs';

const kFirst = 2000;
const kSecond = 2001;
const kAll = [kFirst, kSecond];
const kValidators = 6;

export async function run(t) {
    const { chain, tx: { parasDisputes } } = t;
    const para = new Parachains(t);
    const expect = (name, times) => {
        const count = t.last.events.filter((one) => one.name === name).length;
        if (count !== times) chain.report.fault(chain, `expected ${times} ${name}, got ${count}`);
    };
    const expectCores = async (...paras) => {
        const found = await para.cores();
        if (String(found) !== String(paras)) chain.report.fault(chain, `expected [${paras}] on the cores, got [${found}]`);
    };
    /** A digest item by which a block and those on it do not count, or none. */
    const expectRevert = async (block) => {
        const kConsensus = 4, kRevert = 4;
        const ours = u8aConcat([kConsensus], stringToU8a('POL1'));
        const { logs } = await chain.read('system', 'digest');
        const found = logs.map((log) => log.toHex()).filter((log) => log.startsWith(u8aToHex(ours)));
        const wanted = block === null ? [] : [u8aToHex(u8aConcat(ours, compactToU8a(5), [kRevert], bnToU8a(block, { bitLength: 32 })))];
        if (found.join() !== wanted.join()) chain.report.fault(chain, `expected the digest items [${wanted}], got [${found}]`);
    };
    const expectFrozen = async (wanted) => {
        const frozen = await chain.read('parasDisputes', 'frozen');
        const found = frozen !== null && !(frozen.isNone ?? false);
        if (found !== wanted) chain.report.fault(chain, `expected ${wanted ? '' : 'not '}to be frozen, got ${frozen}`);
    };
    /** One has seconded the candidate, `against` of the others find it invalid. The punished ones are none of the blocks' authors. */
    const dispute = async (candidate, against) => {
        const authors = [0, 1].map((i) => u8aToHex(t.keyOf(`//Key//${i}`).publicKey));
        const voters = (await para.validators()).map((pair, i) => [i, pair]);
        const seconder = voters.find(([, pair]) => !authors.includes(u8aToHex(pair.publicKey)));
        const others = voters.filter((one) => one !== seconder).slice(0, against);
        return statementSet(candidate, await para.session(), [['seconded', ...seconder], ...others.map((one) => ['invalid', ...one])]);
    };
    const both = async () => ({ candidates: [await para.candidate(kFirst), await para.candidate(kSecond)] });
    const ask = async () => {
        await para.askAll(kAll);
        for (const api of ['disputes', 'on_chain_votes', 'unapplied_slashes']) await t.hostApi(api);
    };
    const all = (bits) => Promise.all(Array.from({ length: kValidators }, (_, i) => para.bitfield(bits, i)));

    await t.next();
    await chain.close();
    await para.appoint(kValidators);
    await para.register(kAll);
    await para.configure({ maxValidatorsPerCore: 3, maxValidators: null, groupRotationFrequency: 20, parasAvailabilityPeriod: 10, schedulingLookahead: 1 });
    await para.endSession();

    // Decided while it waits: the core is free for the next one at once. Votes for its availability do not count on the other
    // core either.
    await para.block(both);
    expect(kBacked, 2);
    let [first, second] = para.made.slice(-2);
    await chain.close();
    const backed = await chain.save();
    await para.block(async () => ({ disputes: [await dispute(first, 5)] }));
    expect(kIncluded, 0);
    await expectCores(null, kSecond);
    await ask();
    await chain.close();
    await chain.restore(backed);
    await para.block(async () => ({ bitfields: await all([false, true]), disputes: [await dispute(first, 5)], candidates: [await para.candidate(kFirst)] }));
    expect(kIncluded, 1);
    expect(kBacked, 1);
    await expectCores(kFirst, null);
    await ask();
    await para.block(async () => ({ candidates: [await para.candidate(kSecond)] }));
    expect(kIncluded, 1);
    await para.block();
    expect(kIncluded, 1);
    await chain.close();
    await chain.restore(backed);
    // A block of others may have bitfields for it.
    await para.enter(async () => ({ bitfields: await all([true, true]), disputes: [await dispute(second, 5)] }), 'Invalid.BadMandatory');
    await ask();
    await chain.close();
    await chain.restore(backed);

    // Disputed by more than may lie, but not decided: it waits on, and is included. That freezes the chain as little as the
    // decision against it later: only what brings too many votes against an included candidate does.
    await para.block(async () => ({ bitfields: [], disputes: [await dispute(first, 2)] }));
    await expectCores(kFirst, kSecond);
    await expectFrozen(false);
    await ask();
    await para.block();
    expect(kIncluded, 2);
    await expectFrozen(false);
    await ask();
    await para.block(async () => ({ ...await both(), disputes: [await dispute(first, 5)] }));
    expect(kBacked, 2);
    await expectFrozen(false);
    await ask();
    await chain.close();
    await chain.restore(backed);

    // Included, then disputed: one vote against is not enough, two are; only disputes pass until somebody unfreezes the chain. The
    // header tells nodes the first block that does not count, in which it was included.
    await para.block();
    expect(kIncluded, 2);
    const includedIn = chain.number;
    await para.block(async () => ({ ...await both(), disputes: [await dispute(second, 1)] }));
    expect(kBacked, 2);
    await expectFrozen(false);
    await expectRevert(null);
    await para.block(async () => ({ disputes: [await dispute(second, 5)] }));
    await expectFrozen(true);
    await expectRevert(includedIn);
    expect(kIncluded, 0);
    await ask();
    await para.block(); // bitfields do not pass
    expect(kIncluded, 0);
    await t.root(parasDisputes.forceUnfreeze());
    await para.block();
    expect(kIncluded, 2);
    await expectFrozen(false);

    // Decided in the block that would back it.
    await para.block(async () => {
        const { candidates } = await both();
        [first, second] = para.made.slice(-2);
        return { candidates, disputes: [await dispute(first, 5)] };
    });
    // It is looked for among those that wait already.
    expect(kBacked, 2);
    await expectCores(kFirst, kSecond);
    await ask();
    await para.block();
    expect(kIncluded, 2);
    await ask();
}
