// node transfer.mjs [URL]: sends 1 KSM from //Alice to //Bob and says what becomes of it.
import { ApiPromise, Keyring, WsProvider } from '@polkadot/api';

const api = await ApiPromise.create({ provider: new WsProvider(process.argv[2] ?? 'ws://127.0.0.1:9944'), noInitWarn: true });
const keyring = new Keyring({ type: 'sr25519', ss58Format: api.registry.chainSS58 });
const [alice, bob] = ['//Alice', '//Bob'].map((uri) => keyring.addFromUri(uri));
await api.tx.balances.transferKeepAlive(bob.address, 1_000_000_000_000n).signAndSend(alice, ({ status, events }) => {
    console.log(status.type, status.isInBlock || status.isFinalized ? status.value.toHex() : '');
    if (status.isInBlock) for (const { event } of events) console.log(' ', `${event.section}.${event.method}`, event.data.toString());
    if (status.isFinalized) process.exit(0);
});
