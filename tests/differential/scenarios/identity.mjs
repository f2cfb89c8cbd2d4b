// Identities, their registrars and judgements, sub-accounts.
import { blake2AsHex } from '@polkadot/util-crypto';

import { KSM } from '../scenario.mjs';

const nothing = { None: null };
const raw = (text) => ({ Raw: '0x' + Buffer.from(text).toString('hex') });
const info = (display, extra = {}) => ({
    additional: [], display, legal: nothing, web: nothing, riot: nothing, email: nothing, pgpFingerprint: null, image: nothing,
    twitter: nothing, ...extra,
});

/** Pallets that the reference must have. */
export const needs = ['identity'];

export async function run(t) {
    const { Alice, Bob, Charlie, Dave, Eve, Ferdie, registry, tx: { balances, identity } } = t;
    const [poor] = await t.pool('Poor', 1, KSM / 100n);
    const hashOf = (value) => blake2AsHex(registry.createType('Call', identity.setIdentity(value)).toU8a().subarray(2));
    await t.next();
    const charlie = info(raw('Charlie'), { web: raw('https://example.org'), pgpFingerprint: '0x' + '22'.repeat(20),
        additional: [[raw('age'), { BlakeTwo256: '0x' + '22'.repeat(32) }], [{ Sha256: '0x' + '33'.repeat(32) }, { Keccak256: '0x' + '44'.repeat(32) }],
            [{ ShaThree256: '0x' + '55'.repeat(32) }, raw('0123456789abcdef0123456789abcdef')]] });
    await t.ok(Charlie, identity.setIdentity(charlie));
    t.saw('Identity.IdentitySet');
    await t.ok(Dave, identity.setIdentity(info(nothing)));
    const fields = (count) => info(raw('x'), { additional: Array.from({ length: count }, () => [raw('a'), raw('b')]) });
    await t.ok(Eve, identity.setIdentity(fields(100)));
    await t.fails(poor, identity.setIdentity(info(raw('p'))), 'Balances.InsufficientBalance');
    await t.does(Eve, identity.setIdentity(fields(0))); // some of the deposit comes back
    await t.root(identity.setIdentity(charlie), 'BadOrigin');
    // More fields than a bound allows do not decode.
    await t.does(Eve, registry.createType('Call', identity.setIdentity(fields(100))).toU8a().slice(0, 1), undefined);
    await t.next();

    // Registrars.
    await t.fails(Bob, identity.addRegistrar(Bob.address), 'BadOrigin');
    await t.root(identity.addRegistrar(Bob.address));
    t.sawByRoot();
    await t.root(identity.addRegistrar(Ferdie.address));
    await t.fails(Alice, identity.setFee(0, 1), 'Identity.InvalidIndex');
    await t.fails(Bob, identity.setFee(2, 1), 'Identity.InvalidIndex');
    await t.ok(Bob, identity.setFee(0, KSM));
    await t.fails(Alice, identity.setFields(0, ['Display']), 'Identity.InvalidIndex');
    await t.ok(Bob, identity.setFields(0, ['Display', 'Legal', 'Twitter']));
    await t.does(Bob, Uint8Array.of(25, 8, 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff)); // fields that are none
    await t.ok(Bob, identity.setAccountId(0, Bob.address));
    await t.fails(Bob, identity.setAccountId(1, Bob.address), 'Identity.InvalidIndex');
    await t.fails(Bob, identity.setAccountId(0, { Raw: '0x' }), 'CannotLookup');
    for (let i = 2; i < 20; ++i) await t.root(identity.addRegistrar(Ferdie.address));
    await t.root(identity.addRegistrar(Ferdie.address), 'Identity.TooManyRegistrars');
    await t.next();

    // Judgements.
    await t.fails(Charlie, identity.requestJudgement(0, KSM - 1n), 'Identity.FeeChanged');
    await t.fails(Charlie, identity.requestJudgement(77, KSM), 'Identity.EmptyIndex');
    await t.fails(Ferdie, identity.requestJudgement(0, KSM), 'Identity.NoIdentity');
    await t.ok(Charlie, identity.requestJudgement(0, 5n * KSM));
    t.saw('Identity.JudgementRequested');
    await t.fails(Charlie, identity.requestJudgement(0, 5n * KSM), 'Identity.StickyJudgement');
    await t.fails(Charlie, identity.cancelRequest(1), 'Identity.NotFound');
    await t.fails(Ferdie, identity.cancelRequest(0), 'Identity.NoIdentity');
    await t.ok(Charlie, identity.cancelRequest(0));
    t.saw('Identity.JudgementUnrequested');
    await t.ok(Charlie, identity.requestJudgement(0, KSM));
    const good = hashOf(charlie);
    await t.fails(Bob, identity.provideJudgement(0, Charlie.address, 'KnownGood', '0x' + '00'.repeat(32)), 'Identity.JudgementForDifferentIdentity');
    await t.fails(Alice, identity.provideJudgement(0, Charlie.address, 'KnownGood', good), 'Identity.InvalidIndex');
    await t.fails(Bob, identity.provideJudgement(0, Ferdie.address, 'KnownGood', good), 'Identity.InvalidTarget');
    await t.fails(Bob, identity.provideJudgement(0, Charlie.address, { FeePaid: 5 }, good), 'Identity.InvalidJudgement');
    await t.ok(Bob, identity.provideJudgement(0, Charlie.address, 'KnownGood', good));
    t.saw('Identity.JudgementGiven');
    await t.fails(Charlie, identity.cancelRequest(0), 'Identity.JudgementGiven');
    for (const judgement of ['Unknown', 'Reasonable', 'OutOfDate', 'LowQuality', 'Erroneous']) {
        await t.ok(Ferdie, identity.provideJudgement(3, Charlie.address, judgement, good));
    }
    await t.fails(Charlie, identity.requestJudgement(3, KSM), 'Identity.StickyJudgement');
    await t.ok(Charlie, identity.setIdentity(charlie)); // what sticks stays
    await t.ok(Dave, identity.requestJudgement(0, KSM));
    await t.ok(Dave, identity.requestJudgement(5, 0));
    await t.ok(Dave, identity.setIdentity(info(raw('D')))); // requests stay, paid ones too
    await t.ok(Bob, identity.setFee(0, 0));
    await t.ok(Dave, identity.requestJudgement(1, 0));
    await t.ok(Dave, identity.clearIdentity());
    t.saw('Identity.IdentityCleared');
    await t.fails(Dave, identity.clearIdentity(), 'Identity.NotNamed');
    await t.next();

    // The fee of a request that cannot be paid out any more: the registrar's account is gone and the fee below the least.
    await t.ok(Ferdie, identity.setFee(6, 5));
    await t.ok(Ferdie, identity.setAccountId(6, t.keyOf('//Registrar').address));
    await t.ok(Alice, balances.transferAllowDeath(t.keyOf('//Registrar').address, KSM));
    await t.ok(Charlie, identity.requestJudgement(6, 100));
    await t.does(t.keyOf('//Registrar'), identity.provideJudgement(6, Charlie.address, 'Reasonable', good));
    await t.ok(Charlie, identity.requestJudgement(7, 100));
    await t.ok(Ferdie, identity.provideJudgement(7, Charlie.address, 'Reasonable', good));

    // Subs.
    const subs = (pairs) => identity.setSubs(pairs.map((one, i) => [one.address ?? one, raw(`sub ${i}`)]));
    await t.fails(Ferdie, subs([Alice]), 'Identity.NotFound');
    await t.ok(Charlie, subs([Dave, Eve]));
    await t.ok(Charlie, subs([Eve]));
    await t.fails(Charlie, identity.addSub(Eve.address, raw('e')), 'Identity.AlreadyClaimed');
    await t.ok(Charlie, identity.addSub(Dave.address, raw('d')));
    t.saw('Identity.SubIdentityAdded');
    await t.fails(Ferdie, identity.addSub(Alice.address, raw('a')), 'Identity.NoIdentity');
    await t.ok(Charlie, identity.renameSub(Dave.address, { BlakeTwo256: '0x' + '66'.repeat(32) }));
    await t.fails(Charlie, identity.renameSub(Alice.address, raw('a')), 'Identity.NotOwned');
    await t.fails(Ferdie, identity.renameSub(Dave.address, raw('a')), 'Identity.NoIdentity');
    await t.fails(Charlie, identity.removeSub(Alice.address), 'Identity.NotSub');
    await t.fails(Ferdie, identity.removeSub(Dave.address), 'Identity.NoIdentity');
    await t.ok(Eve, identity.setIdentity(info(raw('Eve'))));
    await t.fails(Eve, identity.removeSub(Dave.address), 'Identity.NotOwned');
    await t.ok(Charlie, identity.removeSub(Dave.address));
    t.saw('Identity.SubIdentityRemoved');
    await t.fails(Dave, identity.quitSub(), 'Identity.NotSub');
    await t.ok(Eve, identity.quitSub());
    t.saw('Identity.SubIdentityRevoked');
    const crowd = Array.from({ length: 101 }, (_, i) => t.addressOf(new Uint8Array(32).fill(i + 1)));
    await t.fails(Charlie, subs(crowd), 'Identity.TooManySubAccounts');
    await t.ok(Charlie, subs(crowd.slice(0, 100)));
    await t.fails(Charlie, identity.addSub(Dave.address, raw('d')), 'Identity.TooManySubAccounts');
    await t.fails(Eve, subs([crowd[5]]), 'Identity.AlreadyClaimed');
    await t.ok(Charlie, subs([]));
    await t.ok(Charlie, subs([Dave, Dave])); // twice the same
    await t.next();

    // Ends.
    await t.fails(Bob, identity.killIdentity(Charlie.address), 'BadOrigin');
    await t.root(identity.killIdentity(Charlie.address));
    t.saw('Identity.IdentityKilled');
    await t.root(identity.killIdentity(Charlie.address), 'Identity.NotNamed');
    await t.ok(Eve, subs([Alice, Bob]));
    await t.ok(Eve, identity.clearIdentity());
    await t.does(poor, identity.setIdentity(info(raw('p'))));
    await t.next();
}
