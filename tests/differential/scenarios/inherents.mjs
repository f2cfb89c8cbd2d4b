// Timestamps: at the right time, at wrong times, twice, not at all, and what others may say of them; blocks by one author
// and by the other.
import { compactToU8a, u8aToHex } from '@polkadot/util';

export async function run(t) {
    const { Alice, chain, tx: { balances, timestamp } } = t;
    for (const [author, claim] of [[0, 'vrf'], [1, 'vrf'], [1, 'primary'], [0, 'plain'], [0, 'primary']]) {
        await t.next(1, { author, claim });
        await t.ok(Alice, balances.transferKeepAlive(t.Bob.address, 1), { tip: 1_000_000 }); // the author gets the tip
    }
    await t.next(1, { skip: 5 });
    const now = chain.slot * 6000;
    await t.refused(Alice, timestamp.set(now), 'Invalid.BadMandatory');
    await t.unsigned(timestamp.set(now + 6000)); // a second one
    await t.root(timestamp.set(now + 6000), 'BadOrigin');

    // The inherents of a block as others check them.
    const setAt = (time) => chain.unsigned(timestamp.set(time)).slice(2);
    const block = (...extrinsics) => u8aToHex(compactToU8a(extrinsics.length)) + extrinsics.join('');
    const right = setAt(now);
    for (const [body, time, slot] of [
        [block(right), now, chain.slot], [block(right), now + 1000, chain.slot], [block(right), now - 31_000, chain.slot],
        [block(right), now, chain.slot + 1], [block(), now, chain.slot], [block(setAt(now + 40_000)), now, chain.slot],
        [block(setAt(1)), now, chain.slot], [block(right, right), now, chain.slot],
        [block(chain.unsigned(balances.transferAllowDeath(Alice.address, 1)).slice(2)), now, chain.slot],
    ]) await t.api('BlockBuilder_check_inherents', chain.encodedHeader + body.slice(2) + chain.inherentsAt(time, slot).slice(2));
    for (const data of ['0x00', chain.inherentsAt(now + 60_000, chain.slot + 10), chain.inherentsAt(0, 0),
        '0x0474696d7374617030' + '04ff', '0x046261646261643030' + '04ff']) {
        await t.api('BlockBuilder_inherent_extrinsics', data);
    }

    // Blocks that cannot be: each from the same state.
    await t.chain.close();
    const before = await chain.save();
    const attempts = {
        'no timestamp at all': async () => {},
        'time stands still': () => t.unsigned(timestamp.set(now)),
        'not long enough': () => t.unsigned(timestamp.set(now + 2999)),
        'of another slot': () => t.unsigned(timestamp.set((chain.slot + 1) * 6000)),
        'twice': async () => {
            await t.unsigned(timestamp.set(chain.slot * 6000), 'ok');
            await t.unsigned(timestamp.set(chain.slot * 6000 + 3000));
        },
        'at the end': async () => {
            await t.ok(Alice, balances.transferKeepAlive(t.Bob.address, 1));
            await t.unsigned(timestamp.set(chain.slot * 6000), 'ok');
        },
    };
    for (const attempt of Object.values(attempts)) {
        await chain.open({ inherents: false });
        await attempt();
        await t.mayTrap(() => chain.close({ execute: false }));
        await chain.restore(before);
    }
    // A slot that was, and one that is the same again.
    for (const skip of [-1, -2]) {
        await t.mayTrap(async () => {
            await chain.open({ skip });
            await chain.close({ execute: false });
        });
        await chain.restore(before);
    }
    // Claims of nobody, and no claim at all.
    for (const options of [{ author: 2 }, { author: 1000 }, { claim: 'none' }]) {
        await t.mayTrap(async () => {
            await chain.open(options);
            await chain.close();
        });
        await chain.restore(before);
    }
    await t.next();
}
