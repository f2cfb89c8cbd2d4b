// Who nominates whom, with how much, and whether that counts.
import { accountLink, section, table } from './dom.js';
import { exposuresOf } from './exposures.js';
import { toHex } from '@polkadot-api/utils';
import { number } from './text.js';

const kShown = 200;

/** Those with the largest stake among the first of the state. */
export async function nominatorSection({ state, chain, money }, era) {
    const [count, entries, elected, least] = await Promise.all([
        state.get('Staking', 'CounterForNominators'), state.entries('Staking', 'Nominators'), state.get('Session', 'Validators'),
        state.get('Staking', 'MinimumActiveStake')]);
    const who = entries.map(({ keys: [account] }) => account);
    const controllers = await state.many('Staking', 'Bonded', who.map((account) => [account]));
    const ledgers = await state.many('Staking', 'Ledger', controllers.map((one, i) => [one ?? who[i]]));
    const validates = new Set(elected.map(toHex));
    const exposed = new Map(); // of those who are paid in this era
    for (const { others } of await exposuresOf(state, elected.map((one) => [era, one]), true)) {
        for (const { who: account } of others) exposed.set(toHex(account), (exposed.get(toHex(account)) ?? 0) + 1);
    }
    const rows = entries.map(({ keys: [account], value }, i) => ({ account, targets: value.targets, active: BigInt(ledgers[i]?.active ?? 0) }))
        .sort((a, b) => (a.active < b.active ? 1 : a.active > b.active ? -1 : 0)).slice(0, kShown)
        .map(({ account, targets, active }) => {
            const good = targets.filter((target) => validates.has(toHex(target))).length;
            const backs = exposed.get(toHex(account)) ?? 0;
            const notes = [targets.length === 0 && 'nominates nobody', active < BigInt(least) && BigInt(least) < 2n ** 64n - 1n && 'less than the least active stake',
                targets.length > 0 && good === 0 && 'none of them validates', good > 0 && backs === 0 && 'backs none in this era'].filter(Boolean).join(', ');
            return [accountLink(account, chain), money(active), number(targets.length), number(good), number(backs), notes];
        });
    const title = rows.length < count ? `Nominators: ${number(count)}, of whom ${number(rows.length)} are shown` : `Nominators: ${number(count)}`;
    return section(title, table(['nominator', 'active stake', 'chosen', 'elected', 'paid with', ''], rows, 'There is none.'));
}
