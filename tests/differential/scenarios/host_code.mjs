// Code of parachains: upgrades by candidates, which wait for a signal, and by owners, which come at their block; cooldowns that
// are paid for; code that root has authorized and anybody brings.
import { bnToU8a, compactAddLength, stringToU8a, u8aConcat, u8aToHex } from '@polkadot/util';
import { blake2AsHex, blake2AsU8a } from '@polkadot/util-crypto';

import { kBacked, kIncluded, Parachains } from '../parachains.mjs';
import { KSM } from '../scenario.mjs';

const kAll = [2000, 2001];
const [kFirst, kSecond] = kAll;
const u32 = (value) => bnToU8a(value, { bitLength: 32 });
const by = (para) => ({ ParachainsOrigin: { Parachain: para } });

export async function run(t) {
    const { Alice, Bob, Charlie, chain, tx: { paras, registrar, utility } } = t;
    const para = new Parachains(t);
    const code = (byte, size = 60) => new Uint8Array(size).fill(byte);
    const hex = (bytes) => u8aToHex(bytes);
    const branch = async (what) => {
        if (chain.inBlock) await chain.close();
        const saved = await chain.save();
        await chain.open();
        await what();
        if (chain.inBlock) await t.mayTrap(() => chain.close());
        await chain.restore(saved);
    };
    const expect = (name, times) => {
        const count = t.last.events.filter((one) => one.name === name).length;
        if (count !== times) chain.report.fault(chain, `expected ${times} ${name}, got ${count}`);
    };
    const candidate = (...args) => para.candidate(...args);
    /** A candidate of the first para from backing to inclusion. */
    const through = async (commitments = {}, backed = 1) => {
        await para.block(async () => ({ candidates: [await candidate(kFirst, { commitments })] }));
        expect(kBacked, backed);
        await para.askAll(kAll);
        await para.block();
        expect(kIncluded, backed);
        await para.askAll(kAll);
    };
    /** A vote for code, of the validator at a place; both together accept it. */
    const accept = async (bytes) => {
        const session = await para.session();
        for (const [index, pair] of (await para.validators()).entries()) {
            const statement = u8aConcat([1], blake2AsU8a(bytes), u32(session), u32(index));
            await t.raw(u8aToHex(compactAddLength(u8aConcat([chain.bareVersion, 56, 7], statement, pair.sign(u8aConcat(stringToU8a('VCPC'), statement))))),
                `vote ${index}`, undefined, { sources: [0, 1, 2] });
        }
    };
    const idle = async (count) => {
        for (let i = 0; i < count; ++i) {
            await para.block();
            await para.askAll([kFirst]);
        }
    };

    await t.next();
    await chain.close();
    await para.register(kAll);
    await para.configure({ maxValidatorsPerCore: 1, lookahead: 2, groupRotationFrequency: 20, parasAvailabilityPeriod: 4, maxCodeSize: 200, validationUpgradeCooldown: 16,
        validationUpgradeDelay: 3, minimumValidationUpgradeDelay: 4, codeRetentionPeriod: 6, pvfVotingTtl: 2 });
    await para.endSession();
    await para.askAll(kAll);

    // By a candidate: the signal when its time has come, the code with the next candidate.
    await branch(async () => {
        await through({ code: code(9) });
        await through({ code: code(8) }, 0); // before the last one is through
        await accept(code(9));
        await idle(6);
        await through(); // with the old code: it goes on with the new one
        await through();
        await through({ code: code(7) }, 0); // cools down
        await idle(10);
        await through({ code: code(7) });
        await accept(code(7));
        await idle(3);
    });
    // Code that is too short or too long, or the same as before.
    for (const bytes of [code(1, 1), code(1, 8), code(1, 9), code(1, 200), code(1, 201), code(kFirst % 256, 40)]) {
        await branch(async () => {
            await para.block(async () => ({ candidates: [await candidate(kFirst, { commitments: { code: bytes } })] }));
            await para.block();
            await para.askAll([kFirst]);
            await idle(2);
        });
        await branch(async () => {
            await t.as(by(kFirst), registrar.scheduleCodeUpgrade(kFirst, hex(bytes)), null);
            await idle(2);
        });
        await branch(async () => {
            await t.root(paras.forceScheduleCodeUpgrade(kFirst, hex(bytes), t.number + 3), null);
            await accept(bytes);
            await idle(9);
        });
    }
    // By the para itself or root: at its block, whatever candidates do. The second one of two is ignored, in either order.
    await branch(async () => {
        await t.as(by(kFirst), registrar.scheduleCodeUpgrade(kFirst, hex(code(9))));
        await t.as(by(kSecond), registrar.scheduleCodeUpgrade(kSecond, hex(code(9))));
        await t.root(paras.forceScheduleCodeUpgrade(kSecond, hex(code(5)), t.number + 2));
        await through({ code: code(8) }, 0);
        await accept(code(9));
        await idle(12);
        await through();
    });
    await branch(async () => {
        await t.root(paras.addTrustedValidationCode(hex(code(9))));
        await t.root(paras.addTrustedValidationCode(hex(code(10))));
        for (const [id, at] of [[kSecond, 9], [kFirst, 5], [2002, 5], [2003, 5], [2004, 9], [2005, 1], [2006, 20]]) await t.root(paras.forceScheduleCodeUpgrade(id, hex(code(9)), t.number + at));
        await idle(3);
        await t.root(paras.forceScheduleCodeUpgrade(2007, hex(code(10)), t.number + 2));
        await idle(12);
        await t.root(paras.forceQueueAction(kFirst));
    });
    await branch(async () => {
        await through({ code: code(9) });
        await t.as(by(kFirst), registrar.scheduleCodeUpgrade(kFirst, hex(code(8))), null);
        await t.root(paras.forceScheduleCodeUpgrade(kFirst, hex(code(8)), t.number + 1));
        await accept(code(9));
        await accept(code(8));
        await idle(7);
        await through();
    });
    // Root sets code while an upgrade waits, and goes on.
    await branch(async () => {
        await t.root(paras.forceSetCurrentCode(kFirst, hex(code(6))));
        await t.as(by(kFirst), registrar.scheduleCodeUpgrade(kFirst, hex(code(9))), null);
        await accept(code(9));
        await t.root(paras.forceSetCurrentCode(kFirst, hex(code(7))));
        await idle(9);
        await through();
        await idle(6); // what was replaced is forgotten
    });

    // A cooldown that somebody pays for.
    const [poor] = await t.pool('hasty', 1, KSM / 50n);
    const cost = (id) => t.hostApi('backing_constraints', u8aToHex(u32(id)));
    await branch(async () => {
        await t.ok(Bob, paras.removeUpgradeCooldown(kFirst)); // there is none
        await through({ code: code(9) });
        await accept(code(9));
        await t.does(poor, paras.removeUpgradeCooldown(kFirst));
        await cost(kFirst);
        await t.next();
        await t.ok(Bob, paras.removeUpgradeCooldown(kFirst));
        t.saw('Paras.UpgradeCooldownRemoved');
        await t.ok(Bob, paras.removeUpgradeCooldown(kFirst));
        await cost(kFirst);
        await t.root(paras.removeUpgradeCooldown(kFirst), 'BadOrigin');
        await idle(4);
        await through();
        await through({ code: code(8) });
    });
    // Two entries of one para: one goes, and the signal with it.
    await branch(async () => {
        await chain.put([[chain.key('paras', 'upgradeCooldowns'), u8aToHex(u8aConcat([12], u32(kFirst), u32(t.number + 1), u32(kFirst), u32(t.number + 3), u32(kSecond), u32(t.number + 5)))],
            ...kAll.map((id) => [chain.key('paras', 'upgradeRestrictionSignal', id), '0x00'])]);
        await t.ok(Bob, paras.removeUpgradeCooldown(kFirst));
        await t.ok(Bob, paras.removeUpgradeCooldown(kSecond));
        await idle(5);
    });
    // Past cooldowns cost nothing, long ones more than anybody has.
    await branch(async () => {
        await chain.put([[chain.key('paras', 'upgradeCooldowns'), u8aToHex(u8aConcat([8], u32(kFirst), u32(0), u32(kSecond), u32(2 ** 32 - 1)))]]);
        await t.does(Bob, paras.removeUpgradeCooldown(kFirst));
        await t.does(Bob, paras.removeUpgradeCooldown(kSecond));
        await t.does(Alice, utility.batchAll([paras.removeUpgradeCooldown(kSecond), paras.removeUpgradeCooldown(kFirst)]));
    });
    // Authorized code, brought by anybody, with a signature or without, for nothing.
    const authorize = (id, bytes, period, expected = 'ok') => t.root(paras.authorizeForceSetCurrentCodeHash(id, blake2AsHex(bytes), period), expected);
    const apply = (id, bytes) => paras.applyAuthorizedForceSetCurrentCode(id, hex(bytes));
    const bare = (id, bytes, expected) => t.raw(chain.unsigned(apply(id, bytes)), 'applied without a signature', expected, { sources: [0, 1, 2] });
    await branch(async () => {
        await t.fails(Bob, paras.authorizeForceSetCurrentCodeHash(kFirst, blake2AsHex(code(9)), 5), 'BadOrigin');
        await authorize(7, code(9), 5, 'Paras.NotRegistered');
        await chain.put([[chain.key('paras', 'paraLifecycles', 8), '0x00'], [chain.key('paras', 'paraLifecycles', 9), '0x06'], [chain.key('paras', 'paraLifecycles', 10), '0x01']]);
        await authorize(8, code(9), 5, 'Paras.NotRegistered');
        await authorize(9, code(9), 5, 'Paras.NotRegistered');
        await authorize(10, code(9), 5);
        await t.fails(Bob, apply(kFirst, code(9)), 'Paras.NothingAuthorized');
        await bare(kFirst, code(9));
        await chain.put([[chain.key('paras', 'authorizedCodeHash', kFirst), u8aToHex(u8aConcat(blake2AsU8a(code(9)), u32(t.number)))]]);
        await t.fails(Bob, apply(kFirst, code(9)), 'Paras.InvalidBlockNumber'); // it has been authorized up to here
        await authorize(kFirst, code(9), 5);
        await t.fails(Bob, apply(kFirst, code(8)), 'Paras.Unauthorized');
        await t.fails(Bob, apply(kSecond, code(9)), 'Paras.NothingAuthorized');
        await bare(kFirst, code(8));
        await bare(kFirst, code(9), 'ok');
        await bare(kFirst, code(9));
        await para.askAll([kFirst]);
        await t.next();
        await authorize(kFirst, code(8), 5);
        await authorize(kFirst, code(7), 3); // in its place
        await t.fails(Bob, apply(kFirst, code(8)), 'Paras.Unauthorized');
        await t.ok(Charlie, apply(kFirst, code(7)));
        await t.root(apply(kFirst, code(7)), 'Paras.NothingAuthorized');
        await authorize(kFirst, code(6), 4);
        await t.as(by(kSecond), apply(kFirst, code(6)));
        await t.next();
        // Short and long code, and the code that it has.
        for (const bytes of [code(1, 0), code(1, 5), code(1, 201), code(1, 4000), code(6)]) {
            await authorize(kFirst, bytes, 4);
            await t.does(Bob, apply(kFirst, bytes));
        }
        await t.next(2);
        await through();
    });
    for (const period of [0, 1, 2, 3, 2 ** 32 - 1]) {
        await branch(async () => {
            await authorize(kFirst, code(9), period);
            await authorize(kSecond, code(9), 2);
            await t.next();
            await bare(kSecond, code(9));
            await t.next();
            await t.does(Bob, apply(kFirst, code(9)));
            await t.next(2);
            await bare(kSecond, code(9));
        });
    }
    // A para that goes takes its authorization, its upgrade and its cooldown with it.
    await branch(async () => {
        await authorize(kFirst, code(9), 2 ** 32 - 1);
        await through({ code: code(8) });
        await t.as(by(kSecond), registrar.scheduleCodeUpgrade(kSecond, hex(code(9))));
        await accept(code(9));
        await chain.put(kAll.map((id) => [chain.key('paras', 'paraLifecycles', id), '0x06']));
        const session = await para.session();
        await chain.put([[chain.key('paras', 'actionsQueue', session + 1), u8aToHex(u8aConcat([8], ...kAll.map(u32)))]]);
        await para.endSession();
        await para.askAll(kAll);
        await t.next(9);
        await para.askAll(kAll);
    });
    // Votes on code of both kinds of upgrade, that are rejected, or too late.
    await branch(async () => {
        await t.as(by(kFirst), registrar.scheduleCodeUpgrade(kFirst, hex(code(9))));
        await through({ code: code(8) }, 0);
        await para.block(async () => ({ candidates: [await candidate(kSecond, { commitments: { code: code(9) } })] }));
        await para.block();
        const session = await para.session();
        for (const [index, pair] of (await para.validators()).entries()) {
            const statement = u8aConcat([0], blake2AsU8a(code(9)), u32(session), u32(index));
            await t.raw(u8aToHex(compactAddLength(u8aConcat([chain.bareVersion, 56, 7], statement, pair.sign(u8aConcat(stringToU8a('VCPC'), statement))))), `against ${index}`);
        }
        await para.askAll(kAll);
        await idle(4);
        await t.as(by(kFirst), registrar.scheduleCodeUpgrade(kFirst, hex(code(5))), null);
        for (let i = 0; i < 4; ++i) await para.endSession();
        await para.askAll(kAll);
        await idle(3);
    });
}
