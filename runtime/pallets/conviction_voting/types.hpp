/// What votes consist of, as they are stored, and how they count.
/// Pallet: conviction-voting
#pragma once

#include "runtime/arithmetic/per_things.hpp"
#include "runtime/sdk/bounded.hpp"
#include "runtime/sdk/metadata_names.hpp"

namespace serinus::pallet_conviction_voting::types {

/// What others have given to an account, or what one vote is worth: votes with conviction, and the money behind them.
template <class Balance>
struct Delegations {
    using Params = sdk::List<sdk::Param<"Balance", Balance>>;

    Balance votes{};
    Balance capital{};

    Delegations saturating_add(const Delegations& o) const {
        return {serinus::saturating_add(votes, o.votes), serinus::saturating_add(capital, o.capital)};
    }
    Delegations saturating_sub(const Delegations& o) const {
        return {serinus::saturating_sub(votes, o.votes), serinus::saturating_sub(capital, o.capital)};
    }
    friend bool operator==(const Delegations&, const Delegations&) = default;
};

}  // namespace serinus::pallet_conviction_voting::types

namespace serinus::pallet_conviction_voting::conviction {

/// For how long a voter is bound by the result; votes count as much.
enum class Conviction : uint8_t { None, Locked1x, Locked2x, Locked3x, Locked4x, Locked5x, Locked6x };

/// For how many periods a vote that has won is locked: none, then 1, 2, 4 … 32.
constexpr uint32_t lock_periods(Conviction conviction) {
    return conviction == Conviction::None ? 0 : uint32_t{1} << (static_cast<uint32_t>(conviction) - 1);
}

/// A tenth without conviction, rounded down; one to six times the capital with it.
template <class Balance>
constexpr types::Delegations<Balance> votes_of(Conviction conviction, Balance capital) {
    const Balance votes = conviction == Conviction::None
                              ? capital / 10
                              : saturating_mul(capital, Balance{static_cast<uint8_t>(conviction)});
    return {votes, capital};
}

}  // namespace serinus::pallet_conviction_voting::conviction

namespace serinus::pallet_conviction_voting::vote {

using conviction::Conviction;
using sdk::List;
using sdk::Param;
using types::Delegations;

/// Aye or nay with a conviction: the highest bit and the others.
struct Vote {
    uint8_t _0{};

    static constexpr Vote of(bool aye, Conviction conviction) {
        return {static_cast<uint8_t>((aye ? 0x80 : 0) | static_cast<uint8_t>(conviction))};
    }
    bool aye() const { return (_0 & 0x80) != 0; }
    Conviction conviction() const { return static_cast<Conviction>(_0 & 0x7f); }
    friend bool operator==(Vote, Vote) = default;
};

/// What an account has voted in one poll.
template <class Balance>
struct AccountVote {
    using Params = List<Param<"Balance", Balance>>;

    struct Standard {
        vote::Vote vote;
        Balance balance;
        friend bool operator==(const Standard&, const Standard&) = default;
    };
    struct Split {
        Balance aye;
        Balance nay;
        friend bool operator==(const Split&, const Split&) = default;
    };
    struct SplitAbstain {
        Balance aye;
        Balance nay;
        Balance abstain;
        friend bool operator==(const SplitAbstain&, const SplitAbstain&) = default;
    };
    std::variant<Standard, Split, SplitAbstain> v;

    /// All money that stands behind it.
    Balance balance() const {
        if (const auto* const standard = std::get_if<Standard>(&v)) return standard->balance;
        if (const auto* const split = std::get_if<Split>(&v)) return saturating_add(split->aye, split->nay);
        const auto& split = std::get<SplitAbstain>(v);
        return saturating_add(saturating_add(split.aye, split.nay), split.abstain);
    }
    /// Whether it is aye, if it is one or the other.
    std::optional<bool> as_standard() const {
        const auto* const standard = std::get_if<Standard>(&v);
        return standard ? std::optional(standard->vote.aye()) : std::nullopt;
    }
    /// For how many periods how much is locked once the poll has ended that way; nullopt: it is free.
    std::optional<std::pair<uint32_t, Balance>> locked_if(bool approved) const {
        const auto* const standard = std::get_if<Standard>(&v);
        if (!standard || standard->vote.conviction() == Conviction::None || standard->vote.aye() != approved) {
            return std::nullopt;
        }
        return std::pair(lock_periods(standard->vote.conviction()), standard->balance);
    }
    friend bool operator==(const AccountVote&, const AccountVote&) = default;
};

/// A lock for votes that are not there any more: until when, and how much.
template <class BlockNumber, class Balance>
struct PriorLock {
    using Params = List<Param<"BlockNumber", BlockNumber>, Param<"Balance", Balance>>;

    BlockNumber _0{};
    Balance _1{};

    /// One lock for both: the later end and the larger amount.
    void accumulate(BlockNumber until, Balance amount) {
        _0 = std::max(_0, until);
        _1 = std::max(_1, amount);
    }
    Balance locked() const { return _1; }
    void rejig(BlockNumber now) {
        if (now >= _0) *this = {};
    }
    friend bool operator==(const PriorLock&, const PriorLock&) = default;
};

/// An account whose votes another account casts.
template <class Balance, class AccountId, class BlockNumber>
struct Delegating {
    using Params = List<Param<"Balance", Balance>, Param<"AccountId", AccountId>, Param<"BlockNumber", BlockNumber>>;

    Balance balance{};
    AccountId target;
    conviction::Conviction conviction{};
    Delegations<Balance> delegations;  ///< by others to this account: they do not count
    PriorLock<BlockNumber, Balance> prior;
    friend bool operator==(const Delegating&, const Delegating&) = default;
};

/// An account that votes itself.
template <class Balance, class BlockNumber, class PollIndex, uint32_t kMaxVotes>
struct Casting {
    using Params = List<Param<"Balance", Balance>, Param<"BlockNumber", BlockNumber>, Param<"PollIndex", PollIndex>,
                        Param<"MaxVotes">>;

    sdk::BoundedVec<std::tuple<PollIndex, AccountVote<Balance>>, kMaxVotes> votes;  ///< by poll
    Delegations<Balance> delegations;                                               ///< by others to this account
    PriorLock<BlockNumber, Balance> prior;
    friend bool operator==(const Casting&, const Casting&) = default;
};

/// What an account does in one class of polls.
template <class Balance, class AccountId, class BlockNumber, class PollIndex, uint32_t kMaxVotes>
struct Voting {
    using Params = List<Param<"Balance", Balance>, Param<"AccountId", AccountId>, Param<"BlockNumber", BlockNumber>,
                        Param<"PollIndex", PollIndex>, Param<"MaxVotes">>;
    using Cast = vote::Casting<Balance, BlockNumber, PollIndex, kMaxVotes>;
    using Delegated = vote::Delegating<Balance, AccountId, BlockNumber>;

    struct Casting {
        Cast _0;
        friend bool operator==(const Casting&, const Casting&) = default;
    };
    struct Delegating {
        Delegated _0;
        friend bool operator==(const Delegating&, const Delegating&) = default;
    };
    std::variant<Casting, Delegating> v;

    Cast* casting() {
        auto* const found = std::get_if<Casting>(&v);
        return found ? &found->_0 : nullptr;
    }
    Delegated* delegating() {
        auto* const found = std::get_if<Delegating>(&v);
        return found ? &found->_0 : nullptr;
    }
    Delegations<Balance>& delegations() { return casting() ? casting()->delegations : delegating()->delegations; }
    PriorLock<BlockNumber, Balance>& prior() { return casting() ? casting()->prior : delegating()->prior; }
    /// How much must stay locked.
    Balance locked_balance() {
        Balance out = prior().locked();
        if (const Delegated* const delegated = delegating()) return std::max(delegated->balance, out);
        for (const auto& [poll, vote] : casting()->votes) out = std::max(out, vote.balance());
        return out;
    }
    friend bool operator==(const Voting&, const Voting&) = default;
};

}  // namespace serinus::pallet_conviction_voting::vote

namespace serinus::pallet_conviction_voting::types {

/// The votes in one poll. `Total` says how many there could be: `static Votes get()`.
template <class Votes, class Total>
struct Tally {
    using Params = sdk::List<sdk::Param<"Votes", Votes>, sdk::Param<"Total">>;

    Votes ayes{};     ///< with conviction
    Votes nays{};     ///< with conviction
    Votes support{};  ///< ayes and abstentions, without conviction

    // As sdk/traits/polling.hpp wants it.
    template <class Class>
    static Tally of_class(const Class&) {
        return {};
    }
    template <class Class>
    Votes ayes_of(const Class&) const {
        return ayes;
    }
    template <class Class>
    sdk::Perbill support_of(const Class&) const {
        return sdk::Perbill::from_rational(support, Total::get());
    }
    template <class Class>
    sdk::Perbill approval_of(const Class&) const {
        return sdk::Perbill::from_rational(ayes, saturating_add(ayes, nays));
    }

    /// Whether all numbers stay in their range; otherwise the tally is not to be used any more.
    [[nodiscard]] bool add(const vote::AccountVote<Votes>& vote) {
        return change(vote, [](Votes a, Votes b) { return checked_add(a, b); });
    }
    [[nodiscard]] bool remove(const vote::AccountVote<Votes>& vote) {
        return change(vote, [](Votes a, Votes b) { return checked_sub(a, b); });
    }
    void increase(bool aye, const Delegations<Votes>& by) {
        if (!aye) {
            nays = saturating_add(nays, by.votes);
            return;
        }
        support = saturating_add(support, by.capital);
        ayes = saturating_add(ayes, by.votes);
    }
    void reduce(bool aye, const Delegations<Votes>& by) {
        if (!aye) {
            nays = saturating_sub(nays, by.votes);
            return;
        }
        support = saturating_sub(support, by.capital);
        ayes = saturating_sub(ayes, by.votes);
    }
    friend bool operator==(const Tally&, const Tally&) = default;

  private:
    template <class F>
    static bool apply(Votes& to, Votes by, F&& operation) {
        const std::optional<Votes> result = operation(to, by);
        if (result) to = *result;
        return result.has_value();
    }
    template <class F>
    bool change(const vote::AccountVote<Votes>& vote, F&& operation) {
        using Vote = vote::AccountVote<Votes>;
        using conviction::Conviction;
        if (const auto* const standard = std::get_if<typename Vote::Standard>(&vote.v)) {
            const auto worth = votes_of(standard->vote.conviction(), standard->balance);
            if (!standard->vote.aye()) return apply(nays, worth.votes, operation);
            return apply(support, worth.capital, operation) && apply(ayes, worth.votes, operation);
        }
        typename Vote::SplitAbstain split{};
        if (const auto* const two = std::get_if<typename Vote::Split>(&vote.v)) {
            split = {two->aye, two->nay, 0};
        } else {
            split = std::get<typename Vote::SplitAbstain>(vote.v);
        }
        return apply(support, split.aye, operation) && apply(support, split.abstain, operation) &&
               apply(ayes, votes_of(Conviction::None, split.aye).votes, operation) &&
               apply(nays, votes_of(Conviction::None, split.nay).votes, operation);
    }
};

}  // namespace serinus::pallet_conviction_voting::types

namespace serinus::scale {

/// Convictions that there are not are a fault.
template <>
struct Codec<pallet_conviction_voting::vote::Vote> : Codec<uint8_t> {
    using Vote = pallet_conviction_voting::vote::Vote;
    static constexpr uint8_t kMost = static_cast<uint8_t>(pallet_conviction_voting::vote::Conviction::Locked6x);
    static constexpr bool kImage = false;

    static void store(uint8_t* at, const Vote& vote) { Codec<uint8_t>::store(at, vote._0); }
    static bool load(Decoder& in, const uint8_t* at, Vote& vote) {
        Codec<uint8_t>::load(in, at, vote._0);
        const auto conviction = static_cast<uint8_t>(vote._0 & 0x7f);
        return conviction <= kMost || in.fail(DecodeFault::kUnknownVariant, at, conviction, kMost);
    }
};

}  // namespace serinus::scale
