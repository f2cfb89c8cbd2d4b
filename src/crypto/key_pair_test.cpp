#include "crypto/key_pair.hpp"

#include <gtest/gtest.h>

#include "base/hex.hpp"
#include "crypto/public_uri.hpp"
#include "crypto/ss58.hpp"
#include "tests/support/data.hpp"
#include "tests/support/json.hpp"

namespace serinus::crypto {
namespace {

using namespace serinus::literals;

constexpr Scheme kSchemes[] = {Scheme::kSr25519, Scheme::kEd25519, Scheme::kEcdsa};

std::string public_hex(Scheme scheme, std::string_view uri, std::optional<std::string_view> password = {}) {
    const auto key = key_from_uri(scheme, uri, password);
    return key ? to_hex(key->pair.public_key()) : to_string(key.error());
}

// The secret URI vectors of polkadot-js
TEST(KeyPair, AgreesWithThePublishedUris) {
    const auto path = test::shared_data("crypto/suri.json");
    if (!path) GTEST_SKIP() << test::kNoSharedData;
    for (const auto& vector : test::Json::read(*path)["vectors"].items()) {
        const auto scheme = find_scheme(vector["crypto"].text());
        ASSERT_TRUE(scheme.has_value());
        const auto key = key_from_uri(*scheme, vector["uri"].text(), {});
        ASSERT_TRUE(key.has_value()) << vector["uri"].text();
        EXPECT_EQ(key->pair.public_key(), vector["public"].hex());
        const Hash256 account = account_of(*scheme, key->pair.public_key());
        EXPECT_EQ(ss58::encode(42, account.bytes), vector["address"].text());
    }
}

// By @polkadot/keyring 14.0.3.
TEST(KeyPair, FollowsJunctionsInAllSchemes) {
    EXPECT_EQ(public_hex(Scheme::kSr25519, "//Alice"),
              "d43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d");
    EXPECT_EQ(public_hex(Scheme::kEd25519, "//Alice"),
              "88dc3417d5058ec4b4503e0c12ea1a0a89be200fe98922423d4334014fa6b0ee");
    EXPECT_EQ(public_hex(Scheme::kEcdsa, "//Alice"),
              "020a1091341fe5664bfa1782d5e04779689068c916b04cb365ec3153755684d9a1");
    EXPECT_EQ(public_hex(Scheme::kSr25519, "//Alice//stash"),
              "be5ddb1579b72e84524fc29e78609e3caf42e85aa118ebfe0b0ad404b5bdd25f");
    EXPECT_EQ(public_hex(Scheme::kSr25519, "//Alice/soft/1"),
              "62fdaf0ce8389532e4d1c495297cb16633a2219c7c9985b636d690c698523f18");
    EXPECT_EQ(public_hex(Scheme::kSr25519, "//42//18446744073709551615///pw"),
              "a671a1aae5e208d5877f098877ee3d09484f67468761f896b9fc47ac9a2a8a41");
    EXPECT_EQ(public_hex(Scheme::kSr25519,
                         "0xe5be9a5092b81bca64be81d212e7f2f9eba183bb7a90954f7b76361f6edb5c0a//a/"
                         "averyveryverylongjunctionname_longerthan32"),
              "34711d9f768178923f0e7a8727e7a2640d8b3a54c905256ebd601b00b9e9396e");
    EXPECT_EQ(public_hex(Scheme::kEd25519, "//7//foo///pw"),
              "37a1233d11bcafdeaa4de2dc6085b0d7aa22dac8a38a21d340443af371742191");
    EXPECT_EQ(public_hex(Scheme::kEcdsa, "//7//foo///pw"),
              "025aa5e00c98a3b6cbded7e8479596bb3ca98323cdceed53172845fa7f2aa035bd");
}

TEST(KeyPair, AGivenPasswordComesBeforeThatOfTheUri) {
    EXPECT_EQ(public_hex(Scheme::kSr25519, "//1///a", "b"), public_hex(Scheme::kSr25519, "//1///b"));
    EXPECT_EQ(public_hex(Scheme::kSr25519, "//1///"), public_hex(Scheme::kSr25519, "//1"));
    EXPECT_NE(public_hex(Scheme::kSr25519, "//1///a"), public_hex(Scheme::kSr25519, "//1"));
}

// Observed: polkadot-stable2407: sp_core's Pair::from_string_with_seed returns a seed unless a soft junction was
// followed
TEST(KeyPair, TheSeedMakesTheSameKeyAgain) {
    for (const Scheme scheme : kSchemes) {
        const auto key = key_from_uri(scheme, "//Alice//1", {});
        ASSERT_TRUE(key.has_value() && key->seed.has_value());
        EXPECT_EQ(KeyPair::from_seed(scheme, *key->seed)->public_key(), key->pair.public_key());
        EXPECT_EQ(public_hex(scheme, to_hex_prefixed(key->seed->reveal())), to_hex(key->pair.public_key()));
    }
    EXPECT_FALSE(key_from_uri(Scheme::kSr25519, "/soft", {})->seed.has_value());
    EXPECT_FALSE(key_from_uri(Scheme::kSr25519, "/soft//hard", {})->seed.has_value());
}

TEST(KeyPair, SaysWhatIsWrong) {
    EXPECT_EQ(public_hex(Scheme::kSr25519, "//"), "Invalid format");
    EXPECT_EQ(public_hex(Scheme::kSr25519, "hello"), "Invalid phrase");
    EXPECT_EQ(public_hex(Scheme::kSr25519, "0x00"), "Invalid seed");
    EXPECT_EQ(public_hex(Scheme::kSr25519, "0x" + std::string(128, '1')), "Invalid seed");
    EXPECT_EQ(public_hex(Scheme::kSr25519, "0x" + std::string(63, '1') + "g"), "Invalid seed");
    EXPECT_EQ(public_hex(Scheme::kEd25519, "//a/b"), "Invalid path");
    EXPECT_EQ(public_hex(Scheme::kEcdsa, "/b"), "Invalid path");
    EXPECT_EQ(public_hex(Scheme::kEcdsa, "0x" + std::string(64, '0')), "Invalid seed");
    EXPECT_EQ(public_hex(Scheme::kEcdsa, "0x" + std::string(64, 'f')), "Invalid seed");
}

TEST(KeyPair, WhatItSignsIsVerified) {
    const Bytes message = to_bytes(as_bytes("message"));
    for (const Scheme scheme : kSchemes) {
        const auto key = key_from_uri(scheme, "//Alice", {});
        ASSERT_TRUE(key.has_value());
        EXPECT_EQ(key->pair.scheme(), scheme);
        const Bytes public_key = key->pair.public_key();
        Bytes signature = key->pair.sign(message, {});
        EXPECT_EQ(public_key.size(), public_key_size(scheme));
        EXPECT_EQ(signature.size(), signature_size(scheme));
        EXPECT_TRUE(verify(scheme, signature, message, public_key));
        EXPECT_FALSE(verify(scheme, signature, {}, public_key));
        EXPECT_FALSE(verify(scheme, signature, message, BytesView(public_key).first(31)));
        EXPECT_FALSE(verify(scheme, BytesView(signature).first(63), message, public_key));
        signature[10] ^= 1;
        EXPECT_FALSE(verify(scheme, signature, message, public_key));
    }
}

TEST(KeyPair, SchemesHaveNames) {
    for (const Scheme scheme : kSchemes) EXPECT_EQ(find_scheme(to_string(scheme)), scheme);
    EXPECT_EQ(find_scheme("Sr25519"), Scheme::kSr25519);
    EXPECT_EQ(find_scheme("rsa"), std::nullopt);
}

// Observed: polkadot-stable2407: sp_core's Ss58Codec::from_string
TEST(PublicUri, IsAnAddressOrHexWithSoftJunctions) {
    const std::string alice = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";
    const auto uri = parse_address_uri(Scheme::kSr25519, alice + "/soft/1");
    ASSERT_TRUE(uri.has_value());
    EXPECT_EQ(to_hex(uri->public_key), public_hex(Scheme::kSr25519, "//Alice/soft/1"));
    EXPECT_EQ(uri->prefix, 42);
    EXPECT_EQ(to_hex(*parse_public_uri(Scheme::kSr25519, "/soft")), public_hex(Scheme::kSr25519, "/soft"));
    const std::string hex = "0x" + public_hex(Scheme::kEcdsa, "//Alice");
    EXPECT_EQ(to_hex_prefixed(*parse_public_uri(Scheme::kEcdsa, hex)), hex);
}

TEST(PublicUri, SaysWhatIsWrong) {
    const std::string alice = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";
    const auto error_of = [](Scheme scheme, const std::string& text) { return parse_public_uri(scheme, text).error(); };
    EXPECT_EQ(error_of(Scheme::kSr25519, alice + "//"), PublicUriError::kBadFormat);
    EXPECT_EQ(error_of(Scheme::kSr25519, alice + "///"), PublicUriError::kPasswordNotAllowed);
    EXPECT_EQ(error_of(Scheme::kSr25519, "0x0g"), PublicUriError::kBadHex);
    EXPECT_EQ(error_of(Scheme::kSr25519, "0x00"), PublicUriError::kBadLength);
    EXPECT_EQ(error_of(Scheme::kSr25519, "hello"), PublicUriError::kBadBase58);
    EXPECT_EQ(error_of(Scheme::kSr25519, "F7NZ"), PublicUriError::kBadLength);
    EXPECT_EQ(error_of(Scheme::kEcdsa, alice), PublicUriError::kBadLength);
    EXPECT_EQ(error_of(Scheme::kSr25519, alice.substr(0, 47) + "Z"), PublicUriError::kBadChecksum);
    EXPECT_EQ(error_of(Scheme::kSr25519, ss58::encode(64, Bytes(32))), PublicUriError::kUnknownPrefix);
    EXPECT_EQ(error_of(Scheme::kSr25519, ss58::encode(46, Bytes(32))), PublicUriError::kReservedPrefix);
    EXPECT_EQ(error_of(Scheme::kSr25519, alice + "//hard"), PublicUriError::kBadPath);
    EXPECT_EQ(error_of(Scheme::kEd25519, alice + "/soft"), PublicUriError::kBadPath);
    EXPECT_EQ(error_of(Scheme::kSr25519, "0x" + std::string(64, 'f') + "/soft"), PublicUriError::kBadPath);
}

TEST(KeyPair, OnlyEcdsaSignsHashes) {
    const auto ecdsa_key = key_from_uri(Scheme::kEcdsa, "//Alice", {})->pair;
    const auto hash = "1234567890123456789012345678901234567890123456789012345678901234"_hash256;
    const auto signature = ecdsa_key.sign_prehashed(hash);
    ASSERT_TRUE(signature.has_value());
    EXPECT_TRUE(ecdsa::verify_prehashed(*signature, hash, *ecdsa::PublicKey::from(ecdsa_key.public_key())));
    EXPECT_FALSE(key_from_uri(Scheme::kSr25519, "//Alice", {})->pair.sign_prehashed(hash).has_value());
    EXPECT_FALSE(key_from_uri(Scheme::kEd25519, "//Alice", {})->pair.sign_prehashed(hash).has_value());
}

}  // namespace
}  // namespace serinus::crypto
