// Blocks that others made, right and wrong: header, digest, inherents, transactions. Each is executed on the state before it.
import { compactAddLength, hexToU8a, stringToU8a, u8aConcat, u8aToHex } from '@polkadot/util';

const flip = (bytes, at = 0) => {
    const out = Uint8Array.from(bytes);
    out[at] ^= 1;
    return out;
};
/** A digest item: kind 0 other, 4 consensus, 5 seal, 6 before the runtime, 8 environment updated. */
const item = (kind, engine, data) => u8aConcat([kind], engine === undefined ? [] : stringToU8a(engine), compactAddLength(data));
const flipped = (hex, at) => u8aToHex(flip(hexToU8a(hex), at));

export async function run(t) {
    const { Alice, Bob, chain, tx: { balances, system, timestamp } } = t;
    await t.next();
    await t.ok(Alice, balances.transferKeepAlive(Bob.address, 5));
    await t.ok(Bob, system.remark('0x0102'));
    const later = await chain.sign(Alice, system.remark('0x'));
    await chain.close();

    const expectExecuted = async (expected, what, change) => {
        const executed = await chain.executeChanged(what, change);
        if (executed !== expected) chain.report.fault(chain, `${what}: ${executed ? 'executed' : 'refused'}`);
    };
    const refused = (what, change) => expectExecuted(false, what, change);
    const executed = (what, change) => expectExecuted(true, what, change);

    await executed('as it was made', () => {});

    // Header.
    await refused('with another parent', ({ header }) => { header.parentHash = flip(header.parentHash); });
    await refused('with no parent', ({ header }) => { header.parentHash = new Uint8Array(32); });
    for (const by of [1, -1, 1000]) await refused(`with its number changed by ${by}`, ({ header }) => { header.number += by; });
    await refused('as block 0', ({ header }) => { header.number = 0; });
    await refused('with another state root', ({ header }) => { header.stateRoot = flip(header.stateRoot, 31); });
    await refused('with another extrinsics root', ({ header }) => { header.extrinsicsRoot = flip(header.extrinsicsRoot); });
    await refused('with roots exchanged', ({ header }) => {
        [header.stateRoot, header.extrinsicsRoot] = [header.extrinsicsRoot, header.stateRoot];
    });

    // Digest.
    const logs = (what, change, check = refused) => check(what, ({ header }) => { header.logs = change(header.logs); });
    await logs('without a digest', () => []);
    await logs('with the first item twice', ([first, ...rest]) => [first, first, ...rest]);
    await logs('with its digest reversed and one item more', (all) => [item(0, undefined, [1]), ...all].reverse());
    await logs('with a consensus item that nobody made', (all) => [...all, item(4, 'BABE', [1, 2, 3])]);
    await logs('with an item of another kind', (all) => [...all, item(0, undefined, [1])]);
    await logs('with a seal', (all) => [...all, item(5, 'BABE', new Uint8Array(64))]);
    await logs('with an environment that was not updated', (all) => [...all, Uint8Array.of(8)]);
    await logs('with an item of another engine before the runtime', (all) => [...all, item(6, 'aura', [1, 0, 0, 0, 0, 0, 0, 0])], (what, change) =>
        chain.executeChanged(what, change)); // for any result of the real one
    await logs('with a claim that does not decode', () => [item(6, 'BABE', [9, 9])]);
    await logs('with an item of no kind', (all) => [...all, Uint8Array.of(3, 0)]);

    // Inherents.
    const body = (what, change) => refused(what, (block) => { block.extrinsics = change(block.extrinsics); });
    await body('without extrinsics', () => []);
    await body('without the time', ([, ...rest]) => rest);
    await body('with the time twice', ([time, ...rest]) => [time, time, ...rest]);
    await body('with the time at the end', ([time, ...rest]) => [...rest, time]);
    await body('with the time between transactions', ([time, first, ...rest]) => [first, time, ...rest]);
    await body('with another time', ([, ...rest]) => [chain.unsigned(timestamp.set(chain.slot * 6000 + 1)), ...rest]);
    await body('with the time of another slot', ([, ...rest]) => [chain.unsigned(timestamp.set((chain.slot + 3) * 6000)), ...rest]);
    await body('with a transaction alone', ([, first]) => [first]);

    // Transactions.
    await body('without the last transaction', (all) => all.slice(0, -1));
    await body('with a transaction twice', (all) => [...all, all.at(-1)]);
    await body('with transactions exchanged', ([time, first, second]) => [time, second, first]);
    await body('with one transaction more', (all) => [...all, later]);
    await body('with a broken signature', ([time, first, second]) => [time, flipped(first, 50), second]);
    await body('with an unsigned call', (all) => [...all, chain.unsigned(balances.transferKeepAlive(Bob.address, 5))]);
    await body('with a version that does not exist', ([time, first, second]) => [time, flipped(first, 2), second]);
    await body('with a wrong length', ([time, first, second]) => [time, flipped(first, 0), second]);
    await body('with an empty extrinsic', (all) => [...all, '0x00']);
    await body('with bytes that are none', (all) => [...all, u8aToHex(compactAddLength(stringToU8a('no extrinsic')))]);
    for (const by of [-1, 1]) {
        await refused(`with a number of extrinsics that is wrong by ${by}`, (block) => { block.count = block.extrinsics.length + by; });
    }
    await executed('as it was made, again', () => {});

    // A block without transactions, and the next one on the wrong parent.
    await chain.open();
    await chain.close();
    await executed('without transactions', () => {});
    await refused('on its grandparent', ({ header }) => { header.parentHash = hexToU8a(chain.hashes[chain.number - 2]); });
}
