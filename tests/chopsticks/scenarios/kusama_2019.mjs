// The first runtime of Kusama (1020, November 2019) on its genesis state.
import { callApi } from '../anything.mjs';
import { Chain, earlyRelayChain, kDev, keyOf } from '../chain.mjs';

export async function run(data, emit) {
    const chain = await Chain.start(
        { ...earlyRelayChain, name: 'kusama 1020', path: `${data}/genesis/kusama.json`, typesOf: 'Kusama' }, emit);
    await callApi(chain, 20);
    await chain.block('empty', [], { steps: true });
    const { Alice, Bob } = kDev;
    const rich = chain.registry.createType('Balance', 10n ** 16n).toHex(true);
    chain.put([Alice, Bob].map(({ addressRaw }) => [chain.key('balances', 'freeBalance', addressRaw), rich]));
    const { balances, system, staking, electionsPhragmen: council, nicks: identity } = chain.tx;
    await chain.block('transfers', [
        chain.later(Alice, balances.transfer(Bob.address, 10n ** 12n)), // the runtime lets nobody transfer yet
        chain.later(Alice, system.remark('0x1234')),
        chain.later(Bob, staking.bond(keyOf('//Controller').address, 10n ** 13n, 'Staked')),
        chain.later(Bob, council.vote([Alice.address], 10n ** 12n)),
        chain.later(Alice, identity.setName('0x416c696365')),
    ], { steps: true });
    await chain.block('next epoch', [], { skip: 599 });
    await chain.block('epochs left out', [], { skip: 3000 });
}
