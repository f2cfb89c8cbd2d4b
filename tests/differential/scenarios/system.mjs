// Remarks, storage and code written by root, and what System itself keeps of blocks.
import { compactAddLength, stringToHex, stringToU8a, u8aConcat, u8aToHex } from '@polkadot/util';

export async function run(t) {
    const { Alice, Bob, Charlie, tx: { balances, system } } = t;
    await t.next();
    for (const remark of ['0x', '0x00', '0x' + 'ab'.repeat(63), '0x' + 'ab'.repeat(64), '0x' + 'cd'.repeat(20_000)]) {
        await t.ok(Alice, system.remark(remark));
        await t.ok(Bob, system.remarkWithEvent(remark));
    }
    await t.root(system.remark('0x01'));
    await t.root(system.remarkWithEvent('0x01'), 'BadOrigin');

    const key = stringToHex('a key of nobody');
    const own = t.chain.key('system', 'parentHash'); // below a prefix that is compared
    const calls = [
        system.setHeapPages(0), system.setCode('0x00'), system.setCodeWithoutChecks('0x00'), system.setStorage([[key, '0x01']]),
        system.killStorage([key]), system.killPrefix(key, 1),
    ];
    for (const call of calls) await t.fails(Charlie, call, 'BadOrigin');
    await t.next();
    await t.root(system.setStorage([]));
    await t.root(system.setStorage([[key, '0x01'], [own + '00', '0x'], [own + '01', '0x0102'], [own + '02', '0x03']]));
    await t.root(system.killStorage([own + '00', own + '00', '0x77']));
    await t.root(system.killPrefix(own + '01', 0));
    await t.root(system.killPrefix(own + '0', 5));
    await t.root(system.killPrefix(key, 1));
    await t.root(system.setHeapPages(2048));
    await t.root(system.setHeapPages(2048));
    await t.next();

    await t.root(system.setCode('0x'), 'System.FailedToExtractRuntimeVersion');
    await t.root(system.setCode('0x0061736d01000000'), 'System.FailedToExtractRuntimeVersion');
    await t.root(system.setCode(t.code({ specName: 'kusama', specVersion: 1_000_000 })), 'System.SpecVersionNeedsToIncrease');
    await t.root(system.setCode(t.code({ specName: 'kusama', specVersion: 5 })), 'System.SpecVersionNeedsToIncrease');
    await t.root(system.setCode(t.code({ specName: 'westend', specVersion: 2_000_000 })), 'System.InvalidSpecName');
    await t.next();
    await t.ok(Alice, balances.transferKeepAlive(Bob.address, 1));
    await t.next();

    // Block hashes are kept for a while: as if many blocks had been.
    await t.skipTo(5000);
    for (let i = 0; i < 3; ++i) await t.next();

    const before = await t.chain.save();
    await t.root(system.setCode(t.code({ specName: 'kusama', specVersion: 2_000_000 })));
    t.saw('System.CodeUpdated');
    await t.chain.restore(before);
    await t.root(system.setCodeWithoutChecks(u8aToHex(u8aConcat(stringToU8a('no code'), compactAddLength(stringToU8a('at all'))))));
    await t.mayTrap(() => t.chain.close()); // calls by Root have the new code in force at once
    await t.chain.restore(before);
}
