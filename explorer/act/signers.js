// Who can sign: accounts of browser extensions, and on development chains those that everybody has the keys of.
import { connectInjectedExtension, getInjectedExtensions } from '@polkadot-api/pjs-signer';
import { getPolkadotSigner } from '@polkadot-api/signer';
import { sr25519CreateDerive } from '@polkadot-labs/hdkd';
import { DEV_MINI_SECRET } from '@polkadot-labs/hdkd-helpers';
import { address } from '../ss58.js';

const kNames = ['Alice', 'Bob', 'Charlie', 'Dave', 'Eve', 'Ferdie'];
const kTitle = 'Serinus explorer';

const connected = new Map();  // by the extension's name: its accounts
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
    const extension = await connectInjectedExtension(name, kTitle);
    const take = (list) => connected.set(name, list.filter(({ type }) => type !== 'ethereum').map((one) => ({
        key: `${name}:${one.address}`, name: `${one.name ?? 'account'} (${name})`, publicKey: one.polkadotSigner.publicKey, signer: one.polkadotSigner,
    })));
    take(extension.getAccounts());
    extension.subscribe(take);
}

/** Signs with zeros: for the fee of a transaction that nobody has signed yet. */
export const placeholder = (publicKey) => getPolkadotSigner(publicKey, 'Sr25519', async () => new Uint8Array(64));
