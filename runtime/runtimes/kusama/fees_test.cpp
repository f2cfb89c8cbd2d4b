// Fees, priorities and multipliers with Kusama's parameters, beside those of the real module.
#include "runtime/pallets/transaction_payment/fees.hpp"

#include "base/hex.hpp"
#include "crypto/sr25519.hpp"
#include "runtime/runtimes/kusama/beside_real_module_test.hpp"
#include "runtime/runtimes/kusama/fees.hpp"

namespace serinus::pallet_transaction_payment {
namespace {

using kusama::kFeeAdjustment;
using kusama::kFees;
using kusama::weights::kBlockWeights;
using sdk::DispatchClass;
using sdk::DispatchInfo;
using sdk::Pays;
using sdk::Weight;

class FeesBesideRealModule : public kusama::BesideRealModule {
  protected:
    /// Alice's transaction of nonce 0 for the state of the genesis, where the hash of block 0 is not known yet.
    static Bytes signed_by_alice(const sdk::RuntimeCall& call, sdk::Balance tip) {
        static const auto kAlice =
            crypto::sr25519::expand(from_hex_fixed<crypto::sr25519::MiniSecret>(
                                        "0xe5be9a5092b81bca64be81d212e7f2f9eba183bb7a90954f7b76361f6edb5c0a")
                                        .value());
        Hash256 genesis;
        genesis.bytes.fill(69);
        const Bytes encoded = scale::encode(call);
        Bytes extra{0, 0};  // immortal, nonce
        scale::append_encoded(extra, scale::Compact<sdk::Balance>(tip));
        extra.push_back(0);  // no hash of metadata
        const Bytes additional = scale::encode(
            std::tuple(kusama::spec_version(), kusama::kTransactionVersion, genesis, genesis, uint8_t{0}));
        const auto signature = crypto::sr25519::sign(kAlice, concat(encoded, extra, additional), {});
        return concat(Bytes{0x84, 0}, kAlice.public_key, Bytes{1}, signature, extra, encoded);
    }
    void expect_same(std::string_view method, const Bytes& arguments) {
        const Bytes real = real_answer(method, arguments);
        EXPECT_FALSE(real.empty());
        EXPECT_EQ(to_hex(our_answer(method, arguments)), to_hex(real)) << method;
    }
};

// Pallet: transaction-payment
TEST_F(FeesBesideRealModule, FeesAndPrioritiesAreTheReferences) {
    Hash256 genesis;
    genesis.bytes.fill(69);
    const sdk::RuntimeCall remark = kusama::System::remark{{1, 2}};
    const sdk::RuntimeCall calls[] = {
        kusama::Balances::transfer_allow_death{{sdk::LookupSource::Id{}}, {1'000'000'000'000}},
        remark,
        kusama::Utility::batch{{}},
        kusama::System::set_heap_pages{8},
        kusama::System::set_code{Bytes(100)},
        kusama::Timestamp::set{{5}},
    };
    for (const sdk::RuntimeCall& call : calls) {
        for (const sdk::Balance tip : {sdk::Balance{0}, sdk::Balance{1}, sdk::Balance{1'000'000},
                                       sdk::Balance{5'000'000'000'000}, max_value<sdk::Balance>()}) {
            const Bytes extrinsic = signed_by_alice(call, tip);
            const auto wrapped = scale::encode(extrinsic);
            const Bytes length = scale::encode(static_cast<uint32_t>(wrapped.size()));
            expect_same("TransactionPaymentApi_query_info", concat(wrapped, length));
            expect_same("TransactionPaymentApi_query_fee_details", concat(wrapped, length));
            expect_same("TaggedTransactionQueue_validate_transaction",
                        concat(Bytes{2}, wrapped, scale::encode(genesis)));  // from outside
        }
    }
    const Bytes valid =
        real_answer("TaggedTransactionQueue_validate_transaction",
                    concat(Bytes{2}, scale::encode(signed_by_alice(remark, 0)), scale::encode(genesis)));
    EXPECT_EQ(valid.at(0), 0) << "the signature counts";
}

constexpr DispatchInfo kTransfer{.weight = {166'638'000, 0}};
constexpr DispatchInfo kRemark{.weight = {691'547, 0}};
constexpr DispatchInfo kBatch{.weight = {14'634'005, 0}, .class_ = DispatchClass::Operational};
constexpr DispatchInfo kSetCode{.weight = {95'326'886'000, 1485}, .class_ = DispatchClass::Operational};

FeeDetails details_of(const DispatchInfo& info, uint32_t length, Balance tip = 0) {
    return compute_fee_details(kFees, Multiplier::one(), length, info, tip);
}

// Pallet: transaction-payment
TEST(Fees, HaveThreePartsAndATip) {
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

// Observed: seven blocks of Kusama 1.0.0, which adjusts by the same parameters, with 0, 1, 1000, 1287, 1288, 2500 and 0
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
