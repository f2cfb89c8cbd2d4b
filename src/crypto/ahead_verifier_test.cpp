#include "crypto/ahead_verifier.hpp"

#include <gtest/gtest.h>

#include <thread>

#include "crypto/ed25519.hpp"
#include "crypto/sr25519.hpp"

namespace serinus::crypto {
namespace {

/// Signatures of both schemes; of every fifth the message is another one.
class AheadVerifierTest : public ::testing::Test {
  protected:
    std::vector<ExpectedSignature> make(uint32_t count) {
        std::vector<ExpectedSignature> out;
        const auto seed = [](uint32_t i) {
            ByteArray<32> bytes{};
            store_le(bytes.data(), i + 1);
            return bytes;
        };
        for (uint32_t i = 0; i < count; ++i) {
            ExpectedSignature one;
            one.message = Bytes(20 + i % 300, static_cast<uint8_t>(i));
            if (i % 4 == 3) {
                const ed25519::Seed secret(seed(i));
                one.rule = VerdictRule::kEd25519;
                one.public_key = ed25519::public_key_of(secret).bytes;
                one.signature = ed25519::sign(secret, one.message).bytes;
            } else {
                const auto pair = sr25519::expand(sr25519::MiniSecret(seed(i)));
                one.public_key = pair.public_key.bytes;
                one.signature = sr25519::sign(pair, one.message, {}).bytes;
            }
            if (is_bad(i)) one.message.push_back(0);
            out.push_back(std::move(one));
        }
        return out;
    }
    virtual bool is_bad(uint32_t i) const { return i % 5 == 4; }
    VerdictCache::Key key(const ExpectedSignature& one) {
        return cache->key_of(one.rule, one.signature, one.message, one.public_key);
    }

    std::shared_ptr<VerdictCache> cache = std::make_shared<VerdictCache>(Secret<32>(ByteArray<32>{7}), 4096);
};

// Spec: sect-ext-crypto-sr25519-verify, sect-ext-crypto-ed25519-verify
TEST_F(AheadVerifierTest, HelpersFindTheVerdictOfEachSignature) {
    const auto list = make(50);
    AheadVerifier ahead(cache, list);
    EXPECT_EQ(ahead.size(), 50u);
    ahead.help();
    for (uint32_t i = 0; i < list.size(); ++i) {
        EXPECT_EQ(cache->find(key(list[i])), !is_bad(i)) << i;
        EXPECT_EQ(ahead.verdict(key(list[i])), !is_bad(i)) << i;
    }
}

TEST_F(AheadVerifierTest, WhoAsksFirstVerifies) {
    const auto list = make(40);
    AheadVerifier ahead(cache, list);
    for (uint32_t i = 40; i-- > 0;) EXPECT_EQ(ahead.verdict(key(list[i])), !is_bad(i)) << i;
}

TEST_F(AheadVerifierTest, WhatIsNotExpectedHasNoVerdict) {
    auto list = make(3);
    AheadVerifier ahead(cache, list);
    list[0].message.push_back(1);
    EXPECT_EQ(ahead.verdict(key(list[0])), std::nullopt);
    EXPECT_EQ(cache->find(key(list[0])), std::nullopt);
}

TEST_F(AheadVerifierTest, LeavesOutWhatIsKnownOrNamedTwice) {
    auto list = make(6);
    cache->put(key(list[2]), true);
    list.push_back(list[0]);
    EXPECT_EQ(AheadVerifier(cache, list).size(), 5u);
    EXPECT_EQ(AheadVerifier(cache, {}).batch_count(), 0u);
}

TEST_F(AheadVerifierTest, BatchesGrowAndEndWithTheirSchemes) {
    EXPECT_EQ(AheadVerifier(cache, make(1)).batch_count(), 1u);
    EXPECT_EQ(AheadVerifier(cache, make(8)).batch_count(), 2u) << "one of each scheme";
}

TEST_F(AheadVerifierTest, CancelledHelpersStop) {
    const auto list = make(20);
    AheadVerifier ahead(cache, list);
    ahead.cancel();
    ahead.help();
    EXPECT_EQ(cache->find(key(list[0])), std::nullopt);
    EXPECT_EQ(ahead.verdict(key(list[0])), true) << "who asks gets an answer all the same";
}

// For ThreadSanitizer: the execution asks in order while helpers verify.
TEST_F(AheadVerifierTest, HelpersAndTheOneWhoAsksAgree) {
    const auto list = make(200);
    AheadVerifier ahead(cache, list);
    std::vector<std::thread> helpers;
    for (int i = 0; i < 3; ++i) helpers.emplace_back([&] { ahead.help(); });
    for (uint32_t i = 0; i < list.size(); ++i) {
        auto verdict = cache->find(key(list[i]));
        if (!verdict) verdict = ahead.verdict(key(list[i]));
        EXPECT_EQ(verdict, !is_bad(i)) << i;
    }
    for (auto& helper : helpers) helper.join();
}

}  // namespace
}  // namespace serinus::crypto
