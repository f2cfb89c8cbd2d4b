// Actions of the page: calls that are composed, tried, signed by accounts of a development chain and of an extension, and followed.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { Explorer, alice, bob, kUnit, skip, testExtension } from './explorer.mjs';

if (skip) console.log(`SKIPPED: explorer_act: ${skip}`);

describe('what the page does', { skip }, () => {
    const at = new Explorer();
    before(async () => {
        await at.start('--dev');
        await testExtension(at, bob);
    });
    after(() => at.stop());

    const free = async (who) => (await at.api.query.system.account(who)).data.free.toBigInt();

    test('composes a call with what the metadata says of it, and shows the fee that the chain takes', async () => {
        await at.view('call?call=Balances.transfer_keep_alive', true);
        await at.sees('Compose a call', 'Balances');
        await at.fill('dest', bob.address);
        await at.fill('value', '2.5');
        const wanted = at.api.tx.balances.transferKeepAlive(bob.address, 25n * kUnit / 10n);
        await at.page.waitForFunction((hex) => document.querySelector('.call-bytes code')?.textContent === hex, {}, wanted.method.toHex());
        const { partialFee } = await wanted.paymentInfo(alice.address);
        await at.page.waitForFunction((fee) => document.querySelector('.fee').textContent.replaceAll(' ', '').startsWith(fee), {},
            String(Number(partialFee.toBigInt()) / 1e12).slice(0, 6));
    });

    test('says which input is wrong, and goes there', async () => {
        await at.fill('value', 'much');
        await at.press('Sign and submit');
        await at.sees('value (T::Balance): a number is wanted');
        assert.equal(await at.page.evaluate(() => document.activeElement.getAttribute('aria-invalid')), 'true');
        await at.fill('value', '2.5');
    });

    test('tries a call on a copy of the state', async () => {
        const before = await free(bob.address);
        await at.press('Dry run');
        await at.sees('It would succeed.', 'Balances.Transfer', `+2.5 KSM ${bob.address}`, `−2.5 KSM ${alice.address}`, 'amount: 2.5 KSM');
        // Amounts are in the chain's unit, and of a value that changes only the parts that do are shown.
        const report = await at.page.$eval('#view .report', (one) => one.textContent);
        assert.doesNotMatch(report, /\d{12}|\{|"/);
        const row = await at.page.$$eval('#view .report tbody tr', (rows, who) => rows.map((one) => [...one.cells].map((cell) => cell.textContent))
            .find(([title]) => title === `System.Account ${who}`), bob.address);
        assert.deepEqual(row?.slice(1), ['data.free: 1 000 000 KSM', 'data.free: 1 000 002.5 KSM']);
        await at.picture('compose');
        assert.equal(await free(bob.address), before);
    });

    test('signs with an account of the development chain and follows it to a final block', async () => {
        const before = await free(bob.address);
        await at.submit();
        await at.sees('Signed', 'In block');
        assert.equal(await free(bob.address) - before, 25n * kUnit / 10n);
        await at.page.click('.steps a');
        await at.sees('Extrinsic', 'Balances.transfer_keep_alive', '2.5 KSM');
    });

    test('a lasting link opens the same call, nested ones too', async () => {
        const call = at.api.tx.utility.batch([at.api.tx.balances.transferAll(bob.address, false), at.api.tx.system.remark('0x0102')]);
        await at.view(`call/${call.method.toHex()}`);
        await at.page.waitForFunction((hex) => document.querySelector('.call-bytes code')?.textContent === hex, {}, call.method.toHex());
    });

    test('an extension gives its accounts and signs', async () => {
        const before = await free(alice.address);
        await at.view(`act/transfer?to=${alice.address}`);
        await at.press('Connect test');
        await at.sees('test is connected');
        assert.match(await at.page.$eval('.signer select', (choice) => choice.selectedOptions[0].textContent), new RegExp(`^tester \\(test\\): ${bob.address}$`));
        await at.fill('Amount', '3');
        await at.submit();
        assert.equal(await free(alice.address) - before, 3n * kUnit);
        assert.deepEqual(at.extension.origins, ['Serinus explorer']);
        await at.picture('transfer');
    });

    test('who refuses to sign sends nothing', async () => {
        at.extension.refuses = true;
        await at.press('Sign and submit');
        await at.sees('Cancelled');
        at.extension.refuses = false;
    });

    test('a call that fails says why', async () => {
        await at.view('call?call=Scheduler.cancel');
        await at.press('Sign and submit');
        await at.sees('failed: BadOrigin');
    });

    test('the browser had nothing to complain of', () => assert.deepEqual(at.complaints, []));
});

describe('what the forms do', { skip }, () => {
    const at = new Explorer();
    before(async () => {
        await at.start('--dev');
        await at.send(at.api.tx.staking.bond(20n * kUnit, 'Staked'), bob);
        await at.send(at.api.tx.staking.validate({ commission: 30_000_000 }), bob);
    });
    after(() => at.stop());

    test('stake and nominate, both in one transaction', async () => {
        await at.view('act/stake', true);
        await at.fill('Amount to bond', '12');
        await at.press('Add');
        await at.submit();
        assert.equal((await at.api.query.staking.ledger(alice.address)).unwrap().active.toBigInt(), 12n * kUnit);
        assert.deepEqual((await at.api.query.staking.nominators(alice.address)).unwrap().targets.map(String), [bob.address]);
    });

    test('change the stake', async () => {
        await at.view('act/unstake');
        await at.choose('What', 'unbond');
        await at.fill('Amount', '2');
        await at.submit();
        assert.equal((await at.api.query.staking.ledger(alice.address)).unwrap().active.toBigInt(), 10n * kUnit);
    });

    test('propose a call, which is short enough to stand in the referendum', async () => {
        await at.view('act/propose');
        await at.choose('With the power of', 'Origins.StakingAdmin');
        await at.choose('Pallet', 'Staking');
        await at.choose('Call', 'chill');
        await at.submit();
        const info = (await at.api.query.referenda.referendumInfoFor(0)).unwrap().asOngoing;
        assert.equal(info.proposal.asInline.toHex(), at.api.tx.staking.chill().method.toHex());
        assert.equal(info.origin.toString(), '{"origins":"StakingAdmin"}');
    });

    test('propose a longer call, with its preimage', async () => {
        await at.view('act/propose');
        await at.choose('Pallet', 'System');
        await at.choose('Call', 'remark');
        await at.fill('remark', `0x${'ab'.repeat(300)}`);
        await at.submit();
        const { lookup } = (await at.api.query.referenda.referendumInfoFor(1)).unwrap().asOngoing.proposal.toJSON();
        const call = at.api.tx.system.remark(`0x${'ab'.repeat(300)}`).method;
        assert.equal(lookup.hash, call.hash.toHex());
        assert.ok((await at.api.query.preimage.preimageFor([lookup.hash, lookup.len])).isSome);
    });

    test('place the decision deposit, vote, and take the vote back', async () => {
        await at.view('act/decide');
        await at.choose('Referendum', '0');
        await at.submit();
        assert.ok((await at.api.query.referenda.referendumInfoFor(0)).unwrap().asOngoing.decisionDeposit.isSome);
        await at.choose('Referendum', '1');
        await at.submit();
        assert.ok((await at.api.query.referenda.referendumInfoFor(1)).unwrap().asOngoing.decisionDeposit.isSome);
        await at.view('act/vote?referendum=0');
        await at.choose('Counts', 'Locked2x');
        await at.fill('Amount', '7');
        await at.submit();
        const votes = async () => (await at.api.query.convictionVoting.votingFor(alice.address, 10)).toJSON().casting.votes;
        assert.deepEqual(await votes(), [[0, { standard: { vote: '0x82', balance: Number(7n * kUnit) } }]]);
        await at.choose('Side', 'remove');
        await at.submit();
        assert.deepEqual(await votes(), []);
    });

    test('delegate', async () => {
        await at.view('act/delegate');
        await at.choose('Track', '11');
        await at.fill('To', bob.address);
        await at.fill('Amount', '4');
        await at.submit();
        const { delegating } = (await at.api.query.convictionVoting.votingFor(alice.address, 11)).toJSON();
        assert.equal(delegating.target, bob.address);
        assert.equal(BigInt(delegating.balance), 4n * kUnit);
        await at.choose('What', 'undelegate');
        await at.submit();
        assert.equal((await at.api.query.convictionVoting.votingFor(alice.address, 11)).isDelegating, false);
    });

    test('contribute to a crowdloan', async () => {
        const { tx } = at.api;
        const id = 2000; // the first that anybody may reserve
        await at.send(tx.registrar.reserve(), bob);
        await at.send(tx.registrar.register(id, '0x1234', `0x${'00'.repeat(100)}`), bob);
        // It is on demand only from the session after the next one.
        await at.send(tx.sudo.sudo(tx.system.setStorage([[at.api.query.paras.paraLifecycles.key(id), '0x01']])));
        const end = (await at.api.query.system.number()).toNumber() + 1000;
        await at.send(tx.crowdloan.create(id, 100n * kUnit, 1, 3, end, null), bob);
        await at.view('act/contribute');
        await at.fill('Amount', '5');
        await at.submit();
        assert.equal((await at.api.query.crowdloan.funds(id)).unwrap().raised.toBigInt(), 5n * kUnit);
    });

    test('the browser had nothing to complain of', () => assert.deepEqual(at.complaints, []));
});
