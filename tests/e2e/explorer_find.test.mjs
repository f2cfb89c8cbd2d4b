// Lookups of the page: search, pages of blocks and extrinsics, accounts, state, constants.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { Explorer, alice, bob, kUnit, skip } from './explorer.mjs';

if (skip) console.log(`SKIPPED: explorer_find: ${skip}`);

describe('what the page finds', { skip }, () => {
    const at = new Explorer();
    let block; // of a batch with two transfers
    let index;
    let hash;
    before(async () => {
        await at.start('--dev');
        const { tx } = at.api;
        await at.send(tx.indices.claim(7));
        const batch = tx.utility.batchAll([tx.balances.transferKeepAlive(bob.address, kUnit), tx.utility.asDerivative(3, tx.system.remark('nested'))]);
        block = await at.send(batch);
        const { extrinsics } = (await at.api.rpc.chain.getBlock(block)).block;
        index = extrinsics.findIndex(({ method }) => method.section === 'utility');
        hash = extrinsics[index].hash.toHex();
    });
    after(() => at.stop());

    const search = async (words) => {
        await at.page.$eval('#search input', (input) => { input.value = ''; });
        await at.page.type('#search input', words);
        await at.page.keyboard.press('Enter');
    };

    test('a block by its number and by its hash', async () => {
        await at.view('', true);
        await search('1');
        await at.sees('Block 1', 'Timestamp.set', 'final', 'author', 'state root', 'PreRuntime');
        await search(block);
        await at.sees(block, 'Utility.batch_all', 'success');
        assert.match(at.page.url(), /#\/block\/0x/);
        await at.picture('block');
    });

    test('an extrinsic by its hash and by its place, with nested calls, events, weight, fee, tip, nonce and size', async () => {
        await search(hash);
        const text = await at.sees('Utility.batch_all', 'Balances.transfer_keep_alive', '1 KSM', 'System.remark', '"nested"', 'Balances.Transfer');
        for (const word of ['nonce', 'fee', 'tip', 'weight', 'size', 'for 64 blocks', hash, alice.address, bob.address]) assert.ok(text.includes(word), word);
        await at.picture('extrinsic');
        const { number } = (await at.api.rpc.chain.getHeader(block)).toJSON();
        await search(`${number}-0`);
        await at.sees('Timestamp.set', 'it is not signed');
    });

    test('names of the runtime by words, and says so if a hash is nowhere', async () => {
        await search('batch_all');
        assert.ok(!(await at.sees('In the runtime: 1', 'Utility.batch_all')).includes('Identities'), 'of which this chain has none');
        await search(`0x${'12'.repeat(32)}`);
        await at.sees('No block, extrinsic or account has this hash.');
    });

    test('what an account did and what happened to it', async () => {
        await at.view(`account/${alice.address}`);
        await at.sees('Activity', 'Balances.Transfer', 'signed', 'Utility.batch_all', 'Indices.IndexAssigned');
        await at.view(`account/${bob.address}`);
        await at.sees('Balances.Transfer');
    });

    test('state of any pallet, by keys and at any block, and constants', async () => {
        await at.view('state/System/Account');
        await at.sees('Entries', 'by key 1');
        await at.page.click('.key input[type=checkbox]');
        await at.page.type('.key input.account', bob.address);
        await at.page.keyboard.press('Enter');
        await at.sees('Value', 'nonce', '1 000 001 KSM');
        await at.picture('state');
        await at.view(`${at.page.url().split('#/')[1]}?at=0`);
        await at.sees('Value', '1 000 000 KSM');
        await at.view('state/Balances/TotalIssuance');
        await at.sees('Value', 'KSM');
        await at.view('constants/Balances');
        await at.sees('ExistentialDeposit', 'KSM', 'MaxLocks');
    });

    test('the runtime with its pallets, and that it was never upgraded', async () => {
        await at.view('runtime');
        await at.sees('kusama', 'Pallets: 66', 'transactions');
        await at.press('Look for upgrades');
        await at.sees('The runtime is that of the genesis.');
    });

    test('an address that names nothing says so', async () => {
        await at.view('block/123456789');
        await at.sees('there is no block 123456789 yet');
        await at.view('extrinsic/1-99');
        await at.sees('has no extrinsic 99');
    });

    test('the browser had nothing to complain of', () => assert.deepEqual(at.complaints, []));
});
