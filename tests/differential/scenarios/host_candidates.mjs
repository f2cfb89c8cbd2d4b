// Candidates, one by one: receipts of both versions, the cores that they name, what they say to the relay chain, relay
// parents of several blocks, who has backed them. Each is offered to an author, who drops what is not good, and stands in a block as it is.
import { kBacked, kIncluded, kSignals, Parachains } from '../parachains.mjs';

const [kFirst, kSecond, kThird] = [2000, 2001, 2002];
const kAll = [kFirst, kSecond, kThird];
const { selectCore, approvedPeer } = kSignals;

export async function run(t) {
    const { chain } = t;
    const para = new Parachains(t);
    const expect = (name, times) => {
        const count = t.last.events.filter((one) => one.name === name).length;
        if (count !== times) chain.report.fault(chain, `expected ${times} ${name}, got ${count}`);
    };
    const candidate = (...args) => para.candidate(...args);
    /** Candidates as an author brings them, of whom `backed` are left, and as they stand in a block. */
    const offers = async (backed, make, all) => {
        const saved = await chain.save();
        const given = async () => ({ candidates: await make() });
        const author = await para.author();
        await para.block(given, author);
        expect(kBacked, backed);
        await t.hostApi('on_chain_votes');
        await chain.close();
        await chain.restore(saved);
        const count = all ?? (await make()).length;
        await para.enter(given, backed === count ? 'ok' : 'Invalid.BadMandatory', author);
        if (backed === count) await chain.close();
        await chain.restore(saved);
    };
    /** One that an author does not leave out: there is no inherent then. */
    const breaks = async (make) => {
        const saved = await chain.save();
        const given = async () => ({ candidates: [await make()] });
        await t.mayTrap(() => para.block(given));
        await t.mayTrap(() => chain.close());
        await chain.restore(saved);
        await para.enter(given, 'Invalid.BadMandatory');
        await chain.restore(saved);
    };
    const one = (backed, ...args) => offers(backed, async () => [await candidate(...args)]);
    const include = async (times) => {
        await para.block();
        expect(kIncluded, times);
    };

    await t.next();
    await chain.close();
    await para.appoint(7, { sessions: 12 }); // of whom three look after the first core
    await para.register(kAll);
    await para.configure({ lookahead: 3, groupRotationFrequency: 50, parasAvailabilityPeriod: 4, minimumBackingVotes: 2 });
    await para.endSession();
    await para.askAll(kAll);

    // Of version 1: the core behind the backers.
    await para.block(async () => ({ candidates: [await candidate(kFirst), await candidate(kSecond), await candidate(kThird)] }));
    expect(kBacked, 3);
    await para.askAll([...kAll, 2003]);
    await include(3);
    await para.askAll(kAll);
    await one(1, kFirst);
    await one(0, kFirst, { injected: null });
    await one(0, kFirst, { injected: 1 });
    await one(0, kFirst, { injected: 255 });
    await one(0, kFirst, { core: 1 }); // where another para is next
    await one(0, kFirst, { group: (all) => [...all, false] });
    await one(0, kFirst, { group: (all) => all.slice(1) });
    await one(1, kFirst, { unused: true });
    await one(0, kFirst, { signals: [selectCore(0)] });
    await one(0, kFirst, { signals: [approvedPeer([1])] });
    await one(1, kFirst, { signals: [] });
    await one(0, kFirst, { signals: [new Uint8Array()] });
    await one(0, 2003); // has nothing
    // What was wrong has a name only where it is dispatched otherwise.
    const saved = await chain.save();
    for (const [make, error] of [[() => candidate(kFirst), 'ok'], [() => candidate(kFirst, { injected: 1 }), 'ParaInherent.InherentDataFilteredDuringExecution'],
        [() => candidate(kFirst, { signer: t.Charlie }), 'ParaInclusion.InvalidBacking'], [() => candidate(kFirst, { group: (all) => all.map(() => false) }), 'ParaInclusion.InvalidBacking'],
        [() => candidate(kFirst, { group: (all) => all.map(() => false), votes: () => [] }), 'ParaInclusion.InsufficientBacking'],
        [() => candidate(kFirst, { group: (all) => all.map((_, i) => i === 0), votes: (votes) => votes.slice(0, 1) }), 'ParaInclusion.InsufficientBacking'],
        [() => candidate(kFirst, { votes: (votes) => votes.slice(0, 1) }), 'ParaInclusion.InsufficientBacking'],
        [() => candidate(kFirst, { votes: (votes) => [...votes, votes[0]] }), 'ParaInclusion.InvalidBacking'],
        [() => candidate(kFirst, { context: { session: 99 } }), 'ParaInclusion.InvalidBacking'],
        [() => candidate(kFirst, { context: { parent: new Uint8Array(32) } }), 'ParaInclusion.InvalidBacking']]) {
        await para.dispatch(async () => ({ candidates: [await make()] }), error);
        await chain.restore(saved);
        await (error.startsWith('ParaInclusion') ? breaks(make) : offers(error === 'ok' ? 1 : 0, async () => [await make()]));
    }
    for (const options of [{ descriptor: { relayParent: new Uint8Array(32) } }, { descriptor: { data: new Uint8Array(32) } }, { descriptor: { code: new Uint8Array(32) } },
        { descriptor: { head: new Uint8Array(32) } }, { commitments: { head: new Uint8Array(32_769) } }, { commitments: { code: new Uint8Array(3_145_729) } },
        { commitments: { processed: 1 } }, { commitments: { watermark: 1000 } }, { commitments: { watermark: 1 } },
        { commitments: { upward: Array.from({ length: 6 }, () => [1]) } }, { commitments: { upward: [new Uint8Array(51_201)] } },
        { commitments: { horizontal: [[kSecond, [1]]] } }, { parentHead: new Uint8Array(3) }]) await one(0, kFirst, options);
    await one(1, kFirst, { late: { signature: new Uint8Array(64).fill(1) } });

    // Of version 2 while nobody may use it; then from the second session on.
    await one(0, kFirst, { version: 2 });
    await one(0, kFirst, { version: 2, signals: [selectCore(0)] });
    await para.block();
    await t.root(t.tx.configuration.setNodeFeature(3, true));
    await para.endSession();
    await one(0, kFirst, { version: 2 });
    await para.endSession();
    await t.hostApi('node_features');
    await one(1, kFirst, { version: 2 });
    await one(0, kFirst, { version: 2, session: 1 });
    await one(0, kFirst, { version: 2, session: (await para.session()) + 1 });
    for (const version of [3, 7, 255]) await one(0, kFirst, { version });
    await one(0, kFirst, { version: 2, named: 1 });
    await one(0, kFirst, { version: 2, named: 300 });
    await one(1, kFirst, { version: 2, injected: null });
    await one(1, kFirst, { version: 2, injected: 2 }); // nobody looks at it
    await breaks(() => candidate(kFirst, { version: 2, group: (all) => [...all, true] }));
    await one(1, kFirst, { version: 2, late: { reserved: new Uint8Array(25).fill(1) } }); // is of version 1
    await one(1, kFirst, { version: 2, signals: [] });
    for (const [backed, signals] of [[1, [selectCore(0)]], [1, [selectCore(5)]], [1, [selectCore(0, 1)]], [1, [selectCore(0, 2)]], [0, [selectCore(0, 3)]], [0, [selectCore(0, 255)]],
        [1, [approvedPeer([1, 2, 3])]], [1, [approvedPeer([])]], [1, [approvedPeer(new Uint8Array(64))]], [0, [approvedPeer(new Uint8Array(65))]],
        [1, [selectCore(0), approvedPeer([1])]], [1, [approvedPeer([1]), selectCore(0)]], [0, [selectCore(0), selectCore(0)]], [0, [approvedPeer([1]), approvedPeer([1])]],
        [0, [selectCore(0), approvedPeer([1]), approvedPeer([2])]], [0, [[2, 0, 0]]], [0, [[]]], [0, [[0]]], [0, [[0, 0]]], [1, [[0, 0, 0, 9, 9]]], [1, [[1, 4, 1, 7]]], [0, [[], selectCore(0)]]]) {
        await one(backed, kFirst, { version: 2, signals });
    }
    await one(1, kFirst, { version: 2, commitments: { upward: [[1, 2], [3]] }, signals: [selectCore(0)] });
    await para.block(async () => ({ candidates: [await candidate(kFirst, { version: 2, commitments: { upward: [[1, 2], [3]] }, signals: [selectCore(0), approvedPeer([7])] }),
        await candidate(kSecond, { commitments: { upward: [[5]] }, signals: [] })] }));
    expect(kBacked, 2);
    await para.askAll(kAll);
    await include(2); // what stands behind the separator is for nobody
    await para.askAll(kAll);

    // Order, repetitions, two for one core.
    await offers(3, async () => Promise.all(kAll.map((id) => candidate(id))));
    await offers(2, async () => [await candidate(kSecond), await candidate(kFirst)], 3); // good, but another order
    await offers(1, async () => { const made = await candidate(kFirst); return [made, made]; });
    await offers(1, async () => [await candidate(kFirst), await candidate(kFirst, { commitments: { head: [1] } })]);
    await offers(1, async () => para.chainOf(kFirst, 2, () => ({ core: 0 })));
    await offers(2, async () => [await candidate(kFirst, { injected: 1 }), await candidate(kSecond), await candidate(kThird)]);

    // Relay parents: the last three blocks of the session, none that is older than the last one's.
    await para.block();
    await para.block();
    await para.block();
    await chain.close();
    const back = (count) => para.parentAt(para.parent.number - count);
    for (const version of [1, 2]) {
        for (const [count, backed] of [[0, 1], [1, 1], [2, 1], [3, 0], [4, 0]]) await one(backed, kFirst, { version, on: back(count) });
        await offers(2, async () => [await candidate(kFirst, { version, on: back(2) }), await candidate(kSecond, { version, on: back(0) })]);
    }
    const parents = [back(0), back(1)];
    await para.block(async () => ({ candidates: [await candidate(kFirst, { on: parents[0] })] }));
    expect(kBacked, 1);
    await include(1);
    await one(0, kFirst, { on: parents[1] });
    await one(1, kFirst, { on: parents[0] });
    await one(1, kFirst);

    // Bitfields that are not good: an author leaves them out, a block may not have them.
    await para.block(async () => ({ candidates: [await candidate(kFirst), await candidate(kSecond)] }));
    await chain.close();
    const good = (i) => para.bitfield([true, true, false], i);
    for (const make of [async () => [await para.bitfield([true, true], 0), await good(1)], async () => [await para.bitfield([true, true, true, true], 0)],
        async () => [await good(1), await good(0)], async () => [await good(0), await good(0)], async () => [await para.bitfield([true, true, true], 9)],
        async () => [await para.bitfield([true, true, true], 0, { signer: t.Charlie }), await good(1)], async () => [await para.bitfield([true, true, true], 0, { session: 99 })],
        async () => [await para.bitfield([true, true, true], 0, { signer: t.Charlie }), await good(0)]]) {
        const before = await chain.save();
        await para.block(async () => ({ bitfields: await make() }));
        await chain.close();
        await chain.restore(before);
        await para.enter(async () => ({ bitfields: await make() }), 'Invalid.BadMandatory');
        await chain.restore(before);
        await para.dispatch(async () => ({ bitfields: await make() }), 'ParaInherent.InherentDataFilteredDuringExecution');
        await chain.restore(before);
    }
    // Bits of cores that nobody uses, and set ones that stand for nothing.
    const votes = (first) => Promise.all(Array.from({ length: 7 }, (_, i) => para.bitfield([i >= first, true, true], i, { unused: i === 5 })));
    const before = await chain.save();
    for (const [first, included] of [[0, 2], [2, 2], [3, 1], [7, 1]]) { // of seven validators five are enough
        await para.block(async () => ({ bitfields: await votes(first) }));
        expect(kIncluded, included);
        await para.askAll(kAll);
        await chain.close();
        await chain.restore(before);
    }

    // Disabled validators: their votes are taken out, what is left may be enough. Groups smaller than the least that is asked for.
    await include(2);
    await chain.close();
    const groups = (await para.facts()).groups;
    const saves = await chain.save();
    const active = (await chain.read('parasShared', 'activeValidatorIndices')).map((one) => one.toNumber());
    const disable = (indices) => chain.put([[chain.key('session', 'disabledValidators'), chain.registry.createType('Vec<(u32, Perbill)>', indices
        .map((i) => active[i]).sort((a, b) => a - b).map((i) => [i, 1000])).toHex()]]);
    for (const least of [1, 2, 9]) {
        await para.configure({ minimumBackingVotes: least });
        await one(1, kFirst);
        const byOne = { group: (all) => all.map((_, i) => i === 0), votes: (all) => all.slice(0, 1) };
        await (least === 1 ? one(1, kFirst, byOne) : breaks(() => candidate(kFirst, byOne)));
        for (const members of [[0], [1], [0, 1], [0, 1, 2]]) {
            const core = para.coresOf(await para.facts(), kFirst)[0];
            const group = para.groupOf(await para.facts(), core, chain.number + 1);
            await disable(members.filter((i) => i < group.length).map((i) => group[i]));
            await t.hostApi('disabled_validators');
            for (const version of [1, 2]) await offers(members.length + Math.min(least, 3) <= 3 ? 1 : 0, async () => [await candidate(kFirst, { version })], 2);
        }
        await disable([]);
    }
    await disable(groups[0]);
    await para.block(async () => ({ candidates: await Promise.all(kAll.map((id) => candidate(id))) }), await para.author());
    await para.askAll(kAll);
    await chain.close();
    await chain.restore(saves);
}
