// Claims with real signatures of Ethereum keys: plain, with terms, promised, moved, under a schedule.
import { hexToU8a, stringToHex, stringToU8a, u8aConcat, u8aToHex } from '@polkadot/util';
import { blake2AsU8a, ethereumEncode, keccakAsU8a, secp256k1PairFromSeed, secp256k1Expand, secp256k1Sign } from '@polkadot/util-crypto';

import { KSM } from '../scenario.mjs';

const kPrefix = 'Pay KSMs to the Kusama account:';
/** As hex: bytes would be taken for an encoded sequence. */
const terms = (hash, name) => stringToHex(`I hereby agree to the terms of the statement whose SHA-256 multihash is ${hash}. `
    + `(This may be found at the URL: https://statement.polkadot.network/${name}.html)`);
const kRegular = terms('Qmc1XYqT6S39WNp2UeiRUrZichUWUPpGEThDE6dAb3f6Ny', 'regular');
const kSaft = terms('QmXEkMahfhHJPzT3RjkXiZVFi77ZeVeuxtAjhojGRNYckz', 'saft');

export class Ethereum {
    constructor(name) {
        this.pair = secp256k1PairFromSeed(blake2AsU8a(name));
        this.address = ethereumEncode(this.pair.publicKey).toLowerCase();
        this.raw = keccakAsU8a(secp256k1Expand(this.pair.publicKey)).slice(12);
    }
    /** Signs that `account` is to have the money. */
    sign(account, statement = '0x', prefix = kPrefix) {
        const body = u8aConcat(stringToU8a(prefix), stringToU8a(u8aToHex(account.publicKey).slice(2)), hexToU8a(statement));
        return secp256k1Sign(u8aConcat(stringToU8a(`\x19Ethereum Signed Message:\n${body.length}`), body), this.pair, 'keccak');
    }
}

export async function run(t) {
    const { Alice, Bob, Charlie, Dave, Eve, Ferdie, tx: { balances, claims, utility } } = t;
    const keys = Array.from({ length: 12 }, (_, i) => new Ethereum(`claims ${i}`));
    const [plain, regular, saft, vested, promised, promisedSaft, moved, target, stranger, twice] = keys;
    const [fresh] = await t.pool('Fresh', 1, 0n);
    await t.next();

    // Made by Root alone.
    await t.fails(Bob, claims.mintClaim(plain.address, KSM, null, null), 'BadOrigin');
    await t.root(claims.mintClaim(plain.address, KSM, null, null));
    await t.root(claims.mintClaim(plain.address, 2n * KSM, null, null)); // instead of the other, which stays in the sum
    await t.root(claims.mintClaim(regular.address, 3n * KSM, null, 'Regular'));
    await t.root(claims.mintClaim(saft.address, 4n * KSM, [KSM, 1000n, 5], 'Saft'));
    await t.root(claims.mintClaim(vested.address, 5n * KSM, [5n * KSM, KSM, 0], null));
    await t.root(claims.mintClaim(promised.address, 6n * KSM, null, null));
    await t.root(claims.mintClaim(promisedSaft.address, 7n * KSM, null, 'Saft'));
    await t.root(claims.mintClaim(moved.address, 8n * KSM, [KSM, KSM, 1], 'Regular'));
    await t.root(claims.mintClaim(twice.address, 0n, null, null));

    // Refused before they come into a block: codes of the validity.
    const broken = (signature, at) => signature.map((byte, i) => (i === at ? byte ^ 0xff : byte));
    const good = plain.sign(Charlie);
    await t.unsigned(claims.claim(Charlie.address, broken(good, 64)), 'Invalid.Custom(0)');
    await t.unsigned(claims.claim(Charlie.address, new Uint8Array(65)));
    await t.unsigned(claims.claim(Charlie.address, new Uint8Array(65).fill(255)));
    await t.unsigned(claims.claim(Charlie.address, broken(good, 3)));
    await t.unsigned(claims.claim(Bob.address, good)); // another key's, it seems
    await t.unsigned(claims.claim(Charlie.address, plain.sign(Charlie, undefined, 'Pay DOTs to the Polkadot account:')));
    await t.unsigned(claims.claim(Charlie.address, stranger.sign(Charlie)));
    await t.unsigned(claims.claim(Charlie.address, regular.sign(Charlie)));
    await t.unsigned(claims.claimAttest(Charlie.address, regular.sign(Charlie, kSaft), kSaft));
    await t.unsigned(claims.claimAttest(Charlie.address, regular.sign(Charlie, kRegular), kSaft));
    await t.unsigned(claims.claimAttest(Charlie.address, plain.sign(Charlie, kRegular), kRegular)); // terms that are not asked for
    await t.unsigned(claims.mintClaim(plain.address, KSM, null, null));
    await t.unsigned(claims.attest(kRegular));
    await t.unsigned(claims.moveClaim(plain.address, moved.address, null));

    // Claims; the recovery id in both forms.
    await t.unsigned(claims.claim(Charlie.address, good), 'ok');
    t.saw('Claims.Claimed');
    await t.unsigned(claims.claim(Charlie.address, good));
    await t.unsigned(claims.claimAttest(Dave.address, regular.sign(Dave, kRegular).map((byte, i) => (i === 64 ? byte + 27 : byte)), kRegular));
    await t.unsigned(claims.claimAttest(Dave.address, regular.sign(Dave, kRegular), kRegular));
    await t.unsigned(claims.claimAttest(Eve.address, saft.sign(Eve, kSaft), kSaft), 'ok');
    await t.unsigned(claims.claim(Eve.address, vested.sign(Eve)), 'Claims.VestedBalanceExists');
    await t.unsigned(claims.claim(fresh.address, vested.sign(fresh)), 'ok');
    await t.unsigned(claims.claim(Ferdie.address, twice.sign(Ferdie)), 'ok'); // of nothing

    // The calls by dispatch: errors that the validity hides.
    await t.as({ system: 'None' }, claims.claim(Charlie.address, broken(good, 64)), 'Claims.InvalidEthereumSignature');
    await t.as({ system: 'None' }, claims.claim(Charlie.address, stranger.sign(Charlie)), 'Claims.SignerHasNoClaim');
    await t.as({ system: 'None' }, claims.claim(Charlie.address, moved.sign(Charlie)), 'Claims.InvalidStatement');
    await t.as({ system: 'None' }, claims.claimAttest(Charlie.address, broken(good, 64), kRegular), 'Claims.InvalidEthereumSignature');
    await t.as({ system: 'None' }, claims.claimAttest(Charlie.address, moved.sign(Charlie, kSaft), kSaft), 'Claims.InvalidStatement');
    await t.fails(Bob, claims.claim(Charlie.address, good), 'BadOrigin');
    await t.fails(Bob, claims.claimAttest(Charlie.address, good, kRegular), 'BadOrigin');
    // Terms that are not asked for, by dispatch.
    await t.root(claims.mintClaim(plain.address, KSM, null, null));
    await t.as({ system: 'None' }, claims.claimAttest(Charlie.address, plain.sign(Charlie, kRegular), kRegular));

    // Promised claims, as a genesis has them.
    const promise = (who, ethereum) => t.chain.put([[t.chain.key('claims', 'preclaims', who.publicKey), u8aToHex(ethereum.raw)]]);
    await promise(Bob, promised);
    await promise(Charlie, promisedSaft);
    await promise(Dave, moved);
    await t.fails(Alice, claims.attest(kRegular), 'Claims.SenderHasNoClaim');
    await t.root(claims.attest(kRegular), 'BadOrigin');
    await t.ok(Bob, claims.attest('0x'));
    await t.fails(Bob, claims.attest('0x'), 'Claims.SenderHasNoClaim');
    await t.fails(Charlie, claims.attest(kRegular), 'Claims.InvalidStatement');
    await t.ok(Charlie, utility.batch([claims.attest(kSaft)]));
    // Moved, with and without the account that it is promised to.
    await t.fails(Bob, claims.moveClaim(moved.address, target.address, null), 'BadOrigin');
    await t.root(claims.moveClaim(moved.address, target.address, Bob.address));
    await t.fails(Dave, claims.attest(kRegular), 'Claims.SignerHasNoClaim');
    await t.root(claims.moveClaim(target.address, moved.address, Dave.address));
    await t.root(claims.moveClaim(moved.address, target.address, Dave.address));
    await t.root(claims.moveClaim(stranger.address, target.address, null)); // nothing moves
    await t.ok(Dave, claims.attest(kRegular));

    // Less in the sum than in a claim.
    await t.root(claims.mintClaim(plain.address, KSM, null, null));
    await t.chain.put([[t.chain.key('claims', 'total'), `0x${'00'.repeat(16)}`]]);
    await t.unsigned(claims.claim(Charlie.address, plain.sign(Charlie)), 'Claims.PotUnderflow');
    // A schedule that is none: no block can have the claim.
    await t.root(claims.mintClaim(vested.address, KSM, [KSM, 0, 0], null));
    await t.mayTrap(() => t.unsigned(claims.claim(Ferdie.address, vested.sign(Ferdie))));
    await t.next();
    await t.ok(Alice, balances.transferAllowDeath(Bob.address, 1n));
}
