// Transactions and questions from the shell; polkadot.js is the judge of the encoding.
import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { ApiPromise, Keyring, WsProvider } from '@polkadot/api';
import { u8aToHex } from '@polkadot/util';
import { blake2AsHex, blake2AsU8a, createKeyMulti, encodeAddress } from '@polkadot/util-crypto';
import jsQR from 'jsqr';

import { Node, temporaryFolder, until } from './node.mjs';

const program = process.env.SERINUS;
const kKsm = 1_000_000_000_000n;
const { folder, remove } = temporaryFolder();
let node;
let api;
let alice;
let bob;
let charlie;

before(async () => {
    node = await Node.start(program, ['--dev', '--base-path', folder, '--sealing', 'instant']);
    api = await ApiPromise.create({ provider: new WsProvider(node.url), noInitWarn: true });
    const keyring = new Keyring({ type: 'sr25519', ss58Format: api.registry.chainSS58 });
    [alice, bob, charlie] = ['//Alice', '//Bob', '//Charlie'].map((uri) => keyring.addFromUri(uri));
});

after(async () => {
    await api?.disconnect();
    await node?.stop();
    remove();
});

/** What the program does: its exit code and both outputs. */
const serinus = (...args) => new Promise((resolve) => {
    execFile(program, args, { timeout: 120_000 }, (error, out, err) => resolve({ code: error ? error.code : 0, out, err }));
});
const tx = (...args) => serinus('tx', '--url', node.url, ...args);
const query = (...args) => serinus('query', '--url', node.url, ...args);

/** The JSON that a command prints, which must succeed. */
const json = async (run) => {
    const { code, out, err } = await run;
    assert.equal(code, 0, err);
    return JSON.parse(out);
};
const free = async (who) => (await api.query.system.account(who.address)).data.free.toBigInt();

test('calls are encoded as polkadot.js encodes them', async () => {
    const remark = api.tx.system.remark('hello');
    const calls = [
        [['balances.transfer_keep_alive', '//Bob', '1.5'], api.tx.balances.transferKeepAlive(bob.address, kKsm * 3n / 2n)],
        [['balances.transfer_keep_alive', 'value=20mKSM', `dest=${bob.address}`], api.tx.balances.transferKeepAlive(bob.address, kKsm / 50n)],
        [['balances.transferAll', '//Bob', 'false'], api.tx.balances.transferAll(bob.address, false)],
        [['staking.bond', '100KSM', 'Staked'], api.tx.staking.bond(100n * kKsm, 'Staked')],
        [['staking.bond', '100KSM', 'Account(//Bob)'], api.tx.staking.bond(100n * kKsm, { Account: bob.address })],
        [['staking.nominate', '//Bob,//Charlie'], api.tx.staking.nominate([bob.address, charlie.address])],
        [['staking.validate', '(10%, false)'], api.tx.staking.validate({ commission: 100_000_000, blocked: false })],
        [['conviction_voting.vote', '3', 'Standard(aye 1x, 2KSM)'], api.tx.convictionVoting.vote(3, { Standard: { vote: { aye: true, conviction: 'Locked1x' }, balance: 2n * kKsm } })],
        [['conviction_voting.vote', '3', 'Standard(nay, 2KSM)'], api.tx.convictionVoting.vote(3, { Standard: { vote: { aye: false, conviction: 'None' }, balance: 2n * kKsm } })],
        [['conviction_voting.delegate', '0', '//Bob', 'Locked3x', '5KSM'], api.tx.convictionVoting.delegate(0, bob.address, 'Locked3x', 5n * kKsm)],
        [['system.remark', 'hello'], remark],
        [['system.remark', 'hello', '+', 'system.remark', '0x0102'], api.tx.utility.batchAll([remark, api.tx.system.remark('0x0102')])],
        [['--batch', 'force_batch', 'system.remark', 'hello', '+', 'system.remark', 'hello'], api.tx.utility.forceBatch([remark, remark])],
        [['utility.batch_all', '["system.remark hello", {"System": {"remark": {"remark": "0x0102"}}}]'], api.tx.utility.batchAll([remark, api.tx.system.remark('0x0102')])],
        [['--proxy', bob.address, 'system.remark', 'hello'], api.tx.proxy.proxy(bob.address, null, remark)],
        [['--sudo', 'system.remark', 'hello'], api.tx.sudo.sudo(remark)],
        [['--sudo', '--proxy', '//Bob', 'system.remark', 'hello'], api.tx.proxy.proxy(bob.address, null, api.tx.sudo.sudo(remark))],
    ];
    for (const [words, call] of calls) {
        const encoded = await json(tx('--encode', '--json', ...words));
        assert.equal(encoded.hex, call.method.toHex(), words.join(' '));
        assert.equal(encoded.hash, call.method.hash.toHex());
    }
});

test('a transfer is sent, followed to its end, and does what it says', async () => {
    const before = await free(bob);
    const sent = await json(tx('--json', '--suri', '//Alice', '--tip', '0.001', 'balances.transfer_keep_alive', '//Bob', '1.5'));
    assert.equal(sent.success, true);
    assert.equal(await free(bob) - before, kKsm * 3n / 2n);
    const names = sent.events.map(({ pallet, name }) => `${pallet}.${name}`);
    assert.ok(names.includes('Balances.Transfer') && names.includes('System.ExtrinsicSuccess'), String(names));
    // The block has it under the hash that was printed, mortal, signed by Alice, as polkadot.js reads it.
    const { block } = await api.rpc.chain.getBlock(sent.block.hash);
    const extrinsic = block.extrinsics[sent.block.index];
    assert.equal(extrinsic.hash.toHex(), sent.hash);
    assert.equal(extrinsic.signer.toString(), alice.address);
    assert.equal(extrinsic.tip.toBigInt(), kKsm / 1000n);
    assert.ok(extrinsic.era.isMortalEra);
    assert.equal(extrinsic.era.asMortalEra.period.toNumber(), 64);
    const paid = sent.events.find(({ name }) => name === 'TransactionFeePaid').fields.actual_fee;
    assert.equal(sent.fee, String(paid));
});

test('keys of all schemes sign, and immortal ones too', async () => {
    for (const scheme of ['ed25519', 'ecdsa']) {
        const key = new Keyring({ type: scheme, ss58Format: api.registry.chainSS58 }).addFromUri('//Sender');
        await json(tx('--json', '--suri', '//Alice', 'balances.transfer_keep_alive', key.address, '5KSM'));
        const sent = await json(tx('--json', '--suri', '//Sender', '--scheme', scheme, '--mortality', 'immortal', 'system.remark', scheme));
        assert.equal(sent.success, true, JSON.stringify(sent));
        const { block } = await api.rpc.chain.getBlock(sent.block.hash);
        assert.equal(block.extrinsics[sent.block.index].signer.toString(), key.address);
        assert.ok(block.extrinsics[sent.block.index].era.isImmortalEra);
    }
});

test('a key of a keystore signs', async () => {
    const keys = `${folder}/keys`;
    assert.equal((await serinus('key', 'insert', '--keystore-path', keys, '--key-type', 'acco', '--scheme', 'sr25519', '--suri', '//Bob', '--chain', 'dev')).code, 0);
    const sent = await json(tx('--json', '--keystore-path', keys, '--account', bob.address, 'system.remark', 'hi'));
    assert.equal(sent.success, true);
    const { code, err } = await tx('--keystore-path', keys, '--account', alice.address, 'system.remark', 'hi');
    assert.equal(code, 1);
    assert.match(err, /has no key of type acco for this account; `serinus key insert` adds one/);
});

test('a call that fails ends with 3 and the reason', async () => {
    const failed = await tx('--json', '--suri', '//Bob', 'sudo.sudo', 'system.remark hi');
    assert.equal(failed.code, 3);
    assert.match(JSON.parse(failed.out).error, /^Sudo\.RequireSudo/);
    const within = await tx('--json', '--suri', '//Alice', '--sudo', 'balances.transfer_keep_alive', '//Bob', '1');
    assert.equal(within.code, 1, 'an amount without a unit is refused');
    const batch = await tx('--json', '--batch', 'batch', '--suri', '//Alice', 'system.remark', 'a', '+', 'balances.force_transfer', '//Bob', '//Alice', '1KSM');
    assert.equal(batch.code, 3);
    assert.match(JSON.parse(batch.out).error, /call 1 of the batch failed: BadOrigin/);
});

test('a dry run tells the same and sends nothing', async () => {
    const before = await free(alice);
    const good = await json(tx('--json', '--dry-run', '--suri', '//Alice', 'balances.transfer_keep_alive', '//Bob', '1.5'));
    assert.equal(good.success, true);
    assert.ok(good.events.some(({ pallet, name }) => pallet === 'Balances' && name === 'Transfer'));
    const unsigned = await tx('--json', '--dry-run', '--account', bob.address, 'sudo.sudo', 'system.remark hi');
    assert.match(JSON.parse(unsigned.out).error, /^Sudo\.RequireSudo/, 'without a key');
    const failed = await tx('--json', '--dry-run', '--suri', '//Bob', 'sudo.sudo', 'system.remark hi');
    assert.equal(failed.code, 3);
    assert.match(JSON.parse(failed.out).error, /^Sudo\.RequireSudo/);
    assert.equal(await free(alice), before);
});

test('signed on a machine without a network', async () => {
    const file = `${folder}/tx.json`;
    assert.equal((await tx('--account', bob.address, '--prepare', file, 'balances.transfer_keep_alive', '//Charlie', '2.5')).code, 0);
    assert.match((await tx('--send', file)).err, /is not signed yet: serinus tx --suri KEY --sign/);
    assert.match((await serinus('tx', '--sign', file, '--suri', '//Alice')).err, /the file is for the account/);
    const { payload, validUntil } = JSON.parse(readFileSync(file));
    // Mortal for 64 blocks: the last one in which the runtime takes it.
    const best = (await api.rpc.chain.getHeader()).number.toNumber();
    assert.ok(validUntil >= best && validUntil < best + 64, `${validUntil} at ${best}`);
    const immortal = `${folder}/immortal.json`;
    assert.equal((await tx('--account', bob.address, '--mortality', 'immortal', '--prepare', immortal, 'system.remark', 'a')).code, 0);
    assert.equal(JSON.parse(readFileSync(immortal)).validUntil, 0);
    const signed = await serinus('tx', '--sign', file, '--suri', '//Bob');
    assert.equal(signed.code, 0, signed.err);
    assert.ok(signed.err.includes(`valid until block ${validUntil}`), signed.err);
    assert.equal(JSON.parse(readFileSync(file)).payload, payload);
    const before = await free(charlie);
    assert.equal((await json(tx('--json', '--send', file))).success, true);
    assert.equal(await free(charlie) - before, kKsm * 5n / 2n);
});

/** What codes of a terminal hold: half blocks, two rows a line, read by jsQR. */
function scanned(text) {
    const lines = text.split('\n').filter((line) => line.startsWith('\x1b[30;107m')).map((line) => [...line.replace(/\x1b\[[\d;]*m/g, '')]);
    const [width, height, scale] = [lines[0].length, 2 * lines.length, 4];
    const pixels = new Uint8ClampedArray(4 * width * height * scale * scale).fill(255);
    for (let y = 0; y < height * scale; ++y) {
        for (let x = 0; x < width * scale; ++x) {
            const [row, letter] = [Math.floor(y / scale), lines[Math.floor(y / scale / 2)][Math.floor(x / scale)]];
            if (letter === '█' || letter === (row % 2 === 0 ? '▀' : '▄')) pixels.fill(0, 4 * (y * width * scale + x), 4 * (y * width * scale + x) + 3);
        }
    }
    return Uint8Array.from(jsQR(pixels, width * scale, height * scale).binaryData);
}

/** Runs the program until it asks, gives each code to `answer` and what that returns to the program; { code, out, content }. */
const withTelephone = (answer, ...args) => new Promise((resolve) => {
    const child = spawn(program, ['tx', '--url', node.url, '--json', '--qr', ...args]);
    const frames = [];
    let [out, err, seen] = ['', '', 0];
    child.stdout.setEncoding('utf8').on('data', (text) => { out += text; });
    child.stderr.setEncoding('utf8').on('data', (text) => {
        err += text;
        const end = err.slice(seen).search(/press Enter\.|\(in hex\):/);
        if (end < 0) return;
        const frame = scanned(err.slice(seen));
        seen = err.length;
        frames.push(frame);
        const count = frame[1] << 8 | frame[2];
        assert.deepEqual([frame[0], frame[3] << 8 | frame[4]], [0, frames.length - 1]);
        child.stdin.write(frames.length < count ? '\n' : `${answer(Buffer.concat(frames.map((one) => one.slice(5))))}\n`);
    });
    child.on('exit', (code) => resolve({ code, out, err, frames: frames.length }));
});

test('signed by a telephone that reads QR codes', async () => {
    // As Polkadot Vault does: the content is what is signed behind the key, before the hash of the genesis; the call has its length before it.
    const vault = (content) => {
        assert.deepEqual([...content.slice(0, 3)], [0x53, 1, 0]);
        assert.deepEqual(Uint8Array.from(content.slice(3, 35)), bob.publicKey);
        assert.equal(u8aToHex(content.slice(-32)), api.genesisHash.toHex());
        const payload = content.slice(35, -32);
        const call = api.registry.createType('Bytes', payload);
        const signed = payload.slice(call.encodedLength - call.length);
        return Buffer.concat([Buffer.from([1]), bob.sign(signed.length > 256 ? blake2AsU8a(signed) : signed)]).toString('hex');
    };
    const before = await free(charlie);
    const short = await withTelephone(vault, '--account', bob.address, 'balances.transfer_keep_alive', '//Charlie', '0.5');
    assert.equal(short.code, 0, short.err);
    assert.equal(JSON.parse(short.out).success, true);
    assert.equal(await free(charlie) - before, kKsm / 2n);
    assert.match(short.err, /valid until block \d+/);
    const long = await withTelephone(vault, '--account', bob.address, 'system.remark', `0x${'ab'.repeat(900)}`);
    assert.equal(long.code, 0, long.err);
    assert.equal(long.frames, 3);
    const wrong = await withTelephone(() => '00', '--account', bob.address, 'system.remark', 'hi');
    assert.equal(wrong.code, 1);
    assert.match(wrong.err, /the signature has 1 bytes, not 64/);
});

test('two of three signatories make a call together', async () => {
    const address = encodeAddress(createKeyMulti([alice, bob, charlie].map((one) => one.address), 2), 2);
    await json(tx('--json', '--suri', '//Alice', 'balances.transfer_keep_alive', address, '100KSM'));
    const before = await free(charlie);
    const call = ['balances.transfer_keep_alive', '//Charlie', '1.0'];
    const first = await json(tx('--json', '--suri', '//Alice', '--multisig', '2', '--signatories', '//Bob,//Charlie', ...call));
    assert.ok(first.events.some(({ name }) => name === 'NewMultisig'));
    const second = await json(tx('--json', '--suri', '//Bob', '--multisig', '2', '--signatories', '//Charlie,//Alice', ...call));
    assert.ok(second.events.some(({ name }) => name === 'MultisigExecuted'));
    assert.equal(await free(charlie) - before, kKsm);
});

test('errors name what is wrong and what is possible', async () => {
    const cases = [
        [['balances.transfer_kep_alive', '//Bob', '1.0'], /no call `transfer_kep_alive` in balances; did you mean `transfer_keep_alive`\?/],
        [['balance.transfer', '//Bob', '1.0'], /the chain has no pallet `balance`; did you mean `balances`\?/],
        [['balances.transfer_keep_alive', '//Bob', '5'], /value \(amount\): "5" has no unit; write 5KSM or 5planck/],
        [['balances.transfer_keep_alive', 'Bob', '1.0'], /dest \(account\): "Bob" is no account/],
        [['balances.transfer_keep_alive', '//Bob'], /the argument value is missing[^]*usage: balances\.transfer_keep_alive dest value/],
        [['balances.transfer_keep_alive', '//Bob', '1.0', '--nonce', '0'], /nonce is used|outdated/],
        [['balances.transfer_keep_alive', '//Bob', '1.0', '--metadata-hash', 'on', '--format', '5'], /format/],
    ];
    for (const [words, expected] of cases) {
        const { code, err } = await tx('--suri', '//Alice', ...words);
        assert.equal(code, 1, words.join(' '));
        assert.match(err, expected);
    }
    const { err } = await serinus('tx', '--url', 'ws://127.0.0.1:1', '--suri', '//Alice', 'system.remark', 'a');
    assert.match(err, /cannot connect.*is a node running there/);
    assert.match((await tx('system.remark', 'a')).err, /who signs\? Give --suri/);
});

test('questions: items, maps, constants, functions, at a block', async () => {
    const account = await json(query('--json', 'system.account', '//Alice'));
    const expected = await api.query.system.account(alice.address);
    assert.equal(String(account.value.data.free), expected.data.free.toString());
    assert.equal(account.value.nonce, expected.nonce.toNumber());
    const genesis = await json(query('--json', 'system.account', '//Alice', '--at', '0'));
    assert.equal(genesis.block.hash, api.genesisHash.toHex());
    assert.equal(genesis.value.nonce, 0);
    const all = await json(query('--json', 'system.account'));
    assert.equal(all.entries.length, (await api.query.system.account.entries()).length);
    assert.ok(all.entries.some(({ keys }) => keys[0] === alice.address));
    assert.equal((await query('balances.existential_deposit')).out, '333333333\n');
    assert.equal((await query('account_nonce_api.account_nonce', '//Bob')).out, `${(await api.query.system.account(bob.address)).nonce}\n`);
    assert.equal((await query('sudo.key')).out, `${alice.address}\n`);
    assert.equal((await json(query('--json', '--max-entries', '2', '--keys', 'system.account'))).isCut, true);
    assert.match((await query('system')).out, /item     Account {2}account → AccountInfo/);
    assert.match((await query('system.acount')).err, /did you mean `Account`\?/);
});

test('final blocks alone are answered from, where they are asked for', async (t) => {
    // One of two voters makes nothing final: blocks are when the node is told so.
    const manual = await Node.start(program, ['--chain', 'kusama-local', '--alice', '--force-authoring', '--tmp', '--sealing', 'manual', '--listen-addr', '/ip4/127.0.0.1/tcp/0']);
    t.after(() => manual.stop());
    const block = async () => (await manual.call('engine_createBlock', true, false)).hash;
    await manual.call('engine_finalizeBlock', await block());
    await block();
    await block();
    const number = async (...args) => (await serinus('query', '--url', manual.url, '--json', 'system.number', ...args)).out;
    assert.equal(JSON.parse(await number()).value, 3);
    assert.equal(JSON.parse(await number('--finalized')).value, 1);
    const child = spawn(program, ['query', '--url', manual.url, 'system.number', '--watch', '--finalized']);
    t.after(() => child.kill('SIGKILL'));
    let out = '';
    child.stdout.setEncoding('utf8').on('data', (text) => { out += text; });
    await until('the first answer', () => out.endsWith('\n'));
    await manual.call('engine_finalizeBlock', await block());
    await until('a second answer', () => out.split('\n').length > 2);
    assert.equal(out, '#1 1\n#4 4\n');
    assert.match((await serinus('query', '--url', manual.url, '--finalized', '--at', '1', 'system.number')).err, /name two blocks/);
});

test('the database answers as the node did', async () => {
    const before = await json(query('--json', 'system.account', '//Bob'));
    const busy = await serinus('query', '--dev', '--base-path', folder, 'system.account', '//Bob');
    assert.equal(busy.code, 1, 'a running node has its database for itself');
    await node.stop();
    const after = await json(serinus('query', '--json', '--dev', '--base-path', folder, 'system.account', '//Bob'));
    assert.deepEqual(after, before);
    const nonce = await json(serinus('query', '--json', '--dev', '--base-path', folder, 'account_nonce_api.account_nonce', '//Bob'));
    assert.equal(nonce.value, before.value.nonce);
    node = await Node.start(program, ['--dev', '--base-path', folder, '--sealing', 'instant']);
});
