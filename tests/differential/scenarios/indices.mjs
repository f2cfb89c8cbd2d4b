// Indices: claimed, handed on, freed, frozen, forced.
import { KSM } from '../scenario.mjs';

export async function run(t) {
    const { Alice, Bob, Charlie, Dave, tx: { balances, indices, utility } } = t;
    const [poor] = await t.pool('Poor', 1, KSM / 100n);
    await t.next();
    await t.ok(Alice, indices.claim(0));
    await t.ok(Alice, indices.claim(4_294_967_295));
    await t.ok(Bob, indices.claim(7));
    await t.fails(Bob, indices.claim(7), 'Indices.InUse');
    await t.fails(Charlie, indices.claim(7), 'Indices.InUse');
    await t.fails(poor, indices.claim(8), 'Balances.InsufficientBalance');

    await t.fails(Bob, indices.transfer(Bob.address, 7), 'Indices.NotTransfer');
    await t.fails(Bob, indices.transfer(Charlie.address, 9), 'Indices.NotAssigned');
    await t.fails(Charlie, indices.transfer(Dave.address, 7), 'Indices.NotOwner');
    await t.fails(Bob, indices.transfer({ Raw: '0x' }, 7), 'CannotLookup');
    await t.ok(Bob, indices.transfer(Charlie.address, 7));
    await t.fails(Charlie, indices.transfer(t.keyOf('//Nobody').address, 7), 'Balances.DeadAccount');
    await t.next();

    await t.fails(Bob, indices.free(7), 'Indices.NotOwner');
    await t.fails(Bob, indices.free(9), 'Indices.NotAssigned');
    await t.ok(Alice, indices.free(0));
    await t.ok(Bob, indices.claim(0));
    await t.fails(Bob, indices.freeze(9), 'Indices.NotAssigned');
    await t.fails(Charlie, indices.freeze(0), 'Indices.NotOwner');
    await t.ok(Bob, indices.freeze(0));
    await t.fails(Bob, indices.freeze(0), 'Indices.Permanent');
    await t.fails(Bob, indices.free(0), 'Indices.Permanent');
    await t.fails(Bob, indices.transfer(Charlie.address, 0), 'Indices.Permanent');
    await t.next();

    await t.fails(Bob, indices.forceTransfer(Bob.address, 1, false), 'BadOrigin');
    await t.root(indices.forceTransfer(Bob.address, 1, false)); // of nobody
    await t.root(indices.forceTransfer(Charlie.address, 1, true));
    await t.root(indices.forceTransfer(Dave.address, 0, false)); // frozen
    await t.root(indices.forceTransfer(Dave.address, 4_294_967_295, true)); // with a deposit
    await t.root(indices.forceTransfer({ Address20: '0x' + '22'.repeat(20) }, 1, true), 'CannotLookup');
    await t.ok(Dave, indices.free(0));
    await t.fails(Dave, indices.free(4_294_967_295), 'Indices.Permanent');
    await t.root(indices.claim(3), 'BadOrigin');
    await t.ok(Charlie, utility.batch([3, 4, 3, 5].map((index) => indices.claim(index))));
    t.saw('Utility.BatchInterrupted', 'Indices.InUse');

    // With all that is free reserved, an account still lives.
    await t.ok(Alice, balances.transferAllowDeath(t.keyOf('//Claimer').address, KSM));
    await t.ok(t.keyOf('//Claimer'), indices.claim(60));
    await t.does(t.keyOf('//Claimer'), balances.transferAll(Alice.address, false));
    await t.does(t.keyOf('//Claimer'), indices.free(60));
    await t.next();
}
