import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { cryptoWaitReady, mnemonicToEntropy, mnemonicToMiniSecret, mnemonicValidate } from '@polkadot/util-crypto';
import { entropyToMnemonic } from '@polkadot/util-crypto/mnemonic/bip39';
import words from '@polkadot/util-crypto/mnemonic/wordlists/en';

import { Peer, cases, hex, hexText, seededRandom } from './peer.mjs';

const peer = new Peer();
before(cryptoWaitReady);
after(() => peer.close());

test('the word list', async () => {
    assert.equal(words.length, 2048);
    for (let i = 0; i < words.length; ++i) assert.equal(await peer.call('bip39_word', i), words[i]);
});

test('entropy to phrase and back', async () => {
    const random = seededRandom('phrases');
    for (let i = 0; i < cases; ++i) {
        const entropy = random.bytes(random.pick([16, 20, 24, 28, 32]));
        const phrase = entropyToMnemonic(entropy);
        assert.equal(await peer.call('mnemonic_phrase', hex(entropy)), phrase);
        assert.equal(await peer.call('mnemonic_entropy', hexText(phrase)), hex(entropy));
        assert.equal(hex(mnemonicToEntropy(phrase)), hex(entropy));
    }
});

test('mini secrets with random passwords', async () => {
    const random = seededRandom('mini secrets');
    for (let i = 0; i < cases / 5; ++i) {
        const entropy = random.bytes(random.pick([16, 20, 24, 28, 32]));
        const password = random.pick(['', 'Substrate', 'pässwörd ✓', Buffer.from(random.bytes(200)).toString('base64')]);
        const mini = await peer.call('mnemonic_mini_secret', hex(entropy), hexText(password));
        assert.equal(mini, hex(mnemonicToMiniSecret(entropyToMnemonic(entropy), password)));
    }
});

test('changed phrases are refused by both', async () => {
    const random = seededRandom('changed phrases');
    for (let i = 0; i < cases; ++i) {
        const phrase = entropyToMnemonic(random.bytes(random.pick([16, 20, 24, 28, 32]))).split(' ');
        const at = random.between(0, phrase.length - 1);
        const change = random.between(0, 3);
        if (change === 0) phrase[at] = random.pick(words);
        if (change === 1) phrase.splice(at, 1);
        if (change === 2) phrase[at] = random.pick(['', 'x', 'zooo', 'Zoo', 'ab', '0']);
        if (change === 3) [phrase[at], phrase[0]] = [phrase[0], phrase[at]];
        const text = phrase.join(' ').trim();
        if (text.includes('  ')) continue; // sp-core takes any white space between words, polkadot-js one space
        const refused = (await peer.call('mnemonic_entropy', hexText(text))).startsWith('!');
        assert.equal(refused, !mnemonicValidate(text), text);
    }
});
