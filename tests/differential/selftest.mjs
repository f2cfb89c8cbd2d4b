// selftest.mjs RUNNER: the harness itself. Kusama's runtime runs on both sides; small changes to one side's state must be
// told, each as what it is and once, and nothing else.
import assert from 'node:assert/strict';

import { bnToU8a, hexToU8a, stringToU8a, u8aConcat, u8aToHex } from '@polkadot/util';

import { unusedRules } from './allowed.mjs';
import { kDev } from './chain.mjs';
import { compareVersions } from './compare_metadata.mjs';
import { twox128 } from './decode.mjs';
import { metadataOf } from './metadata.mjs';
import { Random } from './random.mjs';
import { skipWithout } from './reference.mjs';
import { Report } from './report.mjs';
import { runScenario, startChain } from './run.mjs';
import { KSM } from './scenario.mjs';
import { XcmRounds } from './xcm_rounds.mjs';

const { Alice, Bob, Charlie } = kDev;
const plain = (pallet, item) => `0x${twox128(pallet)}${twox128(item)}`;

/** Some blocks of all sorts. `disturb(put, t)` changes our side alone, in the first block. */
async function differencesOf(chain, disturb) {
    const report = new Report();
    chain.report = chain.judge.report = report;
    const write = (...changes) => chain.runner.ask({ op: 'put', world: 'ours', changes });
    const put = async (...changes) => {
        await write(...changes);
        chain.since = await chain.marks(); // only what follows from it is to be seen
    };
    await runScenario(chain, 'selftest', async (t) => {
        const { balances, indices, proxy, system, utility } = t.tx;
        await t.next();
        await disturb(put, t, write);
        chain.patched = true; // the one disturbed cannot be executed as a whole
        await t.does(Alice, balances.transferKeepAlive(Bob.address, KSM));
        await t.does(Alice, proxy.proxy(Bob.address, null, system.remark('0x')));
        await t.does(Charlie, indices.claim(5));
        await t.does(Alice, utility.asDerivative(0, system.remarkWithEvent('0x01')));
        await t.next();
        await t.does(Bob, utility.batch([system.remarkWithEvent('0x02'), balances.transferAll(Alice.address, true)]));
        await t.next();
    });
    assert.deepEqual(report.faults, []);
    return report.differences.map(({ kind, subject }) => `${kind} ${subject.replace(/\(.*/s, '').trim()}`);
}

const kTests = {
    'nothing differs': [() => {}, []],

    'a balance': [async (put, { chain }) => {
        const key = chain.key('system', 'account', Bob.publicKey);
        const account = hexToU8a((await chain.get(key))[0]);
        account[16] ^= 1; // free, one planck
        await put([key, u8aToHex(account)]);
    }, ['storage System.Account']],

    'the fee multiplier': [(put) => put([plain('TransactionPayment', 'NextFeeMultiplier'),
        u8aToHex(bnToU8a(2n * 10n ** 18n, { bitLength: 128 }))]),
    // Fees and what follows from them, for each signer; healed when the block ends and writes it.
    (list) => list.includes('answer query_info') && list.includes('answer query_call_fee_details')
        && list.includes('storage System.Account') && list.some((one) => one.startsWith('events Balances.Withdraw'))],

    'a proxy that only we have': [(put, { chain }) => put([chain.key('proxy', 'proxies', Bob.publicKey),
        u8aToHex(u8aConcat([4], Alice.publicKey, [0], new Uint8Array(4), new Uint8Array(16)))]),
    (list) => list.includes('answer apply_extrinsic')],

    'an index that is taken': [(put, { chain }) => put([chain.key('indices', 'accounts', 5),
        u8aToHex(u8aConcat(Bob.publicKey, new Uint8Array(16), [0]))]),
    ['answer apply_extrinsic', 'events Balances.Reserved', 'storage Indices.Accounts', 'storage System.Account']],

    'a key that is written and that nobody reads': [(put, { chain }, write) => write(
        [chain.key('proxy', 'announcements', Bob.publicKey), '0x0000']),
    ['storage Proxy.Announcements']],

    'a trap': [(put) => put([plain('ParaInherent', 'Included'), null]), // which finalize_block wants
        ['answer finalize_block']],

    'a key outside of all pallets': [(put, t, write) => write(['0x3a6e6f626f6479', '0x01']), ['storage :nobody']],

    'the authorities of GRANDPA beside the pallet': [(put, t, write) => write([u8aToHex(stringToU8a(':grandpa_authorities')), '0x00']),
        ['storage :grandpa_authorities']],

    'the offchain index': [(put) => put([plain('Mmr', 'NumberOfLeaves'), u8aToHex(bnToU8a(9, { bitLength: 64 }))]),
        (list) => list.some((one) => one.startsWith('offchain offchain index after'))],

    'weight of a hook': [async (put, { chain }) => {
        const weight = hexToU8a((await chain.get(plain('System', 'BlockWeight')))[0]);
        weight[weight.length - 2] ^= 1; // the proof size of the mandatory class
        await put([plain('System', 'BlockWeight'), u8aToHex(weight)]);
    }, (list) => list.includes('storage System.BlockWeight')],

    'an event too many': [async (put, { chain }) => {
        const [events] = await chain.get(plain('System', 'Events'));
        const [count] = await chain.get(plain('System', 'EventCount'));
        // A record of System.CodeUpdated in the phase of extrinsic 0, without topics.
        const more = u8aConcat(hexToU8a(events), [0, 0, 0, 0, 0, 0, 2, 0]);
        const n = hexToU8a(count);
        more[0] += 4;
        n[0] += 1;
        await put([plain('System', 'Events'), u8aToHex(more)], [plain('System', 'EventCount'), u8aToHex(n)]);
    }, ['events Balances.Withdraw']],

    'weight of the normal class': [async (put, { chain }) => {
        const weight = hexToU8a((await chain.get(plain('System', 'BlockWeight')))[0]);
        await put([plain('System', 'BlockWeight'), u8aToHex(u8aConcat([4], weight.subarray(1)))]);
    }, (list) => list.every((one) => /BlockWeight|NextFeeMultiplier|answer|events/.test(one)) && list.length > 0],
};

const runnerPath = process.argv[2];
skipWithout('differential_selftest');
const chain = await startChain(runnerPath, new Report(), undefined, '');
let failed = 0;
for (const [name, [disturb, expected]] of Object.entries(kTests)) {
    const found = await differencesOf(chain, disturb).catch((error) => [error.stack]);
    const good = typeof expected === 'function' ? expected(found) : JSON.stringify(found) === JSON.stringify(expected);
    console.log(`${good ? 'ok' : 'FAILED'}: ${name}${good ? '' : `: ${JSON.stringify(found, null, 1)}`}`);
    failed += good ? 0 : 1;
}

// Of many programs in XCM in one block the one that differs is told. Only ours believes that it knows no version but 3 of everyone.
{
    const report = new Report();
    chain.report = chain.judge.report = report;
    await chain.restart();
    const rounds = new XcmRounds(chain, new Random('selftest'));
    await rounds.prepare();
    await rounds.next();
    const before = report.isGood;
    await chain.runner.ask({ op: 'put', world: 'ours', changes: [[plain('XcmPallet', 'SafeXcmVersion'), '0x03000000']] });
    chain.since = await chain.marks();
    chain.patched = true;
    await rounds.next();
    const told = report.differences.map(({ step }) => step);
    const good = before && told.some((one) => one.startsWith('call 0 ')) && told.some((one) => one.startsWith('message of '))
        && told.every((one) => /^(call \d+ |message of |initialize block )/.test(one));
    console.log(`${good ? 'ok' : 'FAILED'}: programs in XCM${good ? '' : `: ${before} ${told.map((one) => one.slice(0, 100)).join('\n')}`}`);
    failed += good ? 0 : 1;
}

// The comparer of metadata: each wrong thing is found.
const kWrong = {
    'nothing': [() => {}, 0],
    'a field name': [({ types }) => { types.find(({ type }) => type.path.at(-1) === 'ProxyDefinition').type.def.composite.fields[1].name = 'kind'; }],
    'an index of a call': [({ pallet, types }) => { types[pallet('Vesting').calls.type].type.def.variant.variants[2].index = 9; }],
    'a default': [({ pallet }) => { pallet('Babe').storage.items[0].fallback = '0x01'; }],
    'a hasher': [({ pallet }) => { pallet('Multisig').storage.items[0].type.map.hashers.reverse(); }],
    'a modifier': [({ pallet }) => { pallet('Recovery').storage.items[0].modifier = 'Default'; }],
    'a constant': [({ pallet }) => { pallet('Proxy').constants[0].value = '0x00'; }],
    'an error too few': [({ pallet, types }) => { types[pallet('Preimage').errors.type].type.def.variant.variants.pop(); }],
    'a type parameter': [({ types }) => { types.find(({ type }) => type.path.at(-1) === 'AccountInfo').type.params.pop(); }],
    'an extension': [({ json }) => { json.extrinsic.signedExtensions.reverse(); }],
    'an index of a pallet': [({ pallet }) => { pallet('Utility').index = 77; }],
    'no such type': [({ pallet }) => { pallet('Session').storage.items[0].type.plain = 100_000; }],
};
const { json } = await metadataOf(chain.runner, 'real', 14);
for (const [name, [spoil, none]] of Object.entries(kWrong)) {
    const ours = structuredClone(json);
    spoil({ json: ours, types: ours.lookup.types, pallet: (one) => ours.pallets.find((it) => it.name === one) });
    const { table } = compareVersions({ json }, { json: ours }, 14);
    const [same, all] = table.total;
    const good = (none === 0) === (same === all);
    console.log(`${good ? 'ok' : 'FAILED'}: metadata, ${name}: ${all - same} differences`);
    failed += good ? 0 : 1;
}

// Rules that hold for nothing are found.
const kRules = [{ id: 'one' }, { id: 'two' }];
for (const [name, used, expected] of [
    ['all are needed', ['one', 'two'], []],
    ['one that nothing needs', ['two'], ['no scenario needs the rule one of allowed.mjs']],
]) {
    const good = JSON.stringify(unusedRules(new Set(used), kRules)) === JSON.stringify(expected);
    console.log(`${good ? 'ok' : 'FAILED'}: rules, ${name}`);
    failed += good ? 0 : 1;
}

// Broken invariants are found.
if (chain.invariants) {
    const { pairs } = await chain.runner.ask({ op: 'keys', world: 'real', prefix: '0x' });
    const issuance = plain('Balances', 'TotalIssuance');
    for (const [name, state, expected] of [
        ['none is broken', pairs, null],
        ['the issuance', pairs.map(([key, value]) => [key, key === issuance ? `0x${'01'.repeat(16)}` : value]),
            'Balances: the accounts do not add up to the issuance'],
        ['none is broken in the next state', pairs, null],
    ]) {
        const found = await chain.invariants.broken(state);
        console.log(`${found === expected ? 'ok' : 'FAILED'}: invariants, ${name}${found === expected ? '' : `: ${found}`}`);
        failed += found === expected ? 0 : 1;
    }
    chain.invariants.close();
}
chain.runner.close();
process.exitCode = failed === 0 ? 0 : 1;
