#include "chain/import/inherents.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/hex.hpp"
#include "chain/client/client_test_support.hpp"
#include "chain/import/refusal_reason.hpp"
#include "chain/import/refusal_test_support.hpp"

namespace serinus::chain {
namespace {

using primitives::digest::Other;
using serinus::test::TestChain;
using testing::HasSubstr;

constexpr const char* kOkay = "010000";
/// okay, fatal_error, one error: its identifier, its length, itself.
std::string error_of(const char* id, const char* error) {
    const Bytes bytes = *from_hex(error);
    return "0001"
           "04" +
           to_hex(as_bytes(id)) + to_hex(scale::encode(bytes));
}

class Inherents : public testing::Test {
  protected:
    /// A good child of the genesis for whose inherents the runtime has this answer.
    primitives::Block block(const std::string& answer) {
        primitives::Block out = chain.build(chain->genesis().hash).block;
        Bytes data = *from_hex(answer);
        data.push_back(static_cast<uint8_t>(data.size()));
        out.header.digest.emplace_back(Other{std::move(data)});
        return out;
    }
    MaybeRefusal refusal(const std::string& answer) {
        const ImportOutcome outcome = chain.import(block(answer));
        if (outcome.kind == ImportOutcome::Kind::kRefused) EXPECT_EQ(*chain->find_header(outcome.block.hash), nullptr);
        return outcome.refusal;
    }

    TestChain chain;
};

// Spec: id-blockbuilder_check_inherents
TEST_F(Inherents, ABlockWhoseInherentsTheRuntimeTakesIsImported) {
    EXPECT_EQ(refusal(kOkay), std::nullopt);
    EXPECT_EQ(chain->best().number, 1u);
}

TEST_F(Inherents, TheErrorsOfTheTimeHaveNames) {
    EXPECT_THAT(refusal(error_of("timstap0", "00")),
                IsRefused(RefusalReason::kBadInherents, "inherents: timstap0 TooEarly"));
    EXPECT_THAT(refusal(error_of("timstap0", "01")),
                IsRefused(RefusalReason::kTimestampInFuture, "timstap0 TooFarInFuture"));
    // Runtimes of 2019: the time from which on it is good, and a sentence.
    EXPECT_THAT(refusal(error_of("timstap0", "00f0d1bc0000000000")),
                IsRefused(RefusalReason::kBadInherents, "ValidAtTimestamp 12374512"));
    EXPECT_THAT(refusal(error_of("timstap0", "010c546f6f")), IsRefused(RefusalReason::kBadInherents, "timstap0 Too"));
    EXPECT_EQ(chain->best().number, 0u);
}

TEST_F(Inherents, OtherErrorsAreShownAsTheyAre) {
    EXPECT_THAT(refusal(error_of("parachn0", "0102")), IsRefused(RefusalReason::kBadInherents, "parachn0 0x0102"));
    // What is not fatal is as bad.
    std::string not_fatal = error_of("timstap0", "07");
    not_fatal.replace(2, 2, "00");
    EXPECT_THAT(refusal(not_fatal), IsRefused(RefusalReason::kBadInherents, "timstap0 0x07"));
    EXPECT_THAT(refusal("000000"), IsRefused(RefusalReason::kBadInherents, "the runtime does not take its inherents"));
}

TEST_F(Inherents, APanicIsTheBlocksFaultAndNonsenseTheRuntimes) {
    primitives::Block panics = block(kOkay);
    std::get<Other>(panics.header.digest[1]).data.back() = 255;
    EXPECT_THAT(chain.import(panics).refusal,
                IsRefused(RefusalReason::kBadInherents, "the runtime cannot check its inherents"));
    const auto nonsense = chain->import({block("02"), std::nullopt}, BlockOrigin::kFile);
    ASSERT_FALSE(nonsense);
    EXPECT_THAT(nonsense.error().reason, HasSubstr("cannot be decoded"));
    EXPECT_FALSE(runtime_api::block_builder::kCheckInherents.decode(*from_hex("01000000"))) << "a byte too many";
}

TEST_F(Inherents, TheBodyIsLookedAtBefore) {
    primitives::Block other = block(error_of("timstap0", "00"));
    other.body[0].back() ^= 1;
    EXPECT_THAT(chain.import(other).refusal, IsRefused(RefusalReason::kBadBody, "its extrinsics root is"));
}

// What this node built it has made the inherents of.
TEST_F(Inherents, OwnBlocksAreNotAsked) {
    BuiltBlock own = chain.build(chain->genesis().hash);
    own.block.header.digest.emplace_back(Other{*from_hex("ff")});
    const auto outcome = chain->import_built(std::move(own));
    ASSERT_TRUE(outcome);
    EXPECT_EQ(outcome->kind, ImportOutcome::Kind::kImported);
}

}  // namespace
}  // namespace serinus::chain
