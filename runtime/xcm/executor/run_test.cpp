// A program from its weighing to its outcome. Source: staging-xcm-executor 21, lib.rs
#include "runtime/xcm/executor/world_test.hpp"

namespace serinus::xcm {
namespace {

using namespace test;
using XcmRun = test::Executor;
using Code = Error::Code;

Instruction trap(uint64_t code) { return {.op = Op::Trap, .id = code}; }
Instruction withdraw(uint128_t amount) { return {.op = Op::WithdrawAsset, .assets = coins_only(amount)}; }
Instruction handler(std::vector<Instruction> instructions) {
    return {.op = Op::SetErrorHandler, .program = program_of(instructions)};
}
Instruction appendix(std::vector<Instruction> instructions) {
    return {.op = Op::SetAppendix, .program = program_of(instructions)};
}
Instruction transact(uint8_t weight) {
    return {.op = Op::Transact, .origin_kind = OriginKind::Native, .bytes = {weight}};
}
const Instruction kDeposit{.op = Op::DepositAsset, .filter = AssetFilter::all(), .location = parachain(2000)};

TEST_F(XcmRun, CompletesWithItsWeight) {
    EXPECT_EQ(run({{.op = Op::ClearOrigin}, {.op = Op::ClearError}}), Outcome::complete(Weight::from_parts(20, 0)));
    EXPECT_EQ(run({}), Outcome::complete(Weight::zero()));
}

TEST_F(XcmRun, IsNotBegunIfItCannotBeWeighed) {
    EXPECT_EQ(run({{.op = Op::ClearError}, {.op = Op::Transact}}), Outcome::not_begun({1, Code::FailedToDecode}));
    EXPECT_EQ(logged("error 17"), 0u);
    // Pitfall: also a call in a handler that is never reached.
    EXPECT_EQ(run({{.op = Op::ClearError}, handler({{.op = Op::ClearError}, {.op = Op::Transact}})}),
              Outcome::not_begun({1, Code::FailedToDecode}));
    EXPECT_EQ(run(std::vector<Instruction>(101, {.op = Op::ClearError})).error,
              (InstructionError{100, Code::ExceedsStackLimit}));
}

TEST_F(XcmRun, RefusedByTheBarrierIsIncompleteWithAllItsWeight) {
    world_.refuses = true;
    EXPECT_EQ(run({withdraw(1), trap(1)}), Outcome::incomplete(Weight::from_parts(20, 0), {0, Code::Barrier}));
    EXPECT_TRUE(world_.log.empty());
    EXPECT_EQ(balance(origin_), 1000u);
}

TEST_F(XcmRun, TakesTheIdThatTheBarrierFinds) {
    world_.topic_of_barrier = topic(7);
    XcmHash id = topic(1);
    prepare_and_execute(config_, origin_, program_of({}), id, Weight::max(), {});
    EXPECT_EQ(id, topic(7));
    world_.refuses = true;
    id = topic(1);
    prepare_and_execute(config_, origin_, program_of({}), id, Weight::max(), {});
    EXPECT_EQ(id, topic(1));
}

TEST_F(XcmRun, FailureStopsAndWhatWasNotRunIsNotUsed) {
    EXPECT_EQ(run({{.op = Op::ClearError}, trap(3), withdraw(1), withdraw(1)}),
              Outcome::incomplete(Weight::from_parts(20, 0), {1, Error::trap(3)}));
    EXPECT_EQ(logged("error 21"), 1u);
    EXPECT_EQ(balance(origin_), 1000u);
}

TEST_F(XcmRun, WhatFailedInstructionsDidIsUndoneAndWhatEarlierOnesDidStays) {
    const Asset other = Asset::fungible({parachain(1)}, 1);
    EXPECT_EQ(failure({withdraw(100), kDeposit, {.op = Op::WithdrawAsset, .assets = {{coins(10), other}}}}),
              error_at(2, Error::failed_to_transact("poor")));
    EXPECT_EQ(balance(origin_), 900u);
    EXPECT_EQ(balance(other_), 100u);
    EXPECT_FALSE(world_.trapped);
}

TEST_F(XcmRun, ErrorHandlerRunsAfterAFailureThenTheAppendix) {
    const Outcome outcome = run({appendix({kDeposit}), handler({withdraw(7)}), trap(1)});
    EXPECT_EQ(balance(other_), 7u);
    EXPECT_EQ(outcome, Outcome::incomplete(Weight::from_parts(50, 0), {2, Error::trap(1)}));
}

TEST_F(XcmRun, ErrorHandlerIsRefundedIfNothingFails) {
    EXPECT_EQ(run({handler({withdraw(7), trap(1)}), appendix({{.op = Op::ClearError}})}),
              Outcome::complete(Weight::from_parts(30, 0)));
    EXPECT_EQ(balance(origin_), 1000u);
}

TEST_F(XcmRun, ReplacedHandlersAreRefunded) {
    EXPECT_EQ(run({handler({withdraw(7)}), handler({{.op = Op::ClearError}}), trap(1)}).used,
              Weight::from_parts(40, 0));
    EXPECT_EQ(run({appendix({withdraw(7), withdraw(7)}), appendix({})}).used, Weight::from_parts(20, 0));
}

TEST_F(XcmRun, ErrorThatTheHandlerClearsIsForgotten) {
    EXPECT_EQ(run({handler({{.op = Op::ClearError}}), trap(1)}).kind, Outcome::Kind::Complete);
}

// Indices count within a fragment.
TEST_F(XcmRun, LastErrorIsReportedWithItsPlaceInItsFragment) {
    EXPECT_EQ(
        failure({{.op = Op::ClearTopic}, handler({{.op = Op::ClearTopic}, {.op = Op::ClearTopic}, trap(2)}), trap(1)}),
        error_at(2, Error::trap(2)));
    // The appendix runs after a handler that fails, too.
    EXPECT_EQ(failure({appendix({trap(3)}), handler({trap(2)}), trap(1)}), error_at(0, Error::trap(3)));
}

TEST_F(XcmRun, HoldingThatIsLeftIsTrappedForTheOrigin) {
    const Outcome outcome = run({withdraw(30)});
    EXPECT_EQ(world_.trapped, (std::pair{origin_, Holding(coins(30))}));
    EXPECT_EQ(outcome.used, Weight::from_parts(15, 0));  // with what trapping weighs
    run({withdraw(30), {.op = Op::DescendOrigin, .interior = {Junction::general_index(1)}}});
    EXPECT_EQ(world_.trapped->first, (Location{0, {Junction::parachain(1000), Junction::general_index(1)}}));
    run({withdraw(30), {.op = Op::ClearOrigin}});
    EXPECT_EQ(world_.trapped->first, origin_);
}

TEST_F(XcmRun, HoldingThatIsLeftIsTrappedForTheClaimerOfTheLastHint) {
    run({withdraw(1), {.op = Op::SetHints, .claimers = {account(1)}}, {.op = Op::SetHints, .claimers = {account(2)}}});
    EXPECT_EQ(world_.trapped->first, account(2));
    run({withdraw(1), {.op = Op::SetHints, .claimers = {account(1)}}, {.op = Op::SetHints}});
    EXPECT_EQ(world_.trapped->first, account(1));
}

TEST_F(XcmRun, LayersThatAreFullFailTheInstruction) {
    world_.layers_are_full = true;
    EXPECT_EQ(failure({withdraw(1)}), error_at(0, Code::ExceedsStackLimit));
    EXPECT_EQ(failure({{.op = Op::ClearError}}), std::nullopt);
}

TEST_F(XcmRun, TenProgramsRunInsideOfEachOther) {
    int depth = 0;
    int deepest = 0;
    std::optional<InstructionError> innermost;
    world_.on_transact = [&] {
        deepest = std::max(deepest, ++depth);
        if (const auto inner = depth <= 20 ? failure({transact(2)}) : std::nullopt) innermost = inner;
        --depth;
    };
    EXPECT_EQ(failure({transact(2)}), std::nullopt);
    EXPECT_EQ(deepest, 10);
    EXPECT_EQ(innermost, error_at(0, Code::ExceedsStackLimit));
    // The counter is as it was.
    world_.on_transact = nullptr;
    EXPECT_EQ(failure({transact(2)}), std::nullopt);
}

TEST_F(XcmRun, ChargedFeesAreWithdrawnUnlessWaived) {
    EXPECT_TRUE(charge_fees(config_, origin_, coins_only(10)));
    EXPECT_EQ(balance(origin_), 1000u);
    world_.is_waived = false;
    EXPECT_TRUE(charge_fees(config_, origin_, coins_only(10)));
    EXPECT_EQ(balance(origin_), 990u);
    EXPECT_EQ(balance(account(0xfe)), 10u);
    EXPECT_FALSE(charge_fees(config_, other_, coins_only(10)));
}

}  // namespace
}  // namespace serinus::xcm
