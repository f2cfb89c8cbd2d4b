// Who can sign: accounts of browser extensions, and on development chains those that everybody has the keys of.
import { getInjectedExtensions, getPolkadotSignerFromPjs } from '@polkadot-api/pjs-signer';
import { getPolkadotSigner } from '@polkadot-api/signer';
import { sr25519CreateDerive } from '@polkadot-labs/hdkd';
import { DEV_MINI_SECRET } from '@polkadot-labs/hdkd-helpers';
import { toHex } from '@polkadot-api/utils';
import { address } from '../ss58.js';

const kNames = ['Alice', 'Bob', 'Charlie', 'Dave', 'Eve', 'Ferdie'];
const kTitle = 'Serinus explorer';

const connected = new Map();  // by the extension's name: its accounts
const providers = new Map();  // by the extension's name: its interface for metadata
let development = null;

/** [{ key, name, publicKey, address, signer }] */
export function accounts({ chain }) {
    const own = chain.isDevelopment ? developmentAccounts() : [];
    return [...own, ...[...connected.values()].flat()].map((one) => ({ ...one, address: address(one.publicKey, chain.prefix) }));
}

function developmentAccounts() {
    development ??= (() => {
        const derive = sr25519CreateDerive(DEV_MINI_SECRET);
        return kNames.map((name) => {
            const { publicKey, sign } = derive(`//${name}`);
            return { key: `//${name}`, name: `//${name}`, publicKey, signer: getPolkadotSigner(publicKey, 'Sr25519', sign) };
        });
    })();
    return development;
}

/** Names of the extensions that have not been asked yet. */
export const extensions = () => getInjectedExtensions().filter((name) => !connected.has(name));

/** Asks an extension for its accounts; the person allows it there. */
export async function connect(name) {
    const extension = await window.injectedWeb3[name].enable(kTitle);
    const { signPayload, signRaw } = extension.signer;
    const take = (list) => connected.set(name, list.filter(({ type }) => type !== 'ethereum').map((one) => {
        const signer = getPolkadotSignerFromPjs(one.address, signPayload.bind(extension.signer), signRaw?.bind(extension.signer));
        return { key: `${name}:${one.address}`, name: `${one.name ?? 'account'} (${name})`, publicKey: signer.publicKey, signer };
    }));
    take(await extension.accounts.get());
    extension.accounts.subscribe(take);
    if (extension.metadata?.provide) providers.set(name, extension.metadata);
}

/** Signs with zeros: for the fee of a transaction that nobody has signed yet. */
export const placeholder = (publicKey) => getPolkadotSigner(publicKey, 'Sr25519', async () => new Uint8Array(64));

/** Connected extensions that take metadata of chains. */
export const connectedNames = () => [...providers.keys()];

/** Tells an extension of the chain and its runtime; true if it was taken. Observed: MetadataDef of @polkadot/extension-inject 0.63.1 */
export async function provideMetadata(name, { rpc, chain, metadata }) {
    const [genesisHash, title, { specVersion }] = await Promise.all([rpc.call('chain_getBlockHash', 0), rpc.call('system_chain'), rpc.call('state_getRuntimeVersion')]);
    return providers.get(name).provide({ chain: title, genesisHash, icon: 'substrate', ss58Format: chain.prefix, chainType: 'substrate', specVersion,
        tokenDecimals: chain.decimals, tokenSymbol: chain.symbol, types: {}, rawMetadata: toHex(metadata.bytes) });
}
