// Who belongs to the fellowship and to the society.
import { accountLink, cards, element, section, table } from './dom.js';
import { number } from './text.js';

export async function fellowshipView({ state, chain }) {
    const members = await state.entries('FellowshipCollective', 'Members');
    const ranks = [...new Set(members.map(({ value }) => value.rank ?? value))].sort((a, b) => b - a);
    return element('div', {}, section(`Fellowship: ${number(members.length)} member${members.length === 1 ? '' : 's'}`,
        members.length === 0 ? element('p', { className: 'count', text: 'Nobody belongs to it.' }) : null,
        ...ranks.map((rank) => element('section', {}, element('h3', { text: `rank ${rank}` }),
            element('ul', {}, ...members.filter(({ value }) => (value.rank ?? value) === rank)
                .map(({ keys }) => element('li', {}, accountLink(keys[0], chain))))))));
}

export async function societyView({ state, chain, money }) {
    const [founder, head, pot, bids, members, candidates] = await Promise.all([
        state.get('Society', 'Founder'), state.get('Society', 'Head'), state.get('Society', 'Pot'),
        state.get('Society', 'Bids'), state.entries('Society', 'Members'), state.entries('Society', 'Candidates')]);
    if (!founder) return section('Society', element('p', { className: 'count', text: 'It is not founded.' }));
    const kind = (value) => (value.is === 'Vouch' ? 'vouched for' : 'deposit');
    const same = (a, b) => a && b && a.every((byte, i) => byte === b[i]);
    return element('div', {},
        section('Society', cards([['members', number(members.length)], ['pot', money(pot)], ['bids', number(bids.length)]]),
            table(['member', 'rank', 'strikes', ''], members.map(({ keys: [who], value }) => [
                accountLink(who, chain), number(value.rank), number(value.strikes),
                [same(who, founder) && 'founder', same(who, head) && 'head'].filter(Boolean).join(', ')]))),
        section('Candidates', table(['candidate', 'bid', 'by', 'ayes', 'nays'], candidates.map(({ keys, value }) => [
            keys[0] ? accountLink(keys[0], chain) : '', money(value.bid), kind(value.kind), number(value.tally.approvals),
            number(value.tally.rejections)]), 'There is none.')),
        section('Bids', table(['account', 'bid', 'by'], bids.map(({ who, value, kind: by }) => [
            accountLink(who, chain), money(value), kind(by)]), 'There is none.')));
}
