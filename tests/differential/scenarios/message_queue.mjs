// MessageQueue: pages as they stand in the state, served in turn within a block's weight; old pages removed; messages that were
// passed over executed. Of programs only those without instructions and such as do not decode; candidates of parachains, which
// alone send messages, are not made here.
import { bnToU8a, compactToU8a, u8aConcat, u8aToHex } from '@polkadot/util';

const u32 = (value) => bnToU8a(value, { bitLength: 32 });
const u64 = (value) => bnToU8a(value, { bitLength: 64 });
const kHeader = 5;

/** A page: messages (bytes), of which those in `done` are processed, and the first `skipped` were tried. */
const page = (messages, { done = [], skipped = 0 } = {}) => {
    const offsets = [0];
    for (const one of messages) offsets.push(offsets.at(-1) + kHeader + one.length);
    const left = messages.filter((_, i) => !done.includes(i));
    const heap = u8aConcat(...messages.flatMap((one, i) => [u32(one.length), [done.includes(i) ? 1 : 0], one]));
    return u8aConcat(u32(left.length), u32(left.reduce((sum, one) => sum + one.length, 0)), u32(skipped), u32(offsets[skipped]),
        u32(offsets[messages.length - 1]), compactToU8a(heap.length), heap);
};
const queue = (para) => u8aConcat([0, 0], u32(para));
const origin = (para) => ({ Ump: { Para: para } });

export async function run(t) {
    const { Alice, Bob, chain, tx: { configuration, messageQueue, registrar } } = t;
    const book = ({ begin, end, count, neighbours, messages, size }) => u8aToHex(u8aConcat(u32(begin), u32(end), u32(count),
        neighbours ? u8aConcat([1], queue(neighbours[0]), queue(neighbours[1])) : [0], u64(messages), u64(size)));
    /** Queues of { para, first, begin, pages }: pages from number `first` on wait from `begin` on; those that wait are in the ring. */
    const put = async (queues) => {
        const ready = queues.filter(({ first = 0, begin = 0, pages }) => begin < first + pages.length).map(({ para }) => para);
        const changes = queues.flatMap(({ para, first = 0, begin = 0, pages, count = pages.length }) => {
            const left = pages.map((one) => [0, 4].map((at) => new DataView(one.buffer).getUint32(at, true)));
            const [messages, size] = [0, 1].map((i) => left.reduce((sum, one) => sum + one[i], 0));
            const at = ready.indexOf(para);
            const neighbours = at < 0 ? null : [ready.at(at - 1), ready[(at + 1) % ready.length]];
            return [
                [chain.key('messageQueue', 'bookStateFor', origin(para)), book({ begin, end: first + pages.length, count, neighbours, messages, size })],
                ...pages.map((one, i) => [chain.key('messageQueue', 'pages', origin(para), first + i), u8aToHex(one)]),
            ];
        });
        if (ready.length > 0) changes.push([chain.key('messageQueue', 'serviceHead'), u8aToHex(queue(ready[0]))]);
        await chain.put(changes);
    };
    const garbage = (size = 3, byte = 0xff) => new Uint8Array(size).fill(byte);
    const empty = (version) => Uint8Array.of(version, 0);
    await t.next();

    // A message that does not decode is dropped; a program without instructions has done all it wanted.
    await put([{ para: 2000, pages: [page([garbage(), empty(3), empty(2), new Uint8Array(0), Uint8Array.of(3), Uint8Array.of(4, 0), Uint8Array.of(1, 0),
        Uint8Array.of(0, 0), Uint8Array.of(3, 4), Uint8Array.of(3, 4, 48), Uint8Array.of(2, 4, 28), u8aConcat([3], compactToU8a(101), new Uint8Array(200).fill(10)),
        empty(3)])] }]);
    await t.next();
    await t.next();

    // Queues in turn: the next block begins with the one behind.
    const small = (count) => Array.from({ length: count }, (_, i) => page([empty(3), garbage(1 + i), empty(2)]));
    await put([{ para: 2000, pages: small(1) }, { para: 2001, pages: small(3) }, { para: 7, pages: small(2) }, { para: 2003, begin: 4, first: 4, pages: small(2) }]);
    await t.next();
    await put([{ para: 2001, begin: 9, first: 9, pages: small(1) }, { para: 2000, begin: 3, first: 3, pages: small(1) }]);
    await t.next();

    // More than a block has weight for, in a page and in many.
    const many = (count, size = 1) => page(Array.from({ length: count }, () => garbage(size)));
    await put([{ para: 2000, pages: [many(3000), many(3000)] }, { para: 2001, pages: [many(3000)] }, { para: 2002, pages: [many(20)] }]);
    await t.next(4);

    // Messages that were passed over, in the page that is served and behind it.
    await put([{ para: 2000, first: 2, begin: 5, pages: [
        page([garbage(4), empty(3), garbage(5)], { skipped: 3 }), page([garbage(2), garbage(3)], { done: [0], skipped: 2 }), page([empty(3)], { done: [0], skipped: 1 }),
    ] }]);
    const execute = (number, index, para = 2000) => messageQueue.executeOverweight(origin(para), number, index, { refTime: 10_000_000_000, proofSize: 100_000 });
    await t.root(execute(2, 0), 'BadOrigin');
    await t.root(messageQueue.reapPage(origin(2000), 2), 'BadOrigin');
    await t.fails(Bob, execute(1, 0), 'MessageQueue.NoPage');
    await t.fails(Bob, execute(2, 0, 9), 'MessageQueue.NoPage');
    await t.fails(Bob, execute(2, 3), 'MessageQueue.NoMessage');
    await t.fails(Bob, execute(3, 0), 'MessageQueue.AlreadyProcessed');
    await t.ok(Bob, execute(2, 1));
    t.saw('MessageQueue.Processed');
    await t.fails(Bob, execute(2, 1), 'MessageQueue.AlreadyProcessed');
    await t.ok(Bob, execute(2, 2));
    t.saw('MessageQueue.ProcessingFailed');
    await t.ok(Bob, execute(3, 1)); // the last one: the page goes
    await t.fails(Bob, execute(3, 1), 'MessageQueue.NoPage');

    // Pages that nobody needs, or of whose kind there are too many.
    await t.fails(Bob, messageQueue.reapPage(origin(2000), 5), 'MessageQueue.NotReapable'); // not served yet
    await t.fails(Bob, messageQueue.reapPage(origin(2000), 1), 'MessageQueue.NoPage');
    await t.fails(Bob, messageQueue.reapPage(origin(2000), 2), 'MessageQueue.NotReapable'); // has a message
    await t.ok(Bob, messageQueue.reapPage(origin(2000), 4));
    t.saw('MessageQueue.PageReaped');
    for (const [total, begin, pages] of [[17, 17, [0, 1]], [18, 300, [0, 43, 44, 45]], [30, 60, [12, 41, 43, 44, 45]], [250, 250, [0, 233, 234]]]) {
        await put([{ para: 2100, begin, pages: Array.from({ length: total }, () => page([garbage(2)], { skipped: 1 })) }]);
        for (const number of pages) await t.does(Bob, messageQueue.reapPage(origin(2100), number));
    }

    // A page that is served while messages of it were passed over.
    await put([{ para: 2200, pages: [page([garbage(2), garbage(3), empty(3)], { skipped: 1 }), page([garbage(1)])] }]);
    await t.fails(Bob, execute(0, 1, 2200), 'MessageQueue.Queued');
    await t.ok(Bob, execute(0, 0, 2200));
    await t.fails(Bob, execute(1, 0, 2200), 'MessageQueue.Queued');
    await t.next();

    // Damaged states that break nothing: a page that is not there, headers that say too much, a ring that is torn.
    const broken = page([garbage(3), garbage(3)]);
    broken.set(u32(1000), 20 + compactToU8a(16).length);
    await put([{ para: 2300, pages: [broken] }, { para: 2301, pages: [page([garbage(1)]), page([garbage(1)])] }]);
    await chain.put([[chain.key('messageQueue', 'pages', origin(2301), 0), null]]);
    await t.next();
    await t.fails(Bob, execute(0, 0, 2300), undefined);
    await chain.put([[chain.key('messageQueue', 'serviceHead'), u8aToHex(queue(2999))]]);
    await t.next();

    // A para whose messages wait does not go.
    await chain.put([[chain.key('messageQueue', 'serviceHead'), null]]);
    await t.root(configuration.setMaxUpwardQueueCount(5));
    await t.root(registrar.forceRegister(Bob.address, 0n, 3000, '0x01', '0x0102030405060708091011'));
    await chain.put([[chain.key('paras', 'paraLifecycles', 3000), '0x01']]);
    await put([{ para: 3000, begin: 1, pages: [page([garbage(2)], { skipped: 1 })] }]);
    await t.root(registrar.deregister(3000), 'Registrar.CannotDeregister');
    await t.ok(Alice, execute(0, 0, 3000));
    await t.root(registrar.deregister(3000), null);
    await t.next();
}
