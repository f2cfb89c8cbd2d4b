#include "pvf/prepared_codes.hpp"

#include <gtest/gtest.h>

namespace serinus::pvf {
namespace {

Hash256 key(uint8_t number) {
    Hash256 out;
    out.bytes[0] = number;
    return out;
}

constexpr uint64_t kMinuteMs = 60'000;

TEST(PreparationFailures, ThatEveryValidatorFindsStand) {
    PreparationFailures failures;
    failures.note(key(1), {PrepareFault::kInvalid, "why"}, 0);
    ASSERT_NE(failures.standing(key(1), 1000 * kMinuteMs), nullptr);
    EXPECT_EQ(failures.standing(key(1), 1000 * kMinuteMs)->reason, "why");
    EXPECT_EQ(failures.standing(key(2), 0), nullptr);
}

// Observed: polkadot-node-core-pvf 36.0.0: fifteen minutes, five times.
TEST(PreparationFailures, OthersAreTriedAgainLater) {
    PreparationFailures failures;
    uint64_t now_ms = 0;
    for (uint32_t i = 0; i < PreparationFailures::kRetries; ++i) {
        failures.note(key(1), {PrepareFault::kDied, ""}, now_ms);
        EXPECT_NE(failures.standing(key(1), now_ms + 15 * kMinuteMs - 1), nullptr);
        now_ms += 15 * kMinuteMs;
        EXPECT_EQ(failures.standing(key(1), now_ms), nullptr) << i;
    }
    failures.note(key(1), {PrepareFault::kDied, ""}, now_ms);
    EXPECT_NE(failures.standing(key(1), now_ms + 1000 * kMinuteMs), nullptr);
    failures.forget(key(1));
    EXPECT_EQ(failures.standing(key(1), now_ms), nullptr);
}

TEST(PreparationFailures, AreNotRememberedWithoutBound) {
    PreparationFailures failures;
    for (size_t i = 0; i < 2 * PreparationFailures::kMostRemembered; ++i) {
        Hash256 one;
        store_le(one.bytes.data(), uint64_t{i});
        failures.note(one, {PrepareFault::kInvalid, ""}, 0);
    }
    size_t remembered = 0;
    for (size_t i = 0; i < 2 * PreparationFailures::kMostRemembered; ++i) {
        Hash256 one;
        store_le(one.bytes.data(), uint64_t{i});
        remembered += failures.standing(one, 0) != nullptr;
    }
    EXPECT_EQ(remembered, PreparationFailures::kMostRemembered);
}

}  // namespace
}  // namespace serinus::pvf
