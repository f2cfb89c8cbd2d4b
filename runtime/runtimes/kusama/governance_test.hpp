/// What the tests of governance share: polls on the short track, and time that passes.
#pragma once

#include "runtime/runtimes/kusama/world_test.hpp"

namespace serinus::kusama::test::governance {

using origins::Custom;
using pallet_conviction_voting::AccountVote;
using pallet_conviction_voting::Conviction;
using pallet_conviction_voting::Vote;

inline RuntimeOrigin origin(Custom custom) { return RuntimeOrigin({PalletOrigin{43, {static_cast<uint8_t>(custom)}}}); }
inline Bounded<RuntimeCall> proposal(const RuntimeCall& call) { return *Preimage::bound(call); }
inline RuntimeCall remark(uint8_t byte = 1) { return System::remark_with_event{{byte}}; }
inline AccountVote standard(bool aye, Conviction conviction, Balance balance) {
    return {AccountVote::Standard{Vote::of(aye, conviction), balance}};
}

/// Everybody has 10,000 KSM. After each test the invariants hold.
class Governance : public World {
  protected:
    void SetUp() override {
        World::SetUp();
        for (const AccountId& who : {kAlice, kBob, kCharlie, kDave, kEve}) endow(who, 10'000 * kUnit);
        Treasury::build({});
        System::reset_events();
    }
    void TearDown() override {
        for (const auto try_state : {&Referenda::try_state, &FellowshipReferenda::try_state,
                                     &FellowshipCollective::try_state, &Whitelist::try_state, &Scheduler::try_state}) {
            const auto result = try_state();
            EXPECT_TRUE(result) << result.error();
        }
        const auto votes = ConvictionVoting::try_state();
        EXPECT_TRUE(votes) << votes.error();
        World::TearDown();
    }

    /// So many blocks begin, each with its agenda; the events of the last one stay.
    static void pass(BlockNumber blocks = 1) {
        for (BlockNumber i = 0; i < blocks; ++i) {
            go_to(System::block_number() + 1);
            System::reset_events();
            System::storage.ExecutionPhase.put({frame_system::Phase::Initialization{}});
            static_cast<void>(Scheduler::on_initialize(System::block_number()));
        }
    }
    /// A referendum on the track 10, whose whole life takes eight blocks.
    static uint32_t submit(const RuntimeCall& call = remark(), Custom by = Custom::StakingAdmin) {
        const uint32_t index = Referenda::storage.ReferendumCount.get();
        make_ok(signed_by(kAlice), Referenda::submit{origin(by).caller(), proposal(call), {DispatchTime::After{0}}});
        return index;
    }
    static uint32_t submit_with_deposit(const RuntimeCall& call = remark(), Custom by = Custom::StakingAdmin) {
        const uint32_t index = submit(call, by);
        make_ok(signed_by(kBob), Referenda::place_decision_deposit{index});
        return index;
    }
    static void vote(const AccountId& who, uint32_t index, const AccountVote& what) {
        make_ok(signed_by(who), ConvictionVoting::vote{{index}, what});
    }
};

}  // namespace serinus::kusama::test::governance
