// Candidates of parachains: backed, included, timed out, with messages and new code; candidates, backers and bitfields that
// nobody takes; requests of nodes meanwhile.
import { kBacked, kIncluded, kTimedOut, Parachains } from '../parachains.mjs';

const kFirst = 2000;
const kSecond = 2001;
const kAll = [kFirst, kSecond];
const kSignature = 64;

export async function run(t) {
    const { chain } = t;
    const para = new Parachains(t);
    const count = (name) => t.last.events.filter((one) => one.name === name).length;
    const expect = (name, times) => {
        if (count(name) !== times) chain.report.fault(chain, `expected ${times} ${name}, got ${count(name)}`);
    };
    const both = async () => ({ candidates: [await para.candidate(kFirst), await para.candidate(kSecond)] });
    const include = async () => {
        await para.block();
        expect(kIncluded, 1);
    };

    await t.next();
    await para.register(kAll);
    await para.configure({
        maxValidatorsPerCore: 1, groupRotationFrequency: 10, parasAvailabilityPeriod: 4, schedulingLookahead: 1,
        maxUpwardMessageSize: 20, maxUpwardMessageNumPerCandidate: 2, maxUpwardQueueCount: 3, maxUpwardQueueSize: 50,
        hrmpMaxMessageNumPerCandidate: 2, maxHeadDataSize: 100, maxCodeSize: 200, maxDownwardMessageSize: 1000,
        validationUpgradeCooldown: 3, validationUpgradeDelay: 2, minimumValidationUpgradeDelay: 5,
    });
    await para.endSession();
    await para.askAll(kAll);

    // The rhythm of two blocks: backed, included, backed.
    for (let i = 0; i < 3; ++i) {
        await para.block(both);
        expect(kBacked, 2);
        await para.askAll([...kAll, 2002]);
        await para.block();
        expect(kIncluded, 2);
        await para.askAll(kAll);
    }

    // One of two cores; a bit too few; the other validator's a block later.
    await para.block(async () => ({ candidates: [await para.candidate(kSecond)] }));
    expect(kBacked, 1);
    await para.block(async () => ({ bitfields: [await para.bitfield([false, true], 0)] }));
    expect(kIncluded, 0);
    await para.askAll(kAll);
    await para.block(async () => ({ bitfields: [await para.bitfield([false, true], 1)], candidates: [await para.candidate(kFirst)] }));
    expect(kIncluded, 1);
    expect(kBacked, 1);
    await include();

    // Bitfields that are dropped, each beside a good one; candidates still come.
    await para.block(both);
    const good = (validator) => para.bitfield([true, true], validator);
    /** With bits set that nobody counts, and signed with them or without. */
    const unusedBits = (validator, signUnused) => para.bitfield([true, true], validator, { unused: true, signUnused });
    const wrong = [
        async () => [await para.bitfield([true], 0), await good(1)],
        async () => [await para.bitfield([true, true, true], 0), await good(1)],
        async () => [await para.bitfield([false, false], 0), await good(1)],
        async () => [await good(1), await good(0)],
        async () => [await good(0), await good(0)],
        async () => [await para.bitfield([true, true], 2), await good(0)],
        async () => [await para.bitfield([true, true], 0, { signer: t.Charlie })],
        async () => [await para.bitfield([true, true], 0, { session: 99 })],
        async () => [await para.bitfield([true, true], 0, { parent: new Uint8Array(32) })],
        async () => [await unusedBits(0, false), await good(1)],
        async () => [await unusedBits(0, true), await good(1)],
        async () => [],
    ];
    for (const make of wrong) {
        const saved = await chain.save();
        await para.block(async () => ({ bitfields: await make() }));
        await chain.restore(saved);
        await para.enter(async () => ({ bitfields: await make() }), undefined);
        await chain.close();
        await chain.restore(saved);
    }
    await para.block();
    expect(kIncluded, 2);

    // Candidates that nobody takes: dropped by an author, and refused in a block.
    const refused = [
        [(c) => c(kFirst, { descriptor: { relayParent: new Uint8Array(32) } })],
        [(c) => c(kFirst, { descriptor: { data: new Uint8Array(32) } })],
        [(c) => c(kFirst, { late: { signature: new Uint8Array(kSignature) } })],
        [(c) => c(kFirst, { descriptor: { code: new Uint8Array(32) } })],
        [(c) => c(kFirst, { descriptor: { head: new Uint8Array(32) } })],
        [(c) => c(kFirst, { commitments: { head: new Uint8Array(101) } })],
        [(c) => c(kFirst, { commitments: { code: new Uint8Array(201) } })],
        [(c) => c(kFirst, { commitments: { processed: 1 } })],
        [(c) => c(kFirst, { commitments: { watermark: chain.number + 1 } })],
        [(c) => c(kFirst, { commitments: { watermark: 1 } })],
        [(c) => c(kFirst, { commitments: { upward: [[1], [2], [3]] } })],
        [(c) => c(kFirst, { commitments: { upward: [new Uint8Array(21)] } })],
        [(c) => c(kFirst, { commitments: { horizontal: [[kSecond, [1]]] } })],
        [(c) => c(kFirst, { commitments: { horizontal: [[kSecond, [1]], [kFirst, [1]]] } })],
        [(c) => c(kFirst, { commitments: { horizontal: [[1, []], [2, []], [3, []]] } })],
        [(c) => c(2002)],
        [(c) => c(kFirst, { core: 1 })], // the other group
        [(c) => c(kFirst, { members: [0, 1] })],
        [(c) => c(kFirst, { members: [] })],
        [(c) => c(kFirst, { votes: () => [] })],
        [(c) => c(kFirst, { votes: (votes) => [...votes, ...votes] })],
        [(c) => c(kFirst, { group: () => [false] })],
        [(c) => c(kFirst, { group: () => [false], votes: () => [] })],
        [(c) => c(kFirst, { signer: t.Charlie })],
        [(c) => c(kFirst, { context: { session: 99 } })],
        [(c) => c(kFirst, { context: { parent: new Uint8Array(32) } })],
    ];
    const candidate = (...args) => para.candidate(...args);
    for (const [make] of refused) {
        const saved = await chain.save();
        await para.dispatch(async () => ({ candidates: [await make(candidate)] }), null);
        await chain.restore(saved);
        for (const more of [[], [kSecond]]) {
            await para.enter(async () => ({ candidates: [await make(candidate), ...await Promise.all(more.map((one) => candidate(one)))] }));
            await t.mayTrap(() => chain.close());
            await chain.restore(saved);
            await t.mayTrap(() => para.block(async () => ({ candidates: [await make(candidate), ...await Promise.all(more.map((one) => candidate(one)))] })));
            await chain.restore(saved);
        }
    }
    for (const order of [[kSecond, kFirst], [kFirst, kFirst], [kFirst, kSecond, kFirst]]) {
        const make = async () => ({ candidates: await Promise.all(order.map((one) => candidate(one))) });
        const saved = await chain.save();
        await para.dispatch(make, 'ParaInherent.InherentDataFilteredDuringExecution');
        expect(kBacked, 0);
        await chain.restore(saved);
        await para.enter(make);
        await chain.restore(saved);
    }
    // Backed explicitly.
    await para.block(async () => ({ candidates: [await para.candidate(kFirst, { explicit: () => true })] }));
    expect(kBacked, 1);
    // With unused bits set behind those of the group.
    const saved = await chain.save();
    await para.block();
    await para.block(async () => {
        const made = await para.candidate(kFirst);
        return { candidates: [made.map((byte, i) => (i === made.length - 1 ? byte | 0xf0 : byte))] };
    });
    expect(kBacked, 1);
    await chain.close();
    await chain.restore(saved);
    // The core is taken.
    await para.enter(both, undefined);
    await chain.close();

    // Upward messages, new code, a change of code before the last one is through.
    await para.block();
    const code = new Uint8Array(150).fill(9);
    await para.block(async () => ({ candidates: [
        await para.candidate(kFirst, { commitments: { upward: [[1, 2, 3], new Uint8Array(20)], code } }),
        await para.candidate(kSecond, { commitments: { upward: [[3, 0]] } })] }));
    await para.askAll(kAll);
    await para.block();
    await para.askAll(kAll);
    await para.block(async () => ({ candidates: [await para.candidate(kFirst, { commitments: { code } })] }));
    await para.enter(async () => ({ candidates: [await para.candidate(kFirst, { commitments: { code } })] }));
    await para.block();

    // Nobody says that it is there: out of the window nothing times out, in it all does.
    await para.block(both);
    for (let i = 0; i < 24; ++i) {
        await para.block(async () => ({ bitfields: [] }));
        await para.askAll(kAll);
    }

    // A session begins while candidates wait, and one para goes.
    await para.block(both);
    await para.register([kSecond]);
    await para.endSession();
    await para.askAll(kAll);
    await para.block(async () => ({ candidates: [await para.candidate(kSecond, { core: 0 })] }));
    await para.askAll(kAll);
    await para.block();
    await para.askAll(kAll);

    // Groups that change after no blocks at all, which no configuration allows: nobody can say when.
    await para.block(async () => ({ candidates: [await para.candidate(kSecond, { core: 0 })] }));
    expect(kBacked, 1);
    await para.configure({ groupRotationFrequency: 0 });
    for (const method of ['availability_cores', 'validator_groups']) await t.hostApi(method);
    await para.configure({ groupRotationFrequency: 10 });
}
