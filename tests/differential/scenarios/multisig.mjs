// Multisigs: approved, stored, executed, cancelled, and every wrong way.
import { KSM } from '../scenario.mjs';

export async function run(t) {
    const { Alice, Bob, Charlie, Dave, Eve, tx: { balances, multisig, system, utility } } = t;
    const many = await t.pool('Signer', 3);
    const [poor] = await t.pool('Poor', 1, KSM / 100n);
    const trio = [Alice, Bob, Charlie];
    const without = (pair, all = trio) => t.others(all, pair);
    const weight = { refTime: 1_000_000_000, proofSize: 100_000 };
    const nothing = { refTime: 0, proofSize: 0 };
    const pay = balances.transferKeepAlive(Dave.address, KSM);
    const hash = t.hashOf(pay);
    await t.next();
    await t.ok(Alice, balances.transferKeepAlive(t.multisig(trio, 2), 50n * KSM));
    await t.ok(Alice, balances.transferKeepAlive(t.multisig(trio, 3), 50n * KSM));

    // Of one.
    await t.ok(Alice, multisig.asMultiThreshold1([Bob.address], system.remarkWithEvent('0x01')));
    await t.fails(Alice, multisig.asMultiThreshold1([Bob.address], pay), 'Token.NoFunds');
    await t.ok(Alice, balances.transferKeepAlive(t.multisig([Alice, Bob], 1), 5n * KSM));
    await t.ok(Bob, multisig.asMultiThreshold1([Alice.address], pay));
    await t.ok(Bob, multisig.asMultiThreshold1([Alice.address], utility.batch([pay, pay, pay, pay, pay, pay])));
    t.saw('Utility.BatchInterrupted');
    await t.fails(Alice, multisig.asMultiThreshold1([], pay), 'Multisig.TooFewSignatories');
    await t.fails(Alice, multisig.asMultiThreshold1([Alice.address], pay), 'Multisig.SenderInSignatories');
    await t.fails(Alice, multisig.asMultiThreshold1(without(Alice).reverse(), pay), 'Multisig.SignatoriesOutOfOrder');
    await t.fails(Alice, multisig.asMultiThreshold1([Bob.address, Bob.address], pay), 'Multisig.SignatoriesOutOfOrder');
    await t.root(multisig.asMultiThreshold1([Bob.address], pay), 'BadOrigin');
    await t.next();

    // Two of three.
    await t.ok(Alice, multisig.asMulti(2, without(Alice), null, pay, weight));
    const point = t.timepoint;
    await t.fails(Alice, multisig.asMulti(2, without(Alice), null, pay, weight), 'Multisig.NoTimepoint');
    await t.fails(Alice, multisig.asMulti(2, without(Alice), point, pay, weight), 'Multisig.AlreadyApproved');
    await t.fails(Alice, multisig.approveAsMulti(2, without(Alice), point, hash, weight), 'Multisig.AlreadyApproved');
    await t.fails(Bob, multisig.asMulti(2, without(Bob), { ...point, index: 77 }, pay, weight), 'Multisig.WrongTimepoint');
    await t.fails(Bob, multisig.asMulti(2, without(Bob), null, pay, weight), 'Multisig.NoTimepoint');
    await t.fails(Bob, multisig.asMulti(2, without(Bob), point, pay, nothing), 'Multisig.MaxWeightTooLow');
    await t.ok(Bob, multisig.asMulti(2, without(Bob), point, pay, weight));
    t.saw('Multisig.MultisigExecuted', 'ok');
    await t.fails(Charlie, multisig.asMulti(2, without(Charlie), point, pay, weight), 'Multisig.UnexpectedTimepoint');
    await t.fails(Bob, multisig.cancelAsMulti(2, without(Bob), point, hash), 'Multisig.NotFound');
    await t.next();

    // Three of three, by hashes; the last brings the call. Then one that fails, and one whose depositor goes on to cancel.
    await t.ok(Alice, multisig.approveAsMulti(3, without(Alice), null, hash, weight));
    const first = t.timepoint;
    await t.ok(Bob, multisig.approveAsMulti(3, without(Bob), first, hash, weight));
    t.saw('Multisig.MultisigApproval');
    await t.fails(Bob, multisig.approveAsMulti(3, without(Bob), first, hash, weight), 'Multisig.AlreadyApproved');
    await t.next(2);
    await t.fails(Charlie, multisig.approveAsMulti(3, without(Charlie), null, hash, weight), 'Multisig.NoTimepoint');
    await t.ok(Charlie, multisig.approveAsMulti(3, without(Charlie), first, hash, weight)); // all approve, none executes
    await t.ok(Bob, multisig.asMulti(3, without(Bob), first, pay, weight));
    t.saw('Multisig.MultisigExecuted', 'ok');
    const broken = balances.transferKeepAlive(Dave.address, 10n ** 30n);
    await t.ok(Alice, multisig.asMulti(2, without(Alice), null, broken, weight));
    const second = t.timepoint;
    await t.fails(Bob, multisig.cancelAsMulti(2, without(Bob), second, t.hashOf(broken)), 'Multisig.NotOwner');
    await t.ok(Bob, multisig.asMulti(2, without(Bob), second, broken, weight));
    t.saw('Multisig.MultisigExecuted', 'Arithmetic.Underflow');
    await t.ok(Alice, multisig.approveAsMulti(2, without(Alice), null, hash, weight));
    const third = t.timepoint;
    await t.fails(Alice, multisig.cancelAsMulti(2, without(Alice), { ...third, height: 1 }, hash), 'Multisig.WrongTimepoint');
    await t.ok(Alice, multisig.cancelAsMulti(2, without(Alice), third, hash));
    t.saw('Multisig.MultisigCancelled');
    await t.fails(Alice, multisig.asMulti(2, without(Alice), third, pay, weight), 'Multisig.UnexpectedTimepoint');
    await t.next();

    // Wrong from the start.
    for (const threshold of [0, 1]) {
        await t.fails(Alice, multisig.asMulti(threshold, without(Alice), null, pay, weight), 'Multisig.MinimumThreshold');
        await t.fails(Alice, multisig.approveAsMulti(threshold, without(Alice), null, hash, weight), 'Multisig.MinimumThreshold');
        await t.fails(Alice, multisig.cancelAsMulti(threshold, without(Alice), third, hash), 'Multisig.MinimumThreshold');
    }
    const crowd = Array.from({ length: 100 }, (_, i) => t.addressOf(new Uint8Array(32).fill(i + 1)));
    const sorted = t.others(crowd);
    for (const [others, error] of [[[], 'TooFewSignatories'], [sorted, 'TooManySignatories'], [without(Alice).reverse(), 'SignatoriesOutOfOrder'],
        [t.others([...trio, Alice]), 'SenderInSignatories']]) {
        await t.fails(Alice, multisig.asMulti(2, others, null, pay, weight), `Multisig.${error}`);
        await t.fails(Alice, multisig.approveAsMulti(2, others, null, hash, weight), `Multisig.${error}`);
        await t.fails(Alice, multisig.cancelAsMulti(2, others, third, hash), `Multisig.${error}`);
    }
    await t.ok(Alice, multisig.approveAsMulti(99, sorted.slice(0, 99), null, hash, weight)); // as many as may be
    await t.does(Alice, multisig.asMulti(1000, without(Alice), null, pay, weight)); // more than there are
    await t.fails(poor, multisig.asMulti(2, without(poor, [poor, Alice, Bob]), null, pay, weight), 'Balances.InsufficientBalance');
    await t.root(multisig.asMulti(2, without(Alice), null, pay, weight), 'BadOrigin');
    await t.next();

    // A multisig in a multisig, with a batch.
    const inner = [Bob, Eve];
    const innerAddress = t.multisig(inner, 2);
    const outer = [Alice, innerAddress];
    const batch = utility.batchAll([system.remarkWithEvent('0x02'), pay]);
    await t.ok(Alice, balances.transferKeepAlive(t.multisig(outer, 2), 20n * KSM));
    await t.ok(Alice, balances.transferKeepAlive(innerAddress, 20n * KSM));
    await t.ok(Alice, multisig.asMulti(2, [innerAddress], null, batch, weight));
    const outerPoint = t.timepoint;
    const confirm = multisig.asMulti(2, [Alice.address], outerPoint, batch, weight);
    const large = { refTime: 5_000_000_000, proofSize: 200_000 };
    await t.ok(Bob, multisig.asMulti(2, [Eve.address], null, confirm, large));
    await t.ok(Eve, multisig.asMulti(2, [Bob.address], t.timepoint, confirm, large));
    t.saw('Multisig.MultisigExecuted', 'ok');
    await t.ok(many[0], multisig.asMulti(2, without(many[0], many), null, pay, weight));
    await t.ok(many[2], multisig.asMulti(2, without(many[2], many), t.timepoint, pay, weight)); // from an empty account
    t.saw('Multisig.MultisigExecuted', 'Token.FundsUnavailable');
    await t.next();
}
