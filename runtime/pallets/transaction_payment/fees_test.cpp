// Fees of a schedule with a price for both parts of a weight. Kusama's, which has one for time alone, are tested there.
#include "runtime/pallets/transaction_payment/fees.hpp"

#include <gtest/gtest.h>

#include "runtime/pallets/development_weights.hpp"

namespace serinus::pallet_transaction_payment {
namespace {

using sdk::Weight;
using Coefficient = sdk::WeightToFeeCoefficient<Balance>;

constexpr Coefficient kOfTime[] = {{.coeff_integer = 2, .coeff_frac = {}, .negative = false, .degree = 1}};
constexpr Coefficient kOfProof[] = {{.coeff_integer = 1'000, .coeff_frac = {}, .negative = false, .degree = 1}};
constexpr FeeSchedule kBoth{.weight_to_fee = kOfTime,
                            .fee_per_byte = 1,
                            .operational_fee_multiplier = 5,
                            .block_weights = &development_weights::kBlockWeights,
                            .block_length = &development_weights::kBlockLength,
                            .proof_size_to_fee = kOfProof};

// Source: parachains-common of July 2023 (WeightToFee of the system parachains)
TEST(ProofSizeFee, TheGreaterOfBothPricesCounts) {
    EXPECT_EQ(weight_to_fee(kBoth, Weight::from_parts(1'000'000, 10)), 2'000'000u);
    EXPECT_EQ(weight_to_fee(kBoth, Weight::from_parts(1'000'000, 5'000)), 5'000'000u);
    FeeSchedule time_alone = kBoth;
    time_alone.proof_size_to_fee = {};
    EXPECT_EQ(weight_to_fee(time_alone, Weight::from_parts(1'000'000, 5'000)), 2'000'000u);
}

TEST(ProofSizeFee, NoProofCostsMoreThanThatOfAFullBlock) {
    const uint64_t most = development_weights::kBlockWeights.max_block.proof_size;
    EXPECT_EQ(weight_to_fee(kBoth, Weight::from_parts(0, ~uint64_t{0})), Balance{most} * 1'000);
}

}  // namespace
}  // namespace serinus::pallet_transaction_payment
