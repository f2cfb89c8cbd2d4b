// Rococo 1.14.0: a newer runtime with short epochs.
import { callApi, randomBlocks } from '../anything.mjs';
import { Chain, kDev, relayChain } from '../chain.mjs';

export async function run(data, emit) {
    const chain = await Chain.start(
        { ...relayChain, name: 'rococo-dev', path: `${data}/genesis/rococo-dev-1014000.json` }, emit);
    const { Alice, Bob } = kDev;
    const { balances, utility, system } = chain.tx;
    await callApi(chain, 15);
    await chain.block('empty', [], { steps: true });
    await chain.block('transfers', [
        chain.sign(Alice, balances.transferKeepAlive(Bob.address, 1_000_000_000_000n)),
        chain.sign(Bob, utility.batchAll([system.remarkWithEvent('0xab'), balances.transferAllowDeath(Alice.address, 1)])),
    ]);
    await chain.block('next epoch', [], { skip: 9 });
    await chain.block('epochs left out', [], { skip: 35 });
    await randomBlocks(chain, 1, 5, 5);
}
