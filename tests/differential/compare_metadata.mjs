// compare_metadata.mjs RUNNER: our runtime's metadata (OURS=path.wasm) beside that of the reference, versions 14, 15 and 16.
// Everything must agree but documentation and the type names in the source, which are counted.
import { fileURLToPath } from 'node:url';

import { u8aEq, u8aToHex } from '@polkadot/util';

import { metadataOf, TypePairs } from './metadata.mjs';
import { Random } from './random.mjs';
import { kReference, skipWithout } from './reference.mjs';
import { Runner } from './runner.mjs';
import { Values } from './values.mjs';

const kCallsEach = 20; // random argument lists for each call
const kShown = 4; // places of one difference

class Table {
    rows = new Map(); // pallet → kind → [same, all]
    faults = [];
    docs = { same: 0, all: 0 };

    /** One thing that must agree: `fault` is null if it does. */
    add(pallet, kind, name, fault) {
        if (!this.rows.has(pallet)) this.rows.set(pallet, new Map());
        const row = this.rows.get(pallet);
        const [same, all] = row.get(kind) ?? [0, 0];
        row.set(kind, [same + (fault === null ? 1 : 0), all + 1]);
        if (fault !== null) this.faults.push({ pallet, kind, name, fault });
    }

    documented(a, b) {
        this.docs.all += 1;
        if (JSON.stringify(a) === JSON.stringify(b)) this.docs.same += 1;
    }

    get total() {
        return [...this.rows.values()].flatMap((row) => [...row.values()]).reduce(([x, y], [same, all]) => [x + same, y + all], [0, 0]);
    }

    print() {
        const kinds = [...new Set([...this.rows.values()].flatMap((row) => [...row.keys()]))];
        console.log(['pallet'.padEnd(24), ...kinds.map((kind) => kind.padStart(13))].join(''));
        for (const [pallet, row] of this.rows) {
            console.log([pallet.padEnd(24), ...kinds.map((kind) => (row.has(kind) ? row.get(kind).join('/') : '-').padStart(13))].join(''));
        }
        // One wrong type shows in many places: told once.
        const causes = new Map();
        for (const { pallet, kind, name, fault } of this.faults) {
            const cause = fault.split(' > ').at(-1);
            causes.set(cause, [...(causes.get(cause) ?? []), `${pallet} ${kind} ${name}${cause === fault ? '' : `: ${fault.slice(0, fault.lastIndexOf(' > '))}`}`]);
        }
        for (const [cause, places] of causes) {
            console.log(`DIFFERENCE ${cause}`);
            for (const place of places.slice(0, kShown)) console.log(`    in ${place}`);
            if (places.length > kShown) console.log(`    and in ${places.length - kShown} more`);
        }
    }
}

const differ = (what, a, b) => (JSON.stringify(a) === JSON.stringify(b) ? [] : [`${what}: real ${JSON.stringify(a)}, ours ${JSON.stringify(b)}`]);
const fault = (...parts) => parts.flat().filter((one) => one !== null).join('; ') || null;

/** Lists of named things in the same order; `compare` says what is wrong between two. */
function compareLists(table, pallet, kind, real, ours, compare) {
    const byName = new Map(ours.map((one) => [one.name, one]));
    real.forEach((one, i) => {
        const other = byName.get(one.name);
        if (other === undefined) return table.add(pallet, kind, one.name, 'missing');
        const moved = ours[i]?.name === one.name ? [] : [`is at place ${ours.indexOf(other)}, not ${i}`];
        table.documented(one.docs, other.docs);
        return table.add(pallet, kind, one.name, fault(moved, compare(one, other)));
    });
    for (const { name } of ours) if (!real.some((one) => one.name === name)) table.add(pallet, kind, name, 'is not in the real one');
}

function comparePallet(table, types, real, ours) {
    const { name } = real;
    table.add(name, 'pallet', 'index', fault(differ('index', real.index, ours.index)));
    const [a, b] = [real.storage, ours.storage];
    table.add(name, 'pallet', 'parts', fault(['storage', 'calls', 'event', 'events', 'error', 'errors'].flatMap(
        (part) => differ(part, Boolean(real[part]), Boolean(ours[part])))));
    if (a && b) {
        table.add(name, 'pallet', 'prefix', fault(differ('prefix', a.prefix, b.prefix)));
        compareLists(table, name, 'storage', a.items, b.items, (x, y) => {
            const [p, q] = [x.type, y.type];
            const shape = [differ('modifier', x.modifier, y.modifier), differ('default', x.fallback, y.fallback),
                differ('hashers', p.map?.hashers, q.map?.hashers)];
            if (p.map && q.map) {
                return [...shape, types.difference(p.map.key, q.map.key), types.difference(p.map.value, q.map.value)].flat();
            }
            return p.plain === undefined || q.plain === undefined ? shape.flat() : [...shape, types.difference(p.plain, q.plain)].flat();
        });
    }
    for (const part of ['calls', 'events', 'errors']) {
        if (!real[part] || !ours[part]) continue;
        const [x, y] = [types.real[real[part].type].type, types.ours[ours[part].type]?.type];
        table.add(name, 'pallet', `${part} type`, types.difference(real[part].type, ours[part].type));
        compareLists(table, name, part, x.def.variant.variants, y?.def.variant?.variants ?? [], (p, q) => fault(
            differ('index', p.index, q.index), differ('arguments', p.fields.map((one) => one.name), q.fields.map((one) => one.name)),
            p.fields.length === q.fields.length ? p.fields.map((one, i) => types.difference(one.type, q.fields[i].type)) : []));
    }
    compareLists(table, name, 'constants', real.constants, ours.constants, (p, q) => [...differ('value', p.value, q.value), types.difference(p.type, q.type)]);
}

function compareExtrinsic(table, types, real, ours) {
    if (real.transactionExtensions) return compareExtrinsic16(table, types, real, ours);
    table.add('(extrinsic)', 'pallet', 'version', fault(differ('version', real.version, ours.version)));
    for (const type of ['type', 'addressType', 'callType', 'signatureType', 'extraType']) {
        if (real[type] !== undefined) table.add('(extrinsic)', 'pallet', type, types.difference(real[type], ours[type]));
    }
    const named = (list) => list.map((one) => ({ ...one, name: one.identifier, docs: [] }));
    compareLists(table, '(extrinsic)', 'extensions', named(real.signedExtensions), named(ours.signedExtensions), (p, q) => [
        types.difference(p.type, q.type), types.difference(p.additionalSigned, q.additionalSigned)]);
}

/** The same in version 16. */
function compareExtrinsic16(table, types, real, ours) {
    table.add('(extrinsic)', 'pallet', 'versions', fault(differ('versions', real.versions, ours.versions)));
    table.add('(extrinsic)', 'pallet', 'extensions by version', fault(differ('places', real.transactionExtensionsByVersion, ours.transactionExtensionsByVersion)));
    for (const type of ['addressType', 'callType', 'signatureType']) table.add('(extrinsic)', 'pallet', type, types.difference(real[type], ours[type]));
    const named = (list) => list.map((one) => ({ ...one, name: one.identifier, docs: [] }));
    compareLists(table, '(extrinsic)', 'extensions', named(real.transactionExtensions), named(ours.transactionExtensions), (p, q) => [
        types.difference(p.type, q.type), types.difference(p.implicit, q.implicit)]);
}

/** What version 16 has of a pallet besides. */
function comparePallet16(table, types, real, ours) {
    const { name } = real;
    const notes = (one) => ['calls', 'events', 'errors'].map((part) => one[part]?.deprecationInfo ?? null);
    table.add(name, 'pallet', 'deprecation', fault(differ('of the pallet', real.deprecationInfo, ours.deprecationInfo),
        differ('of calls, events and errors', notes(real), notes(ours)),
        ...(real.storage?.items ?? []).map((item) => {
            const other = ours.storage?.items.find((one) => one.name === item.name);
            return other === undefined ? [] : differ(`of ${item.name}`, item.deprecationInfo, other.deprecationInfo);
        })));
    compareLists(table, name, 'types', real.associatedTypes, ours.associatedTypes, (p, q) => [types.difference(p.type, q.type)]);
    compareLists(table, name, 'views', real.viewFunctions, ours.viewFunctions, (p, q) => [
        ...differ('id', p.id, q.id), ...differ('inputs', p.inputs.map((one) => one.name), q.inputs.map((one) => one.name)),
        ...(p.inputs.length === q.inputs.length ? p.inputs.map((one, i) => types.difference(one.type, q.inputs[i].type)) : []),
        types.difference(p.output, q.output), ...differ('deprecation', p.deprecationInfo, q.deprecationInfo)]);
}

/** Runtime APIs. */
function compareApis(table, types, wanted, all) {
    compareLists(table, '(runtime APIs)', 'apis', wanted, [...all].sort((a, b) => wanted.findIndex(({ name }) => name === a.name)
        - wanted.findIndex(({ name }) => name === b.name)), (p, q) => [
        ...differ('version', p.version, q.version), ...differ('deprecation', p.deprecationInfo, q.deprecationInfo)]);
    for (const api of wanted) {
        const { methods } = all.find(({ name }) => name === api.name) ?? { methods: [] };
        compareLists(table, '(runtime APIs)', 'methods', api.methods, methods, (p, q) => [
            ...differ('inputs', p.inputs.map(({ name }) => name), q.inputs.map(({ name }) => name)),
            ...(p.inputs.length === q.inputs.length ? p.inputs.map((one, i) => types.difference(one.type, q.inputs[i].type)) : []),
            types.difference(p.output, q.output)]);
    }
}

/** Each id that is mentioned is a type. */
function checkIds(table, { types }) {
    const bad = [];
    const look = (value, key) => {
        if (Array.isArray(value)) value.forEach((one) => look(one, key));
        else if (value !== null && typeof value === 'object') for (const [name, one] of Object.entries(value)) look(one, name);
        else if (/^(type|tuple|bitStoreType|bitOrderType)$/.test(key) && typeof value === 'number' && types[value] === undefined) bad.push(value);
    };
    types.forEach(({ id, type }, i) => {
        if (id !== i) bad.push(`${id} at ${i}`);
        look(type);
    });
    table.add('(types)', 'pallet', 'ids', bad.length > 0 ? `no such types: ${bad.join(', ')}` : null);
}

/** Random calls, encoded by the real metadata: ours must read the same, and write the same. */
function roundTrips(table, real, ours, pallets) {
    const random = new Random('round trips');
    const values = new Values(real.registry, random, { pallets });
    for (const { name, calls } of values.palletsWithCalls) {
        for (const { variant } of calls) {
            let wrong = null;
            for (let i = 0; i < kCallsEach && wrong === null; ++i) {
                const bytes = values.callOf(name, variant);
                let a;
                try {
                    a = real.registry.createType('Call', bytes);
                    if (!u8aEq(a.toU8a(), bytes)) continue;
                } catch {
                    continue; // polkadot-js knows no empty index in an address, and no sets with unknown members
                }
                try {
                    const b = ours.registry.createType('Call', bytes);
                    if (!u8aEq(b.toU8a(), bytes)) wrong = `${u8aToHex(bytes)} becomes ${u8aToHex(b.toU8a())}`;
                    else if (JSON.stringify(a.toHuman()) !== JSON.stringify(b.toHuman())) wrong = `${u8aToHex(bytes)} reads as ${JSON.stringify(b.toHuman())}, not ${JSON.stringify(a.toHuman())}`;
                } catch (error) {
                    wrong = `${u8aToHex(bytes)}: ${error.message}`;
                }
            }
            table.add(name, 'round trips', variant.name.toString(), wrong);
        }
    }
}

/** All that must agree, of `{ json, registry? }` of one version; round trips where there are registries. */
export function compareVersions(real, ours, version) {
    const [a, b] = [real, ours].map(({ json }) => ({ ...json, types: (json.lookup ?? json.types).types }));
    const names = b.pallets.map(({ name }) => name);
    const types = new TypePairs(a.types, b.types);
    const table = new Table();
    checkIds(table, b);
    table.add('(runtime)', 'pallet', 'pallets', fault(differ('order', a.pallets.map(({ name }) => name), names)));
    for (const pallet of a.pallets) {
        const ours = b.pallets.find(({ name }) => name === pallet.name);
        if (ours === undefined) continue; // the order tells it
        comparePallet(table, types, pallet, ours);
        if (version >= 16) comparePallet16(table, types, pallet, ours);
    }
    compareExtrinsic(table, types, a.extrinsic, b.extrinsic);
    if (version < 16) table.add('(runtime)', 'pallet', 'type', types.difference(...[a, b].map((one) => one.type ?? one.runtimeType)));
    if (version >= 15) {
        compareApis(table, types, a.apis, b.apis);
        for (const one of ['callType', 'eventType', 'errorType']) {
            table.add('(runtime)', 'pallet', one, types.difference(a.outerEnums[one], b.outerEnums[one]));
        }
    } else if (ours.registry) {
        roundTrips(table, real, ours, new Set(names));
    }
    return { table, types, names };
}

async function main([runnerPath]) {
    skipWithout('compare_metadata');
    const runner = new Runner(runnerPath);
    const { code } = kReference;
    await runner.ask([{ op: 'load', world: 'real', code }, { op: 'load', world: 'ours', code: process.env.OURS || code }]);
    let isGood = true;
    for (const version of [14, 15, 16]) {
        const [real, ours] = [await metadataOf(runner, 'real', version), await metadataOf(runner, 'ours', version)];
        if (real === null) continue;
        console.log(`\nMetadata V${version}: ${ours?.bytes.length} bytes, ${ours?.json.lookup?.types.length ?? ours?.json.types?.types?.length} types (real: ${real.bytes.length})`);
        if (ours === null) {
            console.log(`DIFFERENCE: no metadata of version ${version}`);
            isGood = false;
            continue;
        }
        const { table, types, names } = compareVersions(real, ours, version);
        table.print();
        const [same, all] = table.total;
        console.log(`agree: ${same} of ${all}; pallets: ${names.length}`);
        console.log(`information: documentation agrees in ${table.docs.same} of ${table.docs.all}, type names in the source in `
            + `${types.typeNames.same} of ${types.typeNames.all}`);
        isGood &&= same === all;
    }
    runner.close();
    process.exitCode = isGood ? 0 : 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main(process.argv.slice(2));
