// Calls in calls, as deep as may be decoded and deeper: each call that takes another, alone and by turns. Calls so deep are
// asked about only: Kusama's own stack is too small to make them, which is nothing to be like.
import { hexToU8a, u8aConcat, u8aToHex } from '@polkadot/util';

const kAccount = new Uint8Array(32).fill(7);
const kRemark = Uint8Array.of(0, 0, 0);
const kWeight = Uint8Array.of(4, 4);
const kHash = new Uint8Array(32).fill(9);

/** What stands before the call that is taken, and behind it. */
const kTakers = {
    'utility.batch': [[24, 0, 4], []],
    'utility.as_derivative': [[24, 1, 0, 0], []],
    'utility.batch_all': [[24, 2, 4], []],
    'utility.dispatch_as': [[24, 3, 0, 0], []],
    'utility.force_batch': [[24, 4, 4], []],
    'utility.with_weight': [[24, 5], kWeight],
    'proxy.proxy': [u8aConcat([30, 0, 0], kAccount, [0]), []],
    'proxy.proxy_announced': [u8aConcat([30, 9, 0], kAccount, [0], kAccount, [0]), []],
    'multisig.as_multi_threshold_1': [u8aConcat([31, 0, 4], kAccount), []],
    'multisig.as_multi': [u8aConcat([31, 1, 2, 0, 4], kAccount, [0]), kWeight],
    'scheduler.schedule': [[29, 0, 1, 0, 0, 0, 0, 0], []],
    'scheduler.schedule_named': [u8aConcat([29, 2], kHash, [1, 0, 0, 0, 0, 0]), []],
    'utility.if_else': [[24, 6, 0, 0, 0], []],
};

/** `depth` calls around a remark, by turns those of the names. */
function nest(names, depth) {
    const before = [];
    const behind = [];
    for (let i = 0; i < depth; ++i) {
        const [head, tail] = kTakers[names[i % names.length]];
        before.push(head);
        behind.unshift(tail);
    }
    return u8aConcat(...before, kRemark, ...behind);
}

export async function run(t) {
    const { Alice, chain } = t;
    const ask = async (call, what) => {
        chain.step = `block ${chain.number}: ${what}`;
        const { result, trap } = await chain.compareCall('TransactionPaymentCallApi_query_call_info', u8aToHex(u8aConcat(call, new Uint8Array(4))));
        return result !== undefined && trap === undefined;
    };
    await t.next();
    const names = Object.keys(kTakers);
    for (const name of names) {
        for (const depth of [1, 2, 100, 127, 128, 200, 253, 254, 255, 256, 257, 258, 259, 300]) {
            // The arguments of this API are decoded without a limit of depth; those of extrinsics are not.
            if (!await ask(nest([name], depth), `${depth} times ${name}`)) chain.report.fault(chain, `${depth} times ${name} cannot be decoded`);
            if (depth > 250) await t.api('BlockBuilder_apply_extrinsic', chain.unsigned(nest([name], depth)));
        }
    }

    const mixes = [['utility.batch', 'utility.as_derivative'], ['proxy.proxy', 'multisig.as_multi', 'utility.batch_all'],
        ['utility.batch', 'utility.batch', 'scheduler.schedule'], names, names.toReversed()];
    for (const mix of mixes) {
        for (const depth of [128, 200, 250, 251, 252, 253, 254, 255, 256, 257, 258, 259]) await ask(nest(mix, depth), `${depth} of ${mix.join(', ')}`);
    }

    // In a batch of several, the deep one last: the level of a sequence ends with it.
    for (const depth of [252, 253, 254, 255, 256, 257]) {
        const deep = nest(['utility.as_derivative'], depth);
        await ask(u8aConcat([24, 0, 12], kRemark, kRemark, deep), `a batch with ${depth} calls in its last one`);
        await ask(u8aConcat([24, 0, 12], deep, deep, kRemark), `a batch with ${depth} calls in two of it`);
    }

    // Signed, as a transaction: the pool, and the author.
    for (const name of ['utility.as_derivative', 'utility.batch', 'proxy.proxy']) {
        for (const depth of [254, 255, 256, 257, 258, 300]) {
            const signed = hexToU8a(await chain.sign(Alice, nest([name], depth)));
            await t.api('TransactionPaymentApi_query_info', u8aToHex(u8aConcat(signed, new Uint8Array(4))));
            if (depth > 256) await t.raw(u8aToHex(signed), `${depth} times ${name}`);
        }
        await t.does(Alice, nest([name], 30));
    }
    await t.next();
}
