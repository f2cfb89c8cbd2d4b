#include "collator/equivocation_limit.hpp"

#include <gtest/gtest.h>

#include "chain/import/header_verifier.hpp"
#include "chain/import/refusal_reason.hpp"
#include "collator/digests.hpp"

namespace serinus::collator {
namespace {

using Place = EquivocationLimit::Place;

Hash256 block_hash(size_t number) {
    return Hash256(ByteArray<32>{static_cast<uint8_t>(number), static_cast<uint8_t>(number >> 8), 1});
}

primitives::DigestItem aura_slot(uint64_t slot) {
    return primitives::digest::PreRuntime{primitives::kAuraEngine, scale::encode(slot)};
}
primitives::DigestItem relay_state_root(const Hash256& root) {
    return primitives::digest::Consensus{kRelayStateRootEngine,
                                         scale::encode(std::pair(root, scale::Compact<uint32_t>(7)))};
}

// Observed: cumulus-client-consensus-aura 0.36.0, `EQUIVOCATION_LIMIT`
TEST(EquivocationLimit, SixteenBlocksOfAPlaceAreTakenAndEachCountsOnce) {
    EquivocationLimit limit;
    const Place place{.slot = 5, .number = 9, .relay_parent = block_hash(1)};
    for (size_t i = 0; i < EquivocationLimit::kMostBlocks; ++i) {
        EXPECT_TRUE(limit.admit(place, block_hash(i)));
        EXPECT_TRUE(limit.admit(place, block_hash(i))) << "its announced header, then the block";
    }
    EXPECT_FALSE(limit.admit(place, block_hash(16)));
    EXPECT_TRUE(limit.admit(place, block_hash(3)));
    EXPECT_TRUE(limit.admit({5, 10, block_hash(1)}, block_hash(16)));
    EXPECT_TRUE(limit.admit({6, 9, block_hash(1)}, block_hash(16)));
    EXPECT_TRUE(limit.admit({5, 9, block_hash(2)}, block_hash(16)));
}

// Observed: cumulus-client-consensus-aura 0.36.0: the origin of recovered blocks is `ConsensusBroadcast`
TEST(EquivocationLimit, WhatTheRelayChainWantsIsTaken) {
    EquivocationLimit limit;
    for (size_t i = 0; i < EquivocationLimit::kMostBlocks; ++i) ASSERT_TRUE(limit.admit({}, block_hash(i)));
    limit.want(block_hash(20));
    EXPECT_TRUE(limit.admit({}, block_hash(20)));
    EXPECT_FALSE(limit.admit({}, block_hash(21)));
    for (size_t i = 0; i < EquivocationLimit::kMostWanted; ++i) limit.want(block_hash(1'000 + i));
    EXPECT_FALSE(limit.admit({}, block_hash(20))) << "only the last ones are remembered";
}

// Observed: cumulus-client-consensus-aura 0.36.0, `LRU_WINDOW`
TEST(EquivocationLimit, ThePlaceThatWasLeftAloneLongestIsForgotten) {
    EquivocationLimit limit;
    for (size_t i = 0; i < EquivocationLimit::kMostBlocks; ++i) {
        ASSERT_TRUE(limit.admit({.slot = 1}, block_hash(i)));
        ASSERT_TRUE(limit.admit({.slot = 2}, block_hash(i)));
    }
    for (uint64_t slot = 3; slot <= EquivocationLimit::kMostPlaces; ++slot) {
        ASSERT_TRUE(limit.admit({.slot = slot}, block_hash(0)));
    }
    EXPECT_FALSE(limit.admit({.slot = 1}, block_hash(30)));
    EXPECT_TRUE(limit.admit({.slot = 9'999}, block_hash(0)));
    EXPECT_EQ(limit.places(), EquivocationLimit::kMostPlaces);
    EXPECT_FALSE(limit.admit({.slot = 1}, block_hash(30)));
    EXPECT_TRUE(limit.admit({.slot = 2}, block_hash(30))) << "forgotten";
}

TEST(EquivocationLimit, ThePlaceOfABlockIsReadOfItsHeader) {
    primitives::Header header;
    header.number = 4;
    EXPECT_EQ(place_of(header), std::nullopt) << "no slot";
    header.digest = {aura_slot(8)};
    EXPECT_EQ(place_of(header), (Place{8, 4, Hash256()})) << "no relay parent";
    header.digest.push_back(relay_state_root(block_hash(6)));
    EXPECT_EQ(place_of(header), (Place{8, 4, block_hash(6)}));
    header.digest[1] = primitives::digest::Consensus{kCumulusEngine, concat(Bytes{0}, block_hash(7).bytes)};
    EXPECT_EQ(place_of(header), (Place{8, 4, block_hash(7)}));
}

/// Finds each seal good, unless it is told otherwise: at once, or in what remains to be checked.
class SealJudge final : public chain::HeaderVerifier {
  public:
    Result<chain::HeaderVerdict, chain::ChainError> check(const chain::HeaderToCheck&, chain::Ancestry&) override {
        return chain::HeaderVerdict{.refusal = refusal()};
    }
    Result<chain::HeaderVerdict, chain::ChainError> begin(const chain::HeaderToCheck&, chain::Ancestry&) override {
        return chain::HeaderVerdict{.rest = [this] { return refusal(); }};
    }
    chain::MaybeRefusal refusal() const {
        if (is_good) return std::nullopt;
        return chain::Refusal{chain::RefusalReason::kBadSeal, "told so"};
    }
    bool is_good = true;
};

class SealJudgeEngine final : public chain::EngineFactory {
  public:
    Result<Engine, chain::ChainError> of_genesis(chain::RuntimeSource&, state::Backend&) override { return Engine{}; }
    Result<Engine, chain::ChainError> of_record(BytesView) override { return Engine{}; }
    Result<std::unique_ptr<chain::HeaderVerifier>, chain::ChainError> make_verifier(
        const Engine&, std::function<uint64_t()>) override {
        auto made = std::make_unique<SealJudge>();
        judge = made.get();
        return std::unique_ptr<chain::HeaderVerifier>(std::move(made));
    }
    std::unique_ptr<chain::ForkChoice> make_fork_choice() override { return nullptr; }
    SealJudge* judge = nullptr;
};

class NothingBefore final : public chain::Ancestry {
  public:
    Result<std::optional<primitives::Header>, chain::ChainError> find_header(const Hash256&) override {
        return std::optional<primitives::Header>();
    }
    Result<Bytes, chain::ChainError> call_at_parent(std::string_view, BytesView) override { return Bytes(); }
};

class LimitedVerifierTest : public testing::Test {
  protected:
    /// Another block of the slot each time, with its checks left for later or not.
    chain::MaybeRefusal check(bool in_two_steps) {
        primitives::Header header;
        header.number = 1;
        header.state_root = block_hash(++made);
        header.digest = {aura_slot(3)};
        const Hash256 hash = primitives::header_hash(header);
        const primitives::Header parent;
        const Hash256 parent_hash;
        const chain::HeaderToCheck what{parent, parent_hash, {}, header, hash};
        auto verdict = in_two_steps ? verifier->begin(what, before) : verifier->check(what, before);
        EXPECT_TRUE(verdict.has_value());
        verdict->finish();
        return verdict->refusal;
    }

    SealJudgeEngine engines;
    std::shared_ptr<EquivocationLimit> limit = std::make_shared<EquivocationLimit>();
    LimitedEngines limited{engines, limit};
    std::unique_ptr<chain::HeaderVerifier> verifier = limited.make_verifier({}, {}).value();
    NothingBefore before;
    size_t made = 0;
};

TEST_F(LimitedVerifierTest, TheSeventeenthBlockIsRefusedWhicheverWayItIsChecked) {
    for (size_t i = 0; i < EquivocationLimit::kMostBlocks; ++i) EXPECT_EQ(check(i % 2 == 0), std::nullopt);
    for (const bool in_two_steps : {false, true}) {
        const auto refusal = check(in_two_steps);
        ASSERT_TRUE(refusal);
        EXPECT_EQ(refusal->reason, chain::RefusalReason::kRuledOut);
        EXPECT_TRUE(chain::proves_misbehaviour(refusal->reason)) << "whoever sends it is held to have checked it";
    }
}

TEST_F(LimitedVerifierTest, WhatTheAuthorHasNotSignedDoesNotCount) {
    engines.judge->is_good = false;
    for (size_t i = 0; i < 2 * EquivocationLimit::kMostBlocks; ++i) {
        EXPECT_EQ(check(i % 2 == 0)->reason, chain::RefusalReason::kBadSeal);
    }
    engines.judge->is_good = true;
    EXPECT_EQ(check(false), std::nullopt);
    EXPECT_EQ(check(true), std::nullopt);
}

}  // namespace
}  // namespace serinus::collator
