// The migration of the trie: the keys of each block, its limits, keys that are too long, progress that root sets.
import { stringToU8a, u8aToHex } from '@polkadot/util';

const kChild = 'keys of a contract';

/** The roots of both sides, as the tries are or laid out anew in one version. */
async function roots({ chain }, version) {
    const ask = (world) => ({ op: version === undefined ? 'root' : 'lay', world, version });
    return (await chain.runner.ask([ask('real'), ask('ours')])).map(({ root }) => root);
}

/** From a state whose tries have version 0, as an older chain's, to one whose tries are those of version 1. */
async function migrate(t, limits, key) {
    const { chain, tx: { stateTrieMigration: migration } } = t;
    const expect = (what, is) => is || chain.report.fault(chain, what);
    const last = async () => (await t.read('stateTrieMigration', 'migrationProcess')).toJSON().progressTop;
    /** Blocks with these limits until the progress is there. */
    const until = async (what, one, is) => {
        await t.root(migration.controlAutoMigration(one));
        for (let blocks = 0; blocks < 60 && !is(await last()); ++blocks) await t.next();
        expect(`not ${what}: ${JSON.stringify(await last())}`, is(await last()));
    };
    const code = u8aToHex(stringToU8a(':code'));
    await t.root(migration.controlAutoMigration(null));
    await t.root(migration.forceSetProgress('ToStart', 'ToStart'));
    await t.next();
    await chain.close();
    const old = await roots(t, 0);
    await chain.open();

    // Up to the code, which each side has its own of: it is written anew on both, and passed over.
    const before = (await chain.runner.ask({ op: 'keys', world: 'real', prefix: '0x' })).pairs.map(([one]) => one).filter((one) => one < code);
    await until('at the code', limits(4_000_000_000, before.length - 20), ({ lastKey }) => lastKey >= before.at(-40));
    await until('before the code', limits(4_000_000_000, 1), ({ lastKey }) => lastKey === before.at(-1));
    await t.root(migration.forceSetProgress(key(':code'), 'ToStart'));
    await chain.close();
    await chain.runner.ask(['real', 'ours'].map((world, i) => ({ op: 'put', world, changes: [[code, chain.code[i]]] })));
    await chain.open();
    await until('at the end', limits(20_000, 40), ({ complete }) => complete !== undefined);
    await chain.close();
    const now = await roots(t);
    const anew = await roots(t, 1);
    now.forEach((root, i) => expect(`side ${i}: not everything has version 1`, root === anew[i] && root !== old[i]));
    await chain.open();
}

/** Pallets that the reference must have. */
export const needs = ['stateTrieMigration'];

export async function run(t) {
    const { Bob, tx: { system, stateTrieMigration: migration } } = t;
    const task = async () => (await t.read('stateTrieMigration', 'migrationProcess'))?.toJSON();
    const key = (text) => ({ LastKey: typeof text === 'string' ? u8aToHex(stringToU8a(text)) : u8aToHex(text) });
    const limits = (size, item) => ({ size, item });
    await t.next();
    // Each key counts: storage of absent pallets is there on both sides. And some keys before that of the code.
    await t.chain.close();
    await t.chain.share();
    await t.chain.put(Array.from({ length: 60 }, (_, i) => [u8aToHex(stringToU8a(`:cm${i + 10}`)), `0x${'0f'.repeat(i)}`]));
    await t.chain.open();

    // Nobody may sign for a migration, and only root says what is done.
    const none = { progressTop: 'ToStart', progressChild: 'ToStart', size: 0, topItems: 0, childItems: 0 };
    const kSigned = [migration.continueMigrate(limits(1, 1), 100, none), migration.continueMigrate(limits(4_294_967_295, 4_294_967_295), 4_294_967_295, none),
        migration.migrateCustomTop([], 0), migration.migrateCustomTop(['0x3a636f6465', '0x00'], 4_000_000), migration.migrateCustomChild('0x00', ['0x01'], 9)];
    for (const call of [...kSigned, migration.controlAutoMigration(null), migration.setSignedMaxLimits(limits(1, 1)), migration.forceSetProgress('ToStart', 'ToStart')]) {
        await t.does(Bob, call);
    }
    for (const call of kSigned.filter((_, i) => i !== 1)) await t.root(call, null); // that one is too heavy for a block
    await t.root(migration.setSignedMaxLimits(limits(1024, 5)));
    await t.does(Bob, kSigned[0], 'BadOrigin');

    // Limits of keys and of bytes, and none at all.
    for (const one of [limits(0, 5), limits(5, 0), limits(1, 1), limits(4_294_967_295, 3), limits(600, 100), limits(100_000, 9)]) {
        await t.root(migration.controlAutoMigration(one));
        await t.next(2);
    }
    await t.root(migration.controlAutoMigration(null));
    await t.next();

    // A value of half a megabyte, which is more than a block may migrate by the limit; and past the code, which each side has its own.
    const large = u8aToHex(stringToU8a(':codf'));
    await t.chain.close();
    await t.chain.put([[large, `0x${'5e'.repeat(500_000)}`]]);
    await t.chain.open();
    await t.root(migration.forceSetProgress(key(':code'), 'ToStart'));
    await t.root(migration.controlAutoMigration(limits(409_600, 3)));
    await t.next(2);
    await t.chain.close();
    await t.chain.put([[large, null]]);
    await t.chain.open();
    await t.root(migration.forceSetProgress(key(new Uint8Array(512).fill(0xff)), 'ToStart'));
    await t.root(migration.controlAutoMigration(limits(1_000, 10)));
    await t.next(2);
    if ((await task()).progressTop.complete === undefined) t.chain.report.fault(t.chain, `not complete: ${JSON.stringify(await task())}`);
    await t.root(migration.controlAutoMigration(limits(1_000, 10))); // nothing is left
    await t.next(2);

    // Child tries: below a root that is there no longer, and below a key that is no root.
    await t.root(migration.controlAutoMigration(limits(100_000, 4)));
    for (const [top, child] of [[key(':child_storage:default:gone'), 'ToStart'], [key(':child_storage:default:'), 'ToStart'],
        [key(':child_storage:default:gone'), key('x')], [key(':code'), 'Complete'], ['ToStart', key('x')], ['Complete', key('x')],
        [key(':nothing'), key('x')]]) {
        await t.root(migration.forceSetProgress(top, child));
        await t.next(2);
    }
    await t.root(migration.controlAutoMigration(limits(100_000, 4))); // the last one halted it

    // A key that is too long halts it, until root sets the progress behind it.
    const long = new Uint8Array(513).fill(7);
    await t.root(system.setStorage([[u8aToHex(long.subarray(0, 512)), '0x0102'], [u8aToHex(long), '0x03']]));
    await t.root(migration.forceSetProgress(key(long.subarray(0, 500)), 'ToStart'));
    await t.next(3);
    await t.root(migration.controlAutoMigration(limits(100, 1)));
    await t.next();
    await t.root(system.killStorage([u8aToHex(long), u8aToHex(long.subarray(0, 512))]));
    await t.next(2);

    // A child trie, whose keys come where its root stands: two and then more a block, the first key is the empty one.
    const child = u8aToHex(stringToU8a(kChild));
    const entries = Array.from({ length: 7 }, (_, i) => [u8aToHex(stringToU8a(`key ${i}`)), `0x${'ab'.repeat(20 * i)}`]);
    const putChild = async (changes) => {
        await t.chain.close();
        await t.chain.runner.ask(['real', 'ours'].map((world) => ({ op: 'put', world, child, changes })));
        await t.chain.open();
    };
    await putChild(entries);
    await t.root(migration.forceSetProgress(key(`:child_storage:default:${kChild}`), 'ToStart'));
    await t.root(migration.controlAutoMigration(limits(1_000, 2)));
    await t.next(2);
    await t.root(migration.controlAutoMigration(limits(130, 100)));
    await t.next(3);
    await t.root(migration.controlAutoMigration(limits(100_000, 1)));
    await t.next(3);
    await t.root(migration.controlAutoMigration(null));
    await putChild(entries.map(([one]) => [one, null]));
    await migrate(t, limits, key);
}
