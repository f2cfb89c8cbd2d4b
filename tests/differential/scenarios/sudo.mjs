// The sudo key: calls as root and as others, and its change.
/** Pallets that the reference must have. */
export const needs = ['sudo'];

export async function run(t) {
    const { Alice, Bob, Charlie, tx: { balances, sudo, system, utility } } = t;
    const weight = { refTime: 77_000_000, proofSize: 3000 };
    await t.next();
    for (const call of [sudo.sudo(system.remark('0x')), sudo.sudoUncheckedWeight(system.remark('0x'), weight),
        sudo.setKey(Bob.address), sudo.sudoAs(Alice.address, system.remark('0x'))]) {
        await t.fails(Bob, call, 'Sudo.RequireSudo');
    }
    await t.root(sudo.sudo(system.remark('0x')), 'BadOrigin');
    await t.root(sudo.setKey(Bob.address), 'BadOrigin');
    await t.ok(Alice, sudo.sudoUncheckedWeight(balances.forceSetBalance(Charlie.address, 5), weight));
    await t.ok(Alice, sudo.sudoUncheckedWeight(system.setHeapPages(5), { refTime: 0, proofSize: 0 }));
    await t.ok(Alice, sudo.sudoUncheckedWeight(balances.forceTransfer(Bob.address, Charlie.address, 10n ** 30n), weight));
    t.saw('Sudo.Sudid', 'Arithmetic.Underflow');
    await t.ok(Alice, sudo.sudoAs(Bob.address, balances.transferKeepAlive(Alice.address, 5)));
    t.saw('Sudo.SudoAsDone', 'ok');
    await t.ok(Alice, sudo.sudoAs(Bob.address, balances.forceSetBalance(Alice.address, 5)));
    t.saw('Sudo.SudoAsDone', 'BadOrigin');
    await t.ok(Alice, sudo.sudoAs(t.keyOf('//Nobody').address, system.remarkWithEvent('0x')));
    await t.fails(Alice, sudo.sudoAs({ Raw: '0x' }, system.remark('0x')), 'CannotLookup');
    await t.ok(Alice, sudo.sudo(sudo.sudoAs(Bob.address, system.remark('0x'))));
    await t.ok(Alice, sudo.sudo(utility.batch([system.setHeapPages(7), system.remarkWithEvent('0x'), system.setHeapPages(8)])), { tip: 12345 });
    await t.ok(Alice, sudo.setKey(Bob.address));
    t.saw('Sudo.KeyChanged');
    await t.fails(Alice, sudo.sudo(system.remark('0x')), 'Sudo.RequireSudo');
    await t.ok(Bob, sudo.sudo(system.remark('0x')));
    await t.ok(Bob, sudo.setKey(t.multisig([Alice, Bob], 2)));
    await t.next();
}
