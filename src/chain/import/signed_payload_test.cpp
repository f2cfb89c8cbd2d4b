#include "chain/import/signed_payload.hpp"

#include <gtest/gtest.h>

#include "codec/scale.hpp"
#include "hashing/hashing.hpp"
#include "tests/support/data.hpp"

namespace serinus::chain {
namespace {

using crypto::VerdictRule;
using Extension = SignedExtension;

/// That of Kusama 1.0.0.
const PayloadLayout kKusama = {Extension::kNothing, Extension::kSpecVersion, Extension::kTransactionVersion,
                               Extension::kGenesis, Extension::kMortality,   Extension::kNonce,
                               Extension::kNothing, Extension::kTip};

Hash256 hash_of_byte(uint8_t byte) {
    Hash256 out;
    out.bytes.fill(byte);
    return out;
}

/// The hash of block n has the bytes n % 256.
PayloadFacts facts() {
    return {.spec_version = 7,
            .transaction_version = 8,
            .genesis = hash_of_byte(0xaa),
            .number = 1000,
            .hash_of = [](primitives::BlockNumber n) { return hash_of_byte(static_cast<uint8_t>(n)); }};
}

const Bytes kCall = {4, 3, 1, 2, 3};

/// Era, nonce 5 and tip 0, and a call.
Bytes extrinsic(const Bytes& era, const Bytes& call = kCall, uint8_t scheme = 1) {
    return concat(Bytes{0x84, 0}, Bytes(32, 0x11), Bytes{scheme}, Bytes(64, 0x22), era, Bytes{5 << 2, 0}, call);
}

/// Call, era, nonce and tip, versions, genesis, and the hash that belongs to the era.
Bytes payload(const Bytes& era, const Hash256& era_hash, const Bytes& call = kCall) {
    return concat(call, era, Bytes{5 << 2, 0}, scale::encode(uint32_t{7}), scale::encode(uint32_t{8}),
                  hash_of_byte(0xaa), era_hash);
}

// Spec: defn-extrinsic-signature, defn-extra
TEST(SignedPayload, IsCallExtraAndWhatTheExtensionsAdd) {
    const auto expected = expected_signature(extrinsic({0}), kKusama, facts());
    ASSERT_TRUE(expected);
    EXPECT_EQ(expected->rule, VerdictRule::kSr25519);
    EXPECT_EQ(to_bytes(expected->public_key), Bytes(32, 0x11));
    EXPECT_EQ(to_bytes(expected->signature), Bytes(64, 0x22));
    EXPECT_EQ(expected->message, payload({0}, hash_of_byte(0xaa)));
    EXPECT_EQ(expected_signature(extrinsic({0}, kCall, 0), kKusama, facts())->rule, VerdictRule::kEd25519);
}

// Spec: defn-extrinsic-mortality. The period of 64 blocks that began with block 42: here with 42 + 14 * 64.
TEST(SignedPayload, OfAMortalOneHasTheHashOfItsFirstBlock) {
    const Bytes era = {0xa5, 0x02};
    const auto expected = expected_signature(extrinsic(era), kKusama, facts());
    ASSERT_TRUE(expected);
    EXPECT_EQ(expected->message, payload(era, hash_of_byte(static_cast<uint8_t>(42 + 14 * 64))));
    PayloadFacts none = facts();
    none.hash_of = [](primitives::BlockNumber) { return std::optional<Hash256>(); };
    EXPECT_FALSE(expected_signature(extrinsic(era), kKusama, none));
}

// Spec: defn-extrinsic-signature
TEST(SignedPayload, OfMoreThan256BytesIsHashed) {
    const size_t others = payload({0}, {}, {}).size();
    const Bytes fits(256 - others, 1), larger(257 - others, 1);
    EXPECT_EQ(expected_signature(extrinsic({0}, fits), kKusama, facts())->message,
              payload({0}, hash_of_byte(0xaa), fits));
    EXPECT_EQ(expected_signature(extrinsic({0}, larger), kKusama, facts())->message,
              to_bytes(hashing::blake2b_256(payload({0}, hash_of_byte(0xaa), larger)).bytes));
}

TEST(SignedPayload, OtherFormsAreNotForecast) {
    const Bytes good = extrinsic({0});
    const auto with = [&](size_t at, uint8_t byte) {
        Bytes out = good;
        out[at] = byte;
        return expected_signature(out, kKusama, facts()).has_value();
    };
    EXPECT_TRUE(with(0, 0x84));
    EXPECT_FALSE(with(0, 0x04)) << "not signed";
    EXPECT_FALSE(with(0, 0x85)) << "version 5";
    EXPECT_FALSE(with(1, 1)) << "an account by its index";
    EXPECT_FALSE(with(34, 2)) << "ECDSA";
    EXPECT_FALSE(looks_signed({}));
    const size_t before_call = good.size() - kCall.size();
    for (size_t size = 0; size < before_call; ++size) {
        EXPECT_FALSE(expected_signature(BytesView(good).first(size), kKusama, facts())) << size;
    }
    // Eras that do not exist: a phase beyond the period, a period below 4; one that has not begun.
    for (const Bytes& era : {Bytes{0x41, 0}, Bytes{0x10, 0}}) {
        EXPECT_FALSE(expected_signature(extrinsic(era), kKusama, facts()));
    }
}

TEST(SignedPayload, TheHashOfMetadataIsOnlyExpectedToBeAbsent) {
    PayloadLayout layout = kKusama;
    layout.push_back(Extension::kMetadataHash);
    const Bytes call = kCall;
    const auto absent = expected_signature(extrinsic({0}, concat(Bytes{0}, call)), layout, facts());
    ASSERT_TRUE(absent);
    const Bytes expected = concat(call, Bytes{0, 5 << 2, 0, 0}, scale::encode(uint32_t{7}), scale::encode(uint32_t{8}),
                                  hash_of_byte(0xaa), hash_of_byte(0xaa), Bytes{0});
    EXPECT_EQ(absent->message, expected);
    EXPECT_FALSE(expected_signature(extrinsic({0}, concat(Bytes{1}, call)), layout, facts()));
}

// Spec: sect-metadata
TEST(PayloadLayout, OfKusamaFollowsFromItsMetadata) {
    const auto path = test::shared_data("metadata/kusama-v1000000-v14.scale");
    if (!path) GTEST_SKIP() << test::kNoSharedData;
    const std::string file = test::read_file(*path);
    EXPECT_EQ(payload_layout_of(as_bytes(file)), kKusama);

    // An extension of which we do not know what it adds to the payload.
    std::string other = file;
    const size_t at = other.rfind("CheckNonce");
    ASSERT_NE(at, std::string::npos);
    other.replace(at, 10, "CheckOther");
    EXPECT_EQ(payload_layout_of(as_bytes(other)), std::nullopt);
    for (size_t size = 0; size < file.size(); size += file.size() / 50) {
        EXPECT_EQ(payload_layout_of(as_bytes(file).first(size)), std::nullopt) << size;
    }
}

}  // namespace
}  // namespace serinus::chain
