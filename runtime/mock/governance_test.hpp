/// The fixture of tests in the mock runtime with referenda: polls on the short track, and time that passes.
#pragma once

#include "runtime/mock/governance.hpp"
#include "runtime/mock/world_test.hpp"

namespace serinus::mock::governance {

using mock::account, mock::event, mock::id, mock::kAlice, mock::kBob, mock::kCharlie, mock::kDave, mock::kEve,
    mock::kUnit, mock::nobody, mock::none, mock::root, mock::signed_by;
using pallet_conviction_voting::AccountVote;
using pallet_conviction_voting::Conviction;
using pallet_conviction_voting::Vote;

inline RuntimeOrigin origin(Custom custom) {
    return RuntimeOrigin({PalletOrigin{kOriginsPallet, {static_cast<uint8_t>(custom)}}});
}
inline Referenda::Proposal proposal(const RuntimeCall& call) { return {*Preimage::bound(call)}; }
inline RuntimeCall remark(uint8_t byte = 1) { return System::remark_with_event{{byte}}; }
inline AccountVote standard(bool aye, Conviction conviction, Balance balance) {
    return {AccountVote::Standard{Vote::of(aye, conviction), balance}};
}

/// Alice, Bob, Charlie, Dave and Eve have 10,000 units each.
class World : public mock::World<Runtime, Balances> {
  protected:
    void SetUp() override {
        mock::World<Runtime, Balances>::SetUp();
        for (const AccountId& who : {kAlice, kBob, kCharlie, kDave, kEve}) endow(who, 10'000 * kUnit);
        System::reset_events();
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
    /// A referendum on the short track, unless another origin is named.
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

}  // namespace serinus::mock::governance
