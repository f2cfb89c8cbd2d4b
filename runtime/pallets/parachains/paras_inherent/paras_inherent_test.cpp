// The inherent of parachains, read as a specification. Pallet: paras_inherent
#include "runtime/pallets/parachains/paras_inherent/paras_inherent.ipp"

#include "runtime/mock/relay_test.hpp"

namespace serinus::polkadot_runtime_parachains::paras_inherent {
namespace {

using namespace mock::relay;
using mock::relay::ParaInherent;
using mock::relay::ParasShared;
using Error = ParaInherent::Error;
constexpr auto kW = ParaInherent::Config::kWeights;

class ParaInherentTest : public World {
  protected:
    primitives::Header parent;

    void SetUp() override {
        World::SetUp();
        parent.number = 6;
        parent.state_root.bytes.fill(9);
        go_to(7);
        System::storage.ParentHash.put(host::blake2_256(scale::encode(parent)));
    }
    ParachainsInherentData data() const {
        return {.bitfields = {}, .backed_candidates = {}, .disputes = {}, .parent_header = parent};
    }
};

TEST_F(ParaInherentTest, BelongsIntoEachBlockOnce) {
    EXPECT_THROW(ParaInherent::on_finalize(7), native::Panic);
    make_error(signed_by(kAlice), ParaInherent::enter{data()}, kBadOrigin);
    make_ok(none(), ParaInherent::enter{data()});
    make_error(none(), ParaInherent::enter{data()}, Error::TooManyInclusionInherents);
    ParaInherent::on_finalize(7);
    EXPECT_FALSE(ParaInherent::storage.Included.exists());
}

TEST_F(ParaInherentTest, IsForABlockOnOneParent) {
    auto other = data();
    other.parent_header.number = 5;
    make_error(none(), ParaInherent::enter{other}, Error::InvalidParentHeader);
    make_ok(none(), ParaInherent::enter{data()});
    const auto parents = ParasShared::storage.AllowedRelayParents.get();
    ASSERT_EQ(parents.buffer.size(), 1u);
    EXPECT_EQ(parents.buffer[0], (std::pair(System::parent_hash(), parent.state_root)));
    EXPECT_EQ(parents.latest_number, 6u);
}

TEST_F(ParaInherentTest, IsMadeOfWhatTheNodeGives) {
    InherentData given;
    EXPECT_FALSE(ParaInherent::create_inherent(given));
    given.data[ParaInherent::kInherentIdentifier] = {1, 2, 3};
    EXPECT_FALSE(ParaInherent::create_inherent(given));
    given.data[ParaInherent::kInherentIdentifier] = scale::encode(data());
    const auto made = ParaInherent::create_inherent(given);
    ASSERT_TRUE(made);
    EXPECT_TRUE(ParaInherent::is_inherent(*made));
    EXPECT_FALSE(ParaInherent::is_inherent(mock::relay::ParasDisputes::force_unfreeze{}));
    EXPECT_EQ(made->info().class_, DispatchClass::Mandatory);
}

TEST_F(ParaInherentTest, DropsBitfieldsThatAreWrongAndNothingElse) {
    ParasShared::storage.ActiveValidatorKeys.put(std::vector<ValidatorId>(2));
    auto with = data();
    with.bitfields.resize(3);
    with.bitfields[1].payload._0 = Bits(1);
    with.bitfields[2].validator_index = {7};
    const auto processed = ParaInherent::process_inherent_data(with, ProcessInherentDataContext::Enter);
    ASSERT_TRUE(processed);
    EXPECT_TRUE(processed->data.bitfields.empty());
    EXPECT_EQ(processed->weight, ParaInherent::enter{with}.weight()) << "what is dropped was work";
}

TEST(InherentLimits, CountLengthsInPlaceOfProofs) {
    UncheckedSignedAvailabilityBitfields bitfields(2);
    EXPECT_EQ(weight_of<kW>(bitfields),
              Weight(kW.enter_bitfields()).saturating_mul(2).with_proof_size(scale::encode(bitfields).size()));
    std::vector<BackedCandidate> candidates(2);
    EXPECT_EQ(weight_of<kW>(candidates).proof_size.value, 2 * scale::encode(candidates[0]).size());
    candidates[0].candidate.commitments.new_validation_code.emplace();
    EXPECT_TRUE(weight_of<kW>(candidates[0]).all_gt(weight_of<kW>(candidates[1])));
}

TEST(InherentLimits, PreferBitfieldsToCandidatesAndNewCodeToOthers) {
    UncheckedSignedAvailabilityBitfields bitfields(3);
    std::vector<BackedCandidate> candidates(9);
    candidates[4].candidate.commitments.new_validation_code.emplace();
    const Weight all = weight_of<kW>(bitfields).saturating_add(weight_of<kW>(candidates));
    const auto limited = [&](Weight limit) {
        auto some_bitfields = bitfields;
        auto some = candidates;
        ChaCha20 random({});
        const Weight used = apply_weight_limit<kW>(some, some_bitfields, limit, random);
        EXPECT_TRUE(used.all_lte(limit));
        bool has_code = false;
        for (const auto& one : some) has_code |= one.candidate.commitments.new_validation_code.has_value();
        return std::tuple(some_bitfields.size(), some.size(), has_code);
    };
    EXPECT_EQ(limited(all), std::tuple(3u, 9u, true));
    EXPECT_EQ(limited(all.saturating_sub(Weight::from_parts(1, 0))), std::tuple(3u, 8u, true));
    EXPECT_EQ(limited(weight_of<kW>(bitfields)), std::tuple(3u, 0u, false));
    EXPECT_EQ(limited(Weight(weight_of<kW>(bitfields[0])).saturating_mul(2)), std::tuple(2u, 0u, false));
}

TEST(InherentLimits, TakeTheFirstDisputesThatFit) {
    MultiDisputeStatementSet sets(5);
    for (auto& set : sets) set.statements.resize(3);
    sets[1].statements.resize(30);
    const auto all = [](DisputeStatementSet set) { return std::optional(std::move(set)); };
    const Weight one = weight_of<kW>(sets[0]);
    const auto [some, weight] = limit_and_sanitize_disputes<kW>(sets, all, one.saturating_mul(2));
    EXPECT_EQ(some.size(), 2u);
    EXPECT_EQ(some[1].statements.size(), 3u) << "one that does not fit is passed over";
    EXPECT_EQ(weight, one.saturating_mul(2));
    const auto none = [](DisputeStatementSet) { return std::optional<DisputeStatementSet>(); };
    EXPECT_EQ(limit_and_sanitize_disputes<kW>(sets, none, Weight::max()).second, Weight::from_parts(0, 1));
}

}  // namespace
}  // namespace serinus::polkadot_runtime_parachains::paras_inherent
