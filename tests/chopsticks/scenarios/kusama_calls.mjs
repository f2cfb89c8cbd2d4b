// The real Kusama runtime 1.0.0: its whole API with good and with senseless arguments, and random calls of every pallet.
import { callApi, randomBlocks } from '../anything.mjs';
import { Chain } from '../chain.mjs';
import { kusamaLocal } from './kusama_local.mjs';

export async function run(data, emit) {
    const chain = await Chain.start(kusamaLocal(data), emit);
    await callApi(chain, 60);
    await chain.block('empty');
    await randomBlocks(chain, 3, 10, 5);
    await callApi(chain, 20);
}
