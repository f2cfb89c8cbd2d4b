// Validators of whom nothing is heard in a session, heartbeats that are right, and heartbeats that are wrong.
import { bnToU8a, compactAddLength, hexToU8a, u8aConcat, u8aToHex } from '@polkadot/util';

const u32 = (value) => bnToU8a(value, { bitLength: 32 });

/** Pallets that the reference must have. */
export const needs = ['imOnline'];

export async function run(t) {
    const { Alice, Bob, Charlie, chain, tx: { balances, sudo, utility } } = t;
    const kPallet = 11;
    /** A heartbeat for the validator at a place, signed by `pair`. */
    const heartbeat = ({ index = 1, pair = Bob, at, of = 2, number = 1 } = {}) => {
        const beat = u8aConcat(u32(number), u32(at), u32(index), u32(of));
        return u8aConcat([kPallet, 0], beat, pair.sign(beat));
    };
    const send = (call, note, expected) => t.raw(u8aToHex(compactAddLength(u8aConcat([4], call))), note, expected, { sources: [0, 1, 2] });
    const currentSession = async () => {
        const [{ values: [value] }] = await chain.runner.ask([{ op: 'get', world: 'real', keys: [chain.key('session', 'currentIndex')] }]);
        return value === null ? 0 : new DataView(hexToU8a(value).buffer).getUint32(0, true);
    };

    await t.next();
    for (let i = 0; i < 4; ++i) {
        await t.next(1, { skip: 600, author: 0 });
        if (i > 0) { // after the first session, in which both made blocks
            const reports = await chain.runner.ask({ op: 'keys', world: 'real', prefix: chain.judge.keys.reports });
            if (reports.pairs.length < i) chain.report.fault(chain, `nobody was reported by session ${i}`);
        }
        await t.next(1, { author: 0 });
        await t.ok(Alice, balances.transferKeepAlive(Bob.address, 1));
        for (const api of ['GrandpaApi_grandpa_authorities', 'BabeApi_next_epoch', 'AuthorityDiscoveryApi_authorities']) await t.api(api);
        await t.next(2, { author: 0 });
    }

    const at = await currentSession();
    await send(heartbeat({ at, index: 0, pair: Alice }), 'of one who wrote a block', 'Invalid.Stale');
    await send(heartbeat({ at: at + 1 }), 'of the next session', 'Invalid.Stale');
    await send(heartbeat({ at: at - 1 }), 'of the last session', 'Invalid.Stale');
    await send(heartbeat({ at, of: 3 }), 'with another number of validators', 'Invalid.Custom(10)');
    await send(heartbeat({ at, index: 2, pair: Charlie }), 'of nobody', 'Invalid.BadProof');
    await send(heartbeat({ at, pair: Charlie }), 'signed by another', 'Invalid.BadProof');
    await t.does(Alice, heartbeat({ at }), 'BadOrigin');
    await send(heartbeat({ at, number: 4_000_000_000 }), 'of any block', 'ok');
    t.saw('ImOnline.HeartbeatReceived');
    await send(heartbeat({ at }), 'once more', 'Invalid.Stale');
    // Calls that validation keeps from being dispatched, by an origin that Root makes.
    for (const index of [1, 9]) {
        const call = t.registry.createType('Call', heartbeat({ at, index }));
        await t.ok(Alice, sudo.sudo(utility.dispatchAs({ system: 'None' }, call)));
    }
    await t.next(1, { author: 0 });
    await t.next(1, { skip: 600, author: 0 });
    await t.next();
}
