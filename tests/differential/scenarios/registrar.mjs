// Registrar: numbers reserved, paras registered, locked, upgraded, swapped, ended, by their managers, themselves and root.
import { blake2AsU8a } from '@polkadot/util-crypto';
import { bnToU8a, hexToU8a, u8aConcat, u8aToHex } from '@polkadot/util';

import { KSM } from '../scenario.mjs';

const kPublic = 2000;
const u32 = (value) => bnToU8a(value, { bitLength: 32 });
const by = (para) => ({ ParachainsOrigin: { Parachain: para } });

export async function run(t) {
    const { Alice, Bob, Charlie, chain, tx: { balances, configuration, paras, registrar } } = t;
    const code = (byte, size = 30) => u8aToHex(new Uint8Array(size).fill(byte));
    const head = (byte, size = 20) => u8aToHex(new Uint8Array(size).fill(byte));
    const [poor] = await t.pool('Registrant', 1, KSM);
    const endSession = async () => {
        await t.next(1, { skip: 600, claim: 'primary' });
        await t.next(1);
    };
    await t.next();
    await t.root(configuration.setMaxHeadDataSize(500));
    await t.root(configuration.setMaxCodeSize(4000));
    await endSession();
    await endSession();

    // Numbers.
    await t.ok(Bob, registrar.reserve());
    await t.ok(Bob, registrar.reserve());
    await t.ok(Charlie, registrar.reserve());
    await t.fails(poor, registrar.reserve(), 'Balances.InsufficientBalance');
    await t.root(registrar.reserve(), 'BadOrigin');
    await t.ok(Alice, registrar.reserve());
    await t.ok(Alice, registrar.deregister(kPublic + 3)); // given back

    await t.ok(Charlie, registrar.addLock(kPublic + 2));
    await t.fails(Charlie, registrar.register(kPublic + 2, head(1), code(1)), 'Registrar.ParaLocked');
    await t.root(registrar.removeLock(kPublic + 2));

    // Head and code.
    await t.fails(Bob, registrar.register(77, head(1), code(1)), 'Registrar.NotReserved');
    await t.fails(Charlie, registrar.register(kPublic, head(1), code(1)), 'Registrar.NotOwner');
    await t.fails(Bob, registrar.register(kPublic, head(1), '0x'), 'Registrar.InvalidCode');
    await t.fails(Bob, registrar.register(kPublic, head(1), code(1, 4001)), 'Registrar.CodeTooLarge');
    await t.fails(Bob, registrar.register(kPublic, head(1, 501), code(1)), 'Registrar.HeadDataTooLarge');
    await t.ok(Bob, registrar.register(kPublic, head(1, 500), code(1, 4000)));
    await t.fails(Bob, registrar.register(kPublic, head(1), code(1)), 'Registrar.AlreadyRegistered');
    await t.root(paras.addTrustedValidationCode(code(2)));
    await t.ok(Bob, registrar.register(kPublic + 1, head(2), code(2)));
    await t.fails(Bob, registrar.forceRegister(Bob.address, 1, 5, head(1), code(1)), 'BadOrigin');
    await t.root(registrar.forceRegister(Bob.address, 1n, 5, '0x', code(2)));
    await t.root(registrar.forceRegister(Charlie.address, 0n, kPublic + 2, head(3), code(2))); // with a rebate
    await t.root(registrar.forceRegister(poor.address, 100n * KSM, 6, head(3), code(2)), 'Balances.InsufficientBalance');
    await t.root(registrar.forceRegister(Bob.address, 0n, 5, head(3), code(2)), 'Registrar.AlreadyRegistered');
    await t.root(paras.addTrustedValidationCode(code(1, 4000)));
    t.saw('Paras.PvfCheckAccepted');

    // Before they are on board.
    await t.fails(Bob, registrar.deregister(kPublic), 'Registrar.NotParathread');
    await t.ok(Bob, registrar.setCurrentHead(kPublic, head(9)));
    await t.ok(Bob, registrar.scheduleCodeUpgrade(kPublic + 1, code(3)));
    await t.fails(Bob, registrar.scheduleCodeUpgrade(kPublic + 1, code(4)), 'Paras.CannotUpgradeCode');
    await endSession();
    await endSession();
    await endSession();
    await t.fails(Charlie, registrar.deregister(kPublic), 'BadOrigin');
    await t.fails(Charlie, registrar.scheduleCodeUpgrade(kPublic, code(4)), 'BadOrigin');
    await t.as(by(kPublic + 1), registrar.deregister(kPublic), 'Registrar.NotOwner');
    await t.root(registrar.addLock(77));
    await t.root(registrar.removeLock(77));

    // Locks: by hand, and by the first head.
    await t.fails(Bob, registrar.removeLock(kPublic), 'BadOrigin');
    await t.ok(Bob, registrar.addLock(kPublic));
    await t.fails(Bob, registrar.setCurrentHead(kPublic, head(10)), 'Registrar.ParaLocked');
    await t.as(by(kPublic), registrar.setCurrentHead(kPublic, head(10)));
    await t.as(by(kPublic), registrar.removeLock(kPublic));
    await t.ok(Bob, registrar.setCurrentHead(kPublic, head(11)));
    await t.root(paras.forceNoteNewHead(kPublic, head(12))); // it was unlocked on purpose
    await t.ok(Bob, registrar.setCurrentHead(kPublic, head(11)));
    await t.root(paras.forceNoteNewHead(kPublic + 1, head(12)));
    await t.fails(Bob, registrar.setCurrentHead(kPublic + 1, head(11)), 'Registrar.ParaLocked');
    await t.root(paras.forceNoteNewHead(kPublic + 1, head(13)));
    await t.root(registrar.setCurrentHead(kPublic + 1, head(14)));

    // Places change when both want it.
    const chainNow = (id) => chain.put([
        [chain.key('paras', 'paraLifecycles', id), '0x02'],
        [chain.key('paras', 'parachains'), u8aToHex(u8aConcat([4], u32(id)))],
    ]);
    await t.fails(Alice, registrar.swap(kPublic, kPublic + 1), 'BadOrigin');
    await t.ok(Bob, registrar.swap(kPublic, kPublic + 1));
    await t.ok(Bob, registrar.swap(kPublic, kPublic));
    await t.ok(Bob, registrar.swap(kPublic, kPublic + 1));
    await t.root(registrar.swap(kPublic + 1, kPublic), 'Registrar.CannotSwap'); // two parathreads
    await t.root(registrar.swap(77, kPublic), 'Registrar.NotRegistered');
    await chainNow(kPublic);
    await t.root(registrar.swap(kPublic + 1, kPublic));
    t.saw('Registrar.Swapped');
    await t.ok(Bob, registrar.swap(kPublic, kPublic + 1));
    await t.root(registrar.swap(kPublic + 1, kPublic), 'Registrar.CannotSwap'); // both are about to change
    await endSession();
    await endSession();
    await t.root(registrar.swap(kPublic + 2, kPublic + 1));
    await t.ok(Charlie, balances.transferKeepAlive(Bob.address, 1));
    await t.as(by(kPublic + 1), registrar.swap(kPublic + 1, kPublic + 2));
    await endSession();
    await endSession();
    await chain.put([kPublic, kPublic + 1].map((id) => [chain.key('paras', 'paraLifecycles', id), '0x02']));
    await t.root(registrar.swap(kPublic, kPublic + 1));
    await t.root(registrar.swap(kPublic + 1, kPublic)); // two parachains
    await t.root(registrar.deregister(kPublic), 'Registrar.NotParathread');

    // The end.
    await t.root(registrar.deregister(77));
    await chain.put([[chain.key('paras', 'paraLifecycles', kPublic + 2), '0x01']]);
    await t.root(paras.forceScheduleCodeUpgrade(kPublic + 2, code(20), 5));
    await t.root(registrar.deregister(kPublic + 2), 'Registrar.CannotDeregister'); // its code is voted on
    await t.root(paras.addTrustedValidationCode(code(20)));
    await t.root(registrar.deregister(kPublic + 2));
    await t.root(registrar.deregister(5));
    await t.root(registrar.deregister(5), 'Registrar.NotParathread');
    for (let i = 0; i < 3; ++i) await endSession();
    await t.root(paras.pokeUnusedValidationCode(blake2AsU8a(hexToU8a(code(1)))));
}
