// The constants of a pallet, at any block.
import { blockHash } from '../chain.js';
import { element, link, linked, section, select, table, labelled } from '../dom.js';
import { isBalance, valueText } from '../text.js';

export async function constantsView(context, pallet) {
    const wanted = context.parameters.get('at');
    const metadata = wanted ? await context.metadataOf(await blockHash(context.rpc, wanted)) : context.metadata;
    const names = metadata.pallets.filter(({ constants }) => constants.length > 0).map(({ name }) => name).sort();
    const chosen = metadata.pallet(pallet) ? pallet : names.includes('System') ? 'System' : names[0];
    const choice = select(names, chosen);
    const suffix = wanted ? `?at=${encodeURIComponent(wanted)}` : '';
    choice.addEventListener('change', () => { location.hash = `#/constants/${choice.value}${suffix}`; });
    return section('Constants', labelled('Pallet', choice),
        wanted ? element('p', { className: 'count' }, 'at block ', link(`#/block/${wanted}`, wanted)) : null,
        table(['constant', 'value', ''], metadata.pallet(chosen).constants.map(({ name, type, value, docs }) => [
            name, element('code', {}, ...linked(valueText(metadata.types.decode(type, value), context.chain,
                isMoney(metadata, chosen, name, type) ? 'Balance' : null))), docs.join(' ').trim()]), 'It has none.'));
}

/** Constants have no names of types: those of 128 bits are amounts, nearly everywhere. */
function isMoney(metadata, pallet, name, type) {
    const { def } = metadata.types.at(type);
    return isBalance(name) || (def.tag === 'primitive' && def.value.tag === 'u128');
}
