// Scheduler: working the agendas off, read as a specification. Pallet: scheduler
#include "runtime/pallets/scheduler/scheduler_world_test.hpp"
#include "tests/support/random.hpp"

namespace serinus::pallet_scheduler {
namespace {

using namespace schedules;
constexpr auto kW = sdk::kDefaultWeights<pallet_scheduler::Weights>;

constexpr Weight kLimit = SchedulerConfig::kConstants.MaximumWeight;

/// A call that declares, and takes, this much time.
RuntimeCall heavy(uint64_t ref_time) { return Utility::with_weight{remark(0), Weight::from_parts(ref_time, 0)}; }
Bytes dispatched(BlockNumber when, uint32_t index, std::optional<TaskName> id = {}, DispatchResult result = {}) {
    return event<Scheduler>(E::Dispatched{{when, index}, id, std::move(result)});
}

class Service : public Schedule {
  protected:
    static void plan(BlockNumber when, const RuntimeCall& call, Priority priority = 0) {
        make_ok(root(), Scheduler::schedule{when, std::nullopt, priority, call});
    }
    static void plan_named(uint8_t letter, BlockNumber when, const RuntimeCall& call, Priority priority = 0,
                           std::optional<Period> period = {}) {
        make_ok(root(), Scheduler::schedule_named{name(letter), when, period, priority, call});
    }
    /// The block with which the next one begins.
    static std::optional<BlockNumber> incomplete_since() { return Scheduler::storage.IncompleteSince.get(); }
    static Bytes incomplete(BlockNumber when) { return event<Scheduler>(E::AgendaIncomplete{when}); }
};

TEST_F(Service, MakesTheCallAndWeighsIt) {
    plan(10, remark(1));
    EXPECT_EQ(begin(9), kW.service_agendas_base().saturating_add(kW.service_agenda_base(0)));
    expect_events({});
    EXPECT_EQ(begin(10), kW.service_agendas_base()
                             .saturating_add(kW.service_agenda_base(1))
                             .saturating_add(kW.service_task_base())
                             .saturating_add(kW.execute_dispatch_unsigned())
                             .saturating_add(remark(1).info().weight));
    expect_events({dispatched(10, 0)});
    EXPECT_FALSE(Scheduler::storage.Agenda.exists(10));
    EXPECT_EQ(incomplete_since(), 11u);
}

TEST_F(Service, UsesTheOriginThatPlanned) {
    const RuntimeCall call = Balances::transfer_allow_death{id(kBob), {kUnit}};
    static_cast<void>(*Anonymous::schedule({DispatchTime::At{10}}, std::nullopt, 0, signed_by(kAlice).caller(),
                                           *Preimage::bound(call)));
    EXPECT_EQ(begin(10), kW.service_agendas_base()
                             .saturating_add(kW.service_agenda_base(1))
                             .saturating_add(kW.service_task_base())
                             .saturating_add(kW.execute_dispatch_signed())
                             .saturating_add(call.info().weight));
    expect_events({event<Balances>(Balances::Event::Transfer{kAlice, kBob, kUnit}), dispatched(10, 0)});
}

TEST_F(Service, ReportsFailuresAndUndoesThem) {
    plan(10, Balances::force_transfer{id(kAlice), id(kBob), {5000 * kUnit}});
    begin(10);
    EXPECT_EQ(Balances::free_balance(kAlice), 1000 * kUnit);
    expect_events({dispatched(10, 0, {}, DispatchError(TokenError::FundsUnavailable))});
}

TEST_F(Service, GoesByPriorityThenByPlace) {
    plan(10, remark(0), 100);
    plan(10, remark(1), 0);
    plan(10, remark(2), 100);
    plan(10, remark(3), 99);
    begin(10);
    expect_events({dispatched(10, 1), dispatched(10, 3), dispatched(10, 0), dispatched(10, 2)});
}

TEST_F(Service, PostponesWhatDoesNotFit) {
    plan(10, heavy(900'000'000'000));
    plan(10, heavy(900'000'000'000));
    plan(10, remark(1));
    begin(10);
    expect_events({dispatched(10, 0), dispatched(10, 2), incomplete(10)});
    EXPECT_EQ(incomplete_since(), 10u);
    begin(11);
    expect_events({dispatched(10, 1)});
    EXPECT_EQ(incomplete_since(), 12u);
    EXPECT_FALSE(Scheduler::storage.Agenda.exists(10));
}

TEST_F(Service, CatchesUpWithSeveralAgendas) {
    plan(10, heavy(900'000'000'000));
    plan(10, heavy(900'000'000'000));
    plan(11, heavy(900'000'000'000));
    plan(12, remark(1));
    begin(10);
    begin(11);
    expect_events({dispatched(10, 1), incomplete(11)});
    EXPECT_EQ(incomplete_since(), 11u);
    begin(12);
    expect_events({dispatched(11, 0), dispatched(12, 0)});
    EXPECT_EQ(incomplete_since(), 13u);
}

// The first task of a block has all the weight there is; it stays in the agenda, which counts as done.
TEST_F(Service, GivesUpWhatNeverFits) {
    plan_named('n', 10, heavy(1'600'000'000'000));
    begin(10);
    expect_events({event<Scheduler>(E::PermanentlyOverweight{{10, 0}, name('n')})});
    EXPECT_EQ(incomplete_since(), 11u);
    EXPECT_TRUE(Scheduler::storage.Agenda.get(10)[0].has_value());
    EXPECT_FALSE(Scheduler::storage.Lookup.exists(name('n')));
    begin(11);
    expect_events({});
}

TEST_F(Service, TriesWhatNeverFitsOnceMoreAsTheFirst) {
    plan(10, remark(1));
    plan(10, heavy(1'600'000'000'000));
    begin(10);
    expect_events({dispatched(10, 0), incomplete(10)});
    EXPECT_EQ(incomplete_since(), 10u);
    begin(11);
    expect_events({event<Scheduler>(E::PermanentlyOverweight{{10, 1}, std::nullopt})});
    EXPECT_EQ(incomplete_since(), 12u);
}

// Pallet: scheduler. The name is forgotten as soon as the task is looked at.
TEST_F(Service, PostponedTasksLoseTheirNames) {
    plan(10, heavy(900'000'000'000));
    plan_named('n', 10, heavy(900'000'000'000));
    begin(10);
    EXPECT_FALSE(Scheduler::storage.Lookup.exists(name('n')));
    make_error(root(), Scheduler::cancel_named{name('n')}, Error::NotFound);
    begin(11);
    expect_events({dispatched(10, 1, name('n'))});
}

// Pallet: scheduler. Less weight is left than looking at a task takes.
TEST_F(Service, KeepsTheTaskThatCannotEvenBeLookedAt) {
    const Weight spent = kW.service_agendas_base()
                             .saturating_add(kW.service_agenda_base(3))
                             .saturating_add(kW.service_task_base())
                             .saturating_add(kW.execute_dispatch_unsigned())
                             .saturating_add(Weight::from_parts(kW.service_task_base().ref_time - 1, 0));
    plan(10, heavy(kLimit.saturating_sub(spent).ref_time));
    plan(10, remark(1));
    plan(10, remark(2));
    begin(10);
    expect_events({dispatched(10, 0), incomplete(10)});
    EXPECT_EQ(incomplete_since(), 10u);
    begin(11);
    expect_events({dispatched(10, 1), dispatched(10, 2)});
}

TEST_F(Service, ReadsAgendasOnlyWhereAFullOneFits) {
    const Weight spent = kW.service_agendas_base()
                             .saturating_add(kW.service_agenda_base(1))
                             .saturating_add(kW.service_task_base())
                             .saturating_add(kW.execute_dispatch_unsigned());
    plan(10, heavy(900'000'000'000));
    plan(10, heavy(kLimit.saturating_sub(spent).saturating_sub(kW.service_agenda_base(50)).ref_time + 1));
    plan(11, remark(1));
    begin(10);
    begin(11);
    expect_events({dispatched(10, 1), incomplete(11)});
    EXPECT_EQ(incomplete_since(), 11u);
    begin(12);
    expect_events({dispatched(11, 0)});
}

TEST_F(Service, LooksLongCallsUp) {
    const RuntimeCall call = System::remark{Bytes(200)};
    plan(10, call);
    EXPECT_EQ(begin(10), kW.service_agendas_base()
                             .saturating_add(kW.service_agenda_base(1))
                             .saturating_add(kW.service_task_fetched(204))
                             .saturating_add(kW.execute_dispatch_unsigned())
                             .saturating_add(call.info().weight));
    expect_events({dispatched(10, 0)});
    // Of its two requests one is left: that of having been noted.
    const auto status = Preimage::storage.RequestStatusFor.get(host::blake2_256(scale::encode(call)));
    EXPECT_EQ(status, (Preimage::Status{Preimage::Requested{std::nullopt, 1, 204}}));
}

TEST_F(Service, GivesUpWhatCannotBeLookedUp) {
    const RuntimeCall call = System::remark{Bytes(200)};
    const Hash256 hash = host::blake2_256(scale::encode(call));
    plan_named('n', 10, call);
    make_ok(root(), Preimage::unrequest_preimage{hash});
    make_ok(root(), Preimage::unrequest_preimage{hash});
    begin(10);
    expect_events({event<Scheduler>(E::CallUnavailable{{10, 0}, name('n')})});
    EXPECT_TRUE(Scheduler::storage.Agenda.get(10)[0].has_value());
    EXPECT_EQ(incomplete_since(), 11u);
}

TEST_F(Service, RepeatsPeriodicTasks) {
    plan_named('n', 10, remark(1), 0, Period{7, 3});
    const Weight named_periodic =
        kW.service_task_base()
            .saturating_add(kW.service_task_named().saturating_sub(kW.service_task_base()))
            .saturating_add(kW.service_task_periodic().saturating_sub(kW.service_task_base()));
    EXPECT_EQ(begin(10), kW.service_agendas_base()
                             .saturating_add(kW.service_agenda_base(1))
                             .saturating_add(named_periodic)
                             .saturating_add(kW.execute_dispatch_unsigned())
                             .saturating_add(remark(1).info().weight));
    expect_events({dispatched(10, 0, name('n')), event<Scheduler>(E::Scheduled{17, 0})});
    EXPECT_EQ(Scheduler::storage.Lookup.get(name('n')), (TaskAddress{17, 0}));
    begin(17);
    expect_events({dispatched(17, 0, name('n')), event<Scheduler>(E::Scheduled{24, 0})});
    EXPECT_EQ(Scheduler::storage.Agenda.get(24)[0]->maybe_periodic, std::nullopt);
    begin(24);
    expect_events({dispatched(24, 0, name('n'))});
    EXPECT_FALSE(Scheduler::storage.Lookup.exists(name('n')));
}

// The period counts from when the task was carried out, not from when it was due.
TEST_F(Service, RepeatsLateTasksLater) {
    plan(10, heavy(900'000'000'000));
    make_ok(root(), Scheduler::schedule{10, Period{7, 2}, 0, heavy(900'000'000'000)});
    begin(10);
    begin(11);
    expect_events({dispatched(10, 1), event<Scheduler>(E::Scheduled{18, 0})});
}

TEST_F(Service, EndsPeriodicTasksWhereNoPlaceIsLeft) {
    plan_named('n', 10, remark(1), 0, Period{7, 3});
    for (int i = 0; i < 50; ++i) plan(17, remark(2));
    begin(10);
    expect_events({dispatched(10, 0, name('n')), event<Scheduler>(E::PeriodicFailed{{10, 0}, name('n')})});
    EXPECT_FALSE(Scheduler::storage.Lookup.exists(name('n')));
}

TEST_F(Service, ATaskCanPlanAndCancelOthers) {
    plan(10, Scheduler::schedule_after{0, std::nullopt, 0, remark(1)});
    plan(10, Scheduler::cancel_named{name('n')});
    plan_named('n', 12, remark(2));
    begin(10);
    expect_events({event<Scheduler>(E::Scheduled{11, 0}), dispatched(10, 0), event<Scheduler>(E::Canceled{12, 0}),
                   dispatched(10, 1)});
}

TEST_F(Service, KeepsItsPromisesOnRandomWalks) {
    auto random = ::serinus::test::seeded_random();
    BlockNumber now = 1;
    for (int step = 0; step < 2000; ++step) {
        const auto in = [&](uint64_t below) { return static_cast<uint32_t>(random() % below); };
        const TaskName id = name(static_cast<uint8_t>(in(6)));
        const auto period = in(3) == 0 ? std::optional(Period{in(4), in(4)}) : std::nullopt;
        const auto priority = static_cast<Priority>(in(256));
        const RuntimeCall call =
            in(4) == 0 ? RuntimeCall(System::remark{Bytes(200 + in(3))}) : remark(static_cast<uint8_t>(in(256)));
        const RuntimeOrigin origin = in(4) == 0 ? track(Track::Treasurer) : root();
        switch (in(7)) {
            case 0:
                static_cast<void>(make(origin, Scheduler::schedule{now + in(6), period, priority, call}));
                break;
            case 1:
                static_cast<void>(make(origin, Scheduler::cancel{now + in(6), in(4)}));
                break;
            case 2:
                static_cast<void>(make(origin, Scheduler::schedule_named{id, now + in(6), period, priority, call}));
                break;
            case 3:
                static_cast<void>(make(origin, Scheduler::cancel_named{id}));
                break;
            case 4:
                static_cast<void>(make(origin, Scheduler::schedule_after{in(6), period, priority, call}));
                break;
            case 5:
                static_cast<void>(make(origin, Scheduler::schedule_named_after{id, in(6), period, priority, call}));
                break;
            default:
                begin(++now);
        }
        const auto verdict = Scheduler::try_state();
        ASSERT_TRUE(verdict) << "step " << step << ": " << verdict.error();
    }
    for (int block = 0; block < 30; ++block) begin(++now);
    EXPECT_FALSE(Scheduler::storage.Agenda.iter().next());
    EXPECT_FALSE(Scheduler::storage.Lookup.iter().next());
}

}  // namespace
}  // namespace serinus::pallet_scheduler
