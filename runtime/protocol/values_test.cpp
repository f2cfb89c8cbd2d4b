// Small headers: addresses, accounts that are derived, currencies' words, limits of blocks, headers in calls, handlers,
// inherents, schedules, hashes.
#include <gtest/gtest.h>

#include "base/hex.hpp"
#include "runtime/protocol/equivocation.hpp"
#include "runtime/sdk/address.hpp"
#include "runtime/sdk/block_limits.hpp"
#include "runtime/sdk/derived_account.hpp"
#include "runtime/sdk/digest.hpp"
#include "runtime/sdk/host/twox.hpp"
#include "runtime/sdk/inherent.hpp"
#include "runtime/sdk/keys.hpp"
#include "runtime/sdk/metadata_names.hpp"
#include "runtime/sdk/pallet_id.hpp"
#include "runtime/sdk/traits/listeners.hpp"
#include "runtime/sdk/traits/schedule.hpp"
#include "runtime/sdk/traits/tokens.hpp"
#include "runtime/sdk/types.hpp"
#include "runtime/sdk/weight_to_fee.hpp"
#include "runtime/sdk/xcm/location.hpp"

namespace serinus::sdk {
namespace {

// address.hpp
TEST(LookupSource, HasFiveForms) {
    AccountId who;
    who.bytes.fill(3);
    EXPECT_EQ(to_hex(scale::encode(LookupSource{LookupSource::Id{who}})), "00" + to_hex(who.bytes));
    EXPECT_EQ(scale::encode(LookupSource{LookupSource::Raw{{1, 2}}}), (Bytes{2, 8, 1, 2}));
    EXPECT_EQ(scale::encode(LookupSource{LookupSource::Address20{}}).size(), 21u);
    EXPECT_TRUE(scale::decode<LookupSource>(Bytes{1}));  // an index of no bytes
    EXPECT_FALSE(scale::decode<LookupSource>(Bytes{5}));
    EXPECT_EQ(*scale::decode<LookupSource>(Bytes{2, 4, 9}), (LookupSource{LookupSource::Raw{{9}}}));
}

// derived_account.hpp
TEST(DerivedAccount, IsTheHashOfAPurposeAndItsParts) {
    const AccountId derived = derived_account("modlpy/utilisuba", uint16_t{3});
    EXPECT_EQ(derived.bytes, host::blake2_256(concat(as_bytes("modlpy/utilisuba"), Bytes{3, 0})).bytes);
    EXPECT_NE(derived, derived_account("modlpy/utilisuba", uint32_t{3}));
}

// pallet_id.hpp
TEST(PalletId, HasAnAccount) {
    constexpr PalletId kId = pallet_id("py/trsry");
    EXPECT_EQ(to_hex(account_of(kId).bytes), "6d6f646c70792f74727372790000000000000000000000000000000000000000");
}

// metadata_names.hpp, types.hpp
struct Shown {
    using MetadataType = uint8_t;
};
static_assert(std::is_same_v<MetadataTypeOf<Shown>::type, uint8_t>);
static_assert(std::is_same_v<MetadataTypeOf<uint16_t>::type, uint16_t>);
static_assert(FixedString("name").view() == "name");
static_assert(List<int, char>::kSize == 2 && kIsAlternative<int, std::variant<int, char>> &&
              !kIsAlternative<bool, std::variant<int, char>>);

// xcm/location.hpp: a chain's own account, and one of a parachain.
TEST(MultiLocation, IsStepsUpAndThenDown) {
    using staging_xcm::v3::multilocation::MultiLocation;
    using xcm::v3::junction::Junction;
    using xcm::v3::junctions::Junctions;
    EXPECT_EQ(scale::encode(MultiLocation{1, {Junctions::Here{}}}), (Bytes{1, 0}));
    const MultiLocation account{0, {Junctions::X2{{Junction::Parachain{{1000}}}, {Junction::AccountId32{}}}}};
    EXPECT_EQ(to_hex(scale::encode(account)),
              "0002"
              "00a10f"
              "0100" +
                  std::string(64, '0'));
    EXPECT_EQ(*scale::decode<MultiLocation>(scale::encode(account)), account);
    EXPECT_FALSE(scale::decode<MultiLocation>(Bytes{0, 9}));
}

// traits/tokens.hpp
TEST(WithdrawReasons, AreASet) {
    constexpr auto kFees = WithdrawReasons::kFee | WithdrawReasons::kTip;
    EXPECT_TRUE(kFees.contains(WithdrawReasons::kTip));
    EXPECT_FALSE(kFees.contains(WithdrawReasons::all()));
    EXPECT_FALSE(WithdrawReasons::except(kFees).contains(WithdrawReasons::kFee));
    EXPECT_EQ(WithdrawReasons::except(kFees) | kFees, WithdrawReasons::all());
    EXPECT_TRUE(WithdrawReasons::empty().is_empty());
    EXPECT_FALSE(kFees.is_empty());
}

TEST(Consequences, BecomeResults) {
    EXPECT_TRUE(into_result(DepositConsequence::Success));
    EXPECT_EQ(into_result(DepositConsequence::BelowMinimum).error(), DispatchError(TokenError::BelowMinimum));
    EXPECT_EQ(into_result(DepositConsequence::Overflow).error(), DispatchError(ArithmeticError::Overflow));
    EXPECT_TRUE(into_result(WithdrawConsequence::ReducedToZero, false));
    EXPECT_EQ(into_result(WithdrawConsequence::ReducedToZero, true).error(), DispatchError(TokenError::NotExpendable));
    EXPECT_EQ(into_result(WithdrawConsequence::WouldDie, false).error(), DispatchError(TokenError::OnlyProvider));
    EXPECT_EQ(into_result(WithdrawConsequence::BalanceLow, false).error(), DispatchError(TokenError::FundsUnavailable));
}

// block_limits.hpp
TEST(BlockLimits, FollowFromTheTotals) {
    const Weight whole = Weight::from_parts(1'000, 1'000);
    const WeightsPerClass all{
        .base_extrinsic = Weight::from_parts(10, 0), .max_extrinsic = {}, .max_total = whole, .reserved = {}};
    const auto limits = frame_system::limits::with_derived_limits(
        {.base_block = Weight::from_parts(20, 0), .max_block = {}, .per_class = {all, all, all}},
        Perbill::from_percent(10));
    EXPECT_EQ(limits.max_block, whole);
    EXPECT_EQ(limits.get(DispatchClass::Normal).max_extrinsic, Weight::from_parts(890, 900));
    EXPECT_TRUE(are_consistent(limits));
    auto closed = limits;
    closed.per_class.normal.max_extrinsic = whole;  // does not fit with its base
    EXPECT_FALSE(are_consistent(closed));
    auto small = limits;
    small.max_block = Weight::from_parts(25, 25);
    EXPECT_FALSE(are_consistent(small));
    EXPECT_EQ(BlockLength::max_with_normal_ratio(1'000, Perbill::from_percent(75)).max,
              (PerDispatchClass<uint32_t>{750, 1'000, 1'000}));
    EXPECT_EQ(total(PerDispatchClass<Weight>{whole, whole, {}}), Weight::from_parts(2'000, 2'000));
}

// equivocation.hpp, digest.hpp
TEST(CallHeader, IsEncodedAsAHeader) {
    const primitives::Header header{.parent_hash = host::blake2_256(Bytes{1}),
                                    .number = 70'000,
                                    .state_root = host::blake2_256(Bytes{2}),
                                    .extrinsics_root = host::blake2_256(Bytes{3}),
                                    .digest = {primitives::digest::PreRuntime{primitives::kBabeEngine, {1, 2, 3}}}};
    const auto as_call = scale::decode<CallHeader>(scale::encode(header));
    ASSERT_TRUE(as_call);
    EXPECT_EQ(as_call->number.value, header.number);
    EXPECT_EQ(as_call->digest.logs, header.digest);
    EXPECT_EQ(scale::encode(*as_call), scale::encode(header));
}

// traits/listeners.hpp
struct First {
    static void hear(std::string& heard) { heard += "1"; }
};
struct Second {
    static void hear(std::string& heard) { heard += "2"; }
};
TEST(Handlers, HearInTheOrderOfTheList) {
    std::string heard;
    for_each_handler(List<Second, First, Second>{}, [&]<class H>() { H::hear(heard); });
    EXPECT_EQ(heard, "212");
    for_each_handler(List<>{}, [&]<class H>() { heard.clear(); });
    EXPECT_EQ(heard, "212");
}

// inherent.hpp. Spec: sect-inherents
TEST(Inherents, AreFoundByTheirIdentifier) {
    constexpr InherentIdentifier kTime{'t', 'i', 'm', 's', 't', 'a', 'p', '0'}, kOther{'o'};
    const InherentData data{{{kTime, scale::encode(uint64_t{9})}}};
    EXPECT_EQ(data.get<uint64_t>(kTime), 9u);
    EXPECT_EQ(data.get<uint32_t>(kTime), 9u);  // what stands behind it is ignored, as the reference does
    EXPECT_EQ((data.get<std::pair<uint64_t, uint8_t>>(kTime)), std::nullopt);
    EXPECT_EQ(data.get<uint64_t>(kOther), std::nullopt);
}

TEST(Inherents, AFatalErrorIsTheOnlyOne) {
    constexpr InherentIdentifier kA{'a'}, kB{'b'}, kC{'c'};
    CheckInherentsResult result;
    EXPECT_TRUE(result.okay);
    result.put_error(kA, {1}, false);
    result.put_error(kA, {2}, false);
    EXPECT_EQ(result.errors.data.at(kA), Bytes{1});  // the first of each
    EXPECT_FALSE(result.okay || result.fatal_error);
    result.put_error(kB, {3}, true);
    result.put_error(kC, {4}, false);
    EXPECT_TRUE(result.fatal_error);
    EXPECT_EQ(result.errors.data, (std::map<InherentIdentifier, Bytes>{{kB, {3}}}));
}

// keys.hpp
TEST(Keys, HaveTypesOfFourCharacters) {
    EXPECT_EQ(key_types::kBabe, key_types::of("babe"));
    EXPECT_EQ(sp_consensus_grandpa::app::Public::kKeyType, key_types::of("gran"));
    EXPECT_EQ(scale::encode(sp_consensus_beefy::ecdsa_crypto::Public{}).size(), 33u);
    EXPECT_EQ(scale::encode(key_types::of("audi")), to_bytes(as_bytes("audi")));
}

// traits/schedule.hpp
TEST(DispatchTime, IsAtABlockOrAfterSoMany) {
    EXPECT_EQ(DispatchTime{DispatchTime::At{7}}.evaluate(100), 7u);
    EXPECT_EQ(DispatchTime{DispatchTime::After{7}}.evaluate(100), 107u);
    EXPECT_EQ(DispatchTime{DispatchTime::After{7}}.evaluate(~BlockNumber{0}), ~BlockNumber{0});
    EXPECT_EQ(scale::encode(DispatchTime{DispatchTime::After{7}}), (Bytes{1, 7, 0, 0, 0}));
}

// twox.hpp. Spec: sect-hashing
TEST(Twox, IsThatOfTheHost) {
    for (size_t size = 0; size < 100; ++size) {
        Bytes data(size);
        for (size_t i = 0; i < size; ++i) data[i] = static_cast<uint8_t>(i * 37 + size);
        const auto expected = host::twox_128(data);
        EXPECT_EQ((twox<128>(data.data(), size)), expected) << size;
        EXPECT_TRUE(std::ranges::equal(twox<64>(data.data(), size), BytesView(expected).first(8)));
    }
    EXPECT_EQ(to_hex(twox_128("System")), "26aa394eea5630e07c48ae0c9558cef7");
}

// weight_to_fee.hpp
TEST(WeightToFeePolynomial, SaturatesTermByTerm) {
    const WeightToFeeCoefficient<Balance> terms[] = {
        {.coeff_integer = 2, .coeff_frac = Perbill::from_percent(50), .negative = false, .degree = 1},
        {.coeff_integer = 30, .coeff_frac = {}, .negative = true, .degree = 0}};
    EXPECT_EQ(evaluate(terms, 10), 0u);
    EXPECT_EQ(evaluate(terms, 20), 20u);
    const WeightToFeeCoefficient<Balance> steep[] = {
        {.coeff_integer = 1, .coeff_frac = {}, .negative = false, .degree = 3}};
    EXPECT_EQ(evaluate(steep, ~uint64_t{0}), ~Balance{0});
}

}  // namespace
}  // namespace serinus::sdk
