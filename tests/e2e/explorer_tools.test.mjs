// What the page has for those who hold keys and for developers: accounts, proxies and several signatories, runtime calls, RPC, messages that are signed.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Keyring } from '@polkadot/api';
import { blake2AsHex, createKeyMulti, encodeAddress, signatureVerify } from '@polkadot/util-crypto';

import { Explorer, alice, bob, kUnit, skip, testExtension } from './explorer.mjs';

if (skip) console.log(`SKIPPED: explorer_tools: ${skip}`);

const keyring = new Keyring({ type: 'sr25519', ss58Format: 2 });
const [charlie, dave] = ['//Charlie', '//Dave'].map((uri) => keyring.addFromUri(uri));

describe('accounts', { skip }, () => {
    const at = new Explorer();
    before(async () => {
        await at.start('--dev');
        await testExtension(at, bob);
        await at.send(at.api.tx.proxy.addProxy(alice.address, 'Any', 0), bob);
        await at.view('', true);
    });
    after(() => at.stop());

    const free = async (who) => (await at.api.query.system.account(who)).data.free.toBigInt();
    const signer = (uri) => at.choose('Account', uri);
    /** Clicks until polkadot.js agrees, as what is shown follows inputs some time later. */
    const callHex = (hex) => at.page.waitForFunction((wanted) => document.querySelector('.call-bytes code')?.textContent === wanted, {}, hex);

    test('those that sign are listed with what they have; an extension adds its own', async () => {
        await at.view('accounts');
        await at.sees('//Alice', '//Ferdie', 'Together:');
        await at.press('Connect test');
        await at.sees('test is connected', 'tester (test)');
        const row = await at.page.$$eval('#view tbody tr', (rows) => rows.map((one) => [...one.cells].map((cell) => cell.textContent)).find(([name]) => name.startsWith('tester')));
        // The deposit of the proxy is not transferable.
        assert.ok(Number(row[2].replace(/[^\d.]/g, '')) > Number(row[3].replace(/[^\d.]/g, '')), row);
        assert.equal(row[4], '1');
        // //Bob and the tester are one account, which counts once.
        const all = await Promise.all(['Alice', 'Bob', 'Charlie', 'Dave', 'Eve', 'Ferdie'].map((name) => at.api.query.system.account(keyring.addFromUri(`//${name}`).address)));
        const sum = all.reduce((before, { data }) => before + data.free.toBigInt() + data.reserved.toBigInt(), 0n);
        const shown = /Together: ([\d .]+) KSM/.exec(await at.sees('Together:'))[1].replaceAll(' ', '').split('.');
        assert.equal(BigInt(shown[0] + (shown[1] ?? '').padEnd(12, '0')), sum);
        await at.picture('accounts');
        assert.deepEqual(at.extension.origins, ['Serinus explorer']);
    });

    test('a proxy makes a call for another account', async () => {
        const before = await free(charlie.address);
        await at.view(`act/transfer?to=${charlie.address}`);
        await at.fill('Amount', '4');
        await signer('//Alice');
        await at.choose('Who makes the call', 'proxy');
        await at.press('Sign and submit');
        await at.sees('For: an account is wanted');
        await at.fill('For', bob.address);
        const inner = at.api.tx.balances.transferKeepAlive(charlie.address, 4n * kUnit);
        await callHex(at.api.tx.proxy.proxy(bob.address, null, inner).method.toHex());
        await at.submit();
        assert.equal(await free(charlie.address) - before, 4n * kUnit);
    });

    test('two of three signatories make a call together, each from the same form', async () => {
        const together = encodeAddress(createKeyMulti([alice.address, charlie.address, dave.address], 2), 2);
        await at.send(at.api.tx.balances.transferKeepAlive(together, 100n * kUnit));
        const before = await free(bob.address);
        await at.view(`act/transfer?to=${bob.address}`);
        await at.fill('Amount', '7');
        await at.choose('Who makes the call', 'multisig');
        await signer('//Alice');
        await at.fill('The other signatories', `${dave.address} ${charlie.address}`);
        await at.sees('Nobody has approved this call yet.', together);
        await at.submit();
        assert.equal(await free(bob.address), before);
        await signer('//Dave');
        await at.fill('The other signatories', `${alice.address} ${charlie.address}`);
        await at.sees('1 of 2 have approved this call.');
        await at.press('Dry run');
        await at.sees(`+7 KSM ${bob.address}`);
        await at.submit();
        assert.equal(await free(bob.address) - before, 7n * kUnit);
        await at.picture('multisig');
    });

    test('a message is signed by an account of the page, and by one of an extension; polkadot.js takes both', async () => {
        for (const [key, pair] of [['//Alice', alice], [`test:${bob.address}`, bob]]) {
            await at.view('tools');
            await signer(key);
            await at.fill('Message', `by ${key}`);
            await at.press('Sign');
            await at.sees('signature', '0x');
            const signature = await at.page.$eval('#view .bytes', (one) => one.textContent);
            assert.equal(signatureVerify(`<Bytes>by ${key}</Bytes>`, signature, pair.address).isValid, true);
            await at.view('act');
            await at.view('tools');
            await at.fill('Signed by', pair.address);
            await at.fill('Signed message', `by ${key}`);
            await at.fill('Signature', signature);
            await at.press('Verify');
            await at.sees('Valid, by Sr25519');
            await at.fill('Signed message', 'by somebody else');
            await at.press('Verify');
            await at.sees('Not valid');
        }
        await at.fill('Signed message', 'raw');
        await at.fill('Signed by', charlie.address);
        const edward = new Keyring({ type: 'ed25519', ss58Format: 2 }).addFromUri('//Edward');
        await at.fill('Signed by', edward.address);
        await at.fill('Signature', `0x00${Buffer.from(edward.sign('raw')).toString('hex')}`);
        await at.press('Verify');
        await at.sees('Valid, by Ed25519');
        await at.picture('tools');
    });

    test('accounts and data have their other forms', async () => {
        await at.fill('Account', encodeAddress(bob.publicKey, 42));
        await at.press('Convert');
        await at.sees(bob.address);
        await at.fill('Network', '0');
        await at.press('Convert');
        await at.sees(encodeAddress(bob.publicKey, 0));
        await at.fill('Account', 'py/trsry');
        await at.press('Convert');
        await at.sees(encodeAddress(`0x${Buffer.from('modlpy/trsry').toString('hex').padEnd(64, '0')}`, 0));
        await at.fill('Data', '0x010203');
        await at.press('Hash it');
        await at.sees(blake2AsHex('0x010203'));
    });

    test('an extension is told the metadata of the runtime', async () => {
        await at.press('Tell test');
        await at.sees('test knows this runtime now');
        const [told] = at.extension.provided;
        assert.equal(told.genesisHash, at.api.genesisHash.toHex());
        assert.deepEqual([told.specVersion, told.tokenSymbol, told.tokenDecimals, told.ss58Format], [1_007_001, 'KSM', 12, 2]);
    });

    test('the browser had nothing to complain of', () => assert.deepEqual(at.complaints, []));
});

describe('what developers ask', { skip }, () => {
    const at = new Explorer();
    before(async () => {
        await at.start('--dev');
        await at.send(at.api.tx.system.remark('0x01'));
        await at.view('', true);
    });
    after(() => at.stop());

    test('a runtime call is composed, answered, and kept in the address', async () => {
        await at.view('calls');
        await at.choose('API', 'AccountNonceApi');
        await at.page.waitForFunction(() => document.body.dataset.drawn === '#/calls/AccountNonceApi');
        await at.press('Call');
        await at.sees('an account is wanted');
        const labels = await at.page.$$eval('#view .inputs label', (all) => all.map((one) => one.textContent));
        await at.fill(labels[0], alice.address);
        await at.press('Call');
        await at.page.waitForFunction(() => document.querySelector('#view .answer code')?.textContent === '1');
        const { hash } = new URL(at.page.url());
        await at.view(`${hash.slice(2)}?at=0`);
        await at.page.waitForFunction(() => document.querySelector('#view .answer code')?.textContent === '0');
        assert.equal(await at.page.$eval('#view .inputs input', (one) => one.value), alice.address);
    });

    test('amounts and structs in answers are decoded', async () => {
        const call = at.api.tx.system.remark('0x01');
        const weight = (await call.paymentInfo(alice.address)).weight;
        await at.view(`calls/TransactionPaymentApi/query_weight_to_fee/${weight.toHex()}`);
        await at.sees('Answer', 'KSM');
        await at.view('calls/Core/version/0x');
        await at.sees('spec_name: kusama', 'spec_version: 1 007 001');
        await at.picture('runtime_call');
    });

    test('a call that the runtime refuses says so', async () => {
        await at.view('calls/AccountNonceApi/account_nonce/0x12');
        await at.sees('The arguments in the address are none of this method');
    });

    test('RPC with parameters in JSON', async () => {
        await at.view('rpc/chain_getBlockHash');
        await at.fill('Parameters', '[0]');
        await at.press('Call');
        await at.sees('Answer', at.api.genesisHash.toHex());
        await at.fill('Parameters', 'zero');
        await at.press('Call');
        await at.sees('Parameters: a list in JSON is wanted');
        await at.choose('Method', 'system_chain');
        await at.page.waitForFunction(() => document.body.dataset.drawn === '#/rpc/system_chain');
        await at.press('Call');
        await at.sees('"Kusama Development"');
    });

    test('the browser had nothing to complain of', () => assert.deepEqual(at.complaints, []));
});
