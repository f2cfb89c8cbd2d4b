// The first runtime of Westend.
import { callApi } from '../anything.mjs';
import { Chain, earlyRelayChain, kDev, keyOf } from '../chain.mjs';

export async function run(data, emit) {
    const chain = await Chain.start(
        { ...earlyRelayChain, name: 'westend', path: `${data}/genesis/westend.json`, typesOf: 'Westend' }, emit);
    await callApi(chain, 20);
    await chain.block('empty', [], { steps: true });
    const { Alice, Bob } = kDev;
    const rich = chain.registry.createType('AccountInfo', {
        nonce: 0, refcount: 0, data: { free: 10n ** 18n, reserved: 0, miscFrozen: 0, feeFrozen: 0 } }).toHex();
    chain.put([Alice, Bob].map(({ addressRaw }) => [chain.key('system', 'account', addressRaw), rich]));
    const { balances, utility, identity, staking } = chain.tx;
    await chain.block('transfers', [
        chain.sign(Alice, balances.transfer(Bob.address, 10n ** 12n)),
        chain.sign(Alice, balances.transfer(keyOf('//New').address, 10n ** 12n)),
        chain.sign(Bob, balances.transfer(keyOf('//Dust').address, 1)),
        chain.sign(Bob, utility.batch([balances.transfer(Alice.address, 5), balances.transfer(Alice.address, 10n ** 30n)])),
        chain.sign(Bob, staking.bond(Bob.address, 10n ** 13n, 'Staked')),
        chain.sign(Alice, identity.clearIdentity()),
    ], { steps: true });
    await chain.block('next epoch', [], { skip: 599 });
    await chain.block('epochs left out', [], { skip: 3000 });
}
