// XcmPallet, read as a specification: sending, executing, versions that the chain is told. Pallet: xcm
#include "runtime/pallets/xcm/xcm.ipp"

#include "runtime/pallets/xcm/chain_test.hpp"

namespace serinus::pallet_xcm::chain {

constexpr xcm::RespectSuspension kBarrier{kAll, XcmPallet::is_suspended};
constexpr xcm::AccountAsNative kNative{network};
constexpr xcm::RuntimeCalls kCalls{kNative};
constexpr xcm::Config kExecutor{.universal_location = kHere,
                                .barrier = kBarrier,
                                .weigher = kWeigher,
                                .traders = kTraders,
                                .assets = kAssets,
                                .router = kRouter,
                                .fees = kFees,
                                .calls = kCalls,
                                .reserves = kReserves,
                                .teleporters = kTeleporters,
                                .responses = XcmPallet::responses,
                                .trap = XcmPallet::traps,
                                .subscriptions = XcmPallet::subscriptions,
                                .locker = kLocks,
                                .events = XcmPallet::events,
                                .recorder = XcmPallet::recorder,
                                .layers = kLayers};
const xcm::Config& XcmConfig::executor() { return kExecutor; }

template <class T>
DispatchResultWithPostInfo ListenerOf<T>::hear::operator()(sdk::Origin<EnsureResponse<XcmPallet>> by) const {
    if (!outside.heard.empty() && outside.heard.back().first == query_id) {
        return Err(
            DispatchErrorWithPostInfo({.actual_weight = Weight::from_parts(7, 0)}, DispatchError::Unavailable{}));
    }
    const auto from = std::move(by.success);
    EXPECT_EQ(from, parachain(1000));
    outside.heard.emplace_back(query_id, response);
    return PostDispatchInfo{};
}

}  // namespace serinus::pallet_xcm::chain

SERINUS_PALLET(serinus::pallet_xcm::Pallet<serinus::pallet_xcm::chain::XcmConfig>)
SERINUS_PALLET(serinus::pallet_xcm::chain::ListenerOf<serinus::pallet_xcm::chain::ListenerConfig>)
SERINUS_MOCK_RUNTIME(serinus::pallet_xcm::chain::Runtime)

namespace serinus::pallet_xcm {
namespace {

const xcm::Program kClear{{.op = xcm::Op::ClearOrigin}};

TEST_F(XcmTest, TheSafeVersionOfTheGenesisIsTheNewest) { EXPECT_EQ(storage.SafeXcmVersion.get(), 5u); }

TEST_F(XcmTest, AGenesisMaySayAnotherSafeVersionOrNone) {
    native::state().reset();
    ASSERT_TRUE(genesis::build(R"({"xcmPallet": {"safeXcmVersion": 3}})"));
    EXPECT_EQ(storage.SafeXcmVersion.get(), 3u);
    ASSERT_TRUE(genesis::build(R"({"xcmPallet": {"safeXcmVersion": null}})"));
    EXPECT_EQ(storage.SafeXcmVersion.get(), std::nullopt);
    EXPECT_FALSE(genesis::build(R"({"xcmPallet": {"supportedVersion": []}})")) << "later releases have that";
}

TEST_F(XcmTest, WhoSendsIsNamedInFrontAndPays) {
    outside.price = coins_only(kUnit);
    make_ok(signed_by(kAlice), Xcm::send{xcm::VersionedLocation(parachain(1000)), xcm::VersionedXcm(kClear)});
    expect_events({event<Balances>(Balances::Event::Burned{kAlice, kUnit}),
                   event<Xcm>(Event::FeesPaid{place_of(kAlice), coins_only(kUnit)}),
                   event<Xcm>(Event::Sent{place_of(kAlice), parachain(1000), kClear, topic(9)})});
    EXPECT_EQ(free(kAlice), 999 * kUnit);
    const auto sent = message();
    ASSERT_EQ(sent.size(), 2u);
    EXPECT_EQ(sent[0], (xcm::Instruction{.op = Op::DescendOrigin, .interior = place_of(kAlice).interior}));
    EXPECT_EQ(sent[1].op, Op::ClearOrigin);
}

TEST_F(XcmTest, TheChainItselfIsNotNamedAndDoesNotPay) {
    outside.price = coins_only(kUnit);
    make_ok(root(), Xcm::send{xcm::VersionedLocation(parachain(1000)), xcm::VersionedXcm(kClear)});
    expect_events({event<Xcm>(Event::Sent{xcm::Location::here(), parachain(1000), kClear, topic(9)})});
    EXPECT_EQ(message().size(), 1u);
}

TEST_F(XcmTest, SendingFailsByItsReason) {
    using Code = xcm::SendError::Code;
    const auto to = in(xcm::Version::V3, parachain(1000));
    const Xcm::send send{to, xcm::VersionedXcm(kClear)};
    outside.validate_error = Code::NotApplicable;
    make_error(signed_by(kAlice), send, Error{Error::Unreachable{}});
    outside.validate_error = Code::DestinationUnsupported;
    make_error(signed_by(kAlice), send, Error{Error::SendFailure{}});
    outside.validate_error = std::nullopt;
    outside.deliver_error = Code::Transport;
    make_error(signed_by(kAlice), send, Error{Error::SendFailure{}});
    outside.deliver_error = std::nullopt;
    outside.price = coins_only(2000 * kUnit);
    make_error(signed_by(kAlice), send, Error{Error::FeesNotMet{}});
    outside.is_waived = true;
    make_ok(signed_by(kAlice), send);
}

TEST_F(XcmTest, OnlyPlacesOnThisChainSend) {
    const Xcm::send send{xcm::VersionedLocation(parachain(1000)), xcm::VersionedXcm(kClear)};
    make_ok(Xcm::origin_of(parachain(7)), send);
    make_error(Xcm::origin_of(xcm::Location::parent()), send, Error{Error::InvalidOrigin{}});
    make_error(sdk::test::none(), send, kBadOrigin);
}

TEST_F(XcmTest, WhatVersion5CannotSayIsNotSent) {
    const xcm::VersionedAssets assets = abstract_asset();
    Bytes program{3, 4, static_cast<uint8_t>(Op::WithdrawAsset)};
    append(program, assets.content());
    const auto old = xcm::VersionedXcm::decode(program);
    ASSERT_TRUE(old);
    make_error(signed_by(kAlice), Xcm::send{xcm::VersionedLocation(parachain(1000)), *old}, Error{Error::BadVersion{}});
}

TEST_F(XcmTest, AProgramIsExecutedForItsOrigin) {
    const xcm::Program program{{.op = Op::TransferAsset, .assets = coins_only(kUnit), .location = place_of(kBob)}};
    const Weight enough = Weight::from_parts(1000, 1000);
    const auto info =
        make_ok(signed_by(kAlice), Xcm::execute{xcm::VersionedXcmOfCalls(xcm::VersionedXcm(program)), enough});
    const Weight used = Weight::from_parts(10, 1);
    EXPECT_EQ(info.actual_weight, used.saturating_add(chain::XcmConfig::kWeights.execute()));
    EXPECT_TRUE(saw<Xcm>(Event::Attempted{xcm::Outcome::complete(used)}));
    EXPECT_EQ(free(kBob), 1001 * kUnit);
}

TEST_F(XcmTest, AProgramThatFailsIsUndone) {
    const xcm::Program program{{.op = Op::TransferAsset, .assets = coins_only(kUnit), .location = place_of(kBob)},
                               {.op = Op::Trap, .id = 7}};
    const auto post =
        make_error(signed_by(kAlice),
                   Xcm::execute{xcm::VersionedXcmOfCalls(xcm::VersionedXcm(program)), Weight::from_parts(1000, 1000)},
                   Error{Error::LocalExecutionIncompleteWithError{1, errors::ExecutionError::Trap}});
    EXPECT_EQ(post.actual_weight, Weight::from_parts(20, 2).saturating_add(chain::XcmConfig::kWeights.execute()));
    EXPECT_EQ(free(kBob), 1000 * kUnit);
}

TEST_F(XcmTest, AProgramThatIsNotBegunUsesNothing) {
    const Xcm::execute execute{xcm::VersionedXcmOfCalls(xcm::VersionedXcm(kClear)), Weight::from_parts(9, 1)};
    const auto base = chain::XcmConfig::kWeights.execute();
    EXPECT_EQ(execute.weight(), base.saturating_add(Weight::from_parts(9, 1)));
    const Error too_heavy{Error::LocalExecutionIncompleteWithError{0, errors::ExecutionError::WeightLimitReached}};
    EXPECT_EQ(make_error(signed_by(kAlice), execute, too_heavy).actual_weight, base);
    EXPECT_EQ(make_error(sdk::test::none(), execute, kBadOrigin).actual_weight, base);
    outside.filters_programs = true;
    EXPECT_EQ(make_error(signed_by(kAlice), execute, Error{Error::Filtered{}}).actual_weight, base);
}

// What an event of the executor said is gone with the program that a call undoes.
TEST_F(XcmTest, TheExecutorReportsWithEventsOfThePallet) {
    Xcm::events.sent(parachain(1), parachain(2), topic(3));
    EXPECT_TRUE(saw<Xcm>(Event::Sent{parachain(1), parachain(2), {}, topic(3)}));
    const xcm::SendError error(xcm::SendError::Code::Transport, "why");
    Xcm::events.send_failed(parachain(1), parachain(2), error, topic(3));
    EXPECT_TRUE(saw<Xcm>(Event::SendFailed{parachain(1), parachain(2), error, topic(3)}));
    EXPECT_EQ(scale::encode(error), Bytes{1});
    Xcm::events.process_failed(parachain(1), xcm::Error::trap(4), topic(3));
    EXPECT_TRUE(saw<Xcm>(Event::ProcessXcmError{parachain(1), xcm::Error::trap(4), topic(3)}));
}

TEST_F(XcmTest, SuspensionStopsProgramsWhereABarrierAsksForIt) {
    const Xcm::execute execute{xcm::VersionedXcmOfCalls(xcm::VersionedXcm(kClear)), Weight::from_parts(100, 100)};
    make_error(signed_by(kAlice), Xcm::force_suspension{true}, kBadOrigin);
    make_ok(root(), Xcm::force_suspension{true});
    EXPECT_TRUE(Xcm::is_suspended());
    make_error(signed_by(kAlice), execute,
               Error{Error::LocalExecutionIncompleteWithError{0, errors::ExecutionError::Barrier}});
    make_ok(root(), Xcm::force_suspension{false});
    make_ok(signed_by(kAlice), execute);
}

TEST_F(XcmTest, TheLastProgramIsRecordedWhenThatIsWanted) {
    const Xcm::execute execute{xcm::VersionedXcmOfCalls(xcm::VersionedXcm(kClear)), Weight::from_parts(100, 100)};
    make_ok(signed_by(kAlice), execute);
    EXPECT_EQ(Xcm::recorded_xcm(), std::nullopt);
    Xcm::set_record_xcm(true);
    make_ok(signed_by(kAlice), execute);
    EXPECT_EQ(Xcm::recorded_xcm(), kClear);
}

// Pallet: xcm. The error of a failed program has two bytes besides its number.
TEST_F(XcmTest, ErrorsHaveTheirNumbers) {
    const auto number = [](const Error& error) { return sp_runtime::error_bytes(error); };
    EXPECT_EQ(number(Error{Error::Unreachable{}})[0], static_cast<uint8_t>(ErrorCode::Unreachable));
    EXPECT_EQ(number(Error{Error::InUse{}})[0], 19);
    EXPECT_EQ(number(Error{Error::InvalidAssetUnknownReserve{}})[0], 21);
    EXPECT_EQ(number(Error{Error::AliasNotFound{}})[0], static_cast<uint8_t>(ErrorCode::AliasNotFound));
    EXPECT_EQ(number(Error{Error::LocalExecutionIncompleteWithError{3, errors::ExecutionError::Barrier}}),
              (ByteArray<4>{static_cast<uint8_t>(ErrorCode::LocalExecutionIncompleteWithError), 3, 38, 0}));
}

}  // namespace
}  // namespace serinus::pallet_xcm
