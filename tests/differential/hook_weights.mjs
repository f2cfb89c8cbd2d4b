// The weights of the hooks of Kusama's pallets that ours lacks, so that those our own hooks and migrations book can be compared
// exactly: the real side books that much more. Source: pallet_xcm of polkadot-sdk 1.1.0.

const kRead = 25_000_000n;
const kWrite = 100_000_000n;
const kMax = 2n ** 64n - 1n;

/** At the begin of a block: [ref time, proof size]. */
const kOnInitialize = {
    XcmPallet: [kRead + kWrite, 0n],
};

/** What absent pallets book at the begin of a block. */
export const foreignOnInitialize = (isAbsent) => Object.entries(kOnInitialize).filter(([pallet]) => isAbsent(pallet))
    .reduce((all, [, weight]) => all.map((part, i) => part + weight[i]), [0n, 0n]);

/** The weight of ours with `more`, as it is added on chain. */
export const addSaturating = (weight, more) => weight.map((part, i) => (part + more[i] > kMax ? kMax : part + more[i]));
