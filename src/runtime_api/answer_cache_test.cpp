#include "runtime_api/answer_cache.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <latch>
#include <thread>

namespace serinus::runtime_api {
namespace {

using executor::CallError;

bool always(BytesView) { return true; }
Bytes bytes(std::string_view text) { return to_bytes(as_bytes(text)); }
OrCallError<Bytes> failed(CallError::Kind kind) { return Err(CallError{kind, "failed"}); }

TEST(AnswerCache, AnAnswerIsAskedForOnce) {
    AnswerCache cache;
    int calls = 0;
    const auto ask = [&]() -> OrCallError<Bytes> { return bytes("answer " + std::to_string(++calls)); };
    EXPECT_EQ(**cache.find_or_ask("a", ask, always), bytes("answer 1"));
    EXPECT_EQ(**cache.find_or_ask("a", ask, always), bytes("answer 1"));
    EXPECT_EQ(**cache.find_or_ask("b", ask, always), bytes("answer 2"));
    EXPECT_EQ(cache.figures().asked, 2u);
    EXPECT_EQ(cache.figures().found, 1u);
    EXPECT_EQ(cache.figures().entries, 2u);
}

TEST(AnswerCache, ErrorsAndAnswersThatMayNotBeKeptAreAskedForAgain) {
    AnswerCache cache;
    for (const auto kind : {CallError::Kind::kTrap, CallError::Kind::kState, CallError::Kind::kInterrupted}) {
        const auto answer = cache.find_or_ask("a", [&] { return failed(kind); }, always);
        ASSERT_FALSE(answer);
        EXPECT_EQ(answer.error().kind, kind);
    }
    const auto ask = []() -> OrCallError<Bytes> { return bytes("x"); };
    EXPECT_TRUE(cache.find_or_ask("a", ask, [](BytesView) { return false; }));
    EXPECT_EQ(cache.figures().entries, 0u);
    EXPECT_TRUE(cache.find_or_ask("a", ask, always));
    EXPECT_EQ(cache.figures().asked, 5u);
    EXPECT_EQ(cache.figures().entries, 1u);
}

TEST(AnswerCache, WhatWasNotUsedForLongestFallsOut) {
    AnswerCache cache({.entries = 2});
    const auto ask = []() -> OrCallError<Bytes> { return Bytes(); };
    for (const char* key : {"a", "b", "a", "c"}) EXPECT_TRUE(cache.find_or_ask(key, ask, always));
    EXPECT_EQ(cache.figures().asked, 3u);
    EXPECT_TRUE(cache.find_or_ask("a", ask, always));
    EXPECT_EQ(cache.figures().asked, 3u);
    EXPECT_TRUE(cache.find_or_ask("b", ask, always));
    EXPECT_EQ(cache.figures().asked, 4u);
    EXPECT_EQ(cache.figures().entries, 2u);
}

TEST(AnswerCache, BytesAreBoundedAndALargeAnswerDisplacesNothing) {
    AnswerCache cache({.bytes = 10'000, .answer_bytes = 4'000});
    const auto of_size = [](size_t size) { return [size]() -> OrCallError<Bytes> { return Bytes(size, 7); }; };
    EXPECT_TRUE(cache.find_or_ask("small", of_size(10), always));
    EXPECT_EQ((*cache.find_or_ask("large", of_size(4'001), always))->size(), 4'001u);
    EXPECT_EQ(cache.figures().entries, 1u);
    for (int i = 0; i < 20; ++i) {
        EXPECT_TRUE(cache.find_or_ask(std::to_string(i), of_size(3'000), always));
        EXPECT_LE(cache.figures().bytes, 10'000u);
    }
    EXPECT_EQ(cache.figures().entries, 3u);
}

TEST(AnswerCache, WhatWasAskedBeforeAllIsForgottenIsNotKept) {
    AnswerCache cache;
    const auto ask = [&]() -> OrCallError<Bytes> {
        cache.clear();
        return bytes("of the old state");
    };
    EXPECT_EQ(**cache.find_or_ask("a", ask, always), bytes("of the old state"));
    EXPECT_EQ(cache.figures().entries, 0u);
    EXPECT_EQ(cache.figures().bytes, 0u);
    EXPECT_EQ(**cache.find_or_ask("a", []() -> OrCallError<Bytes> { return bytes("new"); }, always), bytes("new"));
}

TEST(AnswerCache, ConcurrentRequestsForOneAnswerAreOneCall) {
    constexpr int kThreads = 8;
    for (int round = 0; round < 50; ++round) {
        AnswerCache cache;
        std::latch start(kThreads);
        std::atomic<int> right = 0;
        {
            std::vector<std::jthread> threads;
            for (int i = 0; i < kThreads; ++i) {
                threads.emplace_back([&] {
                    start.arrive_and_wait();
                    const auto answer =
                        cache.find_or_ask("a", []() -> OrCallError<Bytes> { return bytes("x"); }, always);
                    right += answer && **answer == bytes("x") ? 1 : 0;
                });
            }
        }
        EXPECT_EQ(right, kThreads);
        EXPECT_EQ(cache.figures().asked, 1u);
        EXPECT_EQ(cache.figures().found + cache.figures().joined, uint64_t{kThreads - 1});
    }
}

// The first call is interrupted when another thread waits for it, or is about to: that one executes a call of its own.
TEST(AnswerCache, AnInterruptionIsTheFirstCallersAlone) {
    for (int round = 0; round < 50; ++round) {
        AnswerCache cache;
        std::latch begun(1), second(1);
        std::jthread other([&] {
            begun.wait();
            second.count_down();
            const auto answer = cache.find_or_ask("a", []() -> OrCallError<Bytes> { return bytes("x"); }, always);
            ASSERT_TRUE(answer);
            EXPECT_EQ(**answer, bytes("x"));
        });
        const auto interrupted = cache.find_or_ask(
            "a",
            [&] {
                begun.count_down();
                second.wait();
                return failed(CallError::Kind::kInterrupted);
            },
            always);
        EXPECT_FALSE(interrupted);
        other.join();
        EXPECT_EQ(cache.figures().asked, 2u);
    }
}

TEST(AnswerCache, ManyThreadsGetTheAnswersOfTheirKeysWithinTheBounds) {
    constexpr size_t kMaxBytes = 6'000;
    AnswerCache cache({.entries = 16, .bytes = kMaxBytes, .answer_bytes = 900});
    std::atomic<uint64_t> wrong = 0;
    {
        std::vector<std::jthread> threads;
        for (uint32_t thread = 0; thread < 6; ++thread) {
            threads.emplace_back([&, thread] {
                uint32_t random = thread + 1;
                for (int i = 0; i < 3'000; ++i) {
                    random = random * 1'664'525 + 1'013'904'223;
                    const uint32_t number = (random >> 16) % 40;
                    const Bytes expected(number * 25, static_cast<uint8_t>(number));
                    const bool fails = (random >> 8) % 16 == 0;
                    const auto ask = [&]() -> OrCallError<Bytes> {
                        if (fails) return failed(CallError::Kind::kInterrupted);
                        return expected;
                    };
                    const auto answer = cache.find_or_ask(std::to_string(number), ask, always);
                    if (answer ? **answer != expected : !fails) ++wrong;
                    if (i % 500 == 499) cache.clear();
                    if (cache.figures().bytes > kMaxBytes) ++wrong;
                }
            });
        }
    }
    EXPECT_EQ(wrong, 0u);
    EXPECT_LE(cache.figures().entries, 16u);
    EXPECT_GT(cache.figures().found, 0u);
}

}  // namespace
}  // namespace serinus::runtime_api
