// Source: staging-xcm-builder 22, barriers.rs
#include <gtest/gtest.h>

#include "runtime/xcm/builders/barriers.hpp"
#include "runtime/xcm/config.hpp"
#include "runtime/xcm/sample_test.hpp"

namespace serinus::xcm {
namespace {

using namespace test;

const Aliasers& kNobodyAliases = kNoAliasers;
Junctions kusama() { return {Junction::global_consensus(NetworkId::kusama())}; }
constexpr FixedLocation kHere(kusama);
const Weight kWeight = Weight::from_parts(100, 10);

/// What a barrier makes of a program that weighs kWeight.
struct Asked {
    bool passes;
    Properties properties;
    std::vector<Instruction> program;
};
Asked ask(const Barrier& barrier, const Location& origin, std::vector<Instruction> instructions, Weight credit = {}) {
    Program program = program_of(instructions);
    Properties properties{credit};
    const bool passes = barrier.should_execute(origin, Proposal(program), kWeight, properties);
    return {passes, properties, program.to_vector()};
}
bool passes(const Barrier& barrier, const Location& origin, std::vector<Instruction> instructions) {
    return ask(barrier, origin, std::move(instructions)).passes;
}

Instruction op(Op of) { return {.op = of}; }
Instruction withdraw(uint32_t count = 1) {
    Instruction made{.op = Op::WithdrawAsset};
    for (uint32_t i = 1; i <= count; ++i) made.assets.items.push_back(Asset::fungible({parachain(i)}, 1));
    return made;
}
Instruction buy(WeightLimit limit) { return {.op = Op::BuyExecution, .limit = limit, .asset = coins(1)}; }
Instruction unpaid(WeightLimit limit = std::nullopt) { return {.op = Op::UnpaidExecution, .limit = limit}; }
Instruction descend(Junctions interior) { return {.op = Op::DescendOrigin, .interior = std::move(interior)}; }
const Instruction kPay{.op = Op::PayFees, .asset = coins(1)};
const Location kPara = parachain(1000);

TEST(XcmBarriers, CreditPaysForTheWeightInBothParts) {
    const TakeWeightCredit barrier;
    EXPECT_FALSE(passes(barrier, kPara, {}));
    EXPECT_FALSE(ask(barrier, kPara, {}, Weight::from_parts(200, 9)).passes);
    const Asked asked = ask(barrier, kPara, {}, Weight::from_parts(200, 10));
    EXPECT_TRUE(asked.passes);
    EXPECT_EQ(asked.properties.weight_credit, Weight::from_parts(100, 0));
}

TEST(XcmBarriers, PaidExecutionBringsAssetsAndBuysForThem) {
    const AllowTopLevelPaidExecutionFrom barrier(is_any);
    EXPECT_TRUE(passes(barrier, kPara, {withdraw(), kPay}));
    for (const Op bringing : {Op::ReceiveTeleportedAsset, Op::ReserveAssetDeposited, Op::ClaimAsset}) {
        EXPECT_TRUE(passes(barrier, kPara, {op(bringing), kPay}));
    }
    EXPECT_TRUE(passes(barrier, kPara, {withdraw(2), kPay}));
    EXPECT_FALSE(passes(barrier, kPara, {withdraw(3), kPay}));
    EXPECT_FALSE(passes(barrier, kPara, {kPay}));
    EXPECT_FALSE(passes(barrier, kPara, {withdraw(), withdraw(), kPay}));
    EXPECT_FALSE(passes(barrier, kPara, {withdraw()}));
    EXPECT_FALSE(passes(barrier, kPara, {}));
    EXPECT_FALSE(
        passes(AllowTopLevelPaidExecutionFrom(is_child_system_parachain), parachain(2000), {withdraw(), kPay}));
}

TEST(XcmBarriers, PaidExecutionMaySetHintsAndChangeTheOriginWithinFiveInstructions) {
    const AllowTopLevelPaidExecutionFrom barrier(is_any);
    const Instruction step = descend({Junction::only_child()});
    EXPECT_TRUE(passes(barrier, kPara, {withdraw(), op(Op::ClearOrigin), op(Op::AliasOrigin), step, kPay}));
    EXPECT_TRUE(passes(barrier, kPara, {withdraw(), op(Op::SetHints), kPay}));
    EXPECT_FALSE(passes(barrier, kPara, {withdraw(), step, step, step, step, kPay}));
    EXPECT_FALSE(passes(barrier, kPara, {withdraw(), descend({}), kPay}));
    EXPECT_FALSE(passes(barrier, kPara, {withdraw(), op(Op::ClearError), kPay}));
}

TEST(XcmBarriers, LimitOfBuyExecutionBecomesTheWeight) {
    const AllowTopLevelPaidExecutionFrom barrier(is_any);
    const std::vector<Instruction> bought = {withdraw(), op(Op::ClearOrigin), buy(kWeight), op(Op::Trap)};
    for (const WeightLimit limit : {WeightLimit(), WeightLimit(kWeight), WeightLimit(Weight::from_parts(900, 90))}) {
        const Asked asked = ask(barrier, kPara, {withdraw(), op(Op::ClearOrigin), buy(limit), op(Op::Trap)});
        EXPECT_TRUE(asked.passes);
        EXPECT_EQ(asked.program, bought);
    }
    EXPECT_FALSE(passes(barrier, kPara, {withdraw(), buy(Weight::from_parts(99, 10))}));
    EXPECT_FALSE(passes(barrier, kPara, {withdraw(), buy(Weight::from_parts(100, 9))}));
}

TEST(XcmBarriers, UnpaidExecutionIsForTheOriginThatTheProgramReaches) {
    const AllowExplicitUnpaidExecutionFrom barrier(is_child_system_parachain, kNobodyAliases);
    EXPECT_TRUE(passes(barrier, kPara, {unpaid()}));
    EXPECT_TRUE(passes(barrier, parachain(1999), {unpaid(kWeight)}));
    EXPECT_FALSE(passes(barrier, parachain(2000), {unpaid()}));
    EXPECT_FALSE(passes(barrier, kPara, {unpaid(Weight::from_parts(99, 10))}));
    EXPECT_FALSE(passes(barrier, kPara, {op(Op::ClearTopic), unpaid()}));
    EXPECT_FALSE(passes(barrier, kPara, {}));
    EXPECT_FALSE(passes(barrier, kPara, {descend({Junction::only_child()}), unpaid()}));
    EXPECT_TRUE(passes(barrier, Location{}, {descend({Junction::parachain(1000)}), unpaid()}));
    EXPECT_FALSE(passes(barrier, kPara, {op(Op::ClearOrigin), unpaid()}));
    EXPECT_FALSE(passes(barrier, kPara, {{.op = Op::AliasOrigin, .location = kPara}, unpaid()}));
    const ChildAliases aliases;
    EXPECT_TRUE(passes(AllowExplicitUnpaidExecutionFrom(is_child_system_parachain, aliases), kPara,
                       {{.op = Op::AliasOrigin, .location = kPara}, unpaid()}));
}

TEST(XcmBarriers, UnpaidExecutionFollowsAtMostFiveInstructions) {
    const AllowExplicitUnpaidExecutionFrom barrier(is_child_system_parachain, kNobodyAliases);
    std::vector<Instruction> instructions(5, withdraw());
    instructions.push_back(unpaid());
    EXPECT_TRUE(passes(barrier, kPara, instructions));
    instructions.insert(instructions.begin(), op(Op::SetHints));
    EXPECT_FALSE(passes(barrier, kPara, instructions));
    // Claims are not skipped, and origins do not change before assets.
    EXPECT_FALSE(passes(barrier, kPara, {op(Op::ClaimAsset), unpaid()}));
    EXPECT_FALSE(passes(barrier, Location{}, {descend({Junction::parachain(1)}), withdraw(), unpaid()}));
}

TEST(XcmBarriers, ComputedOriginHasUpToEightPrefixes) {
    const AllowUnpaidExecutionFrom inner(is_child_system_parachain);
    const WithComputedOrigin barrier(inner, kHere, 8);
    EXPECT_TRUE(passes(barrier, kPara, {op(Op::Trap)}));
    EXPECT_FALSE(passes(barrier, kPara, {})) << "nothing to look at";
    EXPECT_TRUE(passes(barrier, Location{}, {descend({}), descend({Junction::parachain(1)})}));
    std::vector<Instruction> prefixes(7, descend({}));
    prefixes.push_back(descend({Junction::parachain(1)}));
    EXPECT_TRUE(passes(barrier, Location{}, prefixes));
    prefixes.insert(prefixes.begin(), descend({}));
    EXPECT_FALSE(passes(barrier, Location{}, prefixes));
    const Junction here = kusama()[0];
    EXPECT_FALSE(passes(barrier, kPara, {{.op = Op::UniversalOrigin, .junction = here}}));
    EXPECT_TRUE(passes(barrier, parachain(5000),
                       {{.op = Op::UniversalOrigin, .junction = here}, descend({Junction::parachain(1)})}));
    std::vector<Instruction> full(9, descend({Junction::only_child()}));
    EXPECT_FALSE(passes(barrier, kPara, full));
}

TEST(XcmBarriers, LastTopicNamesTheMessageAndIsHidden) {
    const AllowSubscriptionsFrom inner(is_child_parachain);
    const TrailingSetTopicAsId barrier(inner);
    const Asked asked = ask(barrier, kPara, {op(Op::SubscribeVersion), {.op = Op::SetTopic, .topic = topic(5)}});
    EXPECT_TRUE(asked.passes);
    EXPECT_EQ(asked.properties.message_id, topic(5));
    EXPECT_EQ(asked.program.size(), 2u);
    EXPECT_EQ(ask(barrier, kPara, {{.op = Op::SetTopic}, op(Op::SubscribeVersion)}).properties.message_id,
              std::nullopt);
    EXPECT_FALSE(passes(barrier, kPara, {}));
}

struct Expecting7 final : ResponseHandler {
    bool is_expected(const Location& origin, uint64_t query_id, const Location* querier) const override {
        return origin == kPara && query_id == 7 && querier == nullptr;
    }
};

TEST(XcmBarriers, SingleInstructionsThatAreWaitedFor) {
    const Expecting7 expecting;
    const AllowKnownQueryResponses responses(expecting);
    const Instruction response{.op = Op::QueryResponse, .id = 7};
    EXPECT_TRUE(passes(responses, kPara, {response}));
    EXPECT_FALSE(passes(responses, kPara, {response, response}));
    EXPECT_FALSE(passes(responses, parachain(1), {response}));
    EXPECT_FALSE(passes(responses, kPara, {{.op = Op::QueryResponse, .id = 7, .maybe_location = kPara}}));

    const AllowSubscriptionsFrom subscriptions(is_child_parachain);
    EXPECT_TRUE(passes(subscriptions, parachain(3000), {op(Op::UnsubscribeVersion)}));
    EXPECT_FALSE(passes(subscriptions, account(1), {op(Op::UnsubscribeVersion)}));
    EXPECT_FALSE(passes(subscriptions, kPara, {op(Op::ClearError)}));

    const AllowHrmpNotificationsFromRelayChain notices;
    EXPECT_TRUE(passes(notices, Location::parent(), {op(Op::HrmpChannelAccepted)}));
    EXPECT_FALSE(passes(notices, kPara, {op(Op::HrmpChannelAccepted)}));
}

bool suspended = false;

TEST(XcmBarriers, SuspensionAndListsOfBarriers) {
    const AllowUnpaidExecutionFrom system(is_child_system_parachain);
    const AllowUnpaidExecutionFrom parent(is_parent);
    const std::array<const Barrier*, 2> parts = {&system, &parent};
    const FirstBarrier first(parts);
    EXPECT_TRUE(passes(first, kPara, {}));
    EXPECT_TRUE(passes(first, Location::parent(), {}));
    EXPECT_FALSE(passes(first, parachain(2000), {}));
    const RespectSuspension barrier(first, [] { return suspended; });
    EXPECT_TRUE(passes(barrier, kPara, {}));
    suspended = true;
    EXPECT_FALSE(passes(barrier, kPara, {}));
    suspended = false;
}

TEST(XcmBarriers, ReservesDoNotMoveToTheRelayChain) {
    const AllowUnpaidExecutionFrom anybody(is_any);
    const DenyReserveTransferToRelayChain barrier(anybody, true), only_outside(anybody, false);
    for (const Op of : {Op::InitiateReserveWithdraw, Op::DepositReserveAsset, Op::TransferReserveAsset}) {
        const Instruction moves{.op = of, .location = Location::parent()};
        EXPECT_FALSE(passes(barrier, kPara, {op(Op::ClearError), moves}));
        EXPECT_TRUE(passes(barrier, kPara, {{.op = of, .location = kPara}}));
        const Instruction nested{.op = Op::SetAppendix, .program = {{.op = Op::SetErrorHandler, .program = {moves}}}};
        EXPECT_FALSE(passes(barrier, kPara, {nested}));
        EXPECT_TRUE(passes(only_outside, kPara, {nested}));
    }
    // A list of no instructions is refused, where it is looked into.
    EXPECT_FALSE(passes(barrier, kPara, {}));
    EXPECT_FALSE(passes(only_outside, kPara, {}));
    EXPECT_FALSE(passes(barrier, kPara, {op(Op::SetAppendix)}));
    EXPECT_TRUE(passes(only_outside, kPara, {op(Op::SetAppendix)}));
    EXPECT_TRUE(passes(barrier, kPara, {op(Op::InitiateTeleport)})) << "runs on another chain";
    Program deep{op(Op::ClearError)};
    for (int i = 0; i < 10; ++i) deep = Program{{.op = Op::SetAppendix, .program = deep}};
    EXPECT_TRUE(passes(barrier, kPara, deep.to_vector()));
    deep = Program{{.op = Op::SetAppendix, .program = deep}};
    EXPECT_FALSE(passes(barrier, kPara, deep.to_vector()));
}

}  // namespace
}  // namespace serinus::xcm
