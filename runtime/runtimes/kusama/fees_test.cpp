// Fees, priorities and multipliers with Kusama's parameters, beside those of the real runtime.
#include "runtime/pallets/transaction_payment/fees.hpp"

#include <gtest/gtest.h>

#include "base/hex.hpp"
#include "runtime/runtimes/kusama/parameters.hpp"

namespace serinus::pallet_transaction_payment {
namespace {

using namespace literals;
using kusama::parameters::kFeeAdjustment;
using kusama::parameters::kFees;
using kusama::weights::kBlockWeights;
using sdk::DispatchClass;
using sdk::DispatchInfo;
using sdk::Pays;
using sdk::Weight;

constexpr DispatchInfo kTransfer{.weight = {166'638'000, 0}};
constexpr DispatchInfo kRemark{.weight = {691'547, 0}};
constexpr DispatchInfo kBatch{.weight = {14'634'005, 0}, .class_ = DispatchClass::Operational};
constexpr DispatchInfo kSetHeapPages{.weight = {228'660'000, 1485}, .class_ = DispatchClass::Operational};
constexpr DispatchInfo kSetCode{.weight = {95'326'886'000, 1485}, .class_ = DispatchClass::Operational};

FeeDetails details_of(const DispatchInfo& info, uint32_t length, Balance tip = 0) {
    return compute_fee_details(kFees, Multiplier::one(), length, info, tip);
}

/// 10^12 times five.
constexpr Balance kLargeTip = 5'000'000'000'000;

struct Observed {
    const DispatchInfo& info;
    uint32_t length;
    Balance tip;
    uint64_t priority;
    Balance fee;  ///< without the tip
};

// Observed: validate_transaction and query_info of Kusama 1.0.0 on the genesis of kusama-local, for transactions of
// Alice
const Observed kObserved[] = {
    {kTransfer, 145, 0, 12'002, 561'207'745},
    {kTransfer, 145, 1, 24'004, 561'207'745},
    {kTransfer, 148, 1'000'000, 12'002'012'002, 571'207'735},
    {kTransfer, 151, kLargeTip, 60'010'000'000'012'002, 581'207'725},
    {kRemark, 107, 0, 36'749, 390'184'490},
    {kRemark, 107, 1, 73'498, 390'184'490},
    {kRemark, 110, 1'000'000, 35'746'035'746, 400'184'480},
    {kRemark, 113, kLargeTip, 173'985'000'000'034'797, 410'184'470},
    {kBatch, 107, 0, 96'504'315'716'558, 393'911'244},
    {kBatch, 107, 1, 96'504'316'010'546, 393'911'244},
    {kBatch, 110, 1'000'000, 96'542'058'222'202, 403'911'234},
    {kBatch, 113, kLargeTip, 1'392'006'021'195'346'037, 413'911'224},
    {kSetHeapPages, 114, 0, 20'747'816'885'856, 474'452'707},
    {kSetHeapPages, 120, kLargeTip, 262'401'622'416'011'256, 494'452'687},
    {kSetCode, 107, 0, 2'587'043'252'420, 25'870'432'524},
    {kSetCode, 110, 1'000'000, 2'588'163'251'420, 25'880'432'514},
    {kSetCode, 113, kLargeTip, 602'589'043'250'420, 25'890'432'504},
};

// Pallet: transaction-payment
TEST(Fees, AreThoseOfTheRealRuntime) {
    for (const Observed& seen : kObserved) {
        const FeeDetails details = details_of(seen.info, seen.length, seen.tip);
        EXPECT_EQ(details.final_fee(), seen.fee + seen.tip) << seen.length;
        EXPECT_EQ(details.tip, seen.tip);
    }
}

// Pallet: transaction-payment
TEST(Priorities, AreThoseOfTheRealRuntime) {
    for (const Observed& seen : kObserved) {
        EXPECT_EQ(get_priority(kFees, seen.info, seen.length, seen.tip, seen.fee + seen.tip), seen.priority)
            << seen.length;
    }
}

// Observed: query_fee_details of Kusama 1.0.0 for the transfer of 145 bytes
TEST(Fees, HaveThreePartsAndATip) {
    EXPECT_EQ(
        scale::encode(details_of(kTransfer, 145)),
        "0155a0fc01000000000000000000000000f212cf1c0000000000000000000000007aa6a70200000000000000000000000000000000"
        "000000000000000000000000"_hex);
    const FeeDetails details = details_of(kTransfer, 145, 7);
    EXPECT_EQ(details.inclusion_fee->base_fee, 33'333'333u);             // a tenth of a cent
    EXPECT_EQ(details.inclusion_fee->len_fee, 145u * 3'333'330);         // ten millicents a byte
    EXPECT_EQ(details.inclusion_fee->adjusted_weight_fee, 44'541'562u);  // 166638000 * 0.267295345 = 44541561.7
    EXPECT_EQ(details.final_fee(), 33'333'333u + 483'332'850 + 44'541'562 + 7);
}

// Pallet: transaction-payment. Base and length do not follow the demand.
TEST(Fees, OnlyThatOfTheWeightIsMultiplied) {
    const auto once = *details_of(kTransfer, 145).inclusion_fee;
    const Multiplier thrice{3 * Multiplier::kDiv};
    const auto adjusted = *compute_fee_details(kFees, thrice, 145, kTransfer, 0).inclusion_fee;
    EXPECT_EQ(adjusted.base_fee, once.base_fee);
    EXPECT_EQ(adjusted.len_fee, once.len_fee);
    EXPECT_EQ(adjusted.adjusted_weight_fee, 3 * once.adjusted_weight_fee);
    EXPECT_TRUE(compute_fee_details(kFees, Multiplier::max(), 145, kTransfer, max_value<Balance>()).final_fee() ==
                max_value<Balance>());
}

TEST(Fees, OfAFreeCallAreTheTip) {
    const DispatchInfo free{.weight = kTransfer.weight, .pays_fee = Pays::No};
    EXPECT_FALSE(details_of(free, 145, 9).inclusion_fee);
    EXPECT_EQ(details_of(free, 145, 9).final_fee(), 9u);
}

// Pallet: transaction-payment
TEST(Fees, InTheEndAreOfWhatWasUsed) {
    const auto actual = [](sdk::PostDispatchInfo post) {
        return compute_actual_fee_details(kFees, Multiplier::one(), 145, kTransfer, post, 2).final_fee();
    };
    EXPECT_EQ(actual({}), details_of(kTransfer, 145, 2).final_fee());
    EXPECT_EQ(actual({.actual_weight = kRemark.weight}), details_of(kRemark, 145, 2).final_fee());
    EXPECT_EQ(actual({.actual_weight = kSetCode.weight}), details_of(kTransfer, 145, 2).final_fee());
    EXPECT_EQ(actual({.pays_fee = Pays::No}), 2u);
}

TEST(Fees, OfAWeightEndAtTheFullBlock) {
    EXPECT_EQ(weight_to_fee(kFees, Weight::max()), weight_to_fee(kFees, kBlockWeights.max_block));
    EXPECT_EQ(weight_to_fee(kFees, kBlockWeights.max_block), 534'590'690'000u);  // 2 * 10^12 * 0.267295345
    EXPECT_EQ(length_to_fee(kFees, ~0u), uint128_t{~0u} * 3'333'330);
}

TEST(Priorities, CountAnEmptyTransactionAsOneByteAndNeverOverflow) {
    EXPECT_EQ(get_priority(kFees, {}, 0, 0, 0), 3'932'160u);
    EXPECT_EQ(get_priority(kFees, {}, ~uint64_t{0}, 0, 0), 1u);
    EXPECT_EQ(get_priority(kFees, {.weight = Weight::max()}, 1, 0, 0), 1u);
    EXPECT_EQ(get_priority(kFees, kBatch, 1, max_value<Balance>(), max_value<Balance>()), ~uint64_t{0});
    // A mandatory one, should it ever come to that, counts as a normal one.
    EXPECT_EQ(get_priority(kFees, {.weight = {}, .class_ = DispatchClass::Mandatory}, 1, 0, 1'000), 5u * 1024 * 1024);
}

struct ObservedBlock {
    const char* used;  ///< System.BlockWeight at the end of the block
    const char* next;  ///< TransactionPayment.NextFeeMultiplier
};

// Observed: seven blocks of Kusama 1.0.0 on the genesis of kusama-local, with 0, 1, 1000, 1287, 1288, 2500 and 0
// transfers. 1287 leave a quarter of the normal class just unfilled, 1288 fill it.
constexpr ObservedBlock kBlocks[] = {
    {"00000000076e29ccd103f6320300", "8249c71ea6a5e00d0000000000000000"},
    {"c293dc42000000076e29ccd103f6320300", "9615dcee9b94e00d0000000000000000"},
    {"078049684b4100000007ae823fd903f6320300", "c0715e214f90e00d0000000000000000"},
    {"0790b2ba085400000007ae823fd903f6320300", "09858744ab8fe00d0000000000000000"},
    {"0780d771195400000007ae823fd903f6320300", "3d0974ab0a8fe00d0000000000000000"},
    {"07c0b7843ca300000007ae823fd903f6320300", "ae32d4c7de9de00d0000000000000000"},
    {"0000000007eedbb2e003f6320300", "dfbcba5dd18ce00d0000000000000000"},
};

// Pallet: transaction-payment
TEST(Multiplier, FollowsTheDemandAsInTheRealRuntime) {
    Multiplier multiplier = Multiplier::one();
    for (const ObservedBlock& block : kBlocks) {
        const auto used = scale::decode<sdk::PerDispatchClass<Weight>>(from_hex(block.used).value()).value();
        multiplier = next_multiplier(kFeeAdjustment, kBlockWeights, used.normal, multiplier);
        EXPECT_EQ(to_hex(scale::encode(multiplier)), block.next);
    }
}

constexpr Weight kNormal = *kBlockWeights.per_class.normal.max_total;
/// A block whose normal extrinsics fill so much of what they may.
constexpr Weight filled(uint32_t time_percent, uint32_t proof_percent) {
    return {sdk::Perbill::from_percent(time_percent) * kNormal.ref_time.value,
            sdk::Perbill::from_percent(proof_percent) * kNormal.proof_size.value};
}
Multiplier after(Weight used, Multiplier before = Multiplier::one()) {
    return next_multiplier(kFeeAdjustment, kBlockWeights, used, before);
}

// Pallet: transaction-payment
TEST(Multiplier, LooksAtTheScarcerPartOfTheWeight) {
    EXPECT_EQ(after(filled(25, 0)), Multiplier::one());
    EXPECT_GT(after(filled(26, 0)), Multiplier::one());
    EXPECT_LT(after(filled(24, 0)), Multiplier::one());
    // 75 % above a target of 25 %: v d = 0.000075 * 0.75 = 0.00005625, its square halved 1.582 * 10^-9.
    EXPECT_EQ(after(filled(100, 0)), Multiplier{1'000'056'251'582'031'250});
    EXPECT_EQ(after(filled(100, 100)), after(filled(100, 0)));
    EXPECT_EQ(after(Weight::max()), after(filled(100, 0)));
    EXPECT_GT(after(filled(0, 50)), Multiplier::one());
    EXPECT_GT(after(filled(50, 0)), after(filled(0, 40)));
    EXPECT_EQ(after(filled(40, 50)), after(filled(0, 50)));
}

// Pallet: transaction-payment. From its minimum it must be able to rise again.
TEST(Multiplier, StaysWithinItsBounds) {
    EXPECT_EQ(after(Weight::zero(), kFeeAdjustment.minimum), kFeeAdjustment.minimum);
    EXPECT_EQ(after(Weight::zero(), Multiplier::zero()), kFeeAdjustment.minimum);
    EXPECT_GT(after(filled(26, 0), kFeeAdjustment.minimum), kFeeAdjustment.minimum);
    EXPECT_EQ(after(filled(100, 0), Multiplier::max()), Multiplier::max());
}

}  // namespace
}  // namespace serinus::pallet_transaction_payment
