#include "network/discovery/authority_record.hpp"

#include <gtest/gtest.h>

#include "base/hex.hpp"
#include "tests/support/random.hpp"

namespace serinus::network::discovery {
namespace {

using namespace literals;

struct Signers {
    crypto::ed25519::Seed peer_seed{ByteArray<32>{7}};
    crypto::sr25519::KeyPair authority = crypto::sr25519::expand(crypto::sr25519::MiniSecret(ByteArray<32>{9}));
    crypto::ed25519::PublicKey peer_key = crypto::ed25519::public_key_of(peer_seed);
    PeerId peer = PeerId::of(peer_key);

    Bytes sign(const Bytes& record) const {
        return encode(SignedAuthorityRecord{
            .record = record,
            .authority_signature = to_bytes(crypto::sr25519::sign(authority, record, ByteArray<32>{1}).bytes),
            .peer_signature = to_bytes(crypto::ed25519::sign(peer_seed, record).bytes),
            .peer_key = wire::encode_public_key(peer_key)});
    }
    Bytes record(uint128_t created_ns = 5) const {
        return encode(AuthorityRecord{.addresses = {Multiaddr::parse("/ip4/1.2.3.4/tcp/30333")->with_peer_id(peer),
                                                    Multiaddr::parse("/dns/a.example/tcp/1/wss")->with_peer_id(peer)},
                                      .created_ns = created_ns});
    }
};

// Observed: sc-authority-discovery 0.61.0, schema/dht-v3.proto: addresses 1, creation_time 2 { timestamp 1: a SCALE
// u128 }
TEST(AuthorityRecord, TheRecordStandsAsInTheSchema) {
    const AuthorityRecord record{.addresses = {*Multiaddr::parse("/ip4/1.2.3.4/tcp/30333")}, .created_ns = 0x0102};
    EXPECT_EQ(to_hex(encode(record)),
              "0a080401020304"
              "06767d"
              "1212"
              "0a10"
              "02010000000000000000000000000000");
}

// Observed: sc-authority-discovery 0.61.0, schema/dht-v3.proto: record 1, auth_signature 2, peer_signature 3 {
// signature 1, public_key 2 }
TEST(AuthorityRecord, TheSignaturesStandAsInTheSchema) {
    const SignedAuthorityRecord record{
        .record = {1}, .authority_signature = {2}, .peer_signature = {3}, .peer_key = {4}};
    EXPECT_EQ(to_hex(encode(record)),
              "0a0101"
              "120102"
              "1a06"
              "0a0103"
              "120104");
    const auto read = decode_signed_authority_record(encode(record));
    ASSERT_TRUE(read);
    EXPECT_EQ(read->record, (Bytes{1}));
    EXPECT_EQ(read->authority_signature, (Bytes{2}));
    EXPECT_EQ(read->peer_signature, (Bytes{3}));
    EXPECT_EQ(read->peer_key, (Bytes{4}));
}

TEST(AuthorityRecord, TheKeyIsTheHashOfTheAuthority) {
    // SHA-256 of 32 zero bytes.
    EXPECT_EQ(to_hex(record_key_of(AuthorityId{})), "66687aadf862bd776c8fc18b8e9f8e20089714856ee233b3902a591d0d5f2925");
}

TEST(AuthorityRecord, WhatBothSignedIsTaken) {
    const Signers signers;
    const auto checked = check_authority_record(signers.sign(signers.record(77)), signers.authority.public_key);
    ASSERT_TRUE(checked);
    EXPECT_EQ(checked->peer, signers.peer);
    EXPECT_TRUE(checked->created_ns == 77);
    EXPECT_EQ(checked->addresses, (std::vector{*Multiaddr::parse("/ip4/1.2.3.4/tcp/30333"),
                                               *Multiaddr::parse("/dns/a.example/tcp/1/wss")}));
}

TEST(AuthorityRecord, WithoutATimeItIsOfAnOldVersion) {
    const Signers signers;
    Bytes record = signers.record();
    record.resize(record.size() - 20);  // the last field
    const auto checked = check_authority_record(signers.sign(record), signers.authority.public_key);
    ASSERT_TRUE(checked);
    EXPECT_TRUE(checked->created_ns == 0);
}

TEST(AuthorityRecord, EveryOtherSignatureIsRefused) {
    using Error = AuthorityRecordError;
    const Signers signers;
    const Bytes good = signers.sign(signers.record());
    const auto error_of = [&](const SignedAuthorityRecord& record) {
        return check_authority_record(encode(record), signers.authority.public_key).error();
    };
    const auto whole = *decode_signed_authority_record(good);
    auto changed = whole;
    changed.record[5] ^= 1;
    EXPECT_EQ(error_of(changed), Error::kWrongAuthoritySignature);
    changed = whole;
    changed.authority_signature.pop_back();
    EXPECT_EQ(error_of(changed), Error::kWrongAuthoritySignature);
    changed = whole;
    changed.peer_signature[3] ^= 1;
    EXPECT_EQ(error_of(changed), Error::kWrongPeerSignature);
    changed = whole;
    changed.peer_signature.clear();  // as of an old version
    EXPECT_EQ(error_of(changed), Error::kWrongPeerSignature);
    // Another peer's key signs well, but the addresses are not its own.
    changed = whole;
    const crypto::ed25519::Seed other(ByteArray<32>{8});
    changed.peer_key = wire::encode_public_key(crypto::ed25519::public_key_of(other));
    changed.peer_signature = to_bytes(crypto::ed25519::sign(other, whole.record).bytes);
    EXPECT_EQ(error_of(changed), Error::kWrongPeerSignature);
    EXPECT_EQ(check_authority_record(good, AuthorityId{}).error(), Error::kWrongAuthoritySignature);
    EXPECT_EQ(check_authority_record("0aff"_hex, signers.authority.public_key).error(), Error::kMalformed);
}

TEST(AuthorityRecord, AddressesOfSeveralPeersOrOfNoneAreRefused) {
    const Signers signers;
    const auto address = *Multiaddr::parse("/ip4/1.2.3.4/tcp/1");
    const auto other = PeerId::of(crypto::ed25519::PublicKey{});
    const auto check = [&](std::vector<Multiaddr> addresses) {
        const Bytes record = encode(AuthorityRecord{.addresses = std::move(addresses)});
        return check_authority_record(signers.sign(record), signers.authority.public_key);
    };
    EXPECT_EQ(check({address.with_peer_id(signers.peer), address.with_peer_id(other)}).error(),
              AuthorityRecordError::kSeveralPeers);
    EXPECT_EQ(check({address}).error(), AuthorityRecordError::kNoPeer);
    EXPECT_EQ(check({}).error(), AuthorityRecordError::kNoPeer);
    // An address without a peer among others is passed over.
    EXPECT_TRUE(check({address, address.with_peer_id(signers.peer)}));
    const auto many = check(std::vector<Multiaddr>(40, address.with_peer_id(signers.peer)));
    ASSERT_TRUE(many);
    EXPECT_EQ(many->addresses.size(), kMaxAuthorityAddresses);
}

TEST(AuthorityRecord, DamageIsNeverTaken) {
    auto random = test::seeded_random();
    const Signers signers;
    const Bytes good = signers.sign(signers.record());
    for (size_t size = 0; size < good.size(); ++size) {
        EXPECT_FALSE(check_authority_record(BytesView(good).first(size), signers.authority.public_key));
    }
    for (int i = 0; i < 200; ++i) {
        Bytes damaged = good;
        damaged[random() % damaged.size()] ^= static_cast<uint8_t>(1 << random() % 8);
        const auto checked = check_authority_record(damaged, signers.authority.public_key);
        if (checked) EXPECT_EQ(checked->peer, signers.peer);  // a tag that says the same
    }
}

}  // namespace
}  // namespace serinus::network::discovery
