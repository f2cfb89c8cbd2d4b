// Tasks that are tried again, and tasks that wait for weight. Observed: pallet-scheduler 43
#include "runtime/mock/small_test.hpp"

namespace serinus::mock::small {
namespace {

using Plan = Scheduler::Event;
using PlanError = Scheduler::Error;

class RetriesTest : public SmallPallets {
  protected:
    static TaskName name(uint8_t letter) {
        TaskName out;
        out.fill(letter);
        return out;
    }
    /// By Root, a call that needs somebody's signature: it fails.
    static RuntimeCall failing() { return Balances::transfer_allow_death{id(kBob), {kUnit}}; }
    static RuntimeCall remark(uint8_t mark) { return System::remark{{mark}}; }
    static void plan(BlockNumber when, const RuntimeCall& call, std::optional<Period> period = std::nullopt) {
        make_ok(root(), Scheduler::schedule{when, period, 0, call});
    }
    static Weight begin(BlockNumber now) {
        go_to(now);
        System::reset_events();
        return Scheduler::on_initialize(now);
    }
};

TEST_F(RetriesTest, EveryBlockNotesWhereTheNextBegins) {
    begin(2);
    EXPECT_EQ(Scheduler::storage.IncompleteSince.get(), 3u);
    expect_events({});
}

TEST_F(RetriesTest, WhatFailsIsTriedAgain) {
    plan(2, failing());
    make_ok(root(), Scheduler::set_retry{{2, 0}, 2, 3});
    expect_events({event<Scheduler>(Plan::RetrySet{{2, 0}, std::nullopt, 3, 2})});
    begin(2);
    expect_events({event<Scheduler>(Plan::Dispatched{{2, 0}, std::nullopt, DispatchResult(DispatchError(kBadOrigin))}),
                   event<Scheduler>(Plan::Scheduled{5, 0})});
    EXPECT_FALSE(Scheduler::storage.Retries.exists({2, 0}));
    EXPECT_EQ(Scheduler::storage.Retries.get({5, 0}), (pallet_scheduler::RetryConfig<BlockNumber>{2, 1, 3}));
    begin(5);
    begin(8);
    // That was the last time.
    expect_events(
        {event<Scheduler>(Plan::Dispatched{{8, 0}, std::nullopt, DispatchResult(DispatchError(kBadOrigin))})});
    EXPECT_FALSE(Scheduler::storage.Agenda.exists(11));
}

TEST_F(RetriesTest, WhatSucceedsIsNot) {
    plan(2, remark(1));
    make_ok(root(), Scheduler::set_retry{{2, 0}, 2, 3});
    begin(2);
    EXPECT_FALSE(Scheduler::storage.Agenda.exists(5));
    EXPECT_FALSE(Scheduler::storage.Retries.exists({2, 0}));
}

TEST_F(RetriesTest, RetriesAreSetAndCancelledByNameToo) {
    make_ok(root(), Scheduler::schedule_named{name('a'), 2, std::nullopt, 0, failing()});
    make_error(root(), Scheduler::set_retry_named{name('b'), 2, 3}, PlanError::NotFound);
    make_ok(root(), Scheduler::set_retry_named{name('a'), 2, 3});
    expect_events({event<Scheduler>(Plan::RetrySet{{2, 0}, name('a'), 3, 2})});
    make_error(root(), Scheduler::cancel_retry_named{name('b')}, PlanError::NotFound);
    make_ok(root(), Scheduler::cancel_retry_named{name('a')});
    expect_events({event<Scheduler>(Plan::RetryCancelled{{2, 0}, name('a')})});
    make_error(root(), Scheduler::set_retry{{2, 1}, 2, 3}, PlanError::NotFound);
    make_error(root(), Scheduler::cancel_retry{{3, 0}}, PlanError::NotFound);
    make_error(signed_by(kAlice), Scheduler::cancel_retry{{2, 0}}, kBadOrigin);
    make_ok(root(), Scheduler::set_retry{{2, 0}, 2, 3});
    make_ok(root(), Scheduler::cancel_retry{{2, 0}});
    EXPECT_FALSE(Scheduler::storage.Retries.exists({2, 0}));
}

TEST_F(RetriesTest, ATaskThatIsRemovedTakesItsRetriesAlong) {
    plan(2, failing());
    make_ok(root(), Scheduler::set_retry{{2, 0}, 2, 3});
    make_ok(root(), Scheduler::cancel{2, 0});
    EXPECT_FALSE(Scheduler::storage.Retries.exists({2, 0}));
    make_ok(root(), Scheduler::schedule_named{name('a'), 2, std::nullopt, 0, failing()});
    make_ok(root(), Scheduler::set_retry{{2, 0}, 2, 3});
    make_ok(root(), Scheduler::cancel_named{name('a')});
    EXPECT_FALSE(Scheduler::storage.Retries.exists({2, 0}));
}

TEST_F(RetriesTest, APeriodicTaskTakesItsRetriesToItsNextTime) {
    plan(2, failing(), Period{10, 3});
    make_ok(root(), Scheduler::set_retry{{2, 0}, 1, 1});
    begin(2);
    EXPECT_EQ(Scheduler::storage.Retries.get({3, 0}), (pallet_scheduler::RetryConfig<BlockNumber>{1, 0, 1}));
    EXPECT_EQ(Scheduler::storage.Retries.get({12, 0}), (pallet_scheduler::RetryConfig<BlockNumber>{1, 1, 1}));
}

TEST_F(RetriesTest, ARetryWithoutAPlaceIsGivenUp) {
    plan(2, failing());
    make_ok(root(), Scheduler::set_retry{{2, 0}, 1, 3});
    for (uint8_t i = 0; i < 3; ++i) plan(5, remark(i));
    begin(2);
    EXPECT_TRUE(saw<Scheduler>(Plan::RetryFailed{{2, 0}, std::nullopt}));
}

TEST_F(RetriesTest, ATaskThatDoesNotFitStaysWhereItIs) {
    const Weight most = Perbill::from_percent(66) * SchedulerConfig::kConstants.MaximumWeight;
    const RuntimeCall large = Utility::with_weight{remark(1), most};
    plan(2, large);
    plan(2, large);
    begin(2);
    EXPECT_EQ(Scheduler::storage.IncompleteSince.get(), 2u);
    EXPECT_TRUE(saw<Scheduler>(Plan::AgendaIncomplete{2}));
    const auto agenda = Scheduler::storage.Agenda.get(2);
    ASSERT_EQ(agenda.size(), 2u);
    EXPECT_FALSE(agenda[0]);
    EXPECT_TRUE(agenda[1]);
    begin(3);
    EXPECT_TRUE(saw<Scheduler>(Plan::Dispatched{{2, 1}, std::nullopt, DispatchResult{}}));
    EXPECT_EQ(Scheduler::storage.IncompleteSince.get(), 4u);
}

TEST_F(RetriesTest, WhatIsTooLargeForAnyBlockIsGivenUpOnlyAsTheFirst) {
    const RuntimeCall huge = Utility::with_weight{remark(1), SchedulerConfig::kConstants.MaximumWeight};
    plan(2, remark(1));
    plan(2, huge);
    begin(2);
    EXPECT_TRUE(saw<Scheduler>(Plan::Dispatched{{2, 0}, std::nullopt, DispatchResult{}}));
    EXPECT_FALSE(saw<Scheduler>(Plan::PermanentlyOverweight{{2, 1}, std::nullopt}));
    begin(3);
    EXPECT_TRUE(saw<Scheduler>(Plan::PermanentlyOverweight{{2, 1}, std::nullopt}));
}

TEST_F(RetriesTest, ACallThatIsNotThereIsAskedForNoMore) {
    const Hash256 hash = host::blake2_256(Bytes(200));
    Preimage::request(hash);
    ASSERT_TRUE(Scheduler::Anonymous::schedule({DispatchTime::At{2}}, std::nullopt, 0, root().caller(),
                                               {Bounded<RuntimeCall>::Lookup{hash, 200}}));
    Preimage::unrequest(hash);
    EXPECT_TRUE(Preimage::is_requested(hash));
    const Weight without = begin(3);
    Scheduler::storage.IncompleteSince.put(2);
    const Weight used = begin(4);
    EXPECT_TRUE(saw<Scheduler>(Plan::CallUnavailable{{2, 0}, std::nullopt}));
    EXPECT_FALSE(Preimage::is_requested(hash));
    EXPECT_GT(used.ref_time.value, without.ref_time.value);
}

}  // namespace
}  // namespace serinus::mock::small
