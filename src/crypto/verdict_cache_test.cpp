#include "crypto/verdict_cache.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <thread>

namespace serinus::crypto {
namespace {

Secret<32> secret(uint8_t byte) {
    ByteArray<32> bytes;
    bytes.fill(byte);
    return Secret<32>(bytes);
}

struct Question {
    VerdictRule rule = VerdictRule::kSr25519;
    ByteArray<64> signature{};
    ByteArray<32> public_key{};
    Bytes message = {1, 2, 3};

    VerdictCache::Key key(const VerdictCache& cache) const {
        return cache.key_of(rule, signature, message, public_key);
    }
};

TEST(VerdictCache, KeepsBothVerdicts) {
    VerdictCache cache(secret(1), 1024);
    const Question good, bad{.message = {9}};
    EXPECT_EQ(cache.find(good.key(cache)), std::nullopt);
    cache.put(good.key(cache), true);
    cache.put(bad.key(cache), false);
    EXPECT_EQ(cache.find(good.key(cache)), true);
    EXPECT_EQ(cache.find(bad.key(cache)), false);
    EXPECT_EQ(cache.figures().hits, 2u);
    EXPECT_EQ(cache.figures().misses, 1u);
}

TEST(VerdictCache, AcceptsMarkedSignaturesOnlyWhenItIsToldTo) {
    VerdictCache cache(secret(1), 1024);
    Bytes marked(64, 0xcd);
    std::ranges::copy(Bytes{0xde, 0xad, 0xbe, 0xef}, marked.begin());
    EXPECT_FALSE(cache.is_mock(marked));
    cache.accept_mocks();
    EXPECT_TRUE(cache.is_mock(marked));
    EXPECT_FALSE(cache.is_mock(BytesView(marked).first(4)));
    EXPECT_FALSE(cache.is_mock({}));
    for (size_t i = 0; i < marked.size(); ++i) {
        Bytes other = marked;
        ++other[i];
        EXPECT_FALSE(cache.is_mock(other)) << i;
    }
}

// A verdict must never be given for another question, however near it is.
TEST(VerdictCache, EveryBitOfAQuestionCounts) {
    VerdictCache cache(secret(1), 1024);
    const Question asked;
    cache.put(asked.key(cache), true);
    for (size_t bit = 0; bit < 8 * 64; ++bit) {
        Question other = asked;
        other.signature[bit / 8] ^= static_cast<uint8_t>(1 << bit % 8);
        EXPECT_EQ(cache.find(other.key(cache)), std::nullopt) << bit;
    }
    for (size_t bit = 0; bit < 8 * 32; ++bit) {
        Question other = asked;
        other.public_key[bit / 8] ^= static_cast<uint8_t>(1 << bit % 8);
        EXPECT_EQ(cache.find(other.key(cache)), std::nullopt) << bit;
    }
    for (size_t bit = 0; bit < 8 * asked.message.size(); ++bit) {
        Question other = asked;
        other.message[bit / 8] ^= static_cast<uint8_t>(1 << bit % 8);
        EXPECT_EQ(cache.find(other.key(cache)), std::nullopt) << bit;
    }
    for (const VerdictRule rule : {VerdictRule::kEd25519, VerdictRule::kSr25519Deprecated}) {
        Question other = asked;
        other.rule = rule;
        EXPECT_EQ(cache.find(other.key(cache)), std::nullopt);
    }
    for (const Bytes& message : {Bytes{}, Bytes{1, 2}, Bytes{1, 2, 3, 0}}) {
        Question other = asked;
        other.message = message;
        EXPECT_EQ(cache.find(other.key(cache)), std::nullopt);
    }
    EXPECT_EQ(cache.find(asked.key(cache)), true);
}

// Who knows the keys of one process knows nothing of those of another.
TEST(VerdictCache, KeysDependOnTheSecret) {
    const VerdictCache one(secret(1), 1024), other(secret(2), 1024);
    EXPECT_NE(Question().key(one), Question().key(other));
    EXPECT_EQ(Question().key(one), Question().key(VerdictCache(secret(1), 64)));
}

TEST(VerdictCache, SeedsDiffer) {
    VerdictCache one(secret(1), 1024), other(secret(2), 1024);
    const auto first = one.next_seed();
    EXPECT_NE(first, one.next_seed());
    EXPECT_NE(first, other.next_seed());
}

TEST(VerdictCache, MemoryIsBoundedAndTheLastUsedStay) {
    VerdictCache cache(secret(1), 4096);
    EXPECT_EQ(cache.max_verdicts(), 4096u);
    const auto key_of = [&](uint32_t i) {
        Question question;
        store_le(question.message.data(), static_cast<uint16_t>(i));
        question.message[2] = static_cast<uint8_t>(i >> 16);
        return question.key(cache);
    };
    cache.put(key_of(0), true);
    uint64_t bytes = 0;
    for (uint32_t i = 1; i < 100'000; ++i) {
        cache.put(key_of(i), i % 2 == 0);
        ASSERT_EQ(cache.find(key_of(0)), true) << "used all the time, after " << i;
        if (i == 50'000) bytes = cache.figures().bytes;
    }
    EXPECT_EQ(cache.figures().bytes, bytes) << "grows no more";
    EXPECT_LT(bytes, 100'000u);
    uint32_t kept = 0;
    for (uint32_t i = 100'000 - 4096; i < 100'000; ++i) {
        const auto verdict = cache.find(key_of(i));
        if (verdict) EXPECT_EQ(*verdict, i % 2 == 0);
        kept += verdict.has_value() ? 1 : 0;
    }
    EXPECT_GT(kept, 2048u) << "of the last 4096";
}

// For ThreadSanitizer. Each thread's verdicts are a function of the question, so whatever is found must be that.
TEST(VerdictCache, ManyThreadsSeeWhatWasPut) {
    VerdictCache cache(secret(1), 512);
    std::atomic<uint32_t> wrong = 0;
    std::vector<std::thread> threads;
    for (uint8_t t = 0; t < 4; ++t) {
        threads.emplace_back([&, t] {
            for (uint16_t i = 0; i < 2000; ++i) {
                Question question;
                store_le(question.message.data(), static_cast<uint16_t>((i * (t + 1)) % 700));
                const auto key = question.key(cache);
                const bool truth = question.message[0] % 3 == 0;
                if (const auto verdict = cache.find(key); verdict && *verdict != truth) ++wrong;
                cache.put(key, truth);
            }
        });
    }
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(wrong, 0u);
}

}  // namespace
}  // namespace serinus::crypto
