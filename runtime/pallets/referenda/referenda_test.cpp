// Referenda, read as a specification. Pallet: referenda
#include "runtime/mock/governance_test.hpp"

namespace serinus::pallet_referenda {
namespace {

using namespace mock::governance;
using mock::governance::Preimage;
using mock::governance::Referenda;
using mock::governance::Scheduler;
using Event = Referenda::Event;
using Error = Referenda::Error;
using Info = Referenda::Info;

constexpr BlockNumber kTimeout = Referenda::Config::kConstants.UndecidingTimeout;

class ReferendaTest : public World {
  protected:
    static Info info(uint32_t index) { return *Referenda::storage.ReferendumInfoFor.get(index); }
    static Referenda::Status status(uint32_t index) { return *Referenda::ensure_ongoing(index); }
    template <class Case>
    static bool is(uint32_t index) {
        return std::holds_alternative<Case>(info(index).v);
    }
    /// The name under which the Scheduler has the enactment.
    static TaskName enactment_of(uint32_t index) {
        scale::Encoder name;
        name.append(as_bytes("assembly"));
        scale::encode_to(name, std::string_view("enactment"));
        scale::encode_to(name, index);
        return Scheduler::task_name(std::move(name).finish());
    }
    static std::optional<BlockNumber> alarm(uint32_t index) {
        const auto alarm = status(index).alarm;
        return alarm ? std::optional(std::get<0>(*alarm)) : std::nullopt;
    }
};

TEST_F(ReferendaTest, SubmissionTakesADepositAndSetsAnAlarm) {
    EXPECT_EQ(submit(), 0u);
    EXPECT_TRUE(saw(event<Balances>(Balances::Event::Reserved{kAlice, kSubmissionDeposit})));
    EXPECT_TRUE(saw(event<Referenda>(Event::Submitted{0, kShortTrack, proposal(remark())})));
    EXPECT_EQ(status(0).submitted, 1u);
    EXPECT_EQ(alarm(0), 1u + kTimeout) << "when it has been undecided for too long";
    EXPECT_EQ(Referenda::storage.ReferendumCount.get(), 1u);

    const auto by = [](const OriginCaller& origin) {
        return Referenda::submit{origin, proposal(remark()), {DispatchTime::After{0}}};
    };
    make_error(root(), by(root().caller()), kBadOrigin);
    make_error(signed_by(kAlice), by(signed_by(kAlice).caller()), Error::NoTrack);
    make_error(signed_by(kAlice), by(origin(Custom::Fellows).caller()), Error::NoTrack);
    make_error(signed_by(account(1)), by(root().caller()), Balances::Error::InsufficientBalance);
}

// A decision of one block needs nothing at its end: a referendum without a single vote is confirmed.
TEST_F(ReferendaTest, LivesOnTheShortTrackForEightBlocks) {
    const uint32_t index = submit_with_deposit();
    EXPECT_TRUE(saw(event<Referenda>(Event::DecisionDepositPlaced{index, kBob, kDecisionDeposit})));
    EXPECT_EQ(alarm(index), 6u) << "the end of the preparation";
    make_error(signed_by(kBob), Referenda::place_decision_deposit{index}, Error::HasDeposit);
    pass(5);
    EXPECT_TRUE(saw(event<Referenda>(Event::DecisionStarted{index, kShortTrack, proposal(remark()), {}})));
    EXPECT_EQ(Referenda::storage.DecidingCount.get(kShortTrack), 1u);
    EXPECT_EQ(status(index).deciding, (DecidingStatus{6, std::nullopt}));
    pass();
    EXPECT_TRUE(saw(event<Referenda>(Event::ConfirmStarted{index})));
    EXPECT_EQ(status(index).deciding, (DecidingStatus{6, 8}));
    pass();
    EXPECT_TRUE(saw(event<Referenda>(Event::Confirmed{index, {}})));
    EXPECT_TRUE(is<Info::Approved>(index));
    EXPECT_EQ(Referenda::storage.DecidingCount.get(kShortTrack), 1u);
    pass();
    EXPECT_EQ(Referenda::storage.DecidingCount.get(kShortTrack), 0u);
    const Scheduler::Event::Dispatched enacted{{9, 1}, enactment_of(index), Err(DispatchError(kBadOrigin))};
    EXPECT_TRUE(saw(event<Scheduler>(enacted))) << "a remark with an event is for signers";
}

TEST_F(ReferendaTest, GivesDepositsBackOnceItIsOver) {
    const uint32_t index = submit_with_deposit();
    make_error(signed_by(kEve), Referenda::refund_decision_deposit{index}, Error::Unfinished);
    make_error(signed_by(kEve), Referenda::refund_submission_deposit{index}, Error::BadStatus);
    pass(8);
    make_ok(signed_by(kEve), Referenda::refund_decision_deposit{index});
    EXPECT_TRUE(saw(event<Referenda>(Event::DecisionDepositRefunded{index, kBob, kDecisionDeposit})));
    make_ok(root(), Referenda::refund_submission_deposit{index});
    EXPECT_TRUE(saw(event<Referenda>(Event::SubmissionDepositRefunded{index, kAlice, kSubmissionDeposit})));
    EXPECT_EQ(Balances::reserved_balance(kAlice), 0u);
    EXPECT_EQ(Balances::reserved_balance(kBob), 0u);
    make_error(root(), Referenda::refund_decision_deposit{index}, Error::NoDeposit);
    make_error(root(), Referenda::refund_submission_deposit{index}, Error::NoDeposit);
    make_error(root(), Referenda::refund_decision_deposit{77}, Error::BadReferendum);
}

TEST_F(ReferendaTest, IsRejectedIfItDoesNotPassInTime) {
    const uint32_t index = submit_with_deposit();
    vote(kCharlie, index, standard(false, Conviction::Locked1x, kUnit));
    EXPECT_EQ(alarm(index), 2u) << "a vote brings the next look";
    pass();
    EXPECT_EQ(alarm(index), 6u);
    pass(4);
    EXPECT_EQ(alarm(index), 7u);
    pass();
    EXPECT_TRUE(saw(event<Referenda>(Event::Rejected{index, {0, kUnit, 0}})));
    make_error(root(), Referenda::refund_submission_deposit{index}, Error::BadStatus);
    make_ok(root(), Referenda::refund_decision_deposit{index});
}

TEST_F(ReferendaTest, StopsConfirmingWhenItDoesNotPassAnyMore) {
    const uint32_t index = submit_with_deposit(remark(), Custom::GeneralAdmin);
    vote(kCharlie, index, standard(true, Conviction::Locked1x, 9'000 * kUnit));
    vote(kDave, index, standard(true, Conviction::Locked6x, 9'999 * kUnit));
    vote(kBob, index, standard(true, Conviction::Locked6x, 7'000 * kUnit));
    go_to(1'200);
    make_ok(root(), Referenda::nudge_referendum{index});  // the alarm of the jumped-over agenda
    pass();
    EXPECT_TRUE(saw(event<Referenda>(Event::ConfirmStarted{index})));
    EXPECT_EQ(status(index).deciding, (DecidingStatus{1'201, 1'201 + 1'800}));
    vote(kEve, index, standard(false, Conviction::Locked6x, 9'999 * kUnit));
    make_ok(root(), Referenda::nudge_referendum{index});
    EXPECT_TRUE(saw(event<Referenda>(Event::ConfirmAborted{index})));
}

TEST_F(ReferendaTest, EndsIfNobodyPaysForTheDecision) {
    const uint32_t index = submit();
    go_to(kTimeout);
    make_ok(root(), Referenda::nudge_referendum{index});
    EXPECT_FALSE(saw(event<Referenda>(Event::TimedOut{index, {}})));
    pass();
    EXPECT_TRUE(saw(event<Referenda>(Event::TimedOut{index, {}})));
    make_error(root(), Referenda::refund_submission_deposit{index}, Error::BadStatus);
    make_error(root(), Referenda::refund_decision_deposit{index}, Error::NoDeposit);
}

TEST_F(ReferendaTest, CanBeCancelledOrKilled) {
    const uint32_t cancelled = submit_with_deposit();
    const uint32_t killed = submit_with_deposit();
    for (const RuntimeOrigin& by : {signed_by(kAlice), origin(Custom::GeneralAdmin)}) {
        make_error(by, Referenda::cancel{cancelled}, kBadOrigin);
        make_error(by, Referenda::kill{killed}, kBadOrigin);
    }
    make_ok(origin(Custom::ReferendumCanceller), Referenda::cancel{cancelled});
    EXPECT_TRUE(saw(event<Referenda>(Event::Cancelled{cancelled, {}})));
    make_ok(root(), Referenda::refund_submission_deposit{cancelled});
    make_ok(root(), Referenda::refund_decision_deposit{cancelled});
    EXPECT_EQ(Balances::reserved_balance(kAlice), kSubmissionDeposit);

    make_ok(origin(Custom::ReferendumKiller), Referenda::kill{killed});
    EXPECT_TRUE(saw(event<Referenda>(Event::DepositSlashed{kAlice, kSubmissionDeposit})));
    EXPECT_TRUE(saw(event<Referenda>(Event::DepositSlashed{kBob, kDecisionDeposit})));
    EXPECT_EQ(Balances::free_balance(kPot), kSubmissionDeposit + kDecisionDeposit);
    make_error(root(), Referenda::kill{killed}, Error::NotOngoing);
    make_error(root(), Referenda::refund_decision_deposit{killed}, Error::NoDeposit);
}

// Kept as the reference has it: a place becomes free that was never taken.
TEST_F(ReferendaTest, CancellationMakesRoomEvenForWhatWasNotBeingDecided) {
    submit_with_deposit();
    const uint32_t other = submit();
    pass(5);
    EXPECT_EQ(Referenda::storage.DecidingCount.get(kShortTrack), 1u);
    make_ok(root(), Referenda::cancel{other});
    pass();
    EXPECT_EQ(Referenda::storage.DecidingCount.get(kShortTrack), 0u);
}

TEST_F(ReferendaTest, WaitInTheOrderOfTheirAyes) {
    // A track has room for ten.
    std::vector<uint32_t> all;
    for (int i = 0; i < 14; ++i) all.push_back(submit_with_deposit(remark(), Custom::LeaseAdmin));
    vote(kCharlie, all[12], standard(true, Conviction::Locked1x, 10));
    go_to(1'300);
    for (const uint32_t index : all) make_ok(root(), Referenda::nudge_referendum{index});
    EXPECT_EQ(Referenda::storage.DecidingCount.get(kLeaseTrack), 10u);
    const auto queue = [] {
        std::vector<uint32_t> out;
        for (const auto& [index, ayes] : Referenda::storage.TrackQueue.get(kLeaseTrack)) out.push_back(index);
        return out;
    };
    EXPECT_EQ(queue(), (std::vector<uint32_t>{11, 13, 10, 12})) << "most ayes last; equal ones where the search ends";
    EXPECT_TRUE(status(all[12]).in_queue);
    EXPECT_EQ(alarm(all[12]), std::nullopt);
    vote(kCharlie, all[11], standard(true, Conviction::Locked1x, 5));
    make_ok(root(), Referenda::nudge_referendum{all[11]});
    EXPECT_EQ(queue(), (std::vector<uint32_t>{13, 10, 11, 12}));
    // The end of one gives its place to the last one; those that have ended meanwhile are passed over.
    make_ok(root(), Referenda::kill{all[12]});
    make_ok(root(), Referenda::one_fewer_deciding{kLeaseTrack});
    EXPECT_TRUE(saw(event<Referenda>(Event::DecisionStarted{all[11], kLeaseTrack, proposal(remark()), {5, 0, 5}})));
    EXPECT_EQ(queue(), (std::vector<uint32_t>{13, 10}));
    EXPECT_EQ(Referenda::storage.DecidingCount.get(kLeaseTrack), 10u);
    make_ok(root(), Referenda::cancel{all[10]});
    make_ok(root(), Referenda::cancel{all[13]});
    make_ok(root(), Referenda::one_fewer_deciding{kLeaseTrack});
    EXPECT_EQ(queue(), (std::vector<uint32_t>{13, 10})) << "an empty drain is not stored";
    EXPECT_EQ(Referenda::storage.DecidingCount.get(kLeaseTrack), 9u);
    make_error(root(), Referenda::one_fewer_deciding{77}, Error::BadTrack);
    make_error(signed_by(kAlice), Referenda::one_fewer_deciding{kLeaseTrack}, kBadOrigin);
}

TEST_F(ReferendaTest, HaveADescription) {
    const uint32_t index = submit();
    make_ok(signed_by(kEve), Preimage::note_preimage{Bytes(10)});
    const Hash256 hash = host::blake2_256(Bytes(10));
    make_error(signed_by(kAlice), Referenda::set_metadata{index, Hash256{}}, Error::PreimageNotExist);
    make_error(signed_by(kEve), Referenda::set_metadata{index, hash}, Error::NoPermission);
    make_ok(signed_by(kAlice), Referenda::set_metadata{index, hash});
    expect_events({event<Referenda>(Event::MetadataSet{index, hash})});
    make_error(signed_by(kEve), Referenda::set_metadata{index, std::nullopt}, Error::NoPermission);
    make_ok(root(), Referenda::cancel{index});
    make_error(signed_by(kAlice), Referenda::set_metadata{index, hash}, Error::NotOngoing);
    make_ok(signed_by(kEve), Referenda::set_metadata{index, std::nullopt});
    expect_events({event<Referenda>(Event::MetadataCleared{index, hash})});
}

TEST_F(ReferendaTest, WeighWhatTheyDo) {
    constexpr auto kW = Referenda::Config::kWeights;
    const uint32_t index = submit();
    const auto placed = make_ok(signed_by(kBob), Referenda::place_decision_deposit{index});
    EXPECT_EQ(placed.actual_weight, kW.place_decision_deposit_preparing());
    EXPECT_EQ((Referenda::place_decision_deposit{index}.weight()), kW.place_decision_deposit_queued()
                                                                       .max(kW.place_decision_deposit_passing())
                                                                       .max(kW.place_decision_deposit_not_queued()));
    EXPECT_EQ(make_ok(root(), Referenda::nudge_referendum{index}).actual_weight, kW.nudge_referendum_preparing());
}

}  // namespace
}  // namespace serinus::pallet_referenda
