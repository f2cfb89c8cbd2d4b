#include "crypto/ss58.hpp"

#include <gtest/gtest.h>

#include "base/hex.hpp"
#include "crypto/base58.hpp"
#include "hashing/hashing.hpp"
#include "tests/support/data.hpp"
#include "tests/support/json.hpp"
#include "tests/support/random.hpp"

namespace serinus::crypto {
namespace {

using namespace serinus::literals;
using Ss58Error = ss58::Error;

// Examples of the base58 draft (draft-msporny-base58-03, section 5).
TEST(Base58, HasThePublishedExamples) {
    EXPECT_EQ(base58_encode(as_bytes("Hello World!")), "2NEpo7TZRRrLZSi2U");
    EXPECT_EQ(base58_encode("0000287fb4cd"_hex), "11233QC4");
    EXPECT_EQ(base58_encode({}), "");
    EXPECT_EQ(base58_decode("2NEpo7TZRRrLZSi2U", 12), to_bytes(as_bytes("Hello World!")));
    EXPECT_EQ(base58_decode("11233QC4", 6), "0000287fb4cd"_hex);
    EXPECT_EQ(base58_decode("", 0), Bytes{});
}

TEST(Base58, RefusesOtherCharactersAndMoreThanTheBound) {
    for (const char* text : {"0", "O", "I", "l", "a b", "\xff", "é"}) EXPECT_FALSE(base58_decode(text, 100)) << text;
    EXPECT_FALSE(base58_decode("11233QC4", 5));
    EXPECT_FALSE(base58_decode("111", 2));
    EXPECT_FALSE(base58_decode(std::string(1'000'000, 'z'), 37));
}

TEST(Base58, EveryByteStringSurvives) {
    auto random = test::seeded_random();
    for (size_t size = 0; size < 100; ++size) {
        Bytes bytes = test::random_bytes(random, size);
        for (size_t zeros = 0; zeros < std::min<size_t>(size, 3); ++zeros) {
            EXPECT_EQ(base58_decode(base58_encode(bytes), size), bytes);
            bytes[zeros] = 0;
        }
    }
}

// Addresses that polkadot-js publishes in its tests
TEST(Ss58, AgreesWithThePublishedAddresses) {
    const auto path = test::shared_data("crypto/ss58.json");
    if (!path) GTEST_SKIP() << test::kNoSharedData;
    const test::Json vectors = test::Json::read(*path);
    for (const auto& vector : vectors["valid"].items()) {
        const auto address = ss58::decode(vector["address"].text());
        ASSERT_TRUE(address.has_value()) << vector["address"].text();
        EXPECT_EQ(address->prefix, vector["format"].unsigned_integer());
        EXPECT_EQ(address->account, vector["public"].hex());
        EXPECT_EQ(ss58::encode(address->prefix, address->account), vector["address"].text());
    }
    for (const auto& address : vectors["invalid"].items()) EXPECT_FALSE(ss58::decode(address.text())) << address.text();
}

// Written by @polkadot/util-crypto 14.0.3.
TEST(Ss58, IndicesAndEcdsaKeysHaveAddressesToo) {
    const std::pair<const char*, ss58::Address> cases[] = {
        {"F7NZ", {42, "01"_hex}},
        {"25GpW4", {42, "0102"_hex}},
        {"MvAtmUea", {42, "01020304"_hex}},
        {"3MsZWNhRvzMGK9", {42, "0102030405060708"_hex}},
        {"33c1dk", {64, "01"_hex}},
        {"1hfqEU2eeEjNVQUHSieBN5WhbcNfeqYUERgkHGCi4ohPFRsH", {0, Bytes(33, 7)}},
        {"5HorjpR9Zt1F1qgnR6yUWUqpc2k4buFgeAHis3BXXSVB55KnBa5", {16383, Bytes(33, 7)}},
    };
    for (const auto& [text, address] : cases) {
        EXPECT_EQ(ss58::encode(address.prefix, address.account), text);
        EXPECT_EQ(ss58::decode(text), address) << text;
    }
}

TEST(Ss58, EveryPrefixSurvivesButTheTwoReservedOnes) {
    const Bytes account(32, 0xd4);
    for (uint32_t prefix = 0; prefix <= ss58::kMaxPrefix; ++prefix) {
        const auto text = ss58::encode(static_cast<ss58::Prefix>(prefix), account);
        const auto address = ss58::decode(text);
        if (prefix == 46 || prefix == 47) {
            EXPECT_EQ(address, Err(Ss58Error::kReservedPrefix));
        } else {
            ASSERT_TRUE(address.has_value()) << prefix;
            EXPECT_EQ(address->prefix, prefix);
        }
    }
}

/// An address with any prefix bytes and size of checksum.
std::string address_of(const Bytes& prefix, const Bytes& account, size_t checksum_size) {
    Bytes data = concat(prefix, account);
    const auto sum = hashing::blake2b_512(concat(as_bytes("SS58PRE"), data));
    append(data, BytesView(sum).first(checksum_size));
    return base58_encode(data);
}

// The SS58 specification gives indices of n bytes 1 to n bytes of checksum (a single byte: one).
TEST(Ss58, IndicesMayHaveLongerChecksums) {
    for (const size_t size : {1u, 2u, 4u, 8u}) {
        const Bytes account(size, 0x11);
        for (size_t checksum = 1; checksum <= size; ++checksum) {
            EXPECT_EQ(ss58::decode(address_of({2}, account, checksum)), (ss58::Address{2, account}))
                << size << checksum;
        }
    }
}

// Observed: sp-core 43.0.0 takes a small prefix in two bytes, and refuses the reserved ones in this form as well
TEST(Ss58, SmallPrefixesMayBeWrittenInTwoBytes) {
    const Bytes account(32, 0x11);
    EXPECT_EQ(ss58::decode(address_of({0x40 | 2 >> 2, (2 & 3) << 6}, account, 2)), (ss58::Address{2, account}));
    EXPECT_EQ(ss58::decode(address_of({0x40 | 46 >> 2, (46 & 3) << 6}, account, 2)), Err(Ss58Error::kReservedPrefix));
}

// Observed: sp-core 43.0.0 masks the prefix to 14 bits
TEST(Ss58, ThePrefixHasFourteenBits) { EXPECT_EQ(ss58::encode(16384 + 42, Bytes(32)), ss58::encode(42, Bytes(32))); }

TEST(Ss58, SaysWhatIsWrong) {
    EXPECT_EQ(ss58::decode("5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQ0"), Err(Ss58Error::kBadBase58));
    EXPECT_EQ(ss58::decode("5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQZ"), Err(Ss58Error::kBadChecksum));
    EXPECT_EQ(ss58::decode(""), Err(Ss58Error::kBadLength));
    EXPECT_EQ(ss58::decode("1"), Err(Ss58Error::kBadLength));
    EXPECT_EQ(ss58::decode(std::string(1'000'000, '2')), Err(Ss58Error::kBadLength));
    for (const size_t size : {0u, 1u, 17u, 18u, 31u, 32u, 33u, 36u}) {
        EXPECT_EQ(ss58::decode(base58_encode(Bytes(1 + size, 1))), Err(Ss58Error::kBadLength)) << size;
    }
    for (const uint8_t first : {uint8_t{128}, uint8_t{200}, uint8_t{255}}) {
        Bytes bytes(35, first);
        EXPECT_EQ(ss58::decode(base58_encode(bytes)), Err(Ss58Error::kBadPrefix));
    }
}

TEST(Ss58, EveryChangedByteIsNoticed) {
    const Bytes data = *base58_decode("5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY", 35);
    for (size_t i = 1; i < data.size(); ++i) {
        Bytes changed = data;
        changed[i] ^= 1;
        EXPECT_EQ(ss58::decode(base58_encode(changed)), Err(Ss58Error::kBadChecksum)) << i;
    }
}

// From the SS58 registry.
TEST(Ss58, NetworksHaveNames) {
    EXPECT_EQ(ss58::find_prefix("kusama"), 2);
    EXPECT_EQ(ss58::find_prefix("Kusama"), 2);
    EXPECT_EQ(ss58::find_prefix("bareed25519"), 3);
    EXPECT_EQ(ss58::find_prefix("kusam"), std::nullopt);
    EXPECT_EQ(ss58::network_name(0), "polkadot");
    EXPECT_EQ(ss58::network_name(42), "substrate");
    EXPECT_EQ(ss58::network_name(3), "BareEd25519");
    EXPECT_EQ(ss58::network_name(64), "64");
    for (const auto& network : ss58::networks()) EXPECT_EQ(ss58::find_prefix(network.name), network.prefix);
}

}  // namespace
}  // namespace serinus::crypto
