// Against the real runtime and ours: tests/differential/scenarios/forecast.mjs
#include "chain/import/inherent_signatures.hpp"

#include <gtest/gtest.h>

#include "codec/scale.hpp"

namespace serinus::chain::inherent_signatures_test {
namespace {

using namespace polkadot_primitives::v5;
using polkadot_primitives::v9::DisputeVote;
using polkadot_primitives::v9::InherentData;
using polkadot_primitives::v9::ValidVoteKind;

constexpr Hash256 kRelayParent{{7}};

ValidatorId validator(uint8_t i) {
    ValidatorId out;
    out._0._0.fill(i);
    return out;
}

ValidatorSignature signature(uint8_t i) {
    ValidatorSignature out;
    out._0._0.fill(i);
    return out;
}

/// Four validators in two groups, which change cores every ten blocks of a session that began with block 100.
/// Candidates are scheduled by block 108.
ParachainFacts facts() {
    return {.context = {.session_index = 5, .parent_hash = Hash256{}},
            .validators = {validator(0), validator(1), validator(2), validator(3)},
            .groups = {{{0}, {1}}, {{2}, {3}}},
            .rotation = {.session_start_block = 100, .group_rotation_frequency = 10, .now = 111},
            .number_of = [](const Hash256& hash) {
                return hash == kRelayParent ? std::optional<uint32_t>(108) : std::nullopt;
            }};
}

/// The core stands behind the bits of the group, the lowest bit first.
BackedCandidate candidate(uint8_t core, std::vector<bool> members, size_t votes) {
    BackedCandidate out;
    out.candidate.descriptor.relay_parent = kRelayParent;
    for (const bool is_set : members) out.validator_indices.push_back(is_set);
    for (size_t i = 0; i < 8; ++i) out.validator_indices.push_back((core >> i & 1) != 0);
    for (size_t i = 0; i < votes; ++i) {
        if (i % 2 == 0) {
            out.validity_votes.push_back({{ValidityAttestation::Implicit{signature(static_cast<uint8_t>(10 + i))}}});
        } else {
            out.validity_votes.push_back({{ValidityAttestation::Explicit{signature(static_cast<uint8_t>(10 + i))}}});
        }
    }
    return out;
}

// Observed: polkadot-runtime-parachains 21.0.1, paras_inherent and inclusion
TEST(InherentSignatures, AreThoseOfBackersInTheOrderOfTheirGroup) {
    InherentData data;
    data.backed_candidates = {candidate(1, {true, true}, 2)};
    const auto expected = expected_signatures(data, facts());
    ASSERT_EQ(expected.size(), 2u);
    const auto& made = data.backed_candidates[0];
    for (size_t i = 0; i < 2; ++i) {
        EXPECT_EQ(expected[i].public_key, validator(static_cast<uint8_t>(2 + i))._0._0);
        EXPECT_EQ(expected[i].signature, signature(static_cast<uint8_t>(10 + i))._0._0);
        EXPECT_EQ(expected[i].message, made.validity_votes[i].signing_payload(made.hash(), {5, kRelayParent}));
    }
    // The first member has not signed.
    data.backed_candidates = {candidate(1, {false, true}, 1)};
    EXPECT_EQ(expected_signatures(data, facts()).at(0).public_key, validator(3)._0._0);
}

TEST(InherentSignatures, OfBackersFollowTheGroupsFromCoreToCore) {
    InherentData data;
    data.backed_candidates = {candidate(1, {true, true}, 2)};
    auto known = facts();
    EXPECT_EQ(expected_signatures(data, known).at(0).public_key, validator(2)._0._0);
    // The group of a core is that of the block behind the relay parent: 110 begins the second round.
    known.number_of = [](const Hash256&) { return std::optional<uint32_t>(109); };
    EXPECT_EQ(expected_signatures(data, known).at(0).public_key, validator(0)._0._0);
    known.number_of = [](const Hash256&) { return std::optional<uint32_t>(98); };  // a session before
    EXPECT_TRUE(expected_signatures(data, known).empty());
    known.number_of = [](const Hash256&) { return std::optional<uint32_t>(); };
    EXPECT_TRUE(expected_signatures(data, known).empty());
    // Eight bits or fewer name no core.
    data.backed_candidates[0].validator_indices = {};
    for (size_t i = 0; i < 8; ++i) data.backed_candidates[0].validator_indices.push_back(i < 2);
    EXPECT_TRUE(expected_signatures(data, facts()).empty());
}

TEST(InherentSignatures, OfApprovalsOfSeveralCandidatesAreOverAllOfThem) {
    InherentData data;
    ValidVoteKind::ApprovalCheckingMultipleCandidates several;
    several.candidates = *decltype(several.candidates)::from({{Hash256{{1}}}, {Hash256{{2}}}});
    const DisputeVote vote{DisputeVote::Valid{{several}}};
    data.disputes.push_back({.candidate_hash = {Hash256{{2}}}, .session = 5, .statements = {}});
    data.disputes[0].statements.emplace_back(vote, ValidatorIndex{3}, signature(2));
    data.disputes.push_back(data.disputes[0]);
    data.disputes[1].candidate_hash = {Hash256{{3}}};  // not one of them
    const auto expected = expected_signatures(data, facts());
    ASSERT_EQ(expected.size(), 1u);
    EXPECT_EQ(expected[0].message, polkadot_primitives::v9::approval_payload(several.candidates.inner(), 5));
}

TEST(InherentSignatures, AreThoseOfBitfieldsAndStatements) {
    InherentData data;
    data.bitfields.push_back({.payload = {}, .validator_index = {1}, .signature = signature(1)});
    data.disputes.push_back({.candidate_hash = {}, .session = 5, .statements = {}});
    data.disputes[0].statements.emplace_back(DisputeVote{DisputeVote::Invalid{}}, ValidatorIndex{3}, signature(2));
    data.disputes.push_back(data.disputes[0]);
    data.disputes[1].session = 4;
    auto known = facts();
    EXPECT_EQ(expected_signatures(data, known).size(), 2u);  // nobody knows the validators of session 4
    const std::vector<ValidatorId> before = {validator(8), validator(8), validator(8), validator(9)};
    known.validators_of = [&](uint32_t session) { return session == 4 ? &before : nullptr; };
    const auto expected = expected_signatures(data, known);
    ASSERT_EQ(expected.size(), 3u);
    EXPECT_EQ(expected[0].public_key, validator(3)._0._0);
    EXPECT_EQ(expected[1].public_key, validator(9)._0._0);
    EXPECT_EQ(expected[1].message,
              scale::encode(std::tuple(ByteArray<4>{'D', 'I', 'S', 'P'}, false, Hash256{}, uint32_t{4})));
    EXPECT_EQ(expected[2].message, data.bitfields[0].signing_payload(known.context));
    EXPECT_EQ(signature_count(data), 3u);
}

TEST(InherentSignatures, OfNobodyAreLeftOut) {
    InherentData data;
    data.bitfields.push_back({.payload = {}, .validator_index = {4}, .signature = signature(1)});
    data.backed_candidates = {candidate(2, {true, true}, 2),        // a core without a group
                              candidate(1, {true, true, true}, 3),  // more members than the group has
                              candidate(1, {true, true}, 1)};       // fewer votes than bits
    EXPECT_EQ(expected_signatures(data, facts()).size(), 3u);
    EXPECT_TRUE(expected_signatures(data, {}).empty());
}

TEST(InherentSignatures, AreBounded) {
    InherentData data;
    data.bitfields.assign(kMostInherentSignatures + 1,
                          {.payload = {}, .validator_index = {1}, .signature = signature(1)});
    EXPECT_EQ(expected_signatures(data, facts()).size(), kMostInherentSignatures);
}

TEST(InherentSignatures, AreLookedForInTheInherentAlone) {
    InherentData data;
    data.bitfields.push_back({.payload = {}, .validator_index = {1}, .signature = signature(1)});
    const Bytes encoded = scale::encode(data);
    EXPECT_EQ(para_inherent_in(concat(Bytes{4, 54, 0}, encoded), 54), data);
    EXPECT_EQ(para_inherent_in(concat(Bytes{5, 54, 0}, encoded), 54), data);
    EXPECT_FALSE(para_inherent_in(concat(Bytes{4, 53, 0}, encoded), 54));
    EXPECT_FALSE(para_inherent_in(concat(Bytes{0x45, 54, 0}, encoded), 54));  // with extensions
    EXPECT_FALSE(para_inherent_in(concat(Bytes{0x84, 54, 0}, encoded), 54));
    EXPECT_FALSE(para_inherent_in(Bytes{4, 54, 0}, 54));
    EXPECT_FALSE(para_inherent_in(concat(Bytes{4, 54, 0}, BytesView(encoded).first(encoded.size() - 1)), 54));
    EXPECT_FALSE(para_inherent_in({}, 54));
    EXPECT_FALSE(para_inherent_pallet_of(encoded));
}

}  // namespace
}  // namespace serinus::chain::inherent_signatures_test
