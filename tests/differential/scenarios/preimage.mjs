// Preimages: noted by users and by root, requested, both, unnoted, unrequested.
import { KSM } from '../scenario.mjs';
import { blake2AsHex } from '@polkadot/util-crypto';

export async function run(t) {
    const { Alice, Bob, Charlie, tx: { preimage, utility } } = t;
    const [poor] = await t.pool('Poor', 1, KSM / 100n);
    const bytes = (size, fill = 'ab') => '0x' + fill.repeat(size);
    const hashOf = (hex) => blake2AsHex(hex);
    const [a, b, c, none] = [bytes(100), bytes(5000), bytes(0), bytes(3, 'ee')];
    await t.next();
    await t.ok(Alice, preimage.notePreimage(a));
    t.saw('Preimage.Noted');
    await t.fails(Alice, preimage.notePreimage(a), 'Preimage.AlreadyNoted');
    await t.fails(Bob, preimage.notePreimage(a), 'Preimage.AlreadyNoted');
    await t.ok(Bob, preimage.notePreimage(b));
    await t.ok(Bob, preimage.notePreimage(c));
    await t.ok(Bob, preimage.notePreimage(bytes(300_000, 'cd')));
    await t.fails(poor, preimage.notePreimage(bytes(1000, 'aa')), 'Token.NoFunds');
    await t.fails(Bob, preimage.unnotePreimage(hashOf(a)), 'Preimage.NotAuthorized');
    await t.fails(Bob, preimage.unnotePreimage(hashOf(none)), 'Preimage.NotNoted');
    await t.fails(Bob, preimage.requestPreimage(hashOf(a)), 'BadOrigin');
    await t.fails(Bob, preimage.unrequestPreimage(hashOf(a)), 'BadOrigin');
    await t.ok(Alice, preimage.unnotePreimage(hashOf(a)));
    t.saw('Preimage.Cleared');
    await t.fails(Alice, preimage.unnotePreimage(hashOf(a)), 'Preimage.NotNoted');
    await t.next();

    // Root pays nothing.
    await t.root(preimage.notePreimage(a));
    await t.root(preimage.notePreimage(a));
    await t.root(preimage.unnotePreimage(hashOf(a)));
    await t.root(preimage.unnotePreimage(hashOf(a)), 'Preimage.NotNoted');
    await t.root(preimage.unrequestPreimage(hashOf(a)), 'Preimage.NotRequested');
    await t.root(preimage.notePreimage(a));
    await t.fails(Alice, preimage.unnotePreimage(hashOf(a)), 'Preimage.NotAuthorized');
    await t.root(preimage.unrequestPreimage(hashOf(a))); // what root notes is requested
    await t.root(preimage.unrequestPreimage(hashOf(a)), 'Preimage.NotRequested');

    // Requested before it is there: noting it costs nothing, and it stays as long as it is requested.
    await t.root(preimage.requestPreimage(hashOf(none)));
    t.saw('Preimage.Requested');
    await t.root(preimage.requestPreimage(hashOf(none)));
    await t.root(preimage.unnotePreimage(hashOf(none)));
    await t.does(Alice, preimage.unnotePreimage(hashOf(none)));
    await t.ok(Charlie, preimage.notePreimage(none));
    await t.ok(Charlie, preimage.notePreimage(none));
    await t.does(Charlie, preimage.unnotePreimage(hashOf(none)));
    await t.root(preimage.unnotePreimage(hashOf(none)));
    await t.root(preimage.unrequestPreimage(hashOf(none)), null);
    await t.root(preimage.unrequestPreimage(hashOf(none)), null);
    await t.root(preimage.unrequestPreimage(hashOf(none)), 'Preimage.NotRequested');
    await t.next();

    // Noted with a deposit, then requested.
    await t.root(preimage.requestPreimage(hashOf(b)));
    await t.fails(Alice, preimage.unnotePreimage(hashOf(b)), 'Preimage.NotAuthorized');
    await t.ok(Bob, preimage.unnotePreimage(hashOf(b)));
    await t.does(Bob, preimage.unnotePreimage(hashOf(b)));
    await t.root(preimage.unrequestPreimage(hashOf(b)));
    await t.root(preimage.requestPreimage(hashOf(c)));
    await t.root(preimage.requestPreimage(hashOf(c)));
    await t.root(preimage.unrequestPreimage(hashOf(c)));
    await t.root(preimage.unrequestPreimage(hashOf(c)));
    await t.does(Bob, preimage.unnotePreimage(hashOf(c)));
    await t.ok(Charlie, utility.batch([preimage.notePreimage('0x11'), preimage.notePreimage('0x12'), preimage.unnotePreimage(hashOf('0x11')),
        preimage.notePreimage('0x12')]));
    t.saw('Utility.BatchInterrupted', 'Preimage.AlreadyNoted');
    await t.ok(Bob, preimage.unnotePreimage(hashOf(bytes(300_000, 'cd'))));
    await t.next();
}
