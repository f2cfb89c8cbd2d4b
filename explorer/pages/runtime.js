// The runtime: its version, APIs and pallets, and the upgrades that led to it.
import { blockHash } from '../chain.js';
import { button, element, folded, link, list, section, table } from '../dom.js';
import { number } from '../text.js';

export async function runtimeView(context) {
    const { rpc, state, metadata } = context;
    const [version, last, authorized, extra] = await Promise.all([
        rpc.call('state_getRuntimeVersion', state.hash), state.find('System', 'LastRuntimeUpgrade'), state.find('System', 'AuthorizedUpgrade'),
        state.find('ParachainSystem', 'PendingValidationCode')]);
    const { transactionVersion, stateVersion, systemVersion } = version;
    return element('div', {},
        section('Runtime', list([
            ['name', `${version.specName} (${version.implName})`],
            ['version', `${number(version.specVersion)}; of transactions ${number(transactionVersion)}, of the state ${number(stateVersion ?? systemVersion ?? 0)}`],
            ['metadata', `version ${metadata.version}, ${number(metadata.bytes.length)} bytes, ${number(metadata.types.list.length)} types`],
            ['last upgrade ended with', last ? `${last.spec_name} ${number(last.spec_version)}` : null],
            ['authorized upgrade', authorized ? JSON.stringify(authorized, (_, value) => (typeof value === 'bigint' ? String(value) : value)) : 'none'],
            ['code that waits for the relay chain', extra instanceof Uint8Array && extra.length > 0 ? `${number(extra.length)} bytes` : null],
        ])),
        section('Upgrades', upgrades(context)),
        folded(`Pallets: ${metadata.pallets.length}`, table(['index', 'pallet', 'calls', 'state', 'constants', 'events', 'errors'], [...metadata.pallets]
            .sort((a, b) => a.index - b.index).map(({ index, name, storage, constants }) => [number(index), name,
                number(metadata.cases(name, 'calls').length), storage ? link(`#/state/${name}`, number(storage.items.length)) : '0',
                constants.length > 0 ? link(`#/constants/${name}`, number(constants.length)) : '0',
                number(metadata.cases(name, 'events').length), number(metadata.cases(name, 'errors').length)]), '')),
        folded(`Runtime APIs: ${version.apis.length}`, table(['API', 'methods'], metadata.apis.map(({ name, methods }) => [name,
            methods.map((one) => one.name).join(', ')]), 'The metadata of this version does not list them.')));
}

/** Looks for the blocks at which the version changes, by halves: each upgrade costs some twenty questions. */
function upgrades({ rpc, now }) {
    const status = element('p', { role: 'status', className: 'count' });
    const found = element('div');
    const versionAt = async (height) => {
        const version = await rpc.call('state_getRuntimeVersion', await blockHash(rpc, height));
        return { name: version.specName, version: version.specVersion };
    };
    const rows = [];
    const search = async (low, first, high, last) => {
        if (first.name === last.name && first.version === last.version) return;
        if (high - low === 1) {
            rows.push([link(`#/block/${high}`, `block ${number(high)}`), `${first.name} ${number(first.version)}`, `${last.name} ${number(last.version)}`]);
            return;
        }
        const middle = Math.floor((low + high) / 2);
        const between = await versionAt(middle);
        await search(middle, between, high, last);
        await search(low, first, middle, between);
    };
    const look = async () => {
        status.textContent = 'Looking …';
        rows.length = 0;
        try {
            await search(0, await versionAt(0), now, await versionAt(now));
            status.textContent = `From block 0 to ${number(now)}. A version that was left and came back in between is not seen.`;
            found.replaceChildren(table(['the state after', 'before', 'since'], rows, 'The runtime is that of the genesis.'));
        } catch (error) {
            status.textContent = `This node does not keep the states of all blocks: ${error.message}`;
        }
    };
    const node = element('div', {}, element('p', {}, button('Look for upgrades', look)), status, found);
    return node;
}
