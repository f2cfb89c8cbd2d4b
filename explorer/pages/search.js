// Finds blocks, extrinsics, accounts, identities and what the runtime has by that name.
import { backwards, extrinsicHash } from '../chain.js';
import { accountLink, button, element, link, section, table } from '../dom.js';
import { account as parse, address } from '../ss58.js';
import { number } from '../text.js';

const kBlocksSearched = 500;
const kAtOnce = 20;
const kShown = 50;

export async function searchView(context, text = '') {
    const open = (hash) => { context.moveTo(hash); return element('p', { text: 'Found.' }); };
    if (/^#?\d[\d\s,_]*$/.test(text)) return open(`#/block/${text.replace(/[#\s,_]/g, '')}`);
    if (/^\d+-\d+$/.test(text) || /^0x[0-9a-f]{64}-\d+$/i.test(text)) return open(`#/extrinsic/${text}`);
    if (/^0x[0-9a-f]{64}$/i.test(text)) return hashView(context, text.toLowerCase(), open);
    const account = accountIn(text);
    if (account) return open(`#/account/${address(account, context.chain.prefix)}`);
    return wordView(context, text);
}

function accountIn(text) {
    try {
        return parse(text);
    } catch {
        return null;
    }
}

/** A hash of 32 bytes may be a block's, an extrinsic's, or an account. */
async function hashView(context, hash, open) {
    const { rpc, state, chain, now } = context;
    if (await rpc.call('chain_getHeader', hash).catch(() => null)) return open(`#/block/${hash}`);
    const account = parse(hash);
    const { nonce, providers, sufficients } = await state.get('System', 'Account', account);
    if (Number(nonce) + Number(providers) + Number(sufficients ?? 0) > 0) return open(`#/account/${address(account, chain.prefix)}`);
    const status = element('p', { role: 'status', text: 'It is no block, and no account that exists. Looking through the extrinsics of the latest blocks …' });
    const further = element('p');
    const search = async (from) => {
        let found = null;
        await backwards(from, kBlocksSearched, kAtOnce, async (height) => {
            const { block } = await rpc.call('chain_getBlock', await rpc.call('chain_getBlockHash', height));
            const index = block.extrinsics.findIndex((hex) => extrinsicHash(hex) === hash);
            if (index >= 0) found = `#/extrinsic/${height}-${index}`;
            return found === null;
        });
        if (found) return context.moveTo(found);
        const lowest = Math.max(0, from - kBlocksSearched);
        status.textContent = lowest === 0 ? 'No block, extrinsic or account has this hash.'
            : `No extrinsic of the blocks ${number(lowest + 1)} to ${number(now)} has this hash.`;
        further.replaceChildren(lowest === 0 ? '' : button(`Look through ${number(Math.min(kBlocksSearched, lowest))} blocks more`, () => search(lowest)));
    };
    search(now).catch((error) => { status.textContent = error.message; });
    return section('Search', status, further, element('p', {}, 'As the public key of an account: ', accountLink(account, chain)));
}

async function wordView(context, text) {
    const { state, chain, metadata } = context;
    const wanted = text.toLowerCase();
    const fits = (name) => name.toLowerCase().includes(wanted);
    const hasIdentities = state.hasItem('Identity', 'IdentityOf');
    const identities = hasIdentities && text !== '' ? await state.entries('Identity', 'IdentityOf') : [];
    const people = identities.map(({ keys: [who], value }) => ({ who, names: namesOf(value) })).filter(({ names }) => names.some(fits));
    const [pallet, item] = wanted.includes('.') ? wanted.split('.') : [null, wanted];
    const named = (one, name) => (pallet === null || one.toLowerCase() === pallet) && name.toLowerCase().includes(item);
    const rows = metadata.pallets.flatMap(({ name, storage, constants }) => [
        ...metadata.cases(name, 'calls').filter((one) => named(name, one.name)).map((one) => [link(`#/call?call=${name}.${one.name}`, `${name}.${one.name}`), 'call', one.docs[0] ?? '']),
        ...(storage?.items ?? []).filter((one) => named(name, one.name)).map((one) => [link(`#/state/${name}/${one.name}`, `${name}.${one.name}`), 'state', one.docs[0] ?? '']),
        ...constants.filter((one) => named(name, one.name)).map((one) => [link(`#/constants/${name}`, `${name}.${one.name}`), 'constant', one.docs[0] ?? '']),
    ]);
    return element('div', {},
        section('Search', element('p', { text: `What has "${text}" in its name. An address of an account that is not found here has a wrong letter.` })),
        hasIdentities ? section(`Identities: ${number(people.length)}`, table(['account', 'names'], people.slice(0, kShown)
            .map(({ who, names }) => [accountLink(who, chain), names.join(', ')]), 'There is none.')) : null,
        section(`In the runtime: ${number(rows.length)}`, table(['name', 'kind', ''], rows.slice(0, kShown), 'There is nothing.')));
}

/** The texts in an identity. */
function namesOf(value) {
    const { info } = Array.isArray(value) ? value[0] : value;
    return Object.entries(info).filter(([name, data]) => name !== 'additional' && data?.is?.startsWith('Raw') && data.value instanceof Uint8Array)
        .map(([, data]) => new TextDecoder().decode(data.value)).filter((text) => text !== '');
}
