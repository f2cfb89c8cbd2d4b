// What execution costs and what comes back; locks. Source: staging-xcm-executor 21, lib.rs
#include "runtime/xcm/executor/world_test.hpp"

namespace serinus::xcm {
namespace {

using namespace test;
using XcmFees = test::Executor;
using XcmLocks = test::Executor;
using Code = Error::Code;

Instruction withdraw(uint128_t amount) { return {.op = Op::WithdrawAsset, .assets = coins_only(amount)}; }
Instruction buy(uint128_t fees, WeightLimit limit) {
    return {.op = Op::BuyExecution, .limit = limit, .asset = coins(fees)};
}
Instruction pay(uint128_t fees) { return {.op = Op::PayFees, .asset = coins(fees)}; }
Weight time(uint64_t units) { return Weight::from_parts(units, 0); }

TEST_F(XcmFees, BuyExecutionPaysForItsLimit) {
    run({withdraw(100), buy(60, time(20))});
    EXPECT_EQ(trapped(), 80u);
    EXPECT_EQ(logged("paid 20"), 1u);
    EXPECT_EQ(failure({withdraw(100), buy(60, time(61))}), error_at(1, Code::TooExpensive));
    EXPECT_EQ(trapped(), 100u);
    EXPECT_EQ(failure({withdraw(100), buy(101, time(1))}), error_at(1, Code::NotHoldingFees));
    EXPECT_EQ(trapped(), 100u);
}

TEST_F(XcmFees, BuyExecutionWithoutALimitBuysNothing) {
    run({withdraw(100), buy(500, std::nullopt)});
    EXPECT_EQ(trapped(), 100u);
}

TEST_F(XcmFees, PayFeesPaysForTheMessageOnceAndKeepsTheRestApart) {
    // Four instructions of ten each.
    EXPECT_EQ(failure({withdraw(100), pay(60), pay(1), {.op = Op::ExpectAsset, .assets = coins_only(41)}}),
              error_at(3, Code::ExpectationFalse));
    EXPECT_EQ(trapped(), 60u);  // the rest of the fees came back
    EXPECT_EQ(logged("paid 40"), 1u);
    EXPECT_EQ(failure({withdraw(100), pay(19)}), error_at(1, Code::TooExpensive));
    EXPECT_EQ(failure({withdraw(100), pay(101)}), error_at(1, Code::NotHoldingFees));
}

TEST_F(XcmFees, PayFeesThatFailedMayBeTriedAgain) {
    run({withdraw(100), {.op = Op::SetErrorHandler, .program = {pay(60)}}, pay(1)});
    EXPECT_EQ(logged("paid 40"), 1u);
}

// Pitfall: BuyExecution does not know that PayFees has paid.
TEST_F(XcmFees, BuyExecutionBuysAgainAfterPayFees) {
    run({withdraw(100), pay(50), buy(50, time(5))});
    EXPECT_EQ(logged("paid 35"), 1u);
}

TEST_F(XcmFees, RefundSurplusReturnsWhatIsNotNeededAndTheFees) {
    const Instruction expensive{.op = Op::SetErrorHandler,
                                .program = program_of(std::vector<Instruction>(5, {.op = Op::ClearError}))};
    const Instruction replaced{.op = Op::SetErrorHandler};
    // 10 for each of five instructions and 50 for the handler, which is replaced.
    EXPECT_EQ(failure({withdraw(200),
                       pay(150),
                       expensive,
                       replaced,
                       {.op = Op::RefundSurplus},
                       {.op = Op::ExpectAsset, .assets = coins_only(140)}}),
              std::nullopt);
    EXPECT_EQ(trapped(), 140u);
}

TEST_F(XcmFees, RefundNeedsRoomInHolding) {
    config_.max_assets_in_holding = 1;
    Assets two;
    for (const uint32_t i : {1u, 2u}) two.items.push_back(Asset::fungible({parachain(i)}, 1));
    const Outcome outcome = run({withdraw(50),
                                 buy(50, time(50)),
                                 {.op = Op::ReserveAssetDeposited, .assets = two},
                                 {.op = Op::SetAppendix, .program = {{.op = Op::ClearTopic}}},
                                 {.op = Op::SetAppendix},
                                 {.op = Op::RefundSurplus}});
    EXPECT_EQ(outcome.error, error_at(5, Code::HoldingWouldOverflow));
    EXPECT_EQ(logged("paid 50"), 1u);
}

TEST_F(XcmFees, HandlersThatCannotBeWeighedAreRefused) {
    // The program as a whole is weighed before; a handler inside of one that is sent on is not.
    world_.weight_per_instruction = 1;
    EXPECT_EQ(run({{.op = Op::SetAppendix, .program = {{.op = Op::Transact}}}}),
              Outcome::not_begun(error_at(0, Code::FailedToDecode)));
}

TEST_F(XcmFees, DeliveryMayBePaidInTheAssetThatExecutionIsBoughtWith) {
    world_.is_waived = false;
    const Asset other = Asset::fungible({parachain(1)}, 3);
    world_.delivery_price = {{other}};
    // Nobody quotes a price: the asset itself is needed.
    const Instruction report{.op = Op::ReportError, .info = {parachain(2000), 1, {}}};
    EXPECT_EQ(failure({withdraw(100), buy(50, time(1)), report}), error_at(2, Code::NotHoldingFees));
    const Instruction bring{.op = Op::ReserveAssetDeposited, .assets = {{other}}};
    EXPECT_EQ(failure({withdraw(100), buy(50, time(1)), bring, report}), std::nullopt);
    EXPECT_EQ(trapped(), 99u);
}

TEST_F(XcmFees, WithoutAPriceNothingIsPaid) {
    world_.is_waived = false;
    EXPECT_EQ(failure({{.op = Op::ReportError, .info = {parachain(2000), 1, {}}}}), std::nullopt);
    EXPECT_EQ(logged("fee"), 0u);
}

TEST_F(XcmLocks, LockIsEnactedAndTold) {
    const Instruction lock{.op = Op::LockAsset, .asset = coins(5), .location = other_};
    EXPECT_EQ(failure({lock}), std::nullopt);
    EXPECT_EQ(message(), (std::vector<Instruction>{{.op = Op::NoteUnlockable,
                                                    .asset = Asset::fungible({Location::parent()}, 5),
                                                    .location = {1, {Junction::parachain(1000)}}}}));
    EXPECT_EQ(world_.log, (std::vector<std::string>{"validate", "enact", "deliver", "paid 0"}));
    EXPECT_EQ(failure({{.op = Op::ClearOrigin}, lock}), error_at(1, Code::BadOrigin));
    world_.lock_error = Error(Code::LockError);
    EXPECT_EQ(failure({lock}), error_at(0, Code::LockError));
    EXPECT_EQ(failure({{.op = Op::LockAsset, .asset = coins(5), .location = {9, {}}}}),
              error_at(0, Code::ReanchorFailed));
}

TEST_F(XcmLocks, UnlockNoteAndRequest) {
    EXPECT_EQ(failure({{.op = Op::UnlockAsset, .asset = coins(5), .location = other_}}), std::nullopt);
    EXPECT_EQ(failure({{.op = Op::NoteUnlockable, .asset = coins(5), .location = other_}}), std::nullopt);
    EXPECT_EQ(logged("enact") + logged("unlockable"), 2u);
    EXPECT_EQ(failure({{.op = Op::RequestUnlock, .asset = coins(5), .location = other_}}), std::nullopt);
    EXPECT_EQ(message()[0].op, Op::UnlockAsset);
    EXPECT_EQ(message()[0].location, (Location{1, {Junction::parachain(1000)}}));
    for (const Op op : {Op::UnlockAsset, Op::NoteUnlockable, Op::RequestUnlock}) {
        EXPECT_EQ(failure({{.op = Op::ClearOrigin}, {.op = op, .asset = coins(1)}}), error_at(1, Code::BadOrigin));
    }
}

TEST_F(XcmLocks, DeliveryOfNoticesIsPaidFor) {
    world_.is_waived = false;
    world_.delivery_price = coins_only(3);
    EXPECT_EQ(failure({{.op = Op::LockAsset, .asset = coins(5), .location = other_}}),
              error_at(0, Code::NotHoldingFees));
    EXPECT_EQ(failure({withdraw(10), {.op = Op::RequestUnlock, .asset = coins(5), .location = other_}}), std::nullopt);
    EXPECT_EQ(trapped(), 7u);
}

}  // namespace
}  // namespace serinus::xcm
