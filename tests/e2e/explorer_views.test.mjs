// The views of the page: accounts on our own chain, governance on the real runtime of Kusama. With SCREENSHOTS=FOLDER each
// view leaves a picture there.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { u8aConcat, u8aToHex } from '@polkadot/util';
import { blake2AsHex } from '@polkadot/util-crypto';

import { alice, bob, Explorer, kUnit, skip } from './explorer.mjs';
import { temporaryFolder, until } from './node.mjs';

const kData = process.env.SERINUS_TEST_DATA ?? join(dirname(fileURLToPath(import.meta.url)), '../../../shared/data');
const kKusama = join(kData, 'genesis/kusama-local-1000000.json');
const kAssetHub = join(kData, 'genesis/asset-hub-kusama-local-1000000.json');
/** A Wasm module with nothing but a name: code that validators accept. */
const kEmptyModule = '0x0061736d0100000000020161';
const kWide = { width: 1000, height: 800 };
const kNarrow = { width: 360, height: 740 };

const skipKusama = skip || (existsSync(kKusama) ? false
    : 'needs the shared test data: set SERINUS_TEST_DATA to its folder, or put it at ../shared/data');
for (const reason of new Set([skip, skipKusama])) if (reason) console.log(`SKIPPED: explorer_views: ${reason}`);

/** A page that is told which view to show. */
class Views extends Explorer {
    /** The texts in the table below a heading. */
    rows(heading) {
        return this.page.$$eval('section', (sections, title) => [...sections.find((one) => one.querySelector('h2')?.textContent === title)
            .querySelectorAll('tbody tr')].map((row) => [...row.children].map((cell) => cell.textContent)), heading);
    }

    /** An account as the page writes it. */
    short({ address }) { return `${address.slice(0, 8)}…${address.slice(-6)}`; }

    /** Opens a view, by its address behind the #, and gives its text once it has all the words. */
    async shows(path, ...words) {
        const url = `http://127.0.0.1:${this.node.port}/#/${path}`;
        if (this.page.url() === 'about:blank') await this.page.goto(url, { waitUntil: 'load' });
        else await this.page.evaluate((hash) => { location.hash = hash; }, `#/${path}`);
        await this.page.waitForFunction((wanted) => {
            const view = document.getElementById('view');
            return !view.hidden && wanted.every((word) => view.innerText.includes(word));
        }, {}, words).catch(async (error) => {
            throw new Error(`${error.message}\n${await this.page.$eval('#view', (view) => view.innerText)}`);
        });
        return this.page.$eval('#view', (view) => view.innerText);
    }

    /** Nothing sticks out on a narrow screen; leaves a picture if it is wanted. */
    async looks(name) {
        if (process.env.SCREENSHOTS) await this.page.screenshot({ path: join(process.env.SCREENSHOTS, `${name}.png`), fullPage: true });
        await this.page.setViewport(kNarrow);
        const [content, window] = await this.page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
        await this.page.setViewport(kWide);
        assert.ok(content <= window, `${name}: ${content} pixels wide on a screen of ${window}`);
    }
}

describe('our development chain', { skip }, () => {
    const at = new Views();
    before(async () => {
        await at.start('--dev');
        const { tx } = at.api;
        await at.send(tx.proxy.addProxy(bob.address, 'Governance', 3));
        await at.send(tx.staking.bond(10n * kUnit, 'Staked'));
        await at.send(tx.nominationPools.create(5n * kUnit, bob.address, bob.address, bob.address), bob);
        await at.send(tx.vesting.vestedTransfer(bob.address, { locked: 100n * kUnit, perBlock: kUnit, startingBlock: 2 }));
    });
    after(() => at.stop());

    test('an account shows balances, deposits and proxies', async () => {
        const text = await at.shows(`account/${alice.address}`, 'Governance', 'transferable', 'proxies');
        assert.ok(text.includes('0xd43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d'));
        await at.looks('account');
    });

    test('a lock says what holds it, until when, and what frees it', async () => {
        const text = await at.shows(`account/${bob.address}`, 'Vesting', 'of 100 KSM not vested yet');
        assert.match(text, /block #102, in about \d+ minutes/);
        assert.match(text, /frees it: vesting\.vest\(\)/);
    });

    test('a stake is on hold: it says for what, until when, and what frees it', async () => {
        const own = await at.shows(`account/${alice.address}`, 'Staking: 10 KSM', '10 KSM bonded');
        assert.match(own, /frees it: staking\.unbond\(amount\), 28 eras later staking\.withdrawUnbonded\(spans\)/);
        assert.ok(!own.includes('Nothing is locked'));
        const ofPool = await at.shows(`account/${bob.address}`, 'Staked by a pool: 5 KSM', '5 KSM by points in pool 1');
        assert.match(ofPool, /frees it: nominationPools\.unbond\(account, points\)/);
    });

    test('the field finds accounts by address and by public key, with the keyboard', async () => {
        // From another account's page, so that what is seen then is what was looked for.
        await at.shows(`account/${bob.address}`, bob.address);
        await at.page.focus('#search input');
        await at.page.keyboard.type(`0x${Buffer.from(alice.publicKey).toString('hex')}`);
        await at.page.keyboard.press('Enter');
        await at.page.waitForFunction((hash) => document.body.dataset.drawn === hash, {}, `#/account/${alice.address}`);
        assert.ok((await at.page.$eval('#view', (view) => view.innerText)).includes(`public key 0x${Buffer.from(alice.publicKey).toString('hex')}`));
        await at.shows('account/not-an-address', 'address');
        await at.shows(`account/${alice.address.replace('H', 'J')}`, 'checksum does not fit');
    });

    test('what a search finds does not take along who has gone elsewhere', async () => {
        for (const pause of [0, 2, 5, 10, 20, 40]) {
            await at.page.evaluate(async (search, next, ms) => {
                location.hash = search;
                await new Promise((resolve) => setTimeout(resolve, ms));
                location.hash = next;
            }, `#/search/0x${Buffer.from(alice.publicKey).toString('hex')}`, `#/account/${bob.address}`, pause);
            await at.page.waitForFunction((hash) => document.body.dataset.drawn === hash, {}, `#/account/${bob.address}`);
            assert.equal(await at.page.evaluate(() => location.hash), `#/account/${bob.address}`, `after ${pause} ms`);
            await at.shows('constants/System', 'BlockHashCount');
        }
    });

    test('inflation is by the parameters that governance has set', async () => {
        assert.match(await at.shows('staking', 'to stakers'), /to stakers\s+2\.5\d? %/);
        const { tx } = at.api;
        for (const inflation of [{ MinInflation: [null, 40_000_000_000_000_000n] }, { MaxInflation: [null, 200_000_000_000_000_000n] }, { UseAuctionSlots: [null, false] }]) {
            await at.send(tx.sudo.sudo(tx.parameters.setParameter({ Inflation: inflation })));
        }
        const text = await at.shows('staking', '4.0');
        assert.match(text, /to stakers\s+4\.0\d? %/);
        assert.match(text, /to the treasury\s+(15\.99|16\.00|16\.0) %/);
    });

    test('addresses in blocks lead to their accounts', async () => {
        await at.page.evaluate(() => { location.hash = '#/'; });
        await at.page.waitForSelector(`#overview:not([hidden]) a[href="#/account/${bob.address}"]`);
    });

    test('the browser had nothing to complain of', () => assert.deepEqual(at.complaints, []));
});

describe('the runtime of Kusama', { skip: skipKusama }, () => {
    const at = new Views();
    let stashes;
    before(async () => {
        await at.start('--chain', kKusama, '--alice', '--force-authoring');
        const { tx } = at.api;
        const call = { Inline: tx.system.remark('hello').method.toHex() };
        await at.send(tx.referenda.submit({ system: 'Root' }, call, { After: 1 }));
        await at.send(tx.referenda.submit({ Origins: 'StakingAdmin' }, call, { After: 1 }));
        await at.send(tx.convictionVoting.vote(0, { Split: { aye: 5n * kUnit, nay: 3n * kUnit } }));
        await at.send(tx.referenda.placeDecisionDeposit(1));
        await at.send(tx.convictionVoting.vote(1, { Standard: { vote: { aye: true, conviction: 'Locked2x' }, balance: 500n * kUnit } }));
        await at.send(tx.convictionVoting.delegate(0, alice.address, 'Locked1x', 50n * kUnit), bob);
        await at.send(tx.staking.bond(40n * kUnit, 'Staked'), bob);
        await at.send(tx.identity.setIdentity({ display: { Raw: 'Alice Liddell' }, additional: [[{ Raw: 'city' }, { Raw: 'Oxford' }]] }));
        await at.send(tx.treasury.proposeSpend(10n * kUnit, bob.address));
        await at.send(tx.bounties.proposeBounty(20n * kUnit, 'a node in C++'));
        await at.send(tx.sudo.sudo(tx.fellowshipCollective.addMember(alice.address)));
        await at.send(tx.sudo.sudo(tx.fellowshipCollective.promoteMember(alice.address)));
        stashes = (await at.api.query.session.validators()).map(String);
        await at.send(tx.sudo.sudo(tx.society.foundSociety(bob.address, 10, 3, 3, kUnit, 'rules')));
        await at.send(tx.society.bid(3n * kUnit));
        // State that takes days of blocks to come about.
        const { query, registry } = at.api;
        const write = (...values) => u8aToHex(u8aConcat(...values.map(([type, value]) => registry.createType(type, value).toU8a())));
        const u32 = (value) => ['u32', value];
        await at.send(tx.sudo.sudo(tx.system.setStorage([
            [query.society.suspendedMembers.key(alice.address), write(u32(1), u32(7), ['Option<u8>', null], u32(0))],
            [query.society.defending.key(), write(['AccountId32', bob.address], ['AccountId32', alice.address], u32(4), u32(9))],
            [query.society.payouts.key(bob.address), write(['u128', kUnit], ['Vec<(u32, u128)>', [[70, 2n * kUnit], [90, 3n * kUnit]]])],
            [query.childBounties.childBounties.key(0, 5), write(u32(0), ['u128', 4n * kUnit], ['u128', kUnit], ['u128', 0],
                ['u8', 3], ['AccountId32', bob.address], ['AccountId32', alice.address], u32(40_000))],
            [query.childBounties.childBountyDescriptions.key(5), write(['Bytes', 'its explorer'])],
        ])));
    });
    after(() => at.stop());

    test('an identity is a part of its account, and found by words', async () => {
        await at.shows(`account/${alice.address}`, 'Alice Liddell', 'Oxford', 'identity (identity.clearIdentity returns it)');
        await at.shows('search/liddell', 'Identities: 1', 'Alice Liddell');
        await at.shows('search/batch_all', 'Identities: 0', 'Utility.batch_all');
    });

    test('referenda stand by track, with tally, curves and what is missing', async () => {
        const text = await at.shows('referenda', '#0 Root', 'root (0)', 'decision deposit', '62.50 %');
        assert.match(text, /Missing to pass now: that all who vote say aye; about [\d .]+ KSM more support\./);
        assert.ok(await at.page.$('svg.curves polyline.needed.approval'));
        assert.match(await at.page.$eval('svg.curves title', (title) => title.textContent), /approval has 62\.50 %, needs 100\.00 % now/);
        await at.looks('referenda');
    });

    test('a referendum is tried on a copy of the state, with the keyboard', async () => {
        await at.shows('referenda', 'Try it on a copy of the state');
        await at.page.focus('[data-dry-run="Referenda 0"] button');
        await at.page.keyboard.press('Enter');
        // Not the block's own events: remark() has none.
        const text = await at.shows('referenda', 'It would succeed.', 'declared weight');
        assert.match(text, /It changes nothing\./);
        await at.looks('dry_run');
    });

    test('votes, delegations and bonds explain the locks that they make', async () => {
        const voter = await at.shows(`account/${alice.address}`, 'Votes in referenda', 'referendum 1 of track 10', 'Locked2x');
        assert.match(voter, /removeVote\(0, 0\), unlock\(0, account\)/);
        const delegator = await at.shows(`account/${bob.address}`, 'delegated on track 0', '40 KSM bonded');
        assert.match(delegator, /undelegate\(0\)/);
        assert.match(delegator, /the largest one counts/);
        await at.looks('locks');
    });

    test('staking shows validators, the era and the election', async () => {
        const text = await at.shows('staking', 'Validators: 2 elected', 'Waiting: 0', 'session', 'points', 'commission', 'Election', 'phase',
            'winners wanted', 'Nominators: 0', 'Inflation', 'to the treasury', 'Slashes to come', 'Pools');
        // Nothing like the ideal is staked: the least of 2.5 % goes to stakers, the rest of 10 % to the treasury.
        assert.match(text, /to stakers\s+2\.5\d? %/);
        assert.match(text, /to the treasury\s+7\.(49|50) %/);
        assert.ok(await at.page.$(`#view a[title="${stashes[0]}"]`));
        await at.looks('staking');
    });

    test('unpaid rewards are what a payout then pays', async () => {
        // The era ends by hand: as if it had paid 1000 KSM and another one were running.
        const { query, tx } = at.api;
        const [first, second] = [at.api.createType('u32', 0), at.api.createType('u32', 1)];
        const put = [
            [query.staking.erasValidatorReward.key(first), at.api.createType('u128', 1000n * kUnit).toHex(true)],
            [query.staking.currentEra.key(), second.toHex(true)],
            [query.staking.activeEra.key(), `${second.toHex(true)}00`],
        ];
        await at.send(tx.sudo.sudo(tx.system.setStorage(put)));
        const text = await at.shows(`account/${stashes[0]}`, 'It offers itself as a validator', 'Unpaid');
        const told = /Unpaid: ([\d .]+) KSM/.exec(text)[1].replaceAll(' ', '');
        const options = await at.nonce(alice);
        const paid = await new Promise((resolve, reject) => {
            tx.staking.payoutStakers(stashes[0], 0).signAndSend(alice, options, ({ status, events }) => {
                // polkadot.js leaves out a status while it still reads the block, if the next one comes meanwhile.
                if (!status.isInBlock && !status.isFinalized) return;
                resolve(events.filter(({ event }) => event.method === 'Rewarded')
                    .reduce((sum, { event }) => sum + event.data.amount.toBigInt(), 0n));
            }).catch(reject);
        });
        assert.ok(paid > 0n);
        const [whole, fraction = ''] = told.split('.');
        assert.equal(BigInt(whole + fraction.padEnd(12, '0')), paid);
        await at.shows(`account/${stashes[0]}`, '\tpaid');
        assert.doesNotMatch(await at.shows(`account/${stashes[0]}`), /Unpaid/);
    });

    test('the treasury shows its pot, proposals and bounties', async () => {
        await at.shows('treasury', 'pot', 'next spending', '10 KSM', 'proposed', 'a node in C++', '0.2000 %',
            'its explorer', 'pending payout, to be claimed in about', 'block #40000');
        await at.looks('treasury');
    });

    test('fellowship and society show their members', async () => {
        await at.shows('fellowship', '1 member', 'rank 1');
        await at.looks('fellowship');
        await at.shows('society', 'founder, head, challenged', 'at most 10', 'round 0', 'voting', 'until block #72000', '5 KSM', 'block #70', '0 of 3');
        assert.deepEqual(await at.rows('Challenged member'), [[at.short(bob), at.short(alice), '4', '9']]);
        assert.deepEqual(await at.rows('Bids'), [[at.short(alice), '3 KSM', 'deposit']]);
        assert.deepEqual(await at.rows('Suspended members'), [[at.short(alice), '1', '7']]);
        await at.looks('society');
    });

    test('the browser had nothing to complain of', () => assert.deepEqual(at.complaints, []));
});

describe('a relay chain with parachains', { skip: skipKusama || (existsSync(kAssetHub) ? false : 'needs the shared test data') }, () => {
    const at = new Views();
    const files = temporaryFolder();
    let head;
    before(async () => {
        // The same parachain once more, under another id.
        const twin = JSON.parse(readFileSync(kAssetHub, 'utf8'));
        twin.para_id = 1001;
        const file = (name, text) => {
            writeFileSync(join(files.folder, name), text);
            return join(files.folder, name);
        };
        const built = spawnSync(process.env.SERINUS, ['build-spec', '--chain', kKusama, '--raw', '--disable-default-bootnode',
            '--add-para', `1000=${kAssetHub}`, '--add-para', `1001=${file('twin.json', JSON.stringify(twin))}`],
        { maxBuffer: 1 << 26, encoding: 'utf8' });
        assert.equal(built.status, 0, built.stderr);
        await at.start('--chain', file('relay.json', built.stdout), '--alice', '--force-authoring');
        const { query, tx } = at.api;
        head = (await query.paras.heads(1000)).unwrap();
        await at.send(tx.sudo.sudo(tx.slots.forceLease(1000, bob.address, 3n * kUnit, 0, 2)));
        await at.send(tx.sudo.sudo(tx.hrmp.forceOpenHrmpChannel(1000, 1001, 8, 1024)));
        await at.send(tx.sudo.sudo(tx.hrmp.forceOpenHrmpChannel(1001, 1000, 4, 1024)));
        await at.send(tx.sudo.sudo(tx.hrmp.forceProcessHrmpOpen(2)));
        await at.send(tx.registrar.reserve());
        await at.send(tx.registrar.register(2000, '0x1234', kEmptyModule));
        await at.send(tx.registrar.reserve());
        await at.send(tx.registrar.register(2001, '0x1234', `0x${'00'.repeat(100)}`));
        await at.send(tx.sudo.sudo(tx.auctions.newAuction(100, 1)));
        await at.send(tx.auctions.bid(1001, 1, 2, 4, 7n * kUnit));
        // The account that has registered a parachain lends for it; those of the genesis have none.
        const manager = at.api.createType('(AccountId32, u128, Option<bool>)', [alice.address, 0, null]).toHex();
        await at.send(tx.sudo.sudo(tx.system.setStorage([[query.registrar.paras.key(1001), manager]])));
        const end = (await query.system.number()).toNumber() + 50;
        await at.send(tx.crowdloan.create(1001, 100n * kUnit, 1, 3, end, null));
        await at.send(tx.crowdloan.contribute(1001, 6n * kUnit, null), bob);
    });
    after(() => at.stop().finally(files.remove));

    test('the validator votes for code that is a module, and against other code, whose parachain goes', async () => {
        const { query } = at.api;
        await until('no parachain 2001', async () => (await query.paras.paraLifecycles(2001)).isNone);
        assert.equal((await query.paras.paraLifecycles(2000)).toString(), 'Onboarding');
        // The other validator of the chain is not there: one of two votes refuses code, and does not accept it.
        const hash = blake2AsHex(kEmptyModule);
        const votes = async () => (await query.paras.pvfActiveVoteMap(hash)).unwrap();
        await until('a vote for the module', async () => (await votes()).votesAccept.toHuman().includes('1', 2));
        assert.equal((await votes()).votesReject.toHuman().includes('1', 2), false);
        assert.match(at.node.log, new RegExp(`Code ${hash} of a parachain is accepted`));
    });

    test('each parachain has its head, the block that it was included in, code, deposit and leases', async () => {
        const text = await at.shows('parachains', 'Parachains: 3', 'onboarding');
        const row = (id) => text.split('\n').find((line) => line.startsWith(`${id}\t`));
        const hash = blake2AsHex(head.toU8a(true)).replace(/^(.{6}).*(.{4})$/, '$1…$2');
        assert.ok(row(1000).includes(`parachain\tnever included\tblock #0, ${hash}\t`), row(1000));
        assert.match(row(1000), /\tperiods 0 to 1 by \S+, 3 KSM$/);
        assert.match(row(1001), /\tnone$/);
        assert.match(row(2000), /^2000\tonboarding\tnever included\t\t0x\S+\t\S+\t[\d .]+ KSM\tnone$/);
        // As if its last candidate had been backed on the third block.
        const { query, tx } = at.api;
        await at.send(tx.sudo.sudo(tx.system.setStorage([[query.paras.mostRecentContext.key(1001), '0x03000000']])));
        await at.shows('parachains', 'block #3\tblock #0');
        await at.looks('parachains');
    });

    test('each core has its validators, of whom one backs and the other approves', async () => {
        const text = await at.shows('parachains', 'Cores: 2', 'every 20 blocks');
        const rows = text.slice(text.indexOf('Cores: 2')).split('\n').filter((line) => /^[01]\t/.test(line)).slice(0, 2);
        assert.equal(rows.length, 2);
        for (const [core, row] of rows.entries()) assert.match(row, new RegExp(`^${core}\tfree\tparachain 100${core}\t[^,]+$`));
        assert.notEqual(rows[0].split('\t')[3], rows[1].split('\t')[3]);
    });

    test('an auction shows bids with the lease periods that they are for', async () => {
        const text = await at.shows('parachains', 'Auction 1', 'ending begins', 'over at the latest');
        assert.match(text, /\n1001\t\S+\t7 KSM\tperiods 2 to 4\n/);
    });

    test('crowdloans show what they have raised, channels what waits in them', async () => {
        const text = await at.shows('parachains', 'Crowdloans', 'Channels between parachains');
        assert.match(text, /\n1001\t6 KSM\t100 KSM\t[^\t]+\tperiods 1 to 3\t/);
        assert.match(text, /\n1000\t1001\t0\t8\t/);
        assert.match(text, /\n1001\t1000\t0\t4\t/);
    });

    test('disputes show who is for and against, how they ended, and who is to be punished', async () => {
        await at.shows('disputes', 'Disputes: 0', 'Of the last sessions the chain remembers none.', 'Slashes that wait for a report');
        const { query, tx } = at.api;
        // As if of four validators the first was for two candidates and three against one of them: the second dispute is open.
        const [ended, open] = [`0x${'11'.repeat(32)}`, `0x${'22'.repeat(32)}`];
        await at.send(tx.sudo.sudo(tx.system.setStorage([
            [query.parasDisputes.disputes.key(0, ended), '0x1001100e030000000104000000'],
            [query.parasDisputes.disputes.key(0, open), '0x100110020500000000'],
        ])));
        const text = await at.shows('disputes', 'Disputes: 2', 'open');
        const row = (hash) => text.split('\n').find((line) => line.includes(`\t${hash.slice(0, 6)}…`));
        assert.match(row(ended), /^0\t0x1111…1111\t.*block #3\tinvalid, .*block #4\tvalidator 0\tvalidator 1, validator 2, validator 3$/);
        assert.match(row(open), /^0\t0x2222…2222\t.*block #5\topen\tvalidator 0\tvalidator 1$/);
        await at.looks('disputes');
    });

    test('the keyboard reaches the accounts of the view', async () => {
        await at.shows('parachains', 'Cores: 2');
        const first = await at.page.$eval('#view td a', (link) => {
            link.focus();
            return link.getAttribute('href');
        });
        await at.page.keyboard.press('Enter');
        await at.page.waitForFunction((hash) => location.hash === hash && !document.getElementById('view').innerText.includes('Cores:'),
            {}, first);
    });

    test('the browser had nothing to complain of', () => assert.deepEqual(at.complaints, []));
});
