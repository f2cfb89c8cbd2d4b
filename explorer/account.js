// One account: what it has, what is locked and why, who it is, who acts for it.
import { accountLink, cards, element, link, section, table } from './dom.js';
import { activitySection } from './pages/activity.js';
import { explainLocks, explainStakes, isStake } from './locks.js';
import { rewardsOf } from './rewards.js';
import { number } from './text.js';
import { account as parse, address } from './ss58.js';
import { toHex } from '@polkadot-api/utils';

const words = (value) => (value instanceof Uint8Array ? new TextDecoder().decode(value) : String(value));
const ascii = (id) => (id instanceof Uint8Array ? words(id).replace(/\0+$/, '').trim() : typeof id === 'string' ? id : `${id.is}.${id.value}`);

export async function accountView(context, text) {
    const account = parse(text);
    const own = address(account, context.chain.prefix);
    const [{ nonce, providers, sufficients, data }, identity, ...rest] = await Promise.all([
        context.state.get('System', 'Account', account), identitySection(context, account),
        balanceSection(context, account), stakingSection(context, account), proxySection(context, account),
    ]);
    return element('div', {},
        element('h2', {}, 'Account'),
        element('p', { className: 'hash', text: own }),
        element('p', { className: 'hash', text: `public key ${toHex(account)}` }),
        BigInt(providers) + BigInt(sufficients) === 0n
            ? element('p', { className: 'count', text: 'This account does not exist yet: nothing was sent to it.' }) : null,
        cards(balanceCards(context, data).concat([['transactions', number(nonce), 'signed by this account']])),
        element('p', {}, link(`#/act/transfer?to=${own}`, 'Send something to it')),
        identity, ...rest, activitySection(context, account));
}

/** What an account can send while it stays alive. Runtimes before 2023 keep two numbers instead of `frozen`. */
export function transferable(state, { free, reserved, frozen, misc_frozen: misc, fee_frozen: fee }) {
    const [f, r, z] = [free, reserved, frozen ?? (BigInt(misc ?? 0n) > BigInt(fee ?? 0n) ? misc : fee ?? 0n)].map(BigInt);
    const deposit = BigInt(state.constant('Balances', 'ExistentialDeposit') ?? 0n);
    const floor = z > r && z - r > deposit ? z - r : deposit;
    return f > floor ? f - floor : 0n;
}

function balanceCards({ state, money }, data) {
    return [
        ['total', money(BigInt(data.free) + BigInt(data.reserved))],
        ['transferable', money(transferable(state, data)), 'while the account stays alive'],
        ['reserved', money(data.reserved), 'deposits'],
        ['frozen', money(data.frozen ?? data.misc_frozen ?? 0n), 'the largest lock'],
    ];
}

async function balanceSection(context, account) {
    const { state, money } = context;
    const [locks, reserves, holds, freezes] = await Promise.all(['Locks', 'Reserves', 'Holds', 'Freezes']
        .map((item) => state.find('Balances', item, account).then((found) => found ?? [])));
    const explained = [...await explainLocks(context, account, locks), ...await explainStakes(context, account, holds)];
    const lockNodes = explained.map(({ title, amount, parts }) => element('article', { className: 'block lock' },
        element('h3', { text: `${title}: ${money(amount)}` }),
        element('ul', {}, ...parts.map(({ text, call }) => element('li', { text: `${text}. ` },
            call ? element('code', { text: `frees it: ${call}` }) : null)))));
    const named = [
        ...reserves.map(({ id, amount }) => ['reserve', ascii(id), money(amount)]),
        ...holds.filter((one) => !isStake(one)).map(({ id, amount }) => ['hold', ascii(id), money(amount)]),
        ...freezes.map(({ id, amount }) => ['freeze', ascii(id), money(amount)]),
        ...await deposits(context, account),
    ];
    return section('Locks and deposits',
        locks.length > 1 ? element('p', { className: 'count', text: 'Locks lie over each other: the largest one counts, not their sum.' }) : null,
        ...lockNodes,
        explained.length === 0 ? element('p', { className: 'count', text: 'Nothing is locked.' }) : null,
        table(['kind', 'of', 'amount'], named, 'No deposits are known.'));
}

/** Deposits of pallets that keep the amount with the account's own entry. */
async function deposits({ state, money }, account) {
    const [identity, subs, proxies, announcements] = await Promise.all([
        state.find('Identity', 'IdentityOf', account), state.find('Identity', 'SubsOf', account),
        state.find('Proxy', 'Proxies', account), state.find('Proxy', 'Announcements', account)]);
    return [
        ['identity (identity.clearIdentity returns it)', identity?.deposit], ['sub-accounts', subs?.[0]],
        ['proxies (proxy.removeProxies returns it)', proxies?.[1]], ['announcements of proxies', announcements?.[1]],
    ].filter(([, amount]) => BigInt(amount ?? 0) > 0n).map(([name, amount]) => ['deposit', name, money(amount)]);
}

/** Data of an identity: none, bytes ("Raw5"), or the hash of something. */
function dataText(data) {
    if (data === 'None' || data === null) return null;
    if (data.is?.startsWith('Raw')) return words(data.value);
    return data.is === undefined ? '' : `${data.is} ${toHex(data.value)}`;
}

async function identitySection({ state, chain }, account) {
    const [own, parent] = await Promise.all([
        state.find('Identity', 'IdentityOf', account), state.find('Identity', 'SuperOf', account)]);
    if (!own && !parent) return null;
    const registration = Array.isArray(own) ? own[0] : own;
    const fields = registration ? Object.entries(registration.info)
        .filter(([name]) => name !== 'additional')
        .map(([name, data]) => [name.replaceAll('_', ' '), data instanceof Uint8Array ? toHex(data) : dataText(data)])
        .filter(([, text]) => text !== null)
        .concat(registration.info.additional.map(([name, data]) => [dataText(name) ?? '', dataText(data) ?? ''])) : [];
    return section('Identity',
        parent ? element('p', {}, `sub-account "${dataText(parent[1]) ?? ''}" of `, accountLink(parent[0], chain)) : null,
        registration ? table(['field', 'value'], fields, 'No field is set.') : null,
        registration ? table(['registrar', 'judgement'], registration.judgements.map(([registrar, judgement]) => [
            number(registrar), typeof judgement === 'string' ? judgement : judgement.is]), 'Nobody has judged it.') : null);
}

async function proxySection({ state, chain }, account) {
    const [proxies] = await state.find('Proxy', 'Proxies', account) ?? [[]];
    if (proxies.length === 0) return null;
    return section('Proxies: may act for this account', table(['account', 'for', 'delay in blocks'],
        proxies.map(({ delegate, proxy_type: kind, delay }) => [accountLink(delegate, chain), kind, number(delay)])));
}

async function stakingSection({ state, chain, money }, account) {
    if (!state.hasItem('Staking', 'Bonded') || !await state.get('Staking', 'Bonded', account)) return null;
    const [validator, nominations, payee, rewards] = await Promise.all([
        state.entries('Staking', 'Validators', account),
        state.get('Staking', 'Nominators', account), state.get('Staking', 'Payee', account), rewardsOf(state, account)]);
    const role = validator.length > 0 ? 'It offers itself as a validator.'
        : nominations ? 'It nominates:' : 'It neither validates nor nominates.';
    const destination = typeof payee === 'string' ? payee.toLowerCase() : null;
    const unpaid = rewards.filter(({ paid }) => !paid).reduce((sum, { amount }) => sum + amount, 0n);
    return section('Staking',
        element('p', { text: role }),
        nominations ? element('ul', {}, ...nominations.targets.map((target) => element('li', {}, accountLink(target, chain)))) : null,
        element('p', {}, 'Rewards go to ', destination ?? accountLink(payee.value, chain), '.',
            unpaid > 0n ? ` Unpaid: ${money(unpaid)}; staking.payoutStakers(validator, era) pays it, by whomever it is sent.` : ''),
        table(['era', 'validator', 'reward', ''], rewards.map(({ era, validator: by, amount, paid }) => [
            number(era), accountLink(by, chain), money(amount), paid ? 'paid' : 'unpaid']), 'It earned nothing in the eras that the chain remembers.'));
}
