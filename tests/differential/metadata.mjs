// Metadata as plain data, and types of two of them beside each other.
import { Metadata, TypeRegistry } from '@polkadot/types';
import { compactStripLength, hexToU8a, u8aToHex } from '@polkadot/util';

/** Version 14, 15 or 16 of a world's runtime: { registry, metadata, json }, or null if it has none. */
export async function metadataOf(runner, world, version) {
    const request = version === 14
        ? { op: 'call', world, method: 'Metadata_metadata', args: '0x' }
        : { op: 'call', world, method: 'Metadata_metadata_at_version', args: u8aToHex(Uint8Array.of(version, 0, 0, 0)) };
    const { result, trap } = await runner.ask(request);
    if (trap !== undefined) throw new Error(`${request.method} of ${world}: ${trap}`);
    let bytes = hexToU8a(result);
    if (version !== 14) {
        if (bytes[0] === 0) return null;
        bytes = bytes.subarray(1);
    }
    const inner = compactStripLength(bytes)[1];
    const registry = new TypeRegistry();
    const metadata = new Metadata(registry, u8aToHex(inner));
    if (metadata.version !== version) throw new Error(`version ${metadata.version} in place of ${version}`);
    registry.setMetadata(metadata);
    return { registry, metadata, bytes: inner, json: metadata[`asV${version}`].toJSON() };
}

/** Types of `real` beside those of `ours` (lists of types in JSON), recursively. */
export class TypePairs {
    #pairs = new Map(); // "a:b" → { faults, children: [[label, a, b]] }
    typeNames = { same: 0, all: 0 };

    constructor(real, ours) {
        Object.assign(this, { real, ours });
    }

    name(types, id) {
        const one = types[id]?.type;
        if (one === undefined) return `no type ${id}`;
        if (one.path.length > 0) return one.path.join('::');
        return JSON.stringify(one.def);
    }

    /** What is wrong first between two types, however deep; null if they are the same. */
    difference(a, b) {
        const seen = new Set();
        const queue = [[[], a, b]];
        while (queue.length > 0) {
            const [trail, x, y] = queue.shift();
            const key = `${x}:${y}`;
            if (seen.has(key)) continue;
            seen.add(key);
            const { faults, children } = this.#pair(x, y);
            if (faults.length > 0) return [...trail, `${this.name(this.real, x)}: ${faults.join('; ')}`].join(' > ');
            for (const [label, p, q] of children) queue.push([[...trail, label], p, q]);
        }
        return null;
    }

    #pair(x, y) {
        const key = `${x}:${y}`;
        if (!this.#pairs.has(key)) this.#pairs.set(key, this.#compare(x, y));
        return this.#pairs.get(key);
    }

    #compare(x, y) {
        const faults = [];
        const children = [];
        const must = (what, a, b) => {
            const [p, q] = [JSON.stringify(a), JSON.stringify(b)];
            if (p !== q) faults.push(`${what}: real ${p}, ours ${q}`);
            return p === q;
        };
        const [a, b] = [this.real[x]?.type, this.ours[y]?.type];
        if (a === undefined || b === undefined) return { faults: [`no such type: real ${x}, ours ${y}`], children };
        const path = a.path.join('::');
        must('path', path, b.path.join('::'));
        if (must('parameters', a.params.map((one) => [one.name, one.type !== null]), b.params.map((one) => [one.name, one.type !== null]))) {
            a.params.forEach((one, i) => one.type !== null && children.push([`parameter ${one.name}`, one.type, b.params[i].type]));
        }
        const [kind] = Object.keys(a.def);
        if (!must('kind', kind, Object.keys(b.def)[0])) return { faults, children };
        const [p, q] = [a.def[kind], b.def[kind]];
        if (kind === 'composite') this.#fields('', p.fields, q.fields, must, children);
        else if (kind === 'variant') this.#variants(p.variants, q.variants, must, children);
        else if (kind === 'sequence' || kind === 'compact') children.push([kind, p.type, q.type]);
        else if (kind === 'array') {
            must('length', p.len, q.len);
            children.push([kind, p.type, q.type]);
        } else if (kind === 'tuple') {
            if (must('number of members', p.length, q.length)) p.forEach((one, i) => children.push([`member ${i}`, one, q[i]]));
        } else if (kind === 'bitSequence') {
            children.push(['store', p.bitStoreType, q.bitStoreType], ['order', p.bitOrderType, q.bitOrderType]);
        } else must('primitive', p, q);
        return { faults, children };
    }

    #fields(of, p, q, must, children) {
        if (!must(`fields${of}`, p.map(({ name }) => name), q.map(({ name }) => name))) return;
        p.forEach((one, i) => {
            this.typeNames.all += 1;
            if (one.typeName === q[i].typeName) this.typeNames.same += 1;
            children.push([`${of.slice(4)}${of ? '.' : ''}${one.name ?? i}`, one.type, q[i].type]);
        });
    }

    #variants(p, q, must, children) {
        const short = (list) => list.map(({ name, index }) => `${index} ${name}`);
        if (!must('variants', short(p), short(q))) return;
        p.forEach((one, i) => this.#fields(` of ${one.name}`, one.fields, q[i].fields, must, children));
    }
}
