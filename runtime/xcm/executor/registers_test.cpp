// Instructions that change registers, ask, answer, and expect. Source: staging-xcm-executor 21, lib.rs
#include "runtime/xcm/executor/world_test.hpp"

namespace serinus::xcm {
namespace {

using namespace test;
using XcmRegisters = test::Executor;
using Code = Error::Code;

const Instruction kClearOrigin{.op = Op::ClearOrigin};

Instruction expect_origin(std::optional<Location> origin) {
    return {.op = Op::ExpectOrigin, .maybe_location = std::move(origin)};
}
Instruction descend(Junctions interior) { return {.op = Op::DescendOrigin, .interior = std::move(interior)}; }
Instruction transact(Bytes call, OriginKind kind = OriginKind::Native) {
    return {.op = Op::Transact, .origin_kind = kind, .bytes = std::move(call)};
}
QueryResponseInfo info() { return {parachain(2000), 7, Weight::from_parts(1, 2)}; }

TEST_F(XcmRegisters, OriginDescendsIsClearedAndExpected) {
    const Location below{0, {Junction::parachain(1000), Junction::general_index(1)}};
    EXPECT_EQ(failure({expect_origin(origin_), descend({Junction::general_index(1)}), expect_origin(below),
                       kClearOrigin, expect_origin(std::nullopt)}),
              std::nullopt);
    EXPECT_EQ(failure({expect_origin(other_)}), error_at(0, Code::ExpectationFalse));
    EXPECT_EQ(failure({kClearOrigin, descend({})}), error_at(1, Code::BadOrigin));
    Junctions eight;
    while (eight.push(Junction::only_child())) {
    }
    EXPECT_EQ(failure({descend(eight)}), error_at(0, Code::LocationFull));
}

TEST_F(XcmRegisters, OriginBecomesAnAliasIfItMay) {
    const Instruction alias{.op = Op::AliasOrigin, .location = other_};
    EXPECT_EQ(failure({alias, expect_origin(other_)}), std::nullopt);
    EXPECT_EQ(failure({kClearOrigin, alias}), error_at(1, Code::BadOrigin));
    world_.sees_trusted = other_;
    EXPECT_EQ(failure({alias}), error_at(0, Code::NoPermission));
}

TEST_F(XcmRegisters, UniversalOriginSpeaksForAnotherSystem) {
    const Junction polkadot = Junction::global_consensus(NetworkId::polkadot());
    const Instruction speak{.op = Op::UniversalOrigin, .junction = polkadot};
    EXPECT_EQ(failure({speak, expect_origin(Location{1, {polkadot}})}), std::nullopt);
    EXPECT_EQ(failure({{.op = Op::UniversalOrigin, .junction = kusama()[0]}}), error_at(0, Code::InvalidLocation));
    EXPECT_EQ(failure({kClearOrigin, speak}), error_at(1, Code::BadOrigin));
    world_.sees_trusted = other_;
    EXPECT_EQ(failure({speak}), error_at(0, Code::InvalidLocation));
}

TEST_F(XcmRegisters, UnpaidExecutionChecksTheOrigin) {
    EXPECT_EQ(failure({{.op = Op::UnpaidExecution}}), std::nullopt);
    EXPECT_EQ(failure({{.op = Op::UnpaidExecution, .maybe_location = origin_}}), std::nullopt);
    EXPECT_EQ(failure({{.op = Op::UnpaidExecution, .maybe_location = other_}}), error_at(0, Code::BadOrigin));
    EXPECT_EQ(failure({kClearOrigin, {.op = Op::UnpaidExecution}}), std::nullopt);
}

TEST_F(XcmRegisters, TransactReportsItsStatusAndReturnsWhatItDidNotUse) {
    const Instruction succeeded{.op = Op::ExpectTransactStatus};
    // Ten for each instruction and what the call uses, half of 100.
    EXPECT_EQ(run({transact({100}), succeeded}), Outcome::complete(Weight::from_parts(70, 0)));
    world_.transacts_fail = true;
    const Instruction failed{.op = Op::ExpectTransactStatus, .status = {MaybeErrorCode::Kind::Error, {1, 2}}};
    EXPECT_EQ(failure({transact({100}), failed, {.op = Op::ClearTransactStatus}, succeeded}), std::nullopt);
    EXPECT_EQ(failure({transact({100}), succeeded}), error_at(1, Code::ExpectationFalse));
    EXPECT_EQ(failure({kClearOrigin, transact({1})}), error_at(1, Code::BadOrigin));
    EXPECT_EQ(failure({transact({1}, OriginKind::Superuser)}), error_at(0, Code::BadOrigin));
}

TEST_F(XcmRegisters, ErrorIsExpectedWithItsPlace) {
    const auto caught = [](std::optional<InstructionError> error) {
        return Instruction{.op = Op::SetErrorHandler,
                           .program = {{.op = Op::ExpectError, .error = std::move(error)}, {.op = Op::ClearError}}};
    };
    EXPECT_EQ(failure({caught(error_at(1, Error::trap(5))), {.op = Op::Trap, .id = 5}}), std::nullopt);
    EXPECT_EQ(failure({caught(error_at(0, Error::trap(5))), {.op = Op::Trap, .id = 5}}),
              error_at(0, Code::ExpectationFalse));
    EXPECT_EQ(failure({{.op = Op::ExpectError}}), std::nullopt);
    // An error that happened has a text, and is no error that a message can say.
    EXPECT_EQ(failure({caught(error_at(1, Code::FailedToTransactAsset)),
                       {.op = Op::WithdrawAsset, .assets = coins_only(2000)}}),
              error_at(0, Code::ExpectationFalse));
}

TEST_F(XcmRegisters, PalletIsExpectedByItsNamesAndVersion) {
    const auto pallet = [](uint32_t index, std::string_view name, std::string_view module, uint32_t major,
                           uint32_t minor) {
        return Instruction{.op = Op::ExpectPallet,
                           .numbers = {index, major, minor},
                           .bytes = to_bytes(as_bytes(name)),
                           .module_name = to_bytes(as_bytes(module))};
    };
    EXPECT_EQ(failure({pallet(4, "Balances", "pallet_balances", 42, 1)}), std::nullopt);
    EXPECT_EQ(failure({pallet(4, "Balances", "pallet_balances", 42, 0)}), std::nullopt);
    EXPECT_EQ(failure({pallet(5, "Balances", "pallet_balances", 42, 1)}), error_at(0, Code::PalletNotFound));
    EXPECT_EQ(failure({pallet(4, "Balance", "pallet_balances", 42, 1)}), error_at(0, Code::NameMismatch));
    EXPECT_EQ(failure({pallet(4, "Balances", "pallet", 42, 1)}), error_at(0, Code::NameMismatch));
    EXPECT_EQ(failure({pallet(4, "Balances", "pallet_balances", 41, 1)}), error_at(0, Code::VersionIncompatible));
    EXPECT_EQ(failure({pallet(4, "Balances", "pallet_balances", 42, 2)}), error_at(0, Code::VersionIncompatible));
}

TEST_F(XcmRegisters, SubscriptionsAreTheOriginalOrigins) {
    const Instruction subscribe{.op = Op::SubscribeVersion, .id = 3};
    const Instruction unsubscribe{.op = Op::UnsubscribeVersion};
    EXPECT_EQ(failure({subscribe, unsubscribe}), std::nullopt);
    EXPECT_EQ(logged("subscribe 3") + logged("unsubscribe"), 2u);
    for (const Instruction& i : {subscribe, unsubscribe}) {
        EXPECT_EQ(failure({kClearOrigin, i}), error_at(1, Code::BadOrigin));
        EXPECT_EQ(failure({descend({Junction::only_child()}), i}), error_at(1, Code::BadOrigin));
    }
}

TEST_F(XcmRegisters, ResponsesAreHandedOn) {
    EXPECT_EQ(failure({{.op = Op::QueryResponse, .id = 8}}), std::nullopt);
    EXPECT_EQ(logged("response 8"), 1u);
    EXPECT_EQ(failure({kClearOrigin, {.op = Op::QueryResponse}}), error_at(1, Code::BadOrigin));
}

TEST_F(XcmRegisters, ReportsGoToTheQuerierWithTheOriginAsTheReceiverSeesIt) {
    run({{.op = Op::SetAppendix, .program = {{.op = Op::ReportError, .info = info()}}}, {.op = Op::Trap, .id = 5}});
    const auto reported = message();
    ASSERT_EQ(reported.size(), 2u);
    EXPECT_EQ(reported[0].op, Op::QueryResponse);
    EXPECT_EQ(reported[0].id, 7u);
    EXPECT_EQ(reported[0].weight, Weight::from_parts(1, 2));
    EXPECT_EQ(reported[0].maybe_location, (Location{1, {Junction::parachain(1000)}}));
    EXPECT_EQ(reported[0].response.result, error_at(1, Error::trap(5)));
    EXPECT_EQ(reported[1].topic, topic(1));
}

TEST_F(XcmRegisters, ReportOfHoldingSaysWhatTheFilterNames) {
    run({{.op = Op::WithdrawAsset, .assets = coins_only(30)},
         kClearOrigin,
         {.op = Op::ReportHolding, .filter = AssetFilter::of(coins(50)), .info = info()}});
    const auto reported = message()[0];
    EXPECT_EQ(reported.maybe_location, std::nullopt);
    EXPECT_EQ(reported.response.assets, (Assets{{Asset::fungible({Location::parent()}, 30)}}));
    EXPECT_EQ(trapped(), 30u);
}

TEST_F(XcmRegisters, PalletsAreReportedByTheirModule) {
    run({{.op = Op::QueryPallet, .module_name = to_bytes(as_bytes("pallet_balances")), .info = info()}});
    const auto pallets = message()[0].response.pallets;
    ASSERT_EQ(pallets.size(), 2u);
    EXPECT_EQ(pallets[1].index, 9u);
    EXPECT_EQ(as_text(pallets[1].name), "Other");
    world_.sent.clear();
    run({{.op = Op::QueryPallet, .module_name = {}, .info = info()}});
    EXPECT_EQ(message()[0].response.kind, Response::Kind::PalletsInfo);
    EXPECT_TRUE(message()[0].response.pallets.empty());
}

TEST_F(XcmRegisters, StatusIsReported) {
    run({{.op = Op::ReportTransactStatus, .info = info()}});
    EXPECT_EQ(message()[0].response.kind, Response::Kind::DispatchResult);
}

TEST_F(XcmRegisters, ReportFailsIfTheOriginCannotBeReanchored) {
    QueryResponseInfo far = info();
    far.destination = Location{9, {}};
    EXPECT_EQ(failure({{.op = Op::ReportError, .info = far}}), error_at(0, Code::ReanchorFailed));
}

TEST_F(XcmRegisters, MessagesEndWithTheirTopicTheProgramsOrTheId) {
    run({{.op = Op::SetTopic, .topic = topic(4)}, {.op = Op::ReportError, .info = info()}});
    EXPECT_EQ(message().back().topic, topic(4));
    world_.sent.clear();
    run({{.op = Op::SetTopic, .topic = topic(4)}, {.op = Op::ClearTopic}, {.op = Op::ReportError, .info = info()}});
    EXPECT_EQ(message().back().topic, topic(1));
    world_.sent.clear();
    run({{.op = Op::InitiateTeleport,
          .filter = AssetFilter::all(),
          .location = other_,
          .program = {{.op = Op::SetTopic, .topic = topic(6)}}}});
    EXPECT_EQ(message().size(), 3u);
    EXPECT_EQ(message().back().topic, topic(6));
    EXPECT_EQ(logged("sent"), 3u);
}

// Without a layer: what was paid for a report that was not delivered is gone.
TEST_F(XcmRegisters, ReportsLoseTheFeeIfDeliveryFails) {
    world_.is_waived = false;
    world_.delivery_price = coins_only(3);
    world_.deliver_error = SendError(SendError::Code::Transport, "full");
    Error transport(Code::Transport);
    transport.text = "full";
    EXPECT_EQ(failure({{.op = Op::WithdrawAsset, .assets = coins_only(10)}, {.op = Op::ReportError, .info = info()}}),
              error_at(1, transport));
    EXPECT_EQ(trapped(), 7u);
    EXPECT_EQ(logged("send failed"), 1u);
}

TEST_F(XcmRegisters, DeliveryErrorsAreThoseOfTheSender) {
    using Send = SendError::Code;
    const std::pair<Send, Code> expected[] = {
        {Send::NotApplicable, Code::Unroutable},
        {Send::Unroutable, Code::Unroutable},
        {Send::MissingArgument, Code::Unroutable},
        {Send::DestinationUnsupported, Code::DestinationUnsupported},
        {Send::ExceedsMaxMessageSize, Code::ExceedsMaxMessageSize},
        {Send::Fees, Code::FeesNotMet},
    };
    for (const auto& [send, error] : expected) {
        world_.validate_error = SendError(send);
        EXPECT_EQ(failure({{.op = Op::ReportError, .info = info()}}), error_at(0, error));
    }
}

TEST_F(XcmRegisters, ExportNeedsAnOriginAPlaceAndAnExporter) {
    const Instruction out{.op = Op::ExportMessage, .network = NetworkId::polkadot()};
    EXPECT_EQ(failure({kClearOrigin, out}), error_at(1, Code::BadOrigin));
    EXPECT_EQ(failure({out}), error_at(0, Code::Unroutable));
    const Junction polkadot = Junction::global_consensus(NetworkId::polkadot());
    EXPECT_EQ(failure({{.op = Op::UniversalOrigin, .junction = polkadot}, out}), error_at(1, Code::Unanchored));
}

TEST_F(XcmRegisters, HrmpNoticesAreHandledByNobodyHere) {
    for (const Op op : {Op::HrmpNewChannelOpenRequest, Op::HrmpChannelAccepted, Op::HrmpChannelClosing}) {
        EXPECT_EQ(failure({{.op = op}}), std::nullopt);
    }
    EXPECT_EQ(failure({{.op = Op::ExecuteWithOrigin}}), error_at(0, Code::Unimplemented));
}

}  // namespace
}  // namespace serinus::xcm
