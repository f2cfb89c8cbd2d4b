// Paras: heads and code set by root, upgrades of code with votes of the validators, cooldowns, pruning, changes of sessions.
import { blake2AsU8a } from '@polkadot/util-crypto';
import { bnToU8a, compactAddLength, hexToU8a, stringToU8a, u8aConcat, u8aToHex } from '@polkadot/util';

const kPallet = 56;
const kVote = 7;
const kPara = 2000;
const kOnboarding = 0;
const kParathread = 1;
const kParachain = 2;
const u32 = (value) => bnToU8a(value, { bitLength: 32 });

export async function run(t) {
    const { Alice, Bob, Charlie, chain, tx: { configuration, paras } } = t;
    const code = (byte, size = 40) => u8aToHex(new Uint8Array(size).fill(byte));
    const hashOf = (value) => blake2AsU8a(hexToU8a(value));
    const key = (item, ...args) => chain.key('paras', item, ...args);
    const values = async (...keys) => (await chain.runner.ask([{ op: 'get', world: 'real', keys }]))[0].values;
    const session = async () => {
        const [value] = await values(chain.key('parasShared', 'currentSessionIndex'));
        return value === null ? 0 : new DataView(hexToU8a(value).buffer).getUint32(0, true);
    };
    const endSession = async () => {
        await t.next(1, { skip: 600, claim: 'primary' });
        await t.next(1);
    };
    /** A vote on code, of the validator at a place. */
    const vote = async (subject, { accept = true, index = 0, at, signer } = {}) => {
        const now = at ?? await session();
        const [list] = await values(chain.key('parasShared', 'activeValidatorKeys'));
        const validator = u8aToHex(hexToU8a(list).subarray(1 + 32 * index, 33 + 32 * index));
        const pair = signer ?? [Alice, Bob].find((one) => u8aToHex(one.publicKey) === validator) ?? Alice;
        const statement = u8aConcat([accept ? 1 : 0], hashOf(subject), u32(now), u32(index));
        return u8aConcat([kPallet, kVote], statement, pair.sign(u8aConcat(stringToU8a('VCPC'), statement)));
    };
    const send = (call, note, expected) =>
        t.raw(u8aToHex(compactAddLength(u8aConcat([4], call))), note, expected, { sources: [0, 1, 2] });
    const onboard = async (id, kind, at) => chain.put([
        [key('paraLifecycles', id), u8aToHex(Uint8Array.of(kOnboarding))],
        [key('upcomingParasGenesis', id), u8aToHex(u8aConcat(compactAddLength(hexToU8a(code(id % 256, 9))), [0], [kind === kParachain ? 1 : 0]))],
        [key('currentCodeHash', id), u8aToHex(hashOf(code(1)))],
        [key('actionsQueue', at), u8aToHex(u8aConcat([4], u32(id)))],
    ]);

    await t.next();
    const periods = { setCodeRetentionPeriod: 6, setValidationUpgradeCooldown: 4, setValidationUpgradeDelay: 3, setParasAvailabilityPeriod: 1,
        setMinimumValidationUpgradeDelay: 2, setPvfVotingTtl: 2 };
    for (const [name, value] of Object.entries(periods)) await t.root(configuration[name](value));
    await endSession();
    await endSession();

    // Nobody but root.
    const calls = [paras.forceSetCurrentCode(kPara, code(1)), paras.forceSetCurrentHead(kPara, '0x0102'), paras.forceNoteNewHead(kPara, '0x03'),
        paras.forceQueueAction(kPara), paras.addTrustedValidationCode(code(2)), paras.pokeUnusedValidationCode(hashOf(code(2))),
        paras.forceSetMostRecentContext(kPara, 7), paras.forceScheduleCodeUpgrade(kPara, code(3), 4)];
    for (const call of calls) await t.fails(Bob, call, 'BadOrigin');

    // Root on a para that is not there: heads and code are noted all the same.
    for (const call of calls) await t.root(call);
    await t.next(3);
    await t.root(paras.forceSetCurrentCode(kPara, code(1)));
    await t.root(paras.forceSetCurrentCode(kPara, code(4, 3000)));
    await t.root(paras.forceQueueAction(kPara));
    await t.root(paras.forceQueueAction(7));
    await t.root(paras.forceQueueAction(kPara));
    await t.root(paras.pokeUnusedValidationCode(hashOf(code(1))));
    await t.next(4);
    await endSession();
    await t.next(6); // replaced code is forgotten, the vote goes on
    await endSession();
    await t.next(2); // and fails

    // Paras come: their kinds, heads and code.
    const at = await session();
    await onboard(kPara, kParachain, at + 1);
    await endSession();
    await onboard(kPara + 1, kParathread, await session() + 1);
    await endSession();
    await t.root(paras.addTrustedValidationCode(code(1)));
    for (const id of [kPara, kPara + 1]) {
        await t.root(paras.forceSetCurrentCode(id, code(1)));
        await t.root(paras.forceNoteNewHead(id, code(5, 100)));
    }
    await t.next();

    /** What a para is told of its upgrade, and whether it may ask for one: "GoAhead", "Abort", "Present" or null. */
    const expectSignals = async (id, ...wanted) => {
        const found = [];
        for (const item of ['upgradeGoAheadSignal', 'upgradeRestrictionSignal']) found.push((await t.read('paras', item, id))?.toString() ?? null);
        if (String(found) !== String(wanted)) t.chain.report.fault(t.chain, `expected the signals ${wanted} for ${id}, got ${found}`);
    };

    // An upgrade: announced, voted on by both validators, enacted with a new head.
    await expectSignals(kPara, null, null);
    await t.root(paras.forceScheduleCodeUpgrade(kPara, code(6), t.number));
    await t.root(paras.forceScheduleCodeUpgrade(kPara + 1, code(6), t.number)); // the same vote
    await t.root(paras.forceScheduleCodeUpgrade(kPara, code(7), t.number)); // one at a time
    await t.root(paras.forceScheduleCodeUpgrade(kPara + 2, code(6), t.number));
    await t.next();
    // A block may have any of them; the pool refuses what would fail.
    const now = await session();
    await send(await vote(code(6), { at: now - 1 }), 'of the last session', 'Paras.PvfCheckStatementStale');
    await send(await vote(code(6), { at: now + 1 }), 'of the next session', 'Paras.PvfCheckStatementFuture');
    await send(await vote(code(6), { index: 2 }), 'of nobody', 'Paras.PvfCheckValidatorIndexOutOfBounds');
    await send(await vote(code(6), { signer: Charlie }), 'signed by another', 'Paras.PvfCheckInvalidSignature');
    await send(await vote(code(9)), 'on nothing', 'Paras.PvfCheckSubjectInvalid');
    await t.does(Alice, await vote(code(6)), 'BadOrigin');
    await send(await vote(code(6)), 'of the first', 'ok');
    await send(await vote(code(6)), 'once more', 'Paras.PvfCheckDoubleVote');
    await send(await vote(code(6), { accept: false }), 'changed', 'Paras.PvfCheckDoubleVote');
    await send(await vote(code(6), { index: 1 }), 'of the second', 'ok');
    t.saw('Paras.PvfCheckAccepted');
    await t.next(2);
    // Of root's upgrades a para is told nothing: they come at their block.
    await expectSignals(kPara, null, 'Present');
    await t.root(paras.forceNoteNewHead(kPara, code(8, 50)));
    await expectSignals(kPara, null, 'Present'); // it goes on to cool down
    await t.next(3);
    await t.root(paras.forceNoteNewHead(kPara, code(9, 50)));
    await t.root(paras.forceNoteNewHead(kPara + 2, code(9, 50))); // it has no code before
    await t.next(9);

    // To the code that it has; then one that is refused by the first validator; then one that root trusts while it is voted on.
    await t.root(paras.forceScheduleCodeUpgrade(kPara, code(6), t.number));
    await t.root(paras.forceScheduleCodeUpgrade(kPara, code(10), t.number));
    await t.next();
    await send(await vote(code(10), { accept: false }), 'of the first, against', 'ok');
    t.saw('Paras.PvfCheckRejected');
    await send(await vote(code(10), { accept: false, index: 1 }), 'of the second, against', 'Paras.PvfCheckSubjectInvalid'); // decided
    await expectSignals(kPara, 'Abort', 'Present');
    await t.next(6);
    await t.root(paras.forceScheduleCodeUpgrade(kPara, code(11), t.number));
    await endSession();
    await t.root(paras.addTrustedValidationCode(code(11)));
    await t.root(paras.addTrustedValidationCode(code(11)));
    t.sawByRoot('ok');
    await t.next(5);
    await t.root(paras.forceNoteNewHead(kPara, '0x'));

    // Votes that end with their sessions, of several paras at once, among them one that changes and one that ends.
    for (const id of [kPara, kPara + 1]) await t.root(paras.forceScheduleCodeUpgrade(id, code(12 + id % 2), 2 ** 32 - 2));
    await t.root(paras.forceScheduleCodeUpgrade(5, code(12), 0));
    await endSession();
    const changes = { [kPara]: 4, [kPara + 1]: 3, 5: 5, 6: 6 }; // down, up, and two that go
    await chain.put(Object.entries(changes).map(([id, kind]) => [key('paraLifecycles', Number(id)), u8aToHex(Uint8Array.of(kind))]));
    for (const id of Object.keys(changes)) await t.root(paras.forceQueueAction(Number(id)));
    await endSession();
    await endSession();
    await t.next(10);
}
