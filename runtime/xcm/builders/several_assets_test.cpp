// Assets and items of pallets, as messages move them. Source: staging-xcm-builder 22
#include "runtime/xcm/builders/several_assets.hpp"

#include <gtest/gtest.h>

#include <map>

#include "runtime/xcm/sample_test.hpp"

namespace serinus::xcm {
namespace {

using test::account, test::coins, test::parachain, test::topic;

/// Balances by asset and account; the least is 10.
struct Coins {
    using AssetId = uint32_t;
    static inline std::map<std::pair<uint32_t, AccountId>, sdk::Balance> balances;

    static bool asset_exists(uint32_t) { return true; }
    static sdk::Balance total_issuance(uint32_t) { return 0; }
    static sdk::Balance minimum_balance(uint32_t) { return 10; }
    static sdk::Balance balance(uint32_t id, const AccountId& who) { return balances[{id, who}]; }
    static sdk::Balance total_balance(uint32_t id, const AccountId& who) { return balance(id, who); }
    static sdk::Balance reducible_balance(uint32_t id, const AccountId& who, sdk::Preservation, sdk::Fortitude) {
        return balance(id, who);
    }
    static sdk::DepositConsequence can_deposit(uint32_t id, const AccountId& who, sdk::Balance amount,
                                               sdk::Provenance) {
        return balance(id, who) + amount < 10 ? sdk::DepositConsequence::BelowMinimum
                                              : sdk::DepositConsequence::Success;
    }
    static sdk::WithdrawConsequence can_withdraw(uint32_t id, const AccountId& who, sdk::Balance amount) {
        return amount > balance(id, who) ? sdk::WithdrawConsequence::BalanceLow : sdk::WithdrawConsequence::Success;
    }
    static sdk::ResultOf<sdk::Balance> mint_into(uint32_t id, const AccountId& who, sdk::Balance amount) {
        TRY(sdk::into_result(can_deposit(id, who, amount, sdk::Provenance::Minted)));
        balances[{id, who}] += amount;
        return amount;
    }
    static sdk::ResultOf<sdk::Balance> burn_from(uint32_t id, const AccountId& who, sdk::Balance amount, sdk::Precision,
                                                 sdk::Fortitude) {
        ENSURE(amount <= balance(id, who), sdk::DispatchError(sdk::TokenError::FundsUnavailable));
        balances[{id, who}] -= amount;
        return amount;
    }
    static sdk::ResultOf<sdk::Balance> transfer(uint32_t id, const AccountId& from, const AccountId& to,
                                                sdk::Balance amount, sdk::Preservation) {
        TRY(burn_from(id, from, amount, {}, {}));
        return mint_into(id, to, amount);
    }
};

/// Owners of items.
struct Cards {
    using CollectionId = uint32_t;
    using ItemId = uint128_t;
    static inline std::map<std::pair<uint32_t, uint128_t>, AccountId> owners;
    static inline bool is_frozen = false;

    static std::optional<AccountId> owner(uint32_t collection, uint128_t item) {
        const auto found = owners.find({collection, item});
        return found == owners.end() ? std::nullopt : std::optional(found->second);
    }
    static std::optional<AccountId> collection_owner(uint32_t) { return std::nullopt; }
    static std::optional<Bytes> attribute(uint32_t, uint128_t, BytesView) { return std::nullopt; }
    static bool can_transfer(uint32_t, uint128_t) { return !is_frozen; }
    static sdk::DispatchResult mint_into(uint32_t collection, uint128_t item, const AccountId& who) {
        ENSURE((owners.try_emplace({collection, item}, who).second), sdk::DispatchError::Other{});
        return {};
    }
    static sdk::DispatchResult burn(uint32_t collection, uint128_t item, const std::optional<AccountId>& by) {
        const auto has = owner(collection, item);
        ENSURE(has && (!by || *by == *has), sdk::DispatchError::Other{});
        owners.erase({collection, item});
        return {};
    }
};

constexpr uint32_t kTracked = 7;  ///< teleports of this asset and of this collection are
constexpr uint32_t kForeign = 8;  ///< likewise, but it is made elsewhere
constexpr uint32_t kUntold = 9;   ///< nobody keeps what leaves
constexpr AccountId kChecking{{0xcc}};

Location pallet() { return {0, {Junction::pallet_instance(50)}}; }
AssetId asset_of(uint128_t index, uint8_t instance = 50) {
    return {{0, {Junction::pallet_instance(instance), Junction::general_index(index)}}};
}
Result<uint32_t, MatchError> number_of(const AssetId& id) {
    ENSURE(!id.location.interior.empty() && id.location.interior[0] == Junction::pallet_instance(50),
           MatchError::kNotHandled);
    const auto index = index_below(pallet(), id);
    ENSURE(index && *index <= max_value<uint32_t>(), MatchError::kIdConversionFailed);
    return static_cast<uint32_t>(*index);
}
std::optional<uint128_t> item_of(const AssetInstance& instance) {
    if (instance.kind != AssetInstance::Kind::Index) return std::nullopt;
    return instance.index;
}
std::optional<CheckingAccount> checking(const uint32_t& asset) {
    if (asset != kTracked && asset != kForeign) return std::nullopt;
    return CheckingAccount{kChecking, asset == kTracked};
}
std::optional<ItemChecking> item_checking(const uint32_t& collection) {
    if (collection == kUntold) return ItemChecking{std::nullopt, true};
    if (collection != kTracked && collection != kForeign) return std::nullopt;
    return ItemChecking{kChecking, collection == kTracked};
}
std::optional<NetworkId> no_network() { return std::nullopt; }
constexpr LocalAccounts kAccounts(no_network);

Asset some(uint32_t asset, uint128_t amount) { return Asset::fungible(asset_of(asset), amount); }
Asset card(uint32_t collection, uint128_t item) {
    return Asset::non_fungible(asset_of(collection), {AssetInstance::Kind::Index, item, {}});
}
AccountId owner(uint8_t byte) { return AccountId{topic(byte)}; }

class XcmSeveralAssets : public testing::Test {
  protected:
    XcmSeveralAssets() {
        Coins::balances = {{{1, owner(1)}, 100}, {{kTracked, owner(1)}, 100}};
        Cards::owners = {{{1, 5}, owner(1)}};
        Cards::is_frozen = false;
    }
    static Error refused(std::string_view text) { return Error::failed_to_transact(text); }
    const FungiblesAdapter<Coins> coins_{number_of, kAccounts, checking};
    const NonfungiblesAdapter<Cards> cards_{number_of, item_of, kAccounts, item_checking};
    const Context context_{};
    const Location elsewhere_ = parachain(1000);
};

TEST_F(XcmSeveralAssets, AnIndexStandsRightBelowThePallet) {
    EXPECT_EQ(index_below(pallet(), asset_of(5)), uint128_t{5});
    EXPECT_EQ(index_below(pallet(), asset_of(5, 51)), std::nullopt);
    EXPECT_EQ(index_below(pallet(), {pallet()}), std::nullopt);
    EXPECT_EQ(index_below(pallet(), {{1, asset_of(5).location.interior}}), std::nullopt);
    EXPECT_EQ(index_below(pallet(), {{0, {Junction::pallet_instance(50), Junction::parachain(5)}}}), std::nullopt);
    EXPECT_EQ(index_below(Location::here(), {{0, {Junction::general_index(3)}}}), uint128_t{3});
}

TEST_F(XcmSeveralAssets, EachAssetIsMovedByItself) {
    EXPECT_TRUE(coins_.withdraw(some(1, 30), account(1), nullptr));
    EXPECT_TRUE(coins_.deposit(some(2, 30), account(2), nullptr));
    EXPECT_TRUE(coins_.internal_transfer(some(1, 20), account(1), account(2), context_));
    EXPECT_EQ(Coins::balance(1, owner(1)), 50u);
    EXPECT_EQ(Coins::balance(1, owner(2)), 20u);
    EXPECT_EQ(Coins::balance(2, owner(2)), 30u);
}

TEST_F(XcmSeveralAssets, WhatIsOfOthersIsLeftToThemAndWhatIsRefusedIsNot) {
    const auto withdraw = [&](const AssetTransactor& part, const Asset& asset, const Location& who) {
        return part.withdraw(asset, who, nullptr).error();
    };
    EXPECT_EQ(withdraw(coins_, coins(1), account(1)).code, Error::Code::AssetNotFound);
    EXPECT_EQ(withdraw(coins_, card(1, 5), account(1)).code, Error::Code::AssetNotFound);
    EXPECT_EQ(withdraw(cards_, some(1, 5), account(1)).code, Error::Code::AssetNotFound);
    const Asset too_far = Asset::fungible(asset_of(uint128_t{1} << 40), 1);
    EXPECT_EQ(withdraw(coins_, too_far, account(1)), refused("AssetIdConversionFailed"));
    const Asset unnamed = Asset::non_fungible(asset_of(1), {});
    EXPECT_EQ(withdraw(cards_, unnamed, account(1)), refused("InstanceConversionFailed"));
    EXPECT_EQ(withdraw(coins_, some(1, 1), elsewhere_), refused("AccountIdConversionFailed"));
    EXPECT_EQ(withdraw(cards_, some(1, 1), elsewhere_), refused("AccountIdConversionFailed"))
        << "the account comes first";
    EXPECT_EQ(withdraw(coins_, some(1, 101), account(1)), refused("the currency refuses"));
    EXPECT_EQ(coins_.deposit(some(1, 9), account(3), nullptr).error(), refused(kBelowMinimum));
}

TEST_F(XcmSeveralAssets, TheCheckingAccountHoldsWhatIsElsewhere) {
    EXPECT_TRUE(coins_.can_check_out(elsewhere_, some(kTracked, 40), context_));
    coins_.check_out(elsewhere_, some(kTracked, 40), context_);
    EXPECT_EQ(Coins::balance(kTracked, kChecking), 40u);
    EXPECT_EQ(coins_.can_check_in(elsewhere_, some(kTracked, 41), context_).error().code, Error::Code::NotWithdrawable);
    EXPECT_TRUE(coins_.can_check_in(elsewhere_, some(kTracked, 40), context_));
    coins_.check_in(elsewhere_, some(kTracked, 40), context_);
    EXPECT_EQ(Coins::balance(kTracked, kChecking), 0u);

    EXPECT_EQ(coins_.can_check_out(elsewhere_, some(kForeign, 40), context_).error().code,
              Error::Code::NotWithdrawable);
    EXPECT_EQ(coins_.can_check_in(elsewhere_, some(kForeign, 9), context_).error().code, Error::Code::NotDepositable);
    coins_.check_in(elsewhere_, some(kForeign, 40), context_);
    EXPECT_EQ(Coins::balance(kForeign, kChecking), 40u);

    EXPECT_TRUE(coins_.can_check_in(elsewhere_, some(1, 1), context_));
    coins_.check_in(elsewhere_, some(1, 1), context_);
    EXPECT_EQ(Coins::balance(1, kChecking), 0u) << "of this one nobody keeps track";
}

TEST_F(XcmSeveralAssets, AnItemIsTakenFromItsOwnerAlone) {
    EXPECT_FALSE(cards_.withdraw(card(1, 5), account(2), nullptr));
    EXPECT_TRUE(cards_.withdraw(card(1, 5), account(1), nullptr));
    EXPECT_EQ(Cards::owner(1, 5), std::nullopt);
    EXPECT_TRUE(cards_.deposit(card(1, 5), account(2), nullptr));
    EXPECT_FALSE(cards_.deposit(card(1, 5), account(3), nullptr)) << "it is there already";
    EXPECT_TRUE(cards_.transfer(card(1, 5), account(2), account(3), context_));
    EXPECT_EQ(Cards::owner(1, 5), owner(3));
}

TEST_F(XcmSeveralAssets, TheCheckingAccountHoldsItemsThatAreElsewhere) {
    EXPECT_TRUE(cards_.can_check_out(elsewhere_, card(kTracked, 1), context_));
    cards_.check_out(elsewhere_, card(kTracked, 1), context_);
    EXPECT_EQ(Cards::owner(kTracked, 1), kChecking);
    EXPECT_EQ(cards_.can_check_out(elsewhere_, card(kTracked, 1), context_).error().code, Error::Code::NotDepositable);
    EXPECT_EQ(cards_.can_check_in(elsewhere_, card(kTracked, 2), context_).error().code, Error::Code::NotWithdrawable);
    Cards::is_frozen = true;
    EXPECT_EQ(cards_.can_check_in(elsewhere_, card(kTracked, 1), context_).error().code, Error::Code::NotWithdrawable);
    Cards::is_frozen = false;
    EXPECT_TRUE(cards_.can_check_in(elsewhere_, card(kTracked, 1), context_));
    cards_.check_in(elsewhere_, card(kTracked, 1), context_);
    EXPECT_EQ(Cards::owner(kTracked, 1), std::nullopt);

    cards_.check_in(elsewhere_, card(kForeign, 1), context_);
    EXPECT_EQ(Cards::owner(kForeign, 1), kChecking);
    cards_.check_out(elsewhere_, card(kForeign, 1), context_);
    EXPECT_EQ(Cards::owner(kForeign, 1), std::nullopt);

    cards_.check_out(elsewhere_, card(kUntold, 1), context_);
    EXPECT_EQ(Cards::owner(kUntold, 1), std::nullopt);
    EXPECT_TRUE(cards_.can_check_in(elsewhere_, card(kUntold, 1), context_));
}

}  // namespace
}  // namespace serinus::xcm
