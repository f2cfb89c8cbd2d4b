// Who belongs to the fellowship.
import { accountLink, element, section } from './dom.js';
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
