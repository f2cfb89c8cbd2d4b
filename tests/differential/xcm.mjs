// Programs in XCM as polkadot-js takes them, in each version, and what a chain needs to send and receive them.
import { bnToU8a, compactToU8a, u8aConcat, u8aToHex } from '@polkadot/util';

const u32 = (value) => bnToU8a(value, { bitLength: 32 });
const u64 = (value) => bnToU8a(value, { bitLength: 64 });

/** The words of one version, 3 to 5. */
export class Dialect {
    constructor(version) {
        this.version = version;
    }

    location(parents, ...steps) {
        const interior = steps.length === 0 ? 'Here'
            : { [`X${steps.length}`]: this.version === 3 && steps.length === 1 ? steps[0] : steps };
        return { parents, interior };
    }
    get here() {
        return this.location(0);
    }
    get parent() {
        return this.location(1);
    }
    child(para, ...steps) {
        return this.location(0, { Parachain: para }, ...steps);
    }
    account(key, network = null) {
        return this.location(0, { AccountId32: { network, id: u8aToHex(key) } });
    }
    id(location) {
        return this.version === 3 ? { Concrete: location } : location;
    }
    asset(amount, location = this.here) {
        return { id: this.id(location), fun: { Fungible: amount } };
    }
    item(index, location = this.here) {
        return { id: this.id(location), fun: { NonFungible: { Index: index } } };
    }
    definite(...assets) {
        return { Definite: assets };
    }
    all(count) {
        return { Wild: count === undefined ? 'All' : { AllCounted: count } };
    }
    get allNative() {
        return { Wild: { AllOf: { id: this.id(this.here), fun: 'Fungible' } } };
    }
    transact(call, kind = 'SovereignAccount', weight = { refTime: 1_000_000_000, proofSize: 10_000 }) {
        return { Transact: { originKind: kind, call: { encoded: call },
            ...(this.version === 5 ? { fallbackMaxWeight: weight } : { requireWeightAtMost: weight }) } };
    }
    info(destination, queryId = 7) {
        return { destination, queryId, maxWeight: { refTime: 1_000_000, proofSize: 100 } };
    }
    of(value) {
        return { [`V${this.version}`]: value };
    }
}

export const kDialects = [3, 4, 5].map((version) => new Dialect(version));

/** The sovereign account of a child. */
export const sovereign = (para) => {
    const out = new Uint8Array(32);
    out.set(new TextEncoder().encode('para'));
    out.set(u32(para), 4);
    return out;
};

export class Messages {
    constructor(t) {
        this.t = t;
        this.registry = t.registry;
        const { fields } = t.tx.xcmPallet.send.meta;
        this.types = { location: fields[0].type, program: fields[1].type };
    }

    #encode(kind, value) {
        return this.registry.createTypeUnsafe(this.registry.createLookupType(this.types[kind]), [value]).toU8a();
    }
    /** An encoded VersionedXcm. */
    program(dialect, instructions) {
        return this.#encode('program', dialect.of(instructions));
    }
    location(dialect, value) {
        return this.#encode('location', dialect.of(value));
    }

    /** Paras that messages go to: they have heads. */
    async know(...paras) {
        const { chain } = this.t;
        await chain.put(paras.map((para) => [chain.key('paras', 'heads', para), '0x0401']));
    }

    /** Encoded messages of a para wait, each on a page of its own, so that none holds up another. */
    async receive(para, messages, first = 0) {
        const { chain } = this.t;
        const origin = { Ump: { Para: para } };
        const name = u8aConcat([0, 0], u32(para));
        const sizes = messages.map((one) => one.length);
        const total = sizes.reduce((sum, one) => sum + one, 0);
        await chain.put([
            [chain.key('messageQueue', 'bookStateFor', origin), u8aToHex(u8aConcat(u32(first), u32(first + messages.length), u32(messages.length),
                [1], name, name, u64(messages.length), u64(total)))],
            ...messages.map((one, i) => [chain.key('messageQueue', 'pages', origin, first + i), u8aToHex(u8aConcat(u32(1), u32(one.length), u32(0), u32(0), u32(0),
                compactToU8a(one.length + 5), u32(one.length), [0], one))]),
            [chain.key('messageQueue', 'serviceHead'), u8aToHex(name)],
        ]);
    }

    /** What a program of a place would do, on both sides. */
    async tries(dialect, origin, instructions) {
        await this.t.api('DryRunApi_dry_run_xcm', u8aToHex(u8aConcat(this.location(dialect, origin), this.program(dialect, instructions))));
    }
}
