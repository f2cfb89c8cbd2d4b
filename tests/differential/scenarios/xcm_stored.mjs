// What XcmPallet may have stored: versions of other chains in older versions, which a migration in several blocks brings to the newest one, with
// entries that nobody can read; questions of all kinds, and their answers; assets that were left behind in older versions.
import { bnToU8a, u8aConcat, u8aToHex } from '@polkadot/util';
import { blake2AsU8a, xxhashAsU8a } from '@polkadot/util-crypto';

import { KSM } from '../scenario.mjs';
import { kDialects, Messages } from '../xcm.mjs';

const kUser = 2000; // has a head
const u32 = (value) => bnToU8a(value, { bitLength: 32 });
const u64 = (value) => bnToU8a(value, { bitLength: 64 });
const hex = (...parts) => u8aToHex(u8aConcat(...parts));

export async function run(t) {
    const messages = new Messages(t);
    await t.next();
    await messages.know(1000, kUser);
    for (const part of [migration, manySupported, manyTargets, questions, traps]) {
        await part(t, messages);
        await t.next();
    }
}

/** The entry of a version, behind bytes that stand for a location. */
function entry(chain, item, version, location) {
    const of = (bytes, hash) => u8aConcat(hash, bytes);
    return hex(xxhashAsU8a('XcmPallet', 128), xxhashAsU8a(item, 128), of(u32(version), xxhashAsU8a(u32(version), 64)), of(location, blake2AsU8a(location, 128)));
}

/** Stage 0, unless another one is meant. */
const start = (chain, stage = '0x00') => [chain.key('xcmPallet', 'currentMigration'), stage];
const target = (query, weight, version) => hex(u64(query), [weight << 2, weight << 2], u32(version));

/** Whether a migration is going on. */
async function expectMigration(t, ongoing) {
    const stage = await t.read('xcmPallet', 'currentMigration');
    if ((stage !== null) !== ongoing) t.chain.report.fault(t.chain, `the migration is at ${stage}`);
}

async function migration(t, messages) {
    const { chain } = t;
    const [v3, v4, v5] = kDialects;
    const at = (x, para) => messages.location(x, x.child(para));
    const old = (item, version, location, value) => [entry(chain, item, version, location), value];
    await chain.put([
        old('SupportedVersion', 3, at(v3, 1000), hex(u32(3))), old('SupportedVersion', 4, at(v4, 1001), hex(u32(4))), old('SupportedVersion', 4, at(v3, 1002), hex(u32(9))),
        old('SupportedVersion', 0, at(v5, 1003), hex(u32(2))), old('SupportedVersion', 4, at(v4, 1004), '0x0400'), // too short
        old('SupportedVersion', 2, Uint8Array.of(1, 0, 0), hex(u32(2))), // a location of version 2
        old('SupportedVersion', 4, messages.location(v4, v4.location(1, { GlobalConsensus: 'Westend' })), hex(u32(4))), // which version 5 does not name
        old('SupportedVersion', 7, at(v5, 1005), hex(u32(5))), // of a version to come: stays
        old('VersionNotifiers', 3, at(v3, 1000), hex(u64(7))), old('VersionNotifiers', 4, at(v4, kUser), hex(u64(8))), old('VersionNotifiers', 1, at(v4, 1001), '0x'),
        old('VersionNotifyTargets', 5, at(v5, 1000), target(1, 3, 5)), old('VersionNotifyTargets', 5, at(v5, kUser), target(2, 3, 4)),
        old('VersionNotifyTargets', 5, at(v5, 3333), target(3, 3, 4)), old('VersionNotifyTargets', 5, at(v4, 1002), target(4, 3, 5)), old('VersionNotifyTargets', 5, at(v5, 1006), '0x00'),
        old('VersionNotifyTargets', 4, at(v4, 1001), target(5, 3, 5)), old('VersionNotifyTargets', 4, at(v4, 1000), target(6, 3, 4)), old('VersionNotifyTargets', 3, at(v3, 4444), target(7, 3, 3)),
        old('VersionNotifyTargets', 3, at(v3, 1007), '0x0102'),
        start(chain),
    ]);
    await t.next(3);
    await expectMigration(t, false);
    // It may begin at any stage, and behind any key.
    for (const stage of ['0x01', '0x0200', '0x0201040102', '0x03', '0x0400']) {
        await chain.put([old('SupportedVersion', 3, at(v3, 1010), hex(u32(3))), old('VersionNotifiers', 3, at(v3, 1010), hex(u64(7))),
            old('VersionNotifyTargets', 5, at(v5, kUser), target(2, 3, 4)), old('VersionNotifyTargets', 4, at(v4, 1001), target(5, 3, 4)), start(chain, stage)]);
        await t.next(2);
    }
}

/** More than a tenth of a block moves. */
async function manySupported(t, messages) {
    const { chain } = t;
    const [v3, v4] = kDialects;
    for (const [item, value] of [['SupportedVersion', hex(u32(4))], ['VersionNotifiers', hex(u64(4))]]) {
        await chain.put([...Array.from({ length: 600 }, (_, i) => {
            const x = i % 2 ? v3 : v4;
            return [entry(chain, item, x.version, messages.location(x, x.child(5000 + i))), value];
        }), start(chain)]);
        await t.next();
        await expectMigration(t, true);
        await t.next(3);
        await expectMigration(t, false);
    }
}

/** More than a tenth of a block is told of the new version, and cannot be; the next block goes on behind the last one. */
async function manyTargets(t, messages) {
    const { chain } = t;
    const [, v4, v5] = kDialects;
    for (const [x, stage] of [[v5, '0x00'], [v4, '0x03']]) {
        await chain.put([...Array.from({ length: 720 }, (_, i) => [entry(chain, 'VersionNotifyTargets', x.version, messages.location(x, x.child(6000 + i))), target(i, 3, i % 9 ? 4 : 5)]),
            start(chain, stage)]);
        await t.next();
        await expectMigration(t, true);
        await t.next(3);
        await expectMigration(t, false);
    }
}

async function questions(t, messages) {
    const { chain } = t;
    const [v3, v4, v5] = kDialects;
    const some = (value) => u8aConcat([1], value);
    const none = Uint8Array.of(0);
    const at = (x, para) => messages.location(x, x.child(para));
    const pending = (responder, querier, notify) => hex([0], responder, querier, notify, u32(1_000_000));
    const here = (x) => messages.location(x, x.here);
    const query = (id, value) => [chain.key('xcmPallet', 'queries', id), value];
    const answer = (queryId, response = { Version: 4 }, querier = null, weight = 0) =>
        messages.program(v5, [{ QueryResponse: { queryId, response, maxWeight: { refTime: weight, proofSize: weight }, querier } }]);
    // Calls of System that take an id and an answer for something else: remark, remark_with_event by nobody who signs, none.
    const calls = [[0, 0], [0, 7], [0, 99], [200, 0]];
    await chain.put([
        query(0, pending(at(v5, kUser), some(here(v5)), none)), query(1, pending(at(v4, kUser), none, none)), query(2, pending(at(v3, kUser), some(here(v3)), none)),
        query(3, pending(at(v5, 1000), some(here(v5)), none)), query(5, hex([1], at(v4, kUser), [1])), query(6, hex([1], at(v5, 1000), [0])), query(7, '0x05'),
        ...calls.flatMap((call, i) => [query(4 * i + 8, pending(at(v5, kUser), none, some(call))), query(4 * i + 24, pending(at(v5, kUser), none, some(call)))]),
    ]);
    const kinds = ['Null', { Assets: [v5.asset(KSM)] }, { ExecutionResult: null }, { ExecutionResult: [3, 'Overflow'] }, { Version: 3 }, { PalletsInfo: [] }, { DispatchResult: 'Success' }];
    let page = 0;
    const receive = async (...programs) => {
        await messages.receive(kUser, programs, page);
        page += programs.length;
        await t.next(2);
    };
    await receive(...[0, 1, 2, 3, 5, 6, 7, 99].flatMap((id) => [answer(id, { Version: 4 }, null), answer(id, { ExecutionResult: null }, v5.here), answer(id, 'Null', v5.parent)]));
    await receive(...calls.flatMap((_, i) => [answer(4 * i + 8, 'Null', null, 10_000_000_000), answer(4 * i + 24)]));
    // By those who were not asked, as the questions say.
    const asked = messages.location(v5, v5.location(0, { PalletInstance: 9 }));
    await chain.put([query(50, pending(at(v5, kUser), some(asked), none)), query(51, pending(at(v5, 1000), none, none))]);
    await receive(answer(50, 'Null', v5.here), answer(50, 'Null', null), answer(51, 'Null', v5.here), answer(50, 'Null', v5.location(0, { PalletInstance: 9 })));
    for (const [i, kind] of kinds.entries()) {
        await chain.put([query(60 + i, pending(at(v5, kUser), some(here(v5)), none))]);
        await receive(answer(60 + i, kind, v5.here), answer(60 + i, kind, v5.here));
        if (!(await t.read('xcmPallet', 'queries', 60 + i)).isReady) chain.report.fault(chain, `query ${60 + i} has no answer`);
    }
}

async function traps(t, messages) {
    const { Alice, chain, tx: { xcmPallet } } = t;
    const assets = (x, ...list) => t.registry.createTypeUnsafe(t.registry.createLookupType(xcmPallet.claimAssets.meta.fields[0].type), [x.of(list)]).toU8a();
    const [, , v5] = kDialects;
    const origin = messages.location(v5, v5.account(Alice.publicKey, 'Kusama')).subarray(1);
    for (const x of kDialects) {
        const list = [x.asset(2n * KSM), x.asset(5n, x.child(kUser))];
        for (const some of [list.slice(0, 1), list]) {
            await chain.put([[chain.key('xcmPallet', 'assetTraps', blake2AsU8a(u8aConcat(origin, assets(x, ...some)))), hex(u32(2))]]);
            const isWhole = some.length === 2; // of which one asset is not known here
            for (const expected of ['ok', 'ok', 'XcmPallet.LocalExecutionIncompleteWithError']) {
                await t.does(Alice, xcmPallet.claimAssets(x.of(some), x.of(x.account(Alice.publicKey))), isWhole ? undefined : expected);
                if (!isWhole && expected === 'ok') t.saw('XcmPallet.AssetsClaimed');
            }
            for (const y of kDialects) await t.does(Alice, xcmPallet.claimAssets(y.of(some.map(() => y.asset(2n * KSM))), y.of(y.account(Alice.publicKey))));
        }
        await t.next();
    }
}
