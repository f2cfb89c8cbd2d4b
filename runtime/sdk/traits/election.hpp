/// What an election is between pallets: who may be elected and who votes, who holds the election, how lists of voters
/// are kept in order, and what others may ask of staking. Concepts without code, so that the pallets on either side
/// can be compiled and tested without each other.
/// Source: frame_election_provider_support 23.0.0, sp_staking 23.0.0 (polkadot-sdk v1.1.0)
#pragma once

#include <string_view>

#include "runtime/npos/support.hpp"
#include "runtime/sdk/bounded.hpp"
#include "runtime/sdk/dispatch_error.hpp"
#include "runtime/sdk/metadata_names.hpp"

namespace serinus::sp_staking {

using EraIndex = uint32_t;
using SessionIndex = uint32_t;

/// What an account has bonded.
template <class AccountId, class Balance>
struct Stake {
    Balance total{};   ///< with what is being unbonded
    Balance active{};  ///< what counts in elections
    friend bool operator==(const Stake&, const Stake&) = default;
};

/// What an account with a bond does.
template <class AccountId>
struct StakerStatus {
    struct Idle {
        friend bool operator==(Idle, Idle) = default;
    };
    struct Validator {
        friend bool operator==(Validator, Validator) = default;
    };
    struct Nominator {
        std::vector<AccountId> _0;
        friend bool operator==(const Nominator&, const Nominator&) = default;
    };
    std::variant<Idle, Validator, Nominator> v;
    friend bool operator==(const StakerStatus&, const StakerStatus&) = default;
};

}  // namespace serinus::sp_staking

namespace serinus::sdk {

using npos::Supports;
using npos::VoteWeight;
using sp_staking::EraIndex;

/// Limits of what a data provider gives: elements, and bytes of their encoding. nullopt: none.
struct DataProviderBounds {
    std::optional<uint32_t> count;
    std::optional<uint32_t> size;

    bool count_exhausted(uint32_t given) const { return count && given > *count; }
    bool size_exhausted(uint32_t given) const { return size && given > *size; }
    /// These, none of them larger than in `others`.
    DataProviderBounds max(const DataProviderBounds& others) const {
        const auto lower = [](std::optional<uint32_t> a, std::optional<uint32_t> b) {
            return a && b ? std::min(*a, *b) : a ? a : b;
        };
        return {lower(count, others.count), lower(size, others.size)};
    }
    friend bool operator==(const DataProviderBounds&, const DataProviderBounds&) = default;
};

struct ElectionBounds {
    DataProviderBounds voters;
    DataProviderBounds targets;
};

/// A voter with its stake and whom it votes for.
template <uint32_t kMaxVotes>
using ElectionVoter = std::tuple<AccountId, VoteWeight, BoundedVec<AccountId, kMaxVotes>>;

/// Why an election or its data cannot be had; for logs.
using ElectionFailure = std::string_view;

/// Knows candidates and voters. What a function reads is booked by itself as weight of the block.
template <class P>
concept ElectionDataProvider = requires(DataProviderBounds bounds, BlockNumber now) {
    { P::kMaxVotesPerVoter } -> std::convertible_to<uint32_t>;
    { P::electable_targets(bounds) } -> std::same_as<Result<std::vector<AccountId>, ElectionFailure>>;
    {
        P::electing_voters(bounds)
    } -> std::same_as<Result<std::vector<ElectionVoter<P::kMaxVotesPerVoter>>, ElectionFailure>>;
    { P::desired_targets() } -> std::same_as<Result<uint32_t, ElectionFailure>>;
    /// The block in which the next election is expected to be asked for.
    { P::next_election_prediction(now) } -> std::same_as<BlockNumber>;
};

/// Holds elections: winners in the order in which they become validators, kMaxWinners at most. It books its weight.
template <class P>
concept ElectionProvider = requires {
    { P::kMaxWinners } -> std::convertible_to<uint32_t>;
    { P::elect() } -> std::same_as<Result<Supports<AccountId>, ElectionFailure>>;
    /// Whether an election is under way, so that data should not be changed in bulk.
    { P::ongoing() } -> std::same_as<bool>;
};

/// A list of accounts in the order of their scores, or nearly. `iter()` and `iter_from(start)` give an object whose
/// `next()` is the next account or nullopt; `iter_from` begins behind `start` and fails if that is not in the list.
template <class P>
concept SortedListProvider = requires(const AccountId& who, typename P::Score score) {
    typename P::ListFailure;
    { P::iter().next() } -> std::same_as<std::optional<AccountId>>;
    { P::count() } -> std::same_as<uint32_t>;
    { P::contains(who) } -> std::same_as<bool>;
    { P::on_insert(who, score) } -> std::same_as<Result<void, typename P::ListFailure>>;
    { P::on_update(who, score) } -> std::same_as<Result<void, typename P::ListFailure>>;
    { P::on_remove(who) } -> std::same_as<Result<void, typename P::ListFailure>>;
    { P::get_score(who) } -> std::same_as<Result<typename P::Score, typename P::ListFailure>>;
};

/// Balances as votes of 64 bits, and sums of votes as balances. Source: sp_staking::currency_to_vote of July 2023
template <class C>
concept CurrencyToVote = requires(Balance value, uint128_t votes, Balance issuance) {
    { C::to_vote(value, issuance) } -> std::same_as<VoteWeight>;
    { C::to_currency(votes, issuance) } -> std::same_as<Balance>;
};

/// Divided by what makes the issuance a number of 64 bits.
struct U128CurrencyToVote {
    static constexpr VoteWeight to_vote(Balance value, Balance issuance) {
        return static_cast<VoteWeight>(std::min(value / factor(issuance), Balance{max_value<VoteWeight>()}));
    }
    static constexpr Balance to_currency(uint128_t votes, Balance issuance) {
        return saturating_mul(votes, factor(issuance));
    }

  private:
    static constexpr Balance factor(Balance issuance) { return std::max(issuance / max_value<uint64_t>(), Balance{1}); }
};

/// One for one, up to the largest number of votes: of currencies whose issuance has 64 bits.
struct SaturatingCurrencyToVote {
    static constexpr VoteWeight to_vote(Balance value, Balance) {
        return static_cast<VoteWeight>(std::min(value, Balance{max_value<VoteWeight>()}));
    }
    static constexpr Balance to_currency(uint128_t votes, Balance) { return votes; }
};

/// How many targets a nominator may name who has an active bond of `stake`.
template <class Q>
concept NominationsQuota = requires(Balance stake) {
    { Q::get_quota(stake) } -> std::convertible_to<uint32_t>;
};

/// Knows the present score of an account.
template <class P>
concept ScoreProvider = requires(const AccountId& who) { P::score(who); };

/// Staking as other pallets use it. `who` is a stash everywhere. A pallet has calls of the same names, so a type of its
/// own has these functions: pallet_staking::Interface<Staking>.
template <class S>
concept StakingInterface =
    requires(const AccountId& who, Balance value, std::vector<AccountId> targets, EraIndex era, uint32_t spans) {
        { S::minimum_nominator_bond() } -> std::same_as<Balance>;
        { S::minimum_validator_bond() } -> std::same_as<Balance>;
        { S::desired_validator_count() } -> std::same_as<uint32_t>;
        { S::bonding_duration() } -> std::same_as<EraIndex>;
        { S::current_era() } -> std::same_as<EraIndex>;
        { S::election_ongoing() } -> std::same_as<bool>;
        { S::stash_by_ctrl(who) } -> std::same_as<ResultOf<AccountId>>;
        { S::stake(who) } -> std::same_as<ResultOf<sp_staking::Stake<AccountId, Balance>>>;
        { S::total_stake(who) } -> std::same_as<ResultOf<Balance>>;
        { S::active_stake(who) } -> std::same_as<ResultOf<Balance>>;
        { S::is_unbonding(who) } -> std::same_as<ResultOf<bool>>;
        { S::status(who) } -> std::same_as<ResultOf<sp_staking::StakerStatus<AccountId>>>;
        { S::nominations(who) } -> std::same_as<std::optional<std::vector<AccountId>>>;
        { S::is_exposed_in_era(who, era) } -> std::same_as<bool>;
        { S::bond(who, value, who) } -> std::same_as<DispatchResult>;  ///< rewards go to the third
        { S::bond_extra(who, value) } -> std::same_as<DispatchResult>;
        { S::unbond(who, value) } -> std::same_as<DispatchResult>;
        { S::fully_unbond(who) } -> std::same_as<DispatchResult>;
        { S::withdraw_unbonded(who, spans) } -> std::same_as<ResultOf<bool>>;  ///< whether nothing is bonded any more
        { S::nominate(who, targets) } -> std::same_as<DispatchResult>;
        { S::chill(who) } -> std::same_as<DispatchResult>;
        { S::force_unstake(who) } -> std::same_as<DispatchResult>;
    };

/// Hears of slashes: `slashed_active` is what is left of the active bond, `slashed_unlocking` what is left of the
/// chunks that were touched, by the era in which they are free.
template <class L>
concept OnStakingUpdate = requires(const AccountId& stash, Balance active, const std::map<EraIndex, Balance>& chunks) {
    L::on_slash(stash, active, chunks);
};

}  // namespace serinus::sdk
