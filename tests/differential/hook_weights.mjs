// What the hooks of Kusama's pallets weigh, so that what our own hooks book can be compared exactly while pallets are
// absent: the real side books that much more. Several amounts: which one it is depends on that pallet's state.
// Source: fellowship runtimes v1.0.0, relay/kusama/src/weights; the pallets of polkadot-sdk 1.1.0.

const kRead = 25_000_000n;
const kWrite = 100_000_000n;
const kMax = 2n ** 64n - 1n;

const db = (reads, writes = 0n) => [reads * kRead + writes * kWrite, 0n];
const kNone = [0n, 0n];

/** At the begin of block `number`: [[ref time, proof size], ...]. */
const kOnInitialize = {
    ParaInherent: () => [db(1n, 1n)],
    Paras: () => [db(4n, 2n)],
    XcmPallet: () => [db(1n, 1n)],
};

const sums = (hooks, isAbsent, block) => Object.entries(hooks).filter(([pallet]) => isAbsent(pallet)).reduce(
    (all, [, weights]) => all.flatMap((one) => weights(block).map((more) => one.map((part, i) => part + more[i]))), [kNone]);

/** What absent pallets may book at the begin of a block. */
export const foreignOnInitialize = (isAbsent, block) => sums(kOnInitialize, isAbsent, block);

/** The weight of ours with `more`, as it is added on chain. */
export const addSaturating = (weight, more) => weight.map((part, i) => (part + more[i] > kMax ? kMax : part + more[i]));
