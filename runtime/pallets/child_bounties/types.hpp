/// A child bounty as it is stored.
/// Pallet: child-bounties
#pragma once

#include "runtime/pallets/bounties/types.hpp"

namespace serinus::pallet_child_bounties {

using pallet_bounties::BountyIndex;

/// How far a child bounty has come.
template <class AccountId, class BlockNumber>
struct ChildBountyStatus {
    using Params = sdk::List<sdk::Param<"AccountId", AccountId>, sdk::Param<"BlockNumber", BlockNumber>>;

    /// It has its money, and no curator.
    struct Added {
        friend bool operator==(const Added&, const Added&) = default;
    };
    /// The curator has not accepted yet.
    struct CuratorProposed {
        AccountId curator;
        friend bool operator==(const CuratorProposed&, const CuratorProposed&) = default;
    };
    /// The curator looks for somebody who earns it.
    struct Active {
        AccountId curator;
        friend bool operator==(const Active&, const Active&) = default;
    };
    /// Somebody has earned it and can be paid from a block on.
    struct PendingPayout {
        AccountId curator;  ///< who made the award: the curator of the child bounty, or of its parent
        AccountId beneficiary;
        BlockNumber unlock_at{};
        friend bool operator==(const PendingPayout&, const PendingPayout&) = default;
    };
    std::variant<Added, CuratorProposed, Active, PendingPayout> v;
    friend bool operator==(const ChildBountyStatus&, const ChildBountyStatus&) = default;
};

template <class AccountId, class Balance, class BlockNumber>
struct ChildBounty {
    using Params = sdk::List<sdk::Param<"AccountId", AccountId>, sdk::Param<"Balance", Balance>,
                             sdk::Param<"BlockNumber", BlockNumber>>;

    BountyIndex parent_bounty{};
    Balance value{};            ///< all that is paid, with the curator's fee
    Balance fee{};              ///< the curator's
    Balance curator_deposit{};  ///< reserved on the curator's account
    ChildBountyStatus<AccountId, BlockNumber> status;
    friend bool operator==(const ChildBounty&, const ChildBounty&) = default;
};

}  // namespace serinus::pallet_child_bounties
