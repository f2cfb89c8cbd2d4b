// Signed transfers, made before the clock runs.
import { ApiPromise, Keyring, WsProvider } from '@polkadot/api';

export const kAlice = '5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY';

/** Of //Alice to //Bob, with the nonces from `first` on, as hex. */
export async function transfers(url, first, count) {
    const api = await ApiPromise.create({ provider: new WsProvider(url), noInitWarn: true });
    const alice = new Keyring({ type: 'sr25519' }).addFromUri('//Alice');
    const bob = new Keyring({ type: 'sr25519' }).addFromUri('//Bob').address;
    const out = [];
    for (let nonce = first; nonce < first + count; ++nonce) {
        out.push(api.tx.balances.transferKeepAlive(bob, 1_000_000_000n).sign(alice, {
            nonce, era: 0, blockHash: api.genesisHash, genesisHash: api.genesisHash, runtimeVersion: api.runtimeVersion,
        }).toHex());
    }
    await api.disconnect();
    return out;
}
