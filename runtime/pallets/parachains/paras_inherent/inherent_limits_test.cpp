// What the inherent of parachains weighs and what of it fits, read as a specification. Observed:
// polkadot-runtime-parachains 21.0.1, paras_inherent/weights.rs and mod.rs
#include <gtest/gtest.h>

#include "runtime/pallets/parachains/paras_inherent/inherent_limits.hpp"
#include "runtime/pallets/parachains/paras_inherent/weights.hpp"
#include "runtime/sdk/weights.hpp"

namespace serinus::polkadot_runtime_parachains::paras_inherent {
namespace {

using polkadot_primitives::v5::Bits;

constexpr auto kW = sdk::kDefaultWeights<Weights>;
const Weight kOne = Weight::from_parts(1, 0), kByte = Weight::from_parts(0, 1);

UncheckedSignedAvailabilityBitfields bitfields_of(uint32_t count) {
    UncheckedSignedAvailabilityBitfields out(count);
    for (uint32_t i = 0; i < count; ++i) out[i].validator_index = {i};
    return out;
}
std::vector<uint32_t> validators_of(const UncheckedSignedAvailabilityBitfields& bitfields) {
    std::vector<uint32_t> out;
    for (const auto& one : bitfields) out.push_back(one.validator_index._0);
    return out;
}
/// A candidate of each para.
std::vector<BackedCandidate> candidates_of(const std::vector<uint32_t>& paras) {
    std::vector<BackedCandidate> out(paras.size());
    for (size_t i = 0; i < paras.size(); ++i) out[i].candidate.descriptor.para_id = {paras[i]};
    return out;
}
std::vector<uint32_t> paras_of(const std::vector<BackedCandidate>& candidates) {
    std::vector<uint32_t> out;
    for (const BackedCandidate& one : candidates) out.push_back(one.descriptor().para_id._0);
    return out;
}
DisputeStatementSet set_of(uint32_t session, size_t statements) {
    DisputeStatementSet out;
    out.session = session;
    out.statements.resize(statements);
    return out;
}
std::vector<uint32_t> sessions_of(const MultiDisputeStatementSet& sets) {
    std::vector<uint32_t> out;
    for (const auto& set : sets) out.push_back(set.session);
    return out;
}
ChaCha20 seeded(uint8_t seed) {
    ByteArray<32> bytes{};
    bytes[0] = seed;
    return ChaCha20(bytes);
}

TEST(InherentLimits, TimeIsWhatIsMeasuredBeyondAnEmptyInherentAndSizeIsTheEncodedOne) {
    const auto set = set_of(1, 3);
    EXPECT_EQ(weight_of<kW>(set).ref_time.value,
              Weight(kW.enter_variable_disputes(3)).ref_time.value - Weight(kW.enter_empty()).ref_time.value);
    EXPECT_EQ(weight_of<kW>(set).proof_size.value, scale::encode(set).size());

    const auto bitfields = bitfields_of(3);
    const uint64_t of_one = Weight(kW.enter_bitfields()).ref_time.value - Weight(kW.enter_empty()).ref_time.value;
    EXPECT_EQ(weight_of<kW>(bitfields[0]).ref_time.value, of_one);
    EXPECT_EQ(weight_of<kW>(bitfields[0]).proof_size.value, scale::encode(bitfields[0]).size());
    EXPECT_EQ(weight_of<kW>(bitfields), Weight::from_parts(3 * of_one, scale::encode(bitfields).size()))
        << "the length of the sequence is counted";

    auto candidate = candidates_of({1})[0];
    candidate.validity_votes.resize(5);
    EXPECT_EQ(weight_of<kW>(candidate).ref_time.value,
              Weight(kW.enter_backed_candidates_variable(5)).ref_time.value - Weight(kW.enter_empty()).ref_time.value);
    EXPECT_EQ(weight_of<kW>(candidate).proof_size.value, scale::encode(candidate).size());
    EXPECT_EQ(weight_of<kW>(Chain{candidate, candidate}), Weight(weight_of<kW>(candidate)).saturating_mul(2))
        << "the length of the sequence is not";
    candidate.candidate.commitments.new_validation_code.emplace();
    EXPECT_EQ(weight_of<kW>(candidate).ref_time.value,
              Weight(kW.enter_backed_candidate_code_upgrade()).ref_time.value - Weight(kW.enter_empty()).ref_time.value)
        << "however many have voted";
}

TEST(InherentLimits, TheWholeOfABlockForMandatoryExtrinsicsIsThere) {
    sdk::BlockWeights weights{};
    sdk::BlockLength length{};
    weights.max_block = Weight::from_parts(1'000, 5);
    length.max.get(sdk::DispatchClass::Mandatory) = 77;
    weights.per_class.get(sdk::DispatchClass::Mandatory).max_total = std::nullopt;
    EXPECT_EQ(inherent_limit(weights, length), Weight::from_parts(1'000, 77));
    weights.per_class.get(sdk::DispatchClass::Mandatory).max_total = Weight::from_parts(900, 5);
    EXPECT_EQ(inherent_limit(weights, length), Weight::from_parts(900, 77));
}

TEST(InherentLimits, WhatIsChosenAtRandomKeepsItsOrderAndFillsTheRoom) {
    const Weight one = weight_of<kW>(bitfields_of(1)[0]);
    std::set<std::vector<uint32_t>> seen;
    for (uint8_t seed = 0; seed < 10; ++seed) {
        auto some = bitfields_of(8), again = bitfields_of(8);
        ChaCha20 random = seeded(seed), same = seeded(seed);
        EXPECT_EQ(choose_at_random<kW>(random, some, {}, Weight(one).saturating_mul(3).saturating_add(kOne)),
                  Weight(one).saturating_mul(3));
        const auto chosen = validators_of(some);
        EXPECT_EQ(chosen.size(), 3u);
        EXPECT_TRUE(std::ranges::is_sorted(chosen));
        choose_at_random<kW>(same, again, {}, Weight(one).saturating_mul(3));
        EXPECT_EQ(validators_of(again), chosen) << "by the seed alone";
        seen.insert(chosen);
    }
    EXPECT_GT(seen.size(), 3u);
}

TEST(InherentLimits, ThePreferredComeFirstAndWhatDoesNotFitMakesRoomForWhatDoes) {
    for (uint8_t seed = 0; seed < 10; ++seed) {
        auto some = bitfields_of(8);
        some[6].payload._0 = Bits(8'000);
        const Weight of_small = weight_of<kW>(some[0]);
        ChaCha20 random = seeded(seed);
        choose_at_random<kW>(random, some, {2, 5}, Weight(of_small).saturating_mul(2));
        EXPECT_EQ(validators_of(some), (std::vector<uint32_t>{2, 5}));

        // Alone it is too large, and others come in its place, wherever it stands in the order.
        for (const std::vector<uint32_t>& preferred : {std::vector<uint32_t>{6}, {}}) {
            auto others = bitfields_of(8);
            others[6].payload._0 = Bits(8'000);
            ChaCha20 next = seeded(seed);
            choose_at_random<kW>(next, others, preferred, Weight(of_small).saturating_mul(7));
            EXPECT_EQ(validators_of(others), (std::vector<uint32_t>{0, 1, 2, 3, 4, 5, 7}));
        }
    }
}

TEST(InherentLimits, NeighboursOfOneParaAreAChain) {
    const auto chains = chains_of(candidates_of({1, 1, 2, 1}));
    ASSERT_EQ(chains.size(), 3u);
    EXPECT_EQ(chains[0].size(), 2u);
    EXPECT_EQ(chains[2][0].descriptor().para_id._0, 1u);
    EXPECT_TRUE(chains_of({}).empty());
}

TEST(InherentLimits, AllBitfieldsComeBeforeAnyCandidate) {
    const Weight of_bitfields = weight_of<kW>(bitfields_of(4));
    const Weight of_candidate = weight_of<kW>(candidates_of({1})[0]);
    const auto limited = [&](Weight limit) {
        auto bitfields = bitfields_of(4);
        auto candidates = candidates_of({1, 2});
        ChaCha20 random = seeded(0);
        const Weight used = apply_weight_limit<kW>(candidates, bitfields, limit, random);
        EXPECT_TRUE(used.all_lte(limit));
        return std::tuple(bitfields.size(), candidates.size(), used);
    };
    const Weight with_one = of_bitfields.saturating_add(of_candidate);
    EXPECT_EQ(limited(with_one.saturating_add(of_candidate)),
              std::tuple(4u, 2u, with_one.saturating_add(of_candidate)));
    EXPECT_EQ(limited(with_one.saturating_add(of_candidate).saturating_sub(kByte)), std::tuple(4u, 1u, with_one));
    EXPECT_EQ(limited(with_one.saturating_sub(kOne)), std::tuple(4u, 0u, of_bitfields));
    EXPECT_EQ(limited(of_bitfields), std::tuple(4u, 0u, of_bitfields));
    const auto [bitfields, candidates, used] = limited(of_bitfields.saturating_sub(kOne));
    EXPECT_EQ(bitfields, 3u);
    EXPECT_EQ(candidates, 0u) << "though one would fit in place of bitfields";
    EXPECT_EQ(used, Weight(weight_of<kW>(bitfields_of(1)[0])).saturating_mul(3));
}

TEST(InherentLimits, ChainsWithNewCodeComeFirst) {
    for (uint8_t seed = 0; seed < 10; ++seed) {
        auto candidates = candidates_of({1, 2, 2, 3, 4});
        candidates[2].candidate.commitments.new_validation_code.emplace();
        UncheckedSignedAvailabilityBitfields none;
        const Weight limit = weight_of<kW>(none).saturating_add(weight_of<kW>(Chain{candidates[1], candidates[2]}));
        ChaCha20 random = seeded(seed);
        apply_weight_limit<kW>(candidates, none, limit, random);
        EXPECT_EQ(paras_of(candidates), (std::vector<uint32_t>{2, 2})) << "whole";
    }
}

TEST(InherentLimits, DisputesAreTakenInTheirOrderAsFarAsTheyFit) {
    const auto keep = [](DisputeStatementSet set) { return std::optional(std::move(set)); };
    const MultiDisputeStatementSet sets{set_of(1, 2), set_of(2, 50), set_of(3, 2), set_of(4, 2)};
    const Weight all = weight_of<kW>(sets), of_two = weight_of<kW>(sets[0]);
    const auto [fit, of_all] = limit_and_sanitize_disputes<kW>(sets, keep, all);
    EXPECT_EQ(sessions_of(fit), (std::vector<uint32_t>{1, 2, 3, 4}));
    EXPECT_EQ(of_all, all);
    const Weight limit = Weight(of_two).saturating_mul(2);
    const auto [some, used] = limit_and_sanitize_disputes<kW>(sets, keep, limit);
    EXPECT_EQ(sessions_of(some), (std::vector<uint32_t>{1, 3})) << "a larger one between them is passed over";
    EXPECT_EQ(used, limit);
}

TEST(InherentLimits, WhatIsOfNoUseWeighsNothingUnlessRoomIsScarce) {
    const auto odd = [](DisputeStatementSet set) {
        return set.session % 2 == 1 ? std::optional(std::move(set)) : std::nullopt;
    };
    const MultiDisputeStatementSet sets{set_of(1, 2), set_of(2, 2), set_of(3, 2), set_of(5, 9)};
    const auto [fit, used] = limit_and_sanitize_disputes<kW>(sets, odd, weight_of<kW>(sets));
    EXPECT_EQ(sessions_of(fit), (std::vector<uint32_t>{1, 3, 5}));
    EXPECT_EQ(used, weight_of<kW>(fit));
    // It was checked, and that has cost its time: the third one has no room.
    const Weight limit = Weight(weight_of<kW>(sets[0])).saturating_mul(2);
    const auto [some, with_dropped] = limit_and_sanitize_disputes<kW>(sets, odd, limit);
    EXPECT_EQ(sessions_of(some), (std::vector<uint32_t>{1}));
    EXPECT_EQ(with_dropped, limit);
}

}  // namespace
}  // namespace serinus::polkadot_runtime_parachains::paras_inherent
