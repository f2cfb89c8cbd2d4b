/// What a society keeps of its members, those who want to become members, and their votes.
/// Pallet: society
#pragma once

#include "runtime/sdk/metadata_names.hpp"
#include "runtime/sdk/types.hpp"

namespace serinus::pallet_society {

using sdk::List;
using sdk::Param;

using RoundIndex = uint32_t;
using Rank = uint32_t;
using StrikeCount = uint32_t;
using VoteCount = uint32_t;

struct Vote {
    bool approve{};
    uint32_t weight{};  ///< (rank + 1)²
    friend bool operator==(const Vote&, const Vote&) = default;
};

struct Tally {
    VoteCount approvals{};
    VoteCount rejections{};

    bool more_approvals() const { return approvals > rejections; }
    bool more_rejections() const { return rejections > approvals; }
    bool clear_approval() const { return approvals >= std::max(2 * rejections, 1u); }
    bool clear_rejection() const { return rejections >= std::max(2 * approvals, 1u); }
    friend bool operator==(const Tally&, const Tally&) = default;
};

/// Of a member who has vouched for somebody.
enum class VouchingStatus : uint8_t {
    Vouching,  ///< is at it
    Banned,    ///< vouched for one who was rejected, and must not do it again
};

/// What there is in favour of a bid: a deposit, or a member who vouches and wants a tip.
template <class AccountId, class Balance>
struct BidKind {
    using Params = List<Param<"AccountId", AccountId>, Param<"Balance", Balance>>;

    struct Deposit {
        Balance _0{};
        friend bool operator==(const Deposit&, const Deposit&) = default;
    };
    struct Vouch {
        AccountId _0;
        Balance _1{};
        friend bool operator==(const Vouch&, const Vouch&) = default;
    };
    std::variant<Deposit, Vouch> v;

    bool is_vouch_of(const AccountId& voucher) const {
        const auto* const vouch = std::get_if<Vouch>(&v);
        return vouch && vouch->_0 == voucher;
    }
    friend bool operator==(const BidKind&, const BidKind&) = default;
};

/// Somebody wants to be a candidate, for that much money once a member.
template <class AccountId, class Balance>
struct Bid {
    using Params = List<Param<"AccountId", AccountId>, Param<"Balance", Balance>>;

    AccountId who;
    BidKind<AccountId, Balance> kind;
    Balance value{};
    friend bool operator==(const Bid&, const Bid&) = default;
};

/// Somebody whom the members vote on.
template <class AccountId, class Balance>
struct Candidacy {
    using Params = List<Param<"AccountId", AccountId>, Param<"Balance", Balance>>;

    RoundIndex round{};
    BidKind<AccountId, Balance> kind;
    Balance bid{};
    Tally tally;
    bool skeptic_struck{};  ///< the skeptic has got a strike because of this candidate
    friend bool operator==(const Candidacy&, const Candidacy&) = default;
};

struct MemberRecord {
    Rank rank{};
    StrikeCount strikes{};
    std::optional<VouchingStatus> vouching;
    uint32_t index{};  ///< place in MemberByIndex
    friend bool operator==(const MemberRecord&, const MemberRecord&) = default;
};

/// What a member has been paid and will be: when and how much, in the order of time.
template <class Balance, class PayoutsVec>
struct PayoutRecord {
    using Params = List<Param<"Balance", Balance>, Param<"PayoutsVec", PayoutsVec>>;

    Balance paid{};
    PayoutsVec payouts;
    friend bool operator==(const PayoutRecord&, const PayoutRecord&) = default;
};

/// Who is to be the next head: of the last round the one who asked for most.
template <class AccountId, class Balance>
struct IntakeRecord {
    using Params = List<Param<"AccountId", AccountId>, Param<"Balance", Balance>>;

    AccountId who;
    Balance bid{};
    RoundIndex round{};
    friend bool operator==(const IntakeRecord&, const IntakeRecord&) = default;
};

template <class Balance>
struct GroupParams {
    using Params = List<Param<"Balance", Balance>>;

    uint32_t max_members{};
    uint32_t max_intake{};   ///< candidates a round
    uint32_t max_strikes{};  ///< so many suspend a member
    Balance candidate_deposit{};
    friend bool operator==(const GroupParams&, const GroupParams&) = default;
};

}  // namespace serinus::pallet_society
