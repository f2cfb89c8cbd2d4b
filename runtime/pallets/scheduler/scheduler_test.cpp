// Scheduler: planning and removing tasks, read as a specification. Pallet: scheduler
#include "runtime/pallets/scheduler/scheduler.ipp"

#include "runtime/pallets/preimage/preimage.ipp"
#include "runtime/pallets/scheduler/scheduler_world_test.hpp"

SERINUS_PALLET(serinus::pallet_preimage::Pallet<serinus::pallet_scheduler::chain::PreimageConfig>)
SERINUS_PALLET(serinus::pallet_scheduler::Pallet<serinus::pallet_scheduler::chain::SchedulerConfig>)
SERINUS_MOCK_RUNTIME(serinus::pallet_scheduler::chain::Runtime)

namespace serinus::pallet_scheduler {
namespace {

using namespace schedules;

TEST_F(Schedule, PlansACallForABlockToCome) {
    make_ok(root(), Scheduler::schedule{10, std::nullopt, 5, remark(1)});
    expect_events({event<Scheduler>(E::Scheduled{10, 0})});
    const auto agenda = Scheduler::storage.Agenda.get(10);
    ASSERT_EQ(agenda.size(), 1u);
    EXPECT_EQ(agenda[0]->priority, 5);
    EXPECT_EQ(agenda[0]->maybe_id, std::nullopt);
    EXPECT_EQ(agenda[0]->maybe_periodic, std::nullopt);
    EXPECT_TRUE(agenda[0]->origin.is_root());
    EXPECT_EQ(Preimage::peek(agenda[0]->call)->value, remark(1));
}

// Name, priority, call in place, period, origin.
TEST_F(Schedule, StoresTasksAsTheReferenceDoes) {
    make_ok(root(), Scheduler::schedule_named{name('n'), 10, Period{7, 3}, 5, remark(1)});
    const Bytes* const agenda = native::state().find(Scheduler::storage.Agenda.key_for(10));
    ASSERT_NE(agenda, nullptr);
    EXPECT_EQ(to_hex(*agenda),
              "04"
              "01"
              "01" +
                  to_hex(name('n')) +
                  "05"
                  "01"
                  "10"
                  "00000401"
                  "01"
                  "0700000002000000"
                  "0000");
    const Bytes* const lookup = native::state().find(Scheduler::storage.Lookup.key_for(name('n')));
    ASSERT_NE(lookup, nullptr);
    EXPECT_EQ(to_hex(*lookup), "0a00000000000000");
}

TEST_F(Schedule, NeedsABlockToCome) {
    make_error(root(), Scheduler::schedule{1, std::nullopt, 0, remark(1)}, Error::TargetBlockNumberInPast);
    make_error(root(), Scheduler::schedule{0, std::nullopt, 0, remark(1)}, Error::TargetBlockNumberInPast);
    make_error(root(), Scheduler::schedule_named{name('n'), 1, std::nullopt, 0, remark(1)},
               Error::TargetBlockNumberInPast);
    make_ok(root(), Scheduler::schedule{2, std::nullopt, 0, remark(1)});
}

// This block's agenda is done, so 0 blocks later is the next block.
TEST_F(Schedule, CountsFromTheNextBlock) {
    make_ok(root(), Scheduler::schedule_after{0, std::nullopt, 0, remark(1)});
    expect_events({event<Scheduler>(E::Scheduled{2, 0})});
    make_ok(root(), Scheduler::schedule_named_after{name('n'), 3, std::nullopt, 0, remark(1)});
    expect_events({event<Scheduler>(E::Scheduled{5, 0})});
    make_ok(root(), Scheduler::schedule_after{~0u, std::nullopt, 0, remark(1)});
    expect_events({event<Scheduler>(E::Scheduled{~0u, 0})});
}

TEST_F(Schedule, IsForRootAndTheTracksThatPlan) {
    for (const RuntimeOrigin& origin : {signed_by(kAlice), none(), track(Track::GeneralAdmin)}) {
        make_error(origin, Scheduler::schedule{10, std::nullopt, 0, remark(1)}, kBadOrigin);
        make_error(origin, Scheduler::schedule_after{10, std::nullopt, 0, remark(1)}, kBadOrigin);
        make_error(origin, Scheduler::schedule_named{name('n'), 10, std::nullopt, 0, remark(1)}, kBadOrigin);
        make_error(origin, Scheduler::schedule_named_after{name('n'), 10, std::nullopt, 0, remark(1)}, kBadOrigin);
        make_error(origin, Scheduler::cancel{10, 0}, kBadOrigin);
        make_error(origin, Scheduler::cancel_named{name('n')}, kBadOrigin);
    }
    make_ok(track(Track::AuctionAdmin), Scheduler::schedule{10, std::nullopt, 0, remark(1)});
    make_ok(track(Track::Treasurer), Scheduler::schedule{10, std::nullopt, 0, remark(1)});
    EXPECT_EQ(Scheduler::storage.Agenda.get(10)[1]->origin, track(Track::Treasurer).caller());
}

// A call longer than 128 bytes stands in the preimages, requested by who noted it and by the task.
TEST_F(Schedule, KeepsLongCallsInThePreimages) {
    const RuntimeCall call = System::remark{Bytes(200)};
    const Hash256 hash = host::blake2_256(scale::encode(call));
    make_ok(root(), Scheduler::schedule{10, std::nullopt, 0, call});
    expect_events({event<Preimage>(Preimage::Event::Noted{hash}), event<Scheduler>(E::Scheduled{10, 0})});
    EXPECT_EQ(Preimage::storage.RequestStatusFor.get(hash),
              (Preimage::Status{Preimage::Requested{std::nullopt, 2, 204}}));
    make_ok(root(), Scheduler::cancel{10, 0});
    EXPECT_EQ(Preimage::storage.RequestStatusFor.get(hash),
              (Preimage::Status{Preimage::Requested{std::nullopt, 1, 204}}));
}

TEST_F(Schedule, RefusesCallsThatNoPreimageCanHold) {
    make_error(root(), Scheduler::schedule{10, std::nullopt, 0, System::remark{Bytes(4 * 1024 * 1024)}},
               DispatchError::Exhausted{});
}

TEST_F(Schedule, FillsAnAgendaWith50Tasks) {
    for (uint8_t i = 0; i < 50; ++i) make_ok(root(), Scheduler::schedule{10, std::nullopt, 0, remark(i)});
    make_error(root(), Scheduler::schedule{10, std::nullopt, 0, remark(50)}, DispatchError::Exhausted{});
    make_error(root(), Scheduler::schedule_named{name('n'), 10, std::nullopt, 0, remark(50)},
               DispatchError::Exhausted{});
    // A gap can be filled.
    make_ok(root(), Scheduler::cancel{10, 17});
    make_ok(root(), Scheduler::schedule_named{name('n'), 10, std::nullopt, 0, remark(50)});
    expect_events({event<Scheduler>(E::Scheduled{10, 17})});
    EXPECT_EQ(Scheduler::storage.Lookup.get(name('n')), (TaskAddress{10, 17}));
}

TEST_F(Schedule, KnowsANameOnce) {
    make_ok(root(), Scheduler::schedule_named{name('n'), 10, std::nullopt, 0, remark(1)});
    make_error(root(), Scheduler::schedule_named{name('n'), 11, std::nullopt, 0, remark(1)}, Error::FailedToSchedule);
    make_error(root(), Scheduler::schedule_named_after{name('n'), 11, std::nullopt, 0, remark(1)},
               Error::FailedToSchedule);
}

// The first time is this one; a period of 0 blocks, or a single time, is none.
TEST_F(Schedule, CountsRepetitionsAfterTheFirst) {
    make_ok(root(), Scheduler::schedule{10, Period{7, 3}, 0, remark(1)});
    make_ok(root(), Scheduler::schedule{10, Period{7, 1}, 0, remark(1)});
    make_ok(root(), Scheduler::schedule{10, Period{0, 3}, 0, remark(1)});
    const auto agenda = Scheduler::storage.Agenda.get(10);
    EXPECT_EQ(agenda[0]->maybe_periodic, (Period{7, 2}));
    EXPECT_EQ(agenda[1]->maybe_periodic, std::nullopt);
    EXPECT_EQ(agenda[2]->maybe_periodic, std::nullopt);
}

TEST_F(Schedule, CancelsByAddress) {
    make_ok(root(), Scheduler::schedule{10, std::nullopt, 0, remark(1)});
    make_ok(root(), Scheduler::schedule_named{name('n'), 10, std::nullopt, 0, remark(2)});
    make_ok(root(), Scheduler::schedule{10, std::nullopt, 0, remark(3)});
    make_error(root(), Scheduler::cancel{10, 3}, Error::NotFound);
    make_error(root(), Scheduler::cancel{11, 0}, Error::NotFound);
    make_ok(root(), Scheduler::cancel{10, 1});
    expect_events({event<Scheduler>(E::Canceled{10, 1})});
    EXPECT_FALSE(Scheduler::storage.Lookup.exists(name('n')));
    make_error(root(), Scheduler::cancel{10, 1}, Error::NotFound);
    // What stands at the end is removed, gaps before it as well.
    EXPECT_EQ(Scheduler::storage.Agenda.get(10).size(), 3u);
    make_ok(root(), Scheduler::cancel{10, 2});
    EXPECT_EQ(Scheduler::storage.Agenda.get(10).size(), 1u);
    make_ok(root(), Scheduler::cancel{10, 0});
    EXPECT_FALSE(Scheduler::storage.Agenda.exists(10));
}

TEST_F(Schedule, CancelsByName) {
    make_error(root(), Scheduler::cancel_named{name('n')}, Error::NotFound);
    make_ok(root(), Scheduler::schedule_named{name('n'), 10, std::nullopt, 0, remark(2)});
    make_ok(root(), Scheduler::cancel_named{name('n')});
    expect_events({event<Scheduler>(E::Canceled{10, 0})});
    EXPECT_FALSE(Scheduler::storage.Lookup.exists(name('n')));
    EXPECT_FALSE(Scheduler::storage.Agenda.exists(10));
    make_ok(root(), Scheduler::schedule_named{name('n'), 10, std::nullopt, 0, remark(2)});
}

// Root is above all; two tracks are not comparable.
TEST_F(Schedule, CancelsOnlyForThePrivileged) {
    make_ok(root(), Scheduler::schedule_named{name('r'), 10, std::nullopt, 0, remark(1)});
    make_ok(track(Track::Treasurer), Scheduler::schedule_named{name('t'), 10, std::nullopt, 0, remark(2)});
    for (const auto by : {Track::Treasurer, Track::AuctionAdmin}) {
        make_error(track(by), Scheduler::cancel{10, 0}, kBadOrigin);
        make_error(track(by), Scheduler::cancel_named{name('r')}, kBadOrigin);
    }
    make_error(track(Track::AuctionAdmin), Scheduler::cancel{10, 1}, kBadOrigin);
    make_error(track(Track::AuctionAdmin), Scheduler::cancel_named{name('t')}, kBadOrigin);
    make_ok(track(Track::Treasurer), Scheduler::cancel_named{name('t')});
    make_ok(root(), Scheduler::cancel{10, 0});
}

// For other pallets. Pallet: frame_support::traits::schedule
TEST_F(Schedule, ServesPalletsWithoutNames) {
    const auto unavailable = DispatchError(DispatchError::Unavailable{});
    const auto address =
        *Anonymous::schedule({DispatchTime::After{8}}, std::nullopt, 0, signed_by(kBob).caller(), bound(1));
    EXPECT_EQ(address, (TaskAddress{10, 0}));
    EXPECT_EQ(Anonymous::next_dispatch_time(address), ResultOf<BlockNumber>(10u));
    EXPECT_EQ(Anonymous::next_dispatch_time({10, 1}).error(), unavailable);

    EXPECT_EQ(Anonymous::reschedule(address, {DispatchTime::At{10}}).error(), DispatchError(Error::RescheduleNoChange));
    EXPECT_EQ(Anonymous::reschedule(address, {DispatchTime::At{1}}).error(),
              DispatchError(Error::TargetBlockNumberInPast));
    EXPECT_EQ(Anonymous::reschedule({10, 1}, {DispatchTime::At{11}}).error(), unavailable);
    System::reset_events();
    EXPECT_EQ(*Anonymous::reschedule(address, {DispatchTime::At{11}}), (TaskAddress{11, 0}));
    expect_events({event<Scheduler>(E::Canceled{10, 0}), event<Scheduler>(E::Scheduled{11, 0})});
    EXPECT_FALSE(Scheduler::storage.Agenda.exists(10));

    EXPECT_TRUE(Anonymous::cancel({11, 0}));  // whoever planned it
    EXPECT_EQ(Anonymous::cancel({11, 0}).error(), unavailable);
    // Pallet: scheduler. What was looked for in vain leaves an empty agenda behind.
    EXPECT_TRUE(Scheduler::storage.Agenda.exists(11));
}

TEST_F(Schedule, ServesPalletsWithNames) {
    const auto unavailable = DispatchError(DispatchError::Unavailable{});
    const TaskName id = Scheduler::task_name(as_bytes("a long name for a referendum's task"));
    EXPECT_EQ(id, host::blake2_256(as_bytes("a long name for a referendum's task")).bytes);
    EXPECT_EQ(*Named::schedule_named(id, {DispatchTime::At{10}}, std::nullopt, 0, root().caller(), bound(1)),
              (TaskAddress{10, 0}));
    EXPECT_EQ(Named::schedule_named(id, {DispatchTime::At{10}}, std::nullopt, 0, root().caller(), bound(1)).error(),
              DispatchError(Error::FailedToSchedule));
    EXPECT_EQ(Anonymous::reschedule({10, 0}, {DispatchTime::At{11}}).error(), DispatchError(Error::Named));
    EXPECT_EQ(Named::reschedule_named(id, {DispatchTime::At{10}}).error(), DispatchError(Error::RescheduleNoChange));
    EXPECT_EQ(*Named::reschedule_named(id, {DispatchTime::At{12}}), (TaskAddress{12, 0}));
    EXPECT_EQ(Named::next_dispatch_time(id), ResultOf<BlockNumber>(12u));
    EXPECT_TRUE(Named::cancel_named(id));
    EXPECT_EQ(Named::cancel_named(id).error(), unavailable);
    EXPECT_EQ(Named::reschedule_named(id, {DispatchTime::At{13}}).error(), unavailable);
    EXPECT_EQ(Named::next_dispatch_time(id).error(), unavailable);
}

// The reference gives the preimage back if a call cancels by name, and not if a pallet does.
TEST_F(Schedule, KeepsThePreimageWhenAPalletCancelsByName) {
    const auto call = Preimage::bound<RuntimeCall>(System::remark{Bytes(200)});
    const auto requests = [&] {
        return std::get<Preimage::Requested>(Preimage::storage.RequestStatusFor.get(call->hash())->v).count;
    };
    static_cast<void>(
        *Named::schedule_named(name('n'), {DispatchTime::At{10}}, std::nullopt, 0, root().caller(), *call));
    EXPECT_EQ(requests(), 2u);
    EXPECT_TRUE(Named::cancel_named(name('n')));
    EXPECT_EQ(requests(), 2u);
    static_cast<void>(
        *Named::schedule_named(name('n'), {DispatchTime::At{10}}, std::nullopt, 0, root().caller(), *call));
    EXPECT_EQ(requests(), 3u);
    make_ok(root(), Scheduler::cancel_named{name('n')});
    EXPECT_EQ(requests(), 2u);
}

}  // namespace
}  // namespace serinus::pallet_scheduler
