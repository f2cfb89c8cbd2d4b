// The inherent of parachains: empty, absent, twice, on another parent, broken; bitfields that are dropped; more than fits into a
// block; random data.
import { bnToU8a, compactToU8a, hexToU8a, u8aConcat, u8aToHex } from '@polkadot/util';

import { candidateHash, currentSession, putSession, statementSet } from '../disputes.mjs';
import { Random } from '../random.mjs';

const u32 = (value) => bnToU8a(value, { bitLength: 32 });

export async function run(t) {
    const { Alice, Bob, chain, registry, tx: { paraInherent } } = t;
    const pairs = Array.from({ length: 6 }, (_, i) => t.keyOf(`//para//${i}`));
    const random = new Random('para_inherent');
    const dataOf = (parachains) => t.parachainsInherent(chain.parachainsData(parachains));
    const enter = (parachains) => paraInherent.enter(dataOf(parachains));
    const keys = (list) => u8aToHex(u8aConcat(compactToU8a(list.length), ...list.map(({ publicKey }) => publicKey)));
    /** A bitfield: bits as true or false; signed for this block unless `other` says otherwise. */
    const bitfield = (index, pair, bits = [], other = {}) => {
        const bytes = new Uint8Array(Math.ceil(bits.length / 8));
        bits.forEach((bit, i) => { if (bit) bytes[i >> 3] |= 1 << (i & 7); });
        const payload = u8aConcat(compactToU8a(bits.length), bytes);
        const signed = u8aConcat(payload, u32(other.session ?? session), other.parent ?? hexToU8a(chain.header.parentHash));
        return u8aConcat(payload, u32(index), other.signature ?? pair.sign(signed));
    };
    /** What the inherent of the open block has kept. */
    const kept = () => registry.createType('Extrinsic', chain.inherents.at(-1)).method.args[0];
    const keeps = (what, count) => {
        const found = kept()[what].length;
        if (found !== count) chain.report.fault(chain, `expected ${count} ${what} to be kept, got ${found}`);
    };

    /** In a block of others, where what an author would drop refuses the whole. */
    const others = async (parachains) => {
        await t.unsigned(enter(parachains), 'Invalid.BadMandatory');
        await t.unsigned(enter(), 'ok');
    };

    await t.next();
    let session = await currentSession(chain);
    // Twice, by others, and where it may not stand.
    await t.unsigned(enter(), 'Invalid.BadMandatory');
    await t.does(Alice, enter(), 'Invalid.BadMandatory');
    await t.root(enter(), 'BadOrigin');
    await t.as({ system: 'None' }, enter(), 'ParaInherent.TooManyInclusionInherents');
    for (const api of ['on_chain_votes', 'availability_cores', 'validator_groups', 'disputes']) await t.hostApi(api);

    // Blocks that cannot be, or might.
    await chain.close();
    const before = await chain.save();
    const header = hexToU8a(chain.parentHeader);
    const otherHeader = header.map((byte, i) => (i === 40 ? byte ^ 1 : byte));
    const attempts = {
        'none': async () => {},
        'of another parent': () => t.unsigned(enter({ parent: otherHeader })),
        'of another parent, and what that is called': () => t.as({ system: 'None' }, enter({ parent: otherHeader }), 'ParaInherent.InvalidParentHeader'),
        'by hand': () => t.unsigned(enter(), 'ok'),
        'at the end': async () => {
            await t.ok(Alice, t.tx.balances.transferKeepAlive(Bob.address, 1));
            await t.unsigned(enter(), 'ok');
        },
        'within another call': () => t.as({ system: 'None' }, enter(), 'ok'),
    };
    for (const [name, attempt] of Object.entries(attempts)) {
        await chain.open({ parachains: null });
        await attempt();
        await t.mayTrap(() => chain.close({ execute: name !== 'at the end' }));
        await chain.restore(before);
    }
    // Data that is broken, or longer than it is.
    await chain.open({ parachains: null });
    const time = chain.slot * 6000;
    const inherents = chain.inherentsAt(time, chain.slot, null);
    const withData = (bytes) => u8aToHex(u8aConcat([hexToU8a(inherents)[0] + 4], hexToU8a(inherents).subarray(1), new TextEncoder().encode('parachn0'), compactToU8a(bytes.length), bytes));
    const good = chain.parachainsData();
    for (const bytes of [good, good.subarray(0, good.length - 1), u8aConcat(good, [1, 2, 3]), new Uint8Array(), u8aConcat([4], good), chain.parachainsData({ parent: otherHeader })]) {
        await t.api('BlockBuilder_inherent_extrinsics', withData(bytes));
    }
    const block = (...extrinsics) => u8aToHex(u8aConcat(compactToU8a(extrinsics.length), ...extrinsics.map((one) => hexToU8a(one)))).slice(2);
    for (const parachains of [{}, { parent: otherHeader }]) {
        const extrinsics = [t.tx.timestamp.set(time), enter(parachains)].map((one) => chain.unsigned(one));
        await t.api('BlockBuilder_check_inherents', chain.encodedHeader + block(...extrinsics) + withData(good).slice(2));
    }
    await chain.restore(before);

    // Bitfields on a chain without cores: no bits, but signatures all the same.
    await chain.put([[chain.key('parasShared', 'activeValidatorKeys'), keys(pairs)]]);
    await putSession(chain, session, pairs);
    const bitfields = () => [
        bitfield(0, pairs[0]), bitfield(0, pairs[0]), bitfield(2, pairs[2]), bitfield(1, pairs[1]), bitfield(3, pairs[2]),
        bitfield(3, pairs[3]), bitfield(4, pairs[4], [true]), bitfield(4, pairs[4], [], { session: session + 1 }),
        bitfield(5, pairs[5], [], { parent: new Uint8Array(32) }), bitfield(6, pairs[5]), bitfield(2 ** 32 - 1, pairs[5]),
    ];
    await chain.open({ parachains: () => ({ bitfields: bitfields() }) });
    keeps('bitfields', 2); // of the first and the third: a wrong signature takes the fourth's place
    await chain.close();
    await chain.open({ parachains: null });
    await others({ bitfields: bitfields() }); // a block that others made may have them all
    await t.next();

    // More bitfields than fit: as many as fit, at random; a block with all of them is refused.
    const many = Array.from({ length: 800 }, (_, i) => (i % 40 === 0 ? pairs[(i / 40) % 6] : null));
    await chain.put([[chain.key('parasShared', 'activeValidatorKeys'), keys(many.map((pair) => pair ?? Bob))]]);
    const all = () => many.map((pair, i) => (pair ? bitfield(i, pair) : bitfield(i, Bob, [], { signature: random.bytes(64) })));
    for (let i = 0; i < 3; ++i) {
        await t.next(1, { parachains: () => ({ bitfields: all() }), claim: i === 2 ? 'plain' : 'vrf' });
    }
    await t.next(1, { parachains: () => ({ bitfields: all() }) }); // without the parent's randomness
    await chain.close();
    await chain.open({ parachains: null });
    await t.unsigned(enter({ bitfields: all() }), 'Invalid.BadMandatory');
    await t.as({ system: 'None' }, enter({ bitfields: all() }), 'ParaInherent.InherentDataFilteredDuringExecution');
    await t.unsigned(enter(), 'ok');
    await chain.put([[chain.key('parasShared', 'activeValidatorKeys'), keys(pairs)]]);
    await t.next();

    // Disputes that fill a block: the first ones; and then no room for bitfields.
    const small = (mark, valid) => statementSet(u8aConcat(u32(mark), new Uint8Array(28)), session, [
        ['seconded', 0, pairs[0], valid ? {} : { forge: () => random.bytes(64) }], ['invalid', 1, pairs[1], valid ? {} : { forge: () => random.bytes(64) }]]);
    const fakes = Array.from({ length: 700 }, (_, i) => (i % 50 === 3 ? small(i, true) : u8aConcat(u32(i), new Uint8Array(28), u32(session), compactToU8a(2),
        [0, 0], u32(2), random.bytes(64), [1, 0], u32(3), random.bytes(64))));
    await t.next(1, { parachains: () => ({ disputes: [...fakes].reverse(), bitfields: bitfields() }) });
    await t.next(1, { parachains: () => ({ disputes: fakes.slice(0, 400), bitfields: bitfields() }) });
    await chain.close();
    await chain.open({ parachains: null });
    await t.unsigned(enter({ disputes: fakes }), 'Invalid.BadMandatory');
    await others({ disputes: fakes.slice(0, 300).reverse() }); // in any order
    await t.next();

    // Random data, and once more what others might put into a block.
    const count = Number(process.env.DIFF_INHERENTS ?? 25);
    let last;
    for (let i = 0; i < count; ++i) {
        session = await currentSession(chain);
        const parachains = () => randomData(random, pairs, session, chain, bitfield);
        await t.mayTrap(() => chain.close());
        if (chain.inBlock) { // what its author made is not what a block may have
            await chain.restore(last);
            await chain.open();
            await chain.close();
        }
        const state = await chain.save();
        last = state;
        await chain.open({ parachains: null });
        await t.unsigned(enter(parachains()));
        await t.mayTrap(() => chain.close());
        await chain.restore(state);
        await chain.open({ parachains });
    }
}

/** Bitfields, candidates and disputes that mean something in parts. */
function randomData(random, pairs, session, chain, bitfield) {
    const some = (most, make) => Array.from({ length: random.between(0, most) }, make);
    const bitfields = some(8, () => bitfield(random.between(0, 6), random.pick(pairs), some(2, () => random.chance(50))));
    const kinds = ['explicit', 'seconded', 'backed', 'approved', 'invalid', 'invalid'];
    const disputes = some(6, () => statementSet(candidateHash(random.between(1, 5)), random.chance(90) ? session : random.between(0, 3),
        some(12, () => {
            const index = random.between(0, 5);
            const other = random.chance(8) ? { session: session + 1 } : random.chance(5) ? { parent: random.bytes(32) } : {};
            return [random.pick(kinds), index, random.chance(95) ? pairs[index] : random.pick(pairs), other];
        })));
    const candidates = some(4, () => {
        const code = random.chance(20) ? u8aConcat([1], compactToU8a(9), random.bytes(9)) : [0];
        const votes = random.between(0, 3);
        return u8aConcat(u32(random.pick([0, 1000, 2000])), random.chance(50) ? hexToU8a(chain.header.parentHash) : random.bytes(32),
            random.bytes(32 * 4 + 64 + 32 * 2), [0], [0], code, compactToU8a(5), random.bytes(5), u32(0), u32(chain.number - 1),
            compactToU8a(votes), ...Array.from({ length: votes }, () => u8aConcat([random.between(1, 2)], random.bytes(64))), [4 * 3], [random.between(0, 7)]);
    });
    return { bitfields, disputes, candidates };
}
