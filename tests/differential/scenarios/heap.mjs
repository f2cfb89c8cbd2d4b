// The memory that the call of an extrinsic may take while it is decoded: 16 MiB, in the sizes of Rust. Each call, and each sequence that one can
// have with an element, stands in one extrinsic that takes just as much, and in one that takes a byte more: the first is one for both runtimes,
// the other for none. How often it stands there is different for each, so that no two mistakes make up for each other.
import { u8aConcat } from '@polkadot/util';

import { bare, batch, Heap, hex } from '../call_heap.mjs';
import { heapPlaces } from '../heap_places.mjs';
import { metadataOf } from '../metadata.mjs';

const kMost = 1 << 23;
const kLeastKinds = 450;

export async function run(t) {
    const { chain } = t;
    await t.next();
    const heap = new Heap(chain.runner);
    const { json } = await metadataOf(chain.runner, 'real', 14);
    const { calls, sequences, others } = heapPlaces(json);
    for (const name of others) chain.report.fault(chain, `heap.mjs does not measure ${name}`);
    const asked = [...sequences.map(({ of }) => of(1)), ...calls.map(({ bytes }) => bytes)];
    const good = await heap.decode('real', asked);
    const kinds = asked.filter((_, i) => good[i]);
    if (kinds.length < kLeastKinds) chain.report.fault(chain, `only ${kinds.length} calls can be decoded`);
    const all = batch(...kinds.reduce(([count, ...parts], bytes, i) => {
        const times = i < sequences.length ? i + 1 : 1;
        return [count + times, ...parts, ...Array(times).fill(bytes)];
    }, [0]));

    const size = await heap.of(all, kMost);
    if (size === null) return chain.report.fault(chain, `all calls together take more than ${kMost} bytes`);
    const [most, tooMuch] = [await heap.around(all, size), await heap.around(all, size - 1)];
    const ways = [
        { method: 'TaggedTransactionQueue_validate_transaction', args: (call) => u8aConcat([0], bare(call), new Uint8Array(32)), limit: true },
        { method: 'BlockBuilder_apply_extrinsic', args: bare, limit: true },
        { method: 'TransactionPaymentApi_query_info', args: (call) => u8aConcat(bare(call), new Uint8Array(4)), limit: true },
        { method: 'TransactionPaymentCallApi_query_call_info', args: (call) => u8aConcat(call, new Uint8Array(4)), limit: false },
    ];
    for (const { method, args, limit } of ways) {
        for (const [what, call, isOne] of [['as much as is allowed', most, true], ['a byte too much', tooMuch, !limit]]) {
            chain.step = `${method}: ${what} (of what counts differently heap.mjs tells)`;
            const [real, ours] = await chain.runner.ask(['real', 'ours'].map((world) => ({ op: 'call', world, method, args: hex(args(call)) })));
            if ((real.trap === undefined) !== isOne) chain.report.fault(chain, `${what} is ${isOne ? 'not ' : ''}decoded by the real runtime`);
            if ((real.trap === undefined) === (ours.trap === undefined) && real.result === ours.result) continue;
            chain.report.add(chain, 'call', chain.step, real.result ?? `trap: ${real.trap}`, ours.result ?? `trap: ${ours.trap}`);
        }
    }
    return undefined;
}
