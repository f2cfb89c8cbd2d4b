/// A bounty as it is stored.
/// Pallet: bounties
#pragma once

#include "runtime/sdk/metadata_names.hpp"
#include "runtime/sdk/types.hpp"

namespace serinus::pallet_bounties {

using BountyIndex = uint32_t;

/// How far a bounty has come.
template <class AccountId, class BlockNumber>
struct BountyStatus {
    using Params = sdk::List<sdk::Param<"AccountId", AccountId>, sdk::Param<"BlockNumber", BlockNumber>>;

    /// It waits for an approval.
    struct Proposed {
        friend bool operator==(const Proposed&, const Proposed&) = default;
    };
    /// It waits for its money until a spend period ends.
    struct Approved {
        friend bool operator==(const Approved&, const Approved&) = default;
    };
    /// It has its money, and no curator.
    struct Funded {
        friend bool operator==(const Funded&, const Funded&) = default;
    };
    /// The curator has not accepted yet.
    struct CuratorProposed {
        AccountId curator;
        friend bool operator==(const CuratorProposed&, const CuratorProposed&) = default;
    };
    /// The curator looks for somebody who earns it.
    struct Active {
        AccountId curator;
        BlockNumber update_due{};  ///< the curator is inactive after that block
        friend bool operator==(const Active&, const Active&) = default;
    };
    /// Somebody has earned it and can be paid from a block on.
    struct PendingPayout {
        AccountId curator;
        AccountId beneficiary;
        BlockNumber unlock_at{};
        friend bool operator==(const PendingPayout&, const PendingPayout&) = default;
    };
    /// As Approved; the curator was proposed together with the approval.
    struct ApprovedWithCurator {
        AccountId curator;
        friend bool operator==(const ApprovedWithCurator&, const ApprovedWithCurator&) = default;
    };
    std::variant<Proposed, Approved, Funded, CuratorProposed, Active, PendingPayout, ApprovedWithCurator> v;
    friend bool operator==(const BountyStatus&, const BountyStatus&) = default;
};

template <class AccountId, class Balance, class BlockNumber>
struct Bounty {
    using Params = sdk::List<sdk::Param<"AccountId", AccountId>, sdk::Param<"Balance", Balance>,
                             sdk::Param<"BlockNumber", BlockNumber>>;

    AccountId proposer;
    Balance value{};            ///< all that is paid, with the curator's fee
    Balance fee{};              ///< the curator's
    Balance curator_deposit{};  ///< reserved on the curator's account
    Balance bond{};             ///< reserved on the proposer's account until there is money
    BountyStatus<AccountId, BlockNumber> status;
    friend bool operator==(const Bounty&, const Bounty&) = default;
};

}  // namespace serinus::pallet_bounties
