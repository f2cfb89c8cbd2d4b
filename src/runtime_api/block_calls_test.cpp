#include "runtime_api/block_calls.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "base/hex.hpp"

namespace serinus::runtime_api {
namespace {

using namespace literals;
using executor::CallError;

constexpr Call<uint32_t(uint8_t)> kAtBlock{"TestApi_at_block", {}, Reuse::kAtBlock};
constexpr Call<uint32_t(Bytes)> kOfBytes{"TestApi_of_bytes", {}, Reuse::kAtBlock};
constexpr Call<std::optional<uint8_t>()> kOptional{"TestApi_optional", {}, Reuse::kAtBlock};
constexpr Call<uint32_t(uint8_t)> kNever{"TestApi_never"};
constexpr Call<uint32_t()> kInSession{"TestApi_in_session", {.first = 3}, Reuse::kInSession};
constexpr Call<std::optional<uint8_t>(uint32_t)> kOfSession{"TestApi_of_session", {}, Reuse::kForArguments};
constexpr Call<uint32_t()> kNew{"TestApi_new", {.first = 3}, Reuse::kAtBlock};
constexpr Call<Encoded()> kEncoded{"TestApi_encoded"};

/// Answers as it is told to, and counts.
class FakeExecutor final : public BlockExecutor {
  public:
    OrCallError<Bytes> execute(const Hash256& block, std::string_view name, BytesView,
                               const executor::CallContext& context) override {
        ++executed;
        last_name = name;
        last_block = block;
        last_stop_possible = context.stop.stop_possible();
        if (error) return Err(*error);
        return answer;
    }
    OrCallError<std::optional<uint32_t>> find_api(const Hash256&, std::string_view api) override {
        ++versions_asked;
        EXPECT_EQ(api, "TestApi");
        return version;
    }

    Bytes answer = "01000000"_hex;
    std::optional<CallError> error;
    std::optional<uint32_t> version = 3;
    int executed = 0;
    int versions_asked = 0;
    std::string last_name;
    Hash256 last_block;
    bool last_stop_possible = false;
};

Hash256 block(uint8_t number) {
    Hash256 out;
    out.bytes[0] = number;
    return out;
}

class BlockCallsTest : public testing::Test {
  protected:
    FakeExecutor executor;
    BlockCalls calls{executor};
};

TEST_F(BlockCallsTest, AnAnswerHoldsForBlockCallAndArguments) {
    EXPECT_EQ(calls.ask(block(1), kAtBlock, 5).value(), 1u);
    executor.answer = "02000000"_hex;
    EXPECT_EQ(calls.ask(block(1), kAtBlock, 5).value(), 1u);
    EXPECT_EQ(calls.ask(block(1), kAtBlock, 6).value(), 2u);
    EXPECT_EQ(calls.ask(block(2), kAtBlock, 5).value(), 2u);
    EXPECT_EQ(executor.executed, 3);
    EXPECT_EQ(executor.last_name, "TestApi_at_block");
    EXPECT_EQ(executor.last_block, block(2));
    EXPECT_EQ(executor.versions_asked, 0) << "a call that all versions have is not asked about";
}

TEST_F(BlockCallsTest, LongArgumentsAreToldApart) {
    Bytes arguments(3'000, 1);
    EXPECT_EQ(calls.ask(block(1), kOfBytes, arguments).value(), 1u);
    executor.answer = "02000000"_hex;
    EXPECT_EQ(calls.ask(block(1), kOfBytes, arguments).value(), 1u);
    arguments.back() = 2;
    EXPECT_EQ(calls.ask(block(1), kOfBytes, arguments).value(), 2u);
    EXPECT_LT(calls.cache().figures().bytes, 2'000u) << "keys hold their hash";
}

TEST_F(BlockCallsTest, CallsWithEffectsAreExecutedEachTime) {
    EXPECT_TRUE(calls.ask(block(1), kNever, 5));
    EXPECT_TRUE(calls.ask(block(1), kNever, 5));
    EXPECT_EQ(executor.executed, 2);
    std::stop_source stop;
    EXPECT_TRUE(calls.execute(block(1), kAtBlock, {.stop = stop.get_token()}, 5));
    EXPECT_TRUE(executor.last_stop_possible) << "the context reaches the executor";
    EXPECT_EQ(calls.cache().figures().entries, 0u);
}

TEST_F(BlockCallsTest, NoneIsAnAnswerOfABlock) {
    executor.answer = "00"_hex;
    EXPECT_EQ(calls.ask(block(1), kOptional).value(), std::nullopt);
    executor.answer = "0107"_hex;
    EXPECT_EQ(calls.ask(block(1), kOptional).value(), std::nullopt);
    EXPECT_EQ(calls.ask(block(2), kOptional).value(), 7);
}

// Observed: polkadot-node-core-runtime-api 36.0.0
TEST_F(BlockCallsTest, AnAnswerForASessionHoldsOnAllItsBlocks) {
    EXPECT_EQ(calls.in_session(9, block(1), kInSession).value(), 1u);
    executor.answer = "02000000"_hex;
    EXPECT_EQ(calls.in_session(9, block(2), kInSession).value(), 1u);
    EXPECT_EQ(calls.in_session(10, block(2), kInSession).value(), 2u);
}

// A session that is not known on one block may be on a later one.
TEST_F(BlockCallsTest, NoneIsNoAnswerForASession) {
    executor.answer = "00"_hex;
    EXPECT_EQ(calls.ask(block(1), kOfSession, 9).value(), std::nullopt);
    executor.answer = "0107"_hex;
    EXPECT_EQ(calls.ask(block(2), kOfSession, 9).value(), 7);
    executor.answer = "00"_hex;
    EXPECT_EQ(calls.ask(block(3), kOfSession, 9).value(), 7);
    EXPECT_EQ(calls.ask(block(3), kOfSession, 8).value(), std::nullopt);
}

TEST_F(BlockCallsTest, ACallThatTheVersionDoesNotHaveIsNotExecuted) {
    for (const auto version : {std::optional<uint32_t>(), std::optional<uint32_t>(2)}) {
        executor.version = version;
        for (const auto& answer : {calls.ask(block(1), kNew), calls.execute(block(1), kNew, {}),
                                   calls.in_session(1, block(1), kInSession)}) {
            ASSERT_FALSE(answer);
            EXPECT_EQ(answer.error().kind, CallError::Kind::kNoSuchMethod);
        }
    }
    EXPECT_EQ(executor.executed, 0);
    executor.version = 3;
    EXPECT_TRUE(calls.ask(block(1), kNew)) << "what was missing may be there after an upgrade";
    const int asked = executor.versions_asked;
    EXPECT_TRUE(calls.ask(block(1), kNew));
    EXPECT_EQ(executor.versions_asked, asked) << "an answer that is kept says that the version has the call";
}

TEST_F(BlockCallsTest, ErrorsAreNotKept) {
    executor.error = CallError{CallError::Kind::kTrap, "panicked"};
    EXPECT_EQ(calls.ask(block(1), kAtBlock, 5).error().reason, "panicked");
    executor.error.reset();
    executor.answer = "010000"_hex;
    EXPECT_EQ(calls.ask(block(1), kAtBlock, 5).error().kind, CallError::Kind::kBadResult);
    EXPECT_EQ(calls.cache().figures().entries, 0u);
    executor.answer = "01000000"_hex;
    EXPECT_EQ(calls.ask(block(1), kAtBlock, 5).value(), 1u);
}

TEST_F(BlockCallsTest, AnEncodedAnswerStaysEncoded) {
    EXPECT_EQ(calls.execute(block(1), kEncoded, {}).value().bytes, "01000000"_hex);
    executor.answer = {};
    EXPECT_EQ(calls.execute(block(1), kEncoded, {}).value().bytes, Bytes());
}

}  // namespace
}  // namespace serinus::runtime_api
