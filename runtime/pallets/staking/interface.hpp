/// Staking as other pallets use it (sdk/traits/election.hpp, StakingInterface; delegation.hpp, VirtualStaking). Nothing
/// here checks who asks.
/// Source: pallet_staking 42, impl StakingInterface and StakingUnchecked
#pragma once

#include "runtime/pallets/staking/staking.hpp"

namespace serinus::pallet_staking {

/// `P`: the pallet. All functions take a stash; NotStash if it is none, BadState or NotController if its bond is
/// broken.
template <class P>
struct Interface {
    using Error = typename P::Error;
    using Payee = RewardDestination<AccountId>;
    using StakerStatus = sp_staking::StakerStatus<AccountId>;
    using Stake = sp_staking::Stake<AccountId, Balance>;

    static Balance minimum_nominator_bond() { return P::storage.MinNominatorBond.get(); }
    static Balance minimum_validator_bond() { return P::storage.MinValidatorBond.get(); }
    static uint32_t desired_validator_count() { return P::storage.ValidatorCount.get(); }
    static EraIndex bonding_duration() { return P::Config::kConstants.BondingDuration; }
    static EraIndex current_era() { return P::storage.CurrentEra.get().value_or(0); }
    static bool election_ongoing() { return P::Config::ElectionProvider::ongoing(); }
    static Perbill slash_reward_fraction() { return P::storage.SlashRewardFraction.get(); }
    static bool is_virtual_staker(const AccountId& who) { return P::is_virtual_staker(who); }

    static ResultOf<AccountId> stash_by_ctrl(const AccountId& controller) {
        return TRY(P::bond_of_controller(controller)).ledger.stash;
    }
    static ResultOf<Stake> stake(const AccountId& who) {
        const auto bond = TRY(P::bond_of_stash(who));
        return Stake{bond.ledger.total.value, bond.ledger.active.value};
    }
    static ResultOf<Balance> total_stake(const AccountId& who) { return TRY(stake(who)).total; }
    static ResultOf<Balance> active_stake(const AccountId& who) { return TRY(stake(who)).active; }
    /// Whether a part of the bond is on its way out.
    static ResultOf<bool> is_unbonding(const AccountId& who) {
        const Stake bonded = TRY(stake(who));
        return bonded.active != bonded.total;
    }
    static ResultOf<StakerStatus> status(const AccountId& who) {
        ENSURE(P::bonded(who).has_value(), Error::NotStash);
        const bool is_validator = P::storage.Validators.exists(who);
        const auto nominations = P::storage.Nominators.get(who);
        ENSURE(!is_validator || !nominations, Error::BadState);
        if (is_validator) return StakerStatus{typename StakerStatus::Validator{}};
        if (nominations) return StakerStatus{typename StakerStatus::Nominator{nominations->targets.inner()}};
        return StakerStatus{typename StakerStatus::Idle{}};
    }
    static bool is_validator(const AccountId& who) { return P::storage.Validators.exists(who) && P::bonded(who); }
    static std::optional<std::vector<AccountId>> nominations(const AccountId& who) {
        const auto found = status(who);
        if (!found) return std::nullopt;
        const auto* const nominator = std::get_if<typename StakerStatus::Nominator>(&found->v);
        return nominator ? std::optional(nominator->_0) : std::nullopt;
    }
    /// Whether it was a validator of that era with a nominator, or stood behind one.
    static bool is_exposed_in_era(const AccountId& who, EraIndex era) {
        const auto is_among = [&](const auto& others) {
            return std::ranges::any_of(others, [&](const auto& nominator) { return nominator.who == who; });
        };
        auto exposures = P::storage.ErasStakers.iter_prefix(era);
        while (const auto entry = exposures.next()) {
            if (entry->first == who || is_among(entry->second.others)) return true;
        }
        auto pages = P::storage.ErasStakersPaged.iter_prefix(std::tuple(era));
        while (const auto entry = pages.next()) {
            if (std::get<0>(entry->first) == who || is_among(entry->second.others)) return true;
        }
        return false;
    }

    // Calls: what fails in the middle leaves nothing, also where the caller goes on after the error.

    static DispatchResult bond(const AccountId& who, Balance value, const AccountId& payee) {
        return whole(typename P::bond{{value}, Payee{typename Payee::Account{payee}}}, Signed{who});
    }
    static DispatchResult bond_extra(const AccountId& who, Balance extra) {
        return whole(typename P::bond_extra{{extra}}, Signed{who});
    }
    static DispatchResult unbond(const AccountId& who, Balance value) {
        return whole(typename P::unbond{{value}}, Signed{TRY(controller_of(who))});
    }
    static DispatchResult fully_unbond(const AccountId& who) { return unbond(who, TRY(stake(who)).active); }
    /// Whether nothing of the stash is bonded any more.
    static ResultOf<bool> withdraw_unbonded(const AccountId& who, uint32_t num_slashing_spans) {
        const AccountId controller = TRY(controller_of(who));
        TRY(whole(typename P::withdraw_unbonded{num_slashing_spans}, Signed{controller}));
        return !P::storage.Ledger.exists(controller);
    }
    static DispatchResult nominate(const AccountId& who, const std::vector<AccountId>& targets) {
        const AccountId controller = TRY(controller_of(who));
        typename P::nominate call;
        for (const AccountId& target : targets) call.targets.push_back({LookupSource::Id{target}});
        return whole(call, Signed{controller});
    }
    static DispatchResult chill(const AccountId& who) {
        return whole(typename P::chill{}, Signed{TRY(controller_of(who))});
    }
    /// Forgets the stash and frees its money at once.
    static DispatchResult force_unstake(const AccountId& who) {
        return whole(typename P::force_unstake{who, P::slashing_span_count(who)}, Root{});
    }

    // For who holds the money of stakers: a virtual one is bonded, and nothing of it is on hold.

    /// Errors: RewardDestinationRestricted (rewards of a virtual staker cannot go to itself).
    static DispatchResult set_payee(const AccountId& stash, const AccountId& payee) {
        ENSURE(!P::is_virtual_staker(stash) || stash != payee, Error::RewardDestinationRestricted);
        const auto bond = TRY(P::bond_of_stash(stash));
        P::storage.Payee.put(bond.ledger.stash, Payee{typename Payee::Account{payee}});
        return {};
    }
    static DispatchResult migrate_to_virtual_staker(const AccountId& who) {
        TRY(P::Hold::release_all(who));
        P::storage.VirtualStakers.put(who, Unit{});
        return {};
    }
    /// Errors: AlreadyBonded, RewardDestinationRestricted.
    static DispatchResult virtual_bond(const AccountId& who, Balance value, const AccountId& payee) {
        ENSURE(!P::storage.Bonded.exists(who), Error::AlreadyBonded);
        ENSURE(who != payee, Error::RewardDestinationRestricted);
        P::storage.VirtualStakers.put(who, Unit{});
        P::deposit_event(typename P::Event::Bonded{who, value});
        return P::put_bond({.stash = who, .total = {value}, .active = {value}}, Payee{typename Payee::Account{payee}});
    }

  private:
    /// Makes a call in a storage layer of its own.
    template <class Call, class O>
    static DispatchResult whole(const Call& call, const O& origin) {
        return with_storage_layer([&]() -> DispatchResult {
            if constexpr (std::is_same_v<decltype(call(origin)), DispatchResult>) {
                return call(origin);
            } else {
                return without_post_info(call(origin));
            }
        });
    }
    static ResultOf<AccountId> controller_of(const AccountId& stash) {
        const auto controller = P::bonded(stash);
        ENSURE(controller.has_value(), Error::NotStash);
        return *controller;
    }
};

}  // namespace serinus::pallet_staking
