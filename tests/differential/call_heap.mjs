// How much memory a call takes while it is decoded, as the real runtime counts it: of an extrinsic's call at most 16 MiB, in Rust's sizes on wasm32.
// Nothing says the figures: what is in the same extrinsic is made larger until it is not decoded any more.
import { compactAddLength, compactToU8a, u8aConcat } from '@polkadot/util';

export const kHeapLimit = 16 * 1024 * 1024;

const kUnsigned = 5; // the version of an extrinsic without a signature
const kBatch = [24, 0]; // Utility.batch
const kSmallest = [6, 6]; // Staging.chill: two bytes, nothing on the heap
// XcmPallet.execute of a hundred ClearOrigin in version 3, whose instructions are the largest: few bytes that take much.
const kLarge = [99, 3, 3, ...compactToU8a(100), ...Array(100).fill(10), 0, 0];
const kRemark = [0, 0]; // System.remark
const kMost = 1 << 14; // of what is measured, unless told

export const hex = (bytes) => `0x${Buffer.from(bytes).toString('hex')}`;
const repeat = (bytes, count) => new Uint8Array(Buffer.alloc(bytes.length * count, Uint8Array.from(bytes)));

/** Utility.batch of `count` calls, which `parts` are. */
export const batch = (count, ...parts) => u8aConcat(kBatch, compactToU8a(count), ...parts);

export const bare = (call) => compactAddLength(u8aConcat([kUnsigned], call));

/** The first number of `low` + 1 ... `high` that is good, if all after a good one are. `high` is taken to be. */
async function firstGood(low, high, isGood) {
    while (high - low > 1) {
        const middle = (low + high) >> 1;
        if (await isGood(middle)) high = middle;
        else low = middle;
    }
    return high;
}

export class Heap {
    #runner;
    #sizes = null; // of a call in a sequence, and what kLarge takes beside

    constructor(runner) {
        this.#runner = runner;
    }

    /** Of each call whether an extrinsic of it is one for the runtime. */
    async decode(world, calls) {
        const answers = await this.#runner.ask(calls.map((call) => (
            { op: 'call', world, method: 'TaggedTransactionQueue_validate_transaction', args: hex(u8aConcat([0], bare(call), new Uint8Array(32))) })));
        return answers.map(({ trap }) => trap === undefined);
    }

    /** The sizes of the filling, of the real runtime. */
    async sizes() {
        if (this.#sizes !== null) return this.#sizes;
        const fits = async (size) => {
            const count = Math.floor(kHeapLimit / size);
            return (await this.decode('real', [batch(count, repeat(kSmallest, count))]))[0];
        };
        // The counts of calls of neighbouring sizes differ, as they are above the square root of the limit.
        this.#sizes = { call: await firstGood(16, 4096, fits), large: 0 };
        this.#sizes.large = await this.of(Uint8Array.from(kLarge), 1 << 18);
        return this.#sizes;
    }

    /** A batch that takes `left` bytes less than the limit, not counting what `call`, which is in it, takes beside its place. */
    async around(call, left) {
        const { call: size, large } = await this.sizes();
        let room = kHeapLimit - 2 * size - left;
        const larges = large === 0 ? 0 : Math.floor(room / (size + large));
        room -= larges * (size + large);
        const smalls = Math.floor(room / size);
        const rest = room % size;
        return batch(larges + smalls + 2, repeat(kLarge, larges), repeat(kSmallest, smalls), kRemark, compactToU8a(rest), new Uint8Array(rest), call);
    }

    /** What `call` takes beside its place in a sequence, in the real runtime; null if that is more than `most`, or if it is no call. */
    async of(call, most = kMost) {
        const fits = async (left) => (await this.decode('real', [await this.around(call, left)]))[0];
        return (await fits(most)) ? firstGood(-1, most, fits) : null;
    }

    /** Whether ours takes it to be `size` too. */
    async oursIs(call, size) {
        const calls = [await this.around(call, size), ...(size > 0 ? [await this.around(call, size - 1)] : [])];
        const [fits, fitsLess = false] = await this.decode('ours', calls);
        return fits && !fitsLess;
    }
}
