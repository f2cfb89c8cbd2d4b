// Several candidates of a para at once,: chains on many cores, their availability in any order, time-outs and disputes in the
// middle, a session that ends, windows of time-outs, inherents that are too heavy.
import { kBacked, kFeatures, kIncluded, kSignals, kTimedOut, kWhole, Parachains } from '../parachains.mjs';
import { statementSet } from '../disputes.mjs';

const [kFirst, kSecond] = [2000, 2001];
const kAll = [kFirst, kSecond];
const kValidators = 10;
const kCores = 5; // three of the first, two of the second
const task = (id) => [[{ Task: id }, kWhole]];

export async function run(t) {
    const { chain } = t;
    const para = new Parachains(t);
    const count = (name) => t.last.events.filter((one) => one.name === name).length;
    const expect = (name, times) => {
        if (count(name) !== times) chain.report.fault(chain, `expected ${times} ${name}, got ${count(name)}`);
    };
    const expectSeen = async (backed, included, timedOut = 0) => {
        for (const [name, times] of [[kBacked, backed], [kIncluded, included], [kTimedOut, timedOut]]) expect(name, times);
        await para.askAll(kAll);
    };
    const all = (bits) => Promise.all(Array.from({ length: kValidators }, (_, i) => para.bitfield(bits, i)));
    /** Bits for these cores, of all validators. */
    const votes = (...cores) => all(Array.from({ length: kCores }, (_, i) => cores.includes(i)));
    const chains = async (first, second, each) => [...await para.chainOf(kFirst, first, each), ...await para.chainOf(kSecond, second, each)];
    const back = async (first, second, more = {}, each = undefined) => {
        await para.block(async () => ({ bitfields: [], candidates: await chains(first, second, each), ...more }));
        expect(kBacked, first + second);
    };
    const waiting = async (id) => ((await para.pending()).get(id) ?? []).length;
    const expectWaiting = async (...wanted) => {
        const found = [await waiting(kFirst), await waiting(kSecond)];
        if (String(found) !== String(wanted)) chain.report.fault(chain, `expected ${wanted} candidates to wait, got ${found}`);
    };
    const branch = async (what) => {
        if (chain.inBlock) await chain.close();
        const saved = await chain.save();
        await what();
        if (chain.inBlock) await t.mayTrap(() => chain.close());
        await chain.restore(saved);
    };

    await t.next();
    await chain.close();
    await para.appoint(kValidators, { sessions: 12 });
    await para.register(kAll, { cores: [task(kFirst), task(kSecond), task(kFirst), task(kFirst), task(kSecond)] });
    await para.configure({ lookahead: 3, groupRotationFrequency: 20, parasAvailabilityPeriod: 4, minimumBackingVotes: 2, nodeFeatures: kFeatures.receiptsV2 });
    await para.endSession();
    await para.askAll(kAll);

    // Three on three cores, included together; those of the other para with them. Of both versions.
    for (const version of [1, 2]) {
        await back(3, 2, {}, () => ({ version }));
        await para.askAll(kAll);
        await expectWaiting(3, 2);
        await para.block();
        await expectSeen(0, 5);
        await expectWaiting(0, 0);
    }
    // A version in the middle is another one.
    await back(3, 0, {}, (i) => ({ version: 1 + i % 2 }));
    await para.block();
    await expectSeen(0, 3);
    // The selector chooses a core: that many of the para's.
    for (const selector of [0, 1, 2, 3, 4, 5, 255]) {
        await branch(async () => {
            const cores = para.coresOf(await para.facts(), kFirst);
            const core = cores[selector % 3];
            await para.block(async () => ({ candidates: [await para.candidate(kFirst, { version: 2, core, signals: [kSignals.selectCore(selector)] })] }));
            await expectSeen(1, 0);
            await para.block();
            await expectSeen(0, 1);
        });
        await branch(async () => {
            const cores = para.coresOf(await para.facts(), kFirst);
            await para.block(async () => ({ candidates: [await para.candidate(kFirst, { version: 2, core: cores[(selector + 1) % 3], signals: [kSignals.selectCore(selector)] })] }));
            await expectSeen(0, 0);
        });
    }
    // Without one any of the cores of the para will do, and none of another.
    for (const [core, backed] of [[0, 1], [2, 1], [3, 1], [1, 0], [4, 0]]) {
        await branch(async () => {
            await para.block(async () => ({ candidates: [await para.candidate(kFirst, { version: 2, core })] }));
            await expectSeen(backed, 0);
        });
    }

    // The middle one first: nothing is included before the first is there, then all are. The same bits by parts of the validators.
    await branch(async () => {
        await back(3, 2);
        await para.block(async () => ({ bitfields: await votes(2, 1) }));
        await expectSeen(0, 1); // of the other para
        await expectWaiting(3, 1);
        await para.block(async () => ({ bitfields: await votes(3) }));
        await expectSeen(0, 0);
        await para.block(async () => ({ bitfields: await votes(0), candidates: await para.chainOf(kSecond, 1, () => ({ core: 1 })) }));
        await para.askAll(kAll);
        await para.block();
        await para.askAll(kAll);
    });
    // Two of three; the third goes on, with candidates behind it.
    await branch(async () => {
        await back(3, 2);
        await para.block(async () => ({ bitfields: await votes(0, 2, 4) }));
        await expectSeen(0, 2);
        await expectWaiting(1, 2);
        await chain.close();
        const last = (await para.pending()).get(kFirst).at(-1).commitments.headData.toU8a(true);
        await para.block(async () => ({ bitfields: [], candidates: await para.chainOf(kFirst, 2, () => ({}), { parentHead: last, first: 7 }) }));
        await expectSeen(2, 0);
        await expectWaiting(3, 2);
        await para.block();
        await expectSeen(0, 5);
    });

    // A gap in the chain, another order, the same twice, one too many, a fork, a cycle.
    const odd = {
        gap: [1, ([a, , c]) => [a, c]], order: [1, ([a, b, c]) => [a, c, b]], 'from the end': [0, ([a, b, c]) => [c, b, a]], twice: [1, ([a, b, c]) => [a, a, b, c]],
        'twice later': [2, ([a, b, c]) => [a, b, a, c]], 'the second alone': [0, ([, b]) => [b]], prefix: [2, ([a, b]) => [a, b]],
    };
    for (const [, [backed, choose]] of Object.entries(odd)) {
        const make = async () => ({ candidates: choose(await para.chainOf(kFirst, 3)) });
        await branch(async () => {
            await para.block(make);
            await expectSeen(backed, 0);
        });
        await branch(() => para.enter(make, backed === 2 && choose.length === 1 && choose([1, 2, 3]).length === 2 ? 'ok' : 'Invalid.BadMandatory'));
    }
    const more = async () => [...await para.chainOf(kFirst, 4, (i) => ({ core: [0, 2, 3, 4][i] }))];
    const fork = async () => [...await para.chainOf(kFirst, 2), await para.candidate(kFirst, { core: 3, commitments: { head: [9] } })];
    const circle = async () => {
        const [current] = await chain.get(chain.key('paras', 'heads', kFirst));
        const head = chain.registry.createType('Bytes', Buffer.from(current.slice(2), 'hex')).toU8a(true);
        const made = await para.chainOf(kFirst, 2, (i) => ({ commitments: { head: i === 0 ? Uint8Array.of(1, 1) : head } }));
        return [...made, ...await para.chainOf(kFirst, 1, () => ({ core: 3, parentHead: head, commitments: { head: [1, 1, 1] } }))];
    };
    const sameCore = () => para.chainOf(kFirst, 3, (i) => ({ core: [0, 0, 3][i] }));
    const otherCore = () => para.chainOf(kFirst, 3, (i) => ({ core: [0, 1, 3][i] }));
    for (const version of [1, 2]) {
        for (const [backed, make] of [[3, more], [2, fork], [3, circle], [1, sameCore], [1, otherCore], [3, () => para.chainOf(kFirst, 3, (i) => ({ core: [3, 0, 2][i], version }))],
            [1, () => para.chainOf(kFirst, 3, (i) => ({ version, named: [0, 0, 0][i], core: 0 }))]]) {
            await branch(async () => {
                await para.block(async () => ({ candidates: await make() }));
                await expectSeen(backed, 0);
            });
        }
    }
    // Relay parents of a chain go up, and stay.
    await para.block();
    await para.block();
    await chain.close();
    const at = para.parent.number;
    for (const [backed, backs] of [[3, [2, 1, 0]], [3, [2, 2, 0]], [1, [0, 1, 1]], [2, [1, 0, 1]]]) {
        await branch(async () => {
            await para.block(async () => ({ candidates: await para.chainOf(kFirst, 3, (i) => ({ on: para.parentAt(at - backs[i]) })) }));
            await expectSeen(backed, 0);
        });
    }

    // Time-outs: the first of two chains takes all with it, the second only itself.
    const until = async (rest) => {
        const { start, rotation } = await para.facts();
        while ((chain.number + 1 + 1 - start) % rotation !== rest) await para.block(async () => ({ bitfields: [] }));
    };
    for (const late of [0, 2, 3]) { // cores of the first para
        await branch(async () => {
            await until(15);
            await para.block(async () => ({ candidates: await chains(late === 0 ? 3 : late === 2 ? 1 : 2, 1) }));
            await para.block(async () => ({ bitfields: [] }));
            await chain.close();
            const last = (await para.pending()).get(kFirst).at(-1).commitments.headData.toU8a(true);
            await para.block(async () => ({ bitfields: [], candidates: await para.chainOf(kFirst, 1, () => ({}), { parentHead: last, first: 5 }) }));
            for (let i = 0; i < 9; ++i) {
                await para.block(async () => ({ bitfields: [] }));
                await para.askAll(kAll);
            }
            await expectWaiting(0, 0);
        });
    }
    // The edges of the window.
    for (const rest of [13, 14, 15, 16, 17, 18, 19, 0, 1, 2, 3, 4]) {
        await branch(async () => {
            await until(rest);
            await back(2, 1);
            for (let i = 0; i < 9; ++i) await para.block(async () => ({ bitfields: [] }));
            await para.askAll(kAll);
        });
    }

    // Disputes that end against one of three: it and those on it are freed, without events; bits for their cores drop bitfields.
    const dispute = async (candidate, against = 7) => {
        const authors = [0, 1].map((i) => t.keyOf(`//Key//${i}`).address);
        const voters = (await para.validators()).map((pair, i) => [i, pair]);
        const seconder = voters.find(([, pair]) => !authors.includes(pair.address));
        const others = voters.filter((one) => one !== seconder).slice(0, against);
        return statementSet(candidate, await para.session(), [['seconded', ...seconder], ...others.map((one) => ['invalid', ...one])]);
    };
    for (const which of [0, 1, 2]) {
        await branch(async () => {
            await back(3, 2);
            const disputed = para.made.slice(-5)[which];
            await chain.close();
            const saved = await chain.save();
            await para.block(async () => ({ bitfields: await votes(0, 1, 2, 3, 4), disputes: [await dispute(disputed)] }));
            expect(kIncluded, 0); // every bitfield has a bit of a freed core
            await expectWaiting(which, 2);
            await para.askAll(kAll);
            await chain.close();
            await chain.restore(saved);
            await para.enter(async () => ({ bitfields: await votes(0, 1, 2, 3, 4), disputes: [await dispute(disputed)] }), 'Invalid.BadMandatory');
            await chain.restore(saved);
            await para.block(async () => ({ bitfields: await votes(1, 4, ...[0, 2, 3].slice(0, which)), disputes: [await dispute(disputed)] }));
            await expectSeen(0, 2 + which);
            // Others in their place, at once.
            await chain.close();
            await chain.restore(saved);
            await para.block(async () => ({ bitfields: [], disputes: [await dispute(disputed)],
                candidates: which === 0 ? await para.chainOf(kFirst, 3, (i) => ({ core: [0, 2, 3][i], commitments: { head: [i, 77] } })) : [] }));
            await para.askAll(kAll);
        });
    }
    // Decided in the block that would back them: what builds on one goes too.
    for (const which of [0, 1, 2]) {
        await branch(async () => {
            await para.block(async () => {
                const candidates = await chains(3, 2);
                const disputed = para.made.slice(-5)[which];
                return { bitfields: [], candidates, disputes: [await dispute(disputed)] };
            });
            await para.askAll(kAll);
        });
        await branch(async () => { // a second time: known to be invalid
            let disputed;
            await para.block(async () => {
                await chains(3, 2);
                disputed = para.made.slice(-5)[which];
                return { bitfields: [], disputes: [await dispute(disputed)] };
            });
            await para.block(async () => ({ bitfields: [], candidates: await chains(3, 2) }));
            await para.askAll(kAll);
        });
    }
    // The same sets twice, and one that says nothing new.
    await branch(async () => {
        await back(3, 0);
        const disputed = para.made.slice(-3)[1];
        const twice = async () => { const made = await dispute(disputed); return { bitfields: [], disputes: [made, made] }; };
        await branch(() => para.block(twice));
        await branch(() => para.enter(twice, 'Invalid.BadMandatory'));
        await branch(() => para.dispatch(twice, 'ParaInherent.InherentDataFilteredDuringExecution'));
        await para.block(twice);
        await branch(() => para.block(twice));
        await branch(() => para.enter(twice, 'Invalid.BadMandatory'));
    });

    // The last block of a session: included yes, backed no, and the claims stay. Then all that waits goes without an event.
    await branch(async () => {
        await back(2, 1);
        await chain.close();
        for (const bring of [async () => ({ bitfields: [], candidates: await para.chainOf(kSecond, 1, () => ({ core: 4 })) }), async () => ({ candidates: await para.chainOf(kFirst, 3) }), async () => ({ bitfields: [] })]) {
            await branch(async () => {
                const claims = JSON.stringify([...await para.claims()]);
                await para.block(bring, { skip: 600, claim: 'primary' });
                expect(kBacked, 0);
                await para.askAll(kAll);
                await chain.close();
                if (claims !== JSON.stringify([...await para.claims()])) chain.report.fault(chain, 'claims were used up in the last block of a session');
                await para.block(async () => ({ candidates: await para.chainOf(kFirst, 1) }));
                await para.askAll(kAll);
                await expectWaiting(1, 0);
                await para.block();
                await para.askAll(kAll);
                await para.block();
                await para.askAll(kAll);
            });
        }
    });

    // Cores that two paras have by turns: what a candidate names is the claim at its own relay parent, as far ahead as it says; what it gets is
    // what is next on that core now.
    await branch(async () => {
        const byTurns = (first, second) => [[{ Task: first }, kWhole / 2], [{ Task: second }, kWhole / 2]];
        await para.assign([byTurns(kFirst, kSecond), byTurns(kSecond, kFirst), [[{ Task: kFirst }, kWhole / 3], [{ Task: kSecond }, kWhole / 3], ['Idle', kWhole / 3]]]);
        await t.next(1, { skip: 600, claim: 'primary' });
        await t.next(1);
        for (let i = 0; i < 4; ++i) await para.block();
        await chain.close();
        const newest = para.parent.number;
        for (const on of [0, 1, 2]) {
            for (const core of [0, 1, 2]) {
                for (const signals of [undefined, ...[0, 1, 2, 3].flatMap((offset) => [[kSignals.selectCore(0, offset)], [kSignals.selectCore(1, offset)]])]) {
                    await branch(async () => {
                        await para.block(async () => ({ candidates: [await para.candidate(kFirst, { version: 2, core, on: para.parentAt(newest - on), signals })] }));
                        if (signals === undefined) await para.askAll([kFirst]);
                    });
                }
            }
        }
        for (let i = 0; i < 8; ++i) { // in the rhythm of the claims
            await para.block(async () => {
                const facts = await para.facts();
                const of = async (id) => ((await para.pending()).get(id) ?? []).length === 0 ? para.chainOf(id, para.coresOf(facts, id).length, () => ({ version: 2 }), { facts }) : [];
                return { candidates: [...await of(kFirst), ...await of(kSecond)] };
            });
            await para.askAll(kAll);
        }
    });
}
