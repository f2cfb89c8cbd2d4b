// Spec: sect-extrinsics, RFC-84
#include "tools/compose/transaction.hpp"

#include <gtest/gtest.h>

#include "base/hex.hpp"
#include "hashing/hashing.hpp"
#include "metadata/sample_test.hpp"

namespace serinus::compose {
namespace {

using namespace literals;
using metadata::Case;
using metadata::Cases;
using metadata::Field;
using metadata::Metadata;

/// The sample of version 16, which takes the formats 4 and 5, with addresses and signatures as chains have them, and an
/// extension that carries the signature in version 3.
std::unique_ptr<const Metadata> general_chain() {
    using namespace metadata::sample;
    auto sample = sample_v16();
    const auto add = [&sample](metadata::Texts path, Cases cases) {
        metadata::Type type;
        type.id = static_cast<uint32_t>(sample.types.size());
        type.path = std::move(path);
        type.definition = std::move(cases);
        sample.types.push_back(std::move(type));
        return sample.types.back().id.value;
    };
    metadata::Type blob;
    blob.id = static_cast<uint32_t>(sample.types.size());
    blob.definition = metadata::Array{64, kSampleU8};
    const uint32_t bytes64 = blob.id;
    sample.types.push_back(std::move(blob));
    const uint32_t address =
        add({"MultiAddress"}, Cases{{Case{"Id", {Field{std::nullopt, kSampleAccount, std::nullopt, {}}}, 0, {}}}});
    const uint32_t signature =
        add({"MultiSignature"}, Cases{{Case{"Ed25519", {Field{std::nullopt, bytes64, std::nullopt, {}}}, 0, {}},
                                       Case{"Sr25519", {Field{std::nullopt, bytes64, std::nullopt, {}}}, 1, {}}}});
    const uint32_t verify = add({"VerifySignature"}, Cases{{Case{"Signed",
                                                                 {Field{"signature", signature, std::nullopt, {}},
                                                                  Field{"account", kSampleAccount, std::nullopt, {}}},
                                                                 0,
                                                                 {}},
                                                            Case{"Disabled", {}, 1, {}}}});
    sample.extrinsic.address = address;
    sample.extrinsic.signature = signature;
    sample.extrinsic.extensions = {{"CheckNonZeroSender", kSampleNothing, kSampleNothing},
                                   {"VerifySignature", verify, kSampleNothing},
                                   {"CheckNonce", kSampleCompact, kSampleNothing},
                                   {"CheckSpecVersion", kSampleNothing, kSampleU32}};
    sample.extrinsic.extension_versions = {{0, {2, 3}}, {3, {0, 1, 2, 3}}};
    auto decoded = Metadata::decode(metadata::sample::encoded(16, sample));
    EXPECT_TRUE(decoded) << (decoded ? "" : decoded.error());
    return *std::move(decoded);
}

const Signed kSignedBy{.scheme = crypto::Scheme::kSr25519, .account = {{7}}, .signature = Bytes(64, 9)};

TEST(Transaction, FormatsAreThoseOfTheChain) {
    const auto chain = general_chain();
    EXPECT_EQ(*choose_format(*chain, std::nullopt), 4);
    EXPECT_EQ(*choose_format(*chain, 5), 5);
    EXPECT_EQ(choose_format(*chain, 6).error(), "extrinsics have the format 4 or 5");
    const auto old = *Metadata::decode(metadata::sample::encoded(15, metadata::sample::sample_v15()));
    EXPECT_EQ(choose_format(*old, 5).error(), "this chain takes extrinsics of format 4, not 5");
}

TEST(Transaction, AGeneralOneSignsWhatFollowsTheSignature) {
    const auto chain = general_chain();
    Transaction of{.format = 5, .extension_version = 3, .call = "05000868690a"_hex, .extensions = {}};
    of.extensions = *encode_extensions(*chain, 3, {.spec_version = 9, .nonce = 3});
    // The version of the extensions, the call, then what comes behind the extension with the signature.
    EXPECT_EQ(to_hex(of.full_payload()),
              "03"
              "05000868690a"
              "0c"
              "09000000");
    EXPECT_EQ(of.payload(), to_bytes(hashing::blake2b_256(of.full_payload()).bytes));
    const auto extrinsic = assemble(*chain, of, kSignedBy);
    ASSERT_TRUE(extrinsic) << extrinsic.error();
    const std::string body =
        "45"
        "03"
        "00"
        "01" +
        to_hex(kSignedBy.signature) + to_hex(kSignedBy.account.bytes) + "0c" + "05000868690a";
    EXPECT_EQ(to_hex(*extrinsic), to_hex(scale::encode(scale::Compact<uint64_t>(body.size() / 2))) + body);
}

TEST(Transaction, AnOldOneHasTheSignatureInFront) {
    const auto chain = general_chain();
    Transaction of{.format = 4, .extension_version = 0, .call = "0500"_hex, .extensions = {}};
    of.extensions = *encode_extensions(*chain, 0, {.spec_version = 9, .nonce = 3});
    EXPECT_EQ(to_hex(of.payload()),
              "0500"
              "0c"
              "09000000");
    const auto extrinsic = assemble(*chain, of, kSignedBy);
    ASSERT_TRUE(extrinsic) << extrinsic.error();
    EXPECT_TRUE(to_hex(*extrinsic).ends_with("0c0500"));
    EXPECT_NE(to_hex(*extrinsic).find("8400" + to_hex(kSignedBy.account.bytes) + "01"), std::string::npos);
}

TEST(Transaction, WhatTheChainCannotExpressIsAnError) {
    const auto chain = general_chain();
    Transaction general{.format = 5, .extension_version = 0, .call = "0500"_hex, .extensions = {}};
    general.extensions = *encode_extensions(*chain, 0, {});
    EXPECT_TRUE(assemble(*chain, general, kSignedBy).error().starts_with("no extension of this chain carries"));
    Signed ecdsa = kSignedBy;
    ecdsa.scheme = crypto::Scheme::kEcdsa;
    EXPECT_EQ(assemble(*chain, {.call = "0500"_hex}, ecdsa).error(),
              "this chain takes no signatures by ecdsa: use a key of another --scheme");
    const auto plain = *Metadata::decode(metadata::sample::encoded(15, metadata::sample::sample_v15()));
    EXPECT_FALSE(assemble(*plain, {.call = "0500"_hex}, kSignedBy));
}

TEST(Transaction, ABareOneIsTheCallBehindTheFormat) {
    EXPECT_EQ(to_hex(assemble_bare(4, "0500"_hex)),
              "0c"
              "04"
              "0500");
    EXPECT_EQ(to_hex(assemble_bare(5, "0500"_hex)),
              "0c"
              "05"
              "0500");
}

}  // namespace
}  // namespace serinus::compose
