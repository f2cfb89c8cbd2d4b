// XcmPallet, read as a specification: questions to other chains, their answers, and payments there. Pallet: xcm
#include "runtime/pallets/xcm/chain_test.hpp"

namespace serinus::pallet_xcm {
namespace {

const xcm::Location kQuerier{0, {xcm::Junction::pallet_instance(18)}};

struct Purse {
    static xcm::Junctions interior() { return kQuerier.interior; }
};

class XcmQueryTest : public XcmTest {
  protected:
    using Pending = Query::Pending;
    using Ready = Query::Ready;
    using Kind = QueryAnswer::Kind;
    using Payments = PayOverXcm<chain::XcmPallet, 100, Purse>;

    static uint64_t ask() { return Xcm::new_query(parachain(1000), 50, kQuerier); }
    static bool expects(const xcm::Location& origin, uint64_t id, const xcm::Location* querier = &kQuerier) {
        return Xcm::responses.is_expected(origin, id, querier);
    }
    static Weight answer(const xcm::Location& origin, uint64_t id, const xcm::Response& response,
                         const xcm::Location* querier = &kQuerier, Weight most = Weight::from_parts(5000, 0)) {
        System::reset_events();
        return Xcm::responses.on_response(origin, id, querier, response, most, context());
    }
    static xcm::Response result(std::optional<xcm::InstructionError> error = std::nullopt) {
        xcm::Response response;
        response.kind = xcm::Response::Kind::ExecutionResult;
        response.result = error;
        return response;
    }
};

TEST_F(XcmQueryTest, QueriesAreNumbered) {
    EXPECT_EQ(ask(), 0u);
    EXPECT_EQ(ask(), 1u);
    EXPECT_EQ(storage.QueryCounter.get(), 2u);
    EXPECT_EQ(storage.Queries.get(1), (Query{Pending{parachain(1000), xcm::VersionedLocation(kQuerier), {}, 50}}));
    EXPECT_EQ(Xcm::take_response(1).kind, Kind::Pending);
    EXPECT_EQ(Xcm::take_response(1).block, 50u);
    EXPECT_EQ(Xcm::take_response(2).kind, Kind::NotFound);
}

TEST_F(XcmQueryTest, OnlyTheAnswerOfWhoWasAskedToWhoAskedIsExpected) {
    const uint64_t id = ask();
    EXPECT_TRUE(expects(parachain(1000), id));
    EXPECT_FALSE(expects(parachain(1001), id));
    EXPECT_FALSE(expects(parachain(1000), id, nullptr));
    const xcm::Location here = xcm::Location::here();
    EXPECT_FALSE(expects(parachain(1000), id, &here));
    EXPECT_FALSE(expects(parachain(1000), id + 1));
    storage.Queries.put(id, Query{Pending{parachain(1000), {}, {}, 50}});
    EXPECT_TRUE(expects(parachain(1000), id, nullptr)) << "a query that does not say who asked";
}

TEST_F(XcmQueryTest, AnAnswerWaitsUntilItIsTaken) {
    const uint64_t id = ask();
    go_to(7);
    EXPECT_EQ(answer(parachain(1000), id, result()), Weight::zero());
    expect_events({event<Xcm>(Event::ResponseReady{id, result()})});
    EXPECT_EQ(storage.Queries.get(id), (Query{Ready{result(), 7}}));
    EXPECT_FALSE(expects(parachain(1000), id));

    const QueryAnswer taken = Xcm::take_response(id);
    EXPECT_EQ(taken.kind, Kind::Ready);
    EXPECT_EQ(taken.block, 7u);
    EXPECT_EQ(taken.response, result());
    EXPECT_TRUE(saw<Xcm>(Event::ResponseTaken{id}));
    EXPECT_FALSE(storage.Queries.exists(id));
}

TEST_F(XcmQueryTest, AWrongAnswerLeavesTheQueryOpen) {
    const uint64_t id = ask();
    answer(parachain(1001), id, result());
    expect_events({event<Xcm>(Event::InvalidResponder{parachain(1001), id, parachain(1000)})});
    answer(parachain(1001), id, result(), nullptr);
    expect_events({event<Xcm>(Event::InvalidQuerier{parachain(1001), id, kQuerier, std::nullopt})});
    const xcm::Location here = xcm::Location::here();
    answer(parachain(1000), id, result(), &here);
    expect_events({event<Xcm>(Event::InvalidQuerier{parachain(1000), id, kQuerier, here})});
    answer(parachain(1000), 99, result());
    expect_events({event<Xcm>(Event::UnexpectedResponse{parachain(1000), 99})});
    EXPECT_TRUE(expects(parachain(1000), id));
}

TEST_F(XcmQueryTest, AnAnswerThatIsThereIsNotReplaced) {
    const uint64_t id = ask();
    answer(parachain(1000), id, result());
    answer(parachain(1000), id, result(xcm::InstructionError{1, xcm::Error::Code::Barrier}));
    expect_events({event<Xcm>(Event::UnexpectedResponse{parachain(1000), id})});
    EXPECT_EQ(Xcm::take_response(id).response, result());
}

TEST_F(XcmQueryTest, ACallIsToldTheAnswer) {
    const uint64_t id = Xcm::new_notify_query(parachain(1000), {50, 0}, 60, kQuerier);
    EXPECT_EQ(answer(parachain(1000), id, result()), Weight::from_parts(1000, 0));
    expect_events({event<Xcm>(Event::Notified{id, 50, 0})});
    ASSERT_EQ(outside.heard.size(), 1u);
    EXPECT_EQ(outside.heard[0], (std::pair{id, result()}));
    EXPECT_FALSE(storage.Queries.exists(id));
}

TEST_F(XcmQueryTest, ACallThatFailsIsSaid) {
    const uint64_t id = Xcm::new_notify_query(parachain(1000), {50, 0}, 60, kQuerier);
    outside.heard.emplace_back(id, result());
    EXPECT_EQ(answer(parachain(1000), id, result()), Weight::from_parts(7, 0));
    expect_events({event<Xcm>(Event::NotifyDispatchError{id, 50, 0})});
    EXPECT_FALSE(storage.Queries.exists(id));
}

TEST_F(XcmQueryTest, ACallThatIsTooHeavyIsNotMade) {
    const uint64_t id = Xcm::new_notify_query(parachain(1000), {50, 0}, 60, kQuerier);
    const Weight most = Weight::from_parts(999, 0);
    EXPECT_EQ(answer(parachain(1000), id, result(), &kQuerier, most), Weight::zero());
    expect_events({event<Xcm>(Event::NotifyOverweight{id, 50, 0, Weight::from_parts(1000, 0), most})});
    EXPECT_FALSE(storage.Queries.exists(id));
}

TEST_F(XcmQueryTest, WhatIsNoCallThatTakesAnAnswerKeepsTheQuery) {
    const uint64_t id = Xcm::new_notify_query(parachain(1000), {50, 1}, 60, kQuerier);
    answer(parachain(1000), id, result());
    expect_events({event<Xcm>(Event::NotifyDecodeFailed{id, 50, 1})});
    EXPECT_TRUE(storage.Queries.exists(id));
}

TEST_F(XcmQueryTest, AnAnswerThatVersion5CannotSayIsNotTaken) {
    Bytes bytes{3, 1};
    append(bytes, abstract_asset().content());
    storage.SafeXcmVersion.put(3);
    storage.Queries.put(4, Query{Ready{*xcm::VersionedResponse::decode(bytes), 7}});
    EXPECT_EQ(Xcm::take_response(4).kind, Kind::UnexpectedVersion);
    EXPECT_TRUE(storage.Queries.exists(4));
    storage.Queries.put(5, Query{Query::VersionNotifier{parachain(7), true}});
    EXPECT_EQ(Xcm::take_response(5).kind, Kind::UnexpectedVersion);
}

TEST_F(XcmQueryTest, AMessageReportsItsOutcome) {
    xcm::Program program{{.op = Op::ClearOrigin}};
    const auto id = Xcm::report_outcome(program, parachain(1000), 77);
    ASSERT_TRUE(id);
    const auto instructions = program.to_vector();
    ASSERT_EQ(instructions.size(), 2u);
    const xcm::Program report{{.op = Op::ReportError, .info = {xcm::Location::parent(), *id, {}}}};
    EXPECT_EQ(instructions[0], (xcm::Instruction{.op = Op::SetAppendix, .program = report}));
    EXPECT_EQ(storage.Queries.get(*id),
              (Query{Pending{parachain(1000), xcm::VersionedLocation(xcm::Location::here()), {}, 77}}));
    EXPECT_EQ(Xcm::report_outcome(program, {9, {}}, 77).error(), xcm::Error(xcm::Error::Code::LocationNotInvertible));
}

TEST_F(XcmQueryTest, AMessageReportsItsOutcomeToACall) {
    xcm::Program program{{.op = Op::ClearOrigin}};
    ASSERT_TRUE(Xcm::report_outcome_notify(program, parachain(1000), chain::Listener::hear{}, 77));
    const xcm::Program report{
        {.op = Op::ReportError, .info = {xcm::Location::parent(), 0, Weight::from_parts(1000, 0)}}};
    EXPECT_EQ(program.to_vector()[0], (xcm::Instruction{.op = Op::SetAppendix, .program = report}))
        << "the answer may weigh what the call does";
    const xcm::Location here = xcm::Location::here();
    answer(parachain(1000), 0, result(), &here);
    EXPECT_EQ(outside.heard, (std::vector{std::pair{uint64_t{0}, result()}}));
    EXPECT_EQ(Xcm::report_outcome_notify(program, {9, {}}, chain::Listener::hear{}, 77).error(),
              xcm::Error(xcm::Error::Code::LocationNotInvertible));
}

TEST_F(XcmQueryTest, APaymentIsAMessageAndAQuery) {
    const xcm::VersionedLocatableAsset asset(xcm::LocatableAsset{parachain(1000), {xcm::Location::parent()}});
    const xcm::VersionedLocation who(place_of(kBob));
    outside.price = coins_only(kUnit);
    const auto id = Payments::pay(who, asset, 30);
    ASSERT_TRUE(id);
    EXPECT_EQ(storage.Queries.get(*id), (Query{Pending{parachain(1000), xcm::VersionedLocation(kQuerier), {}, 100}}));
    EXPECT_EQ(outside.messages.front().first, parachain(1000));
    const auto sent = message();
    ASSERT_EQ(sent.size(), 4u);
    EXPECT_EQ(sent[0].interior, kQuerier.interior);
    EXPECT_EQ(sent[1].op, Op::UnpaidExecution);
    EXPECT_EQ(sent[2].program.to_vector()[1].info.query_id, *id);
    EXPECT_EQ(sent[3].location, place_of(kBob));
    EXPECT_EQ(sent[3].assets, (xcm::Assets{{xcm::Asset::fungible({xcm::Location::parent()}, 30)}}));

    EXPECT_EQ(Payments::check_payment(*id), PaymentStatus::InProgress);
    answer(parachain(1000), *id, result());
    EXPECT_EQ(Payments::check_payment(*id), PaymentStatus::Success);
    EXPECT_EQ(Payments::check_payment(*id), PaymentStatus::Unknown) << "it is taken";
}

TEST_F(XcmQueryTest, APaymentFailsThereOrHere) {
    const xcm::VersionedLocatableAsset asset(xcm::LocatableAsset{parachain(1000), {xcm::Location::parent()}});
    const xcm::VersionedLocation who(place_of(kBob));
    const auto id = Payments::pay(who, asset, 30);
    answer(parachain(1000), *id, result(xcm::InstructionError{3, xcm::Error::Code::NotWithdrawable}));
    EXPECT_EQ(Payments::check_payment(*id), PaymentStatus::Failure);

    outside.validate_error = xcm::SendError::Code::Unroutable;
    EXPECT_FALSE(Payments::pay(who, asset, 30));
    outside.validate_error = std::nullopt;
    const xcm::VersionedLocatableAsset outside_of_all(xcm::LocatableAsset{{9, {}}, {xcm::Location::parent()}});
    EXPECT_FALSE(Payments::pay(who, outside_of_all, 30));
}

}  // namespace
}  // namespace serinus::pallet_xcm
