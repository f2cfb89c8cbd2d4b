/// What Treasury stores: money that was asked for, and spends of any asset with how far they have come.
/// Pallet: treasury
#pragma once

#include "runtime/sdk/metadata_names.hpp"
#include "runtime/sdk/types.hpp"

namespace serinus::pallet_treasury {

using ProposalIndex = uint32_t;
using SpendIndex = uint32_t;

/// Money that somebody asks for.
template <class AccountId, class Balance>
struct Proposal {
    using Params = sdk::List<sdk::Param<"AccountId", AccountId>, sdk::Param<"Balance", Balance>>;

    AccountId proposer;
    Balance value{};
    AccountId beneficiary;
    Balance bond{};  ///< reserved on the proposer's account
    friend bool operator==(const Proposal&, const Proposal&) = default;
};

/// How far the payment of a spend has come.
template <class Id>
struct PaymentState {
    using Params = sdk::List<sdk::Param<"Id", Id>>;

    /// Nobody has had it paid yet.
    struct Pending {
        friend bool operator==(Pending, Pending) = default;
    };
    /// It is on its way, or has arrived.
    struct Attempted {
        Id id{};
        friend bool operator==(const Attempted&, const Attempted&) = default;
    };
    /// It has not arrived, and can be tried again.
    struct Failed {
        friend bool operator==(Failed, Failed) = default;
    };
    std::variant<Pending, Attempted, Failed> v;
    friend bool operator==(const PaymentState&, const PaymentState&) = default;
};

/// An approved spend of any asset.
template <class AssetKind, class AssetBalance, class Beneficiary, class BlockNumber, class PaymentId>
struct SpendStatus {
    using Params = sdk::List<sdk::Param<"AssetKind", AssetKind>, sdk::Param<"AssetBalance", AssetBalance>,
                             sdk::Param<"Beneficiary", Beneficiary>, sdk::Param<"BlockNumber", BlockNumber>,
                             sdk::Param<"PaymentId", PaymentId>>;

    AssetKind asset_kind;
    AssetBalance amount{};
    Beneficiary beneficiary;
    BlockNumber valid_from{};
    BlockNumber expire_at{};  ///< from this block on it is not paid
    PaymentState<PaymentId> status;
    friend bool operator==(const SpendStatus&, const SpendStatus&) = default;
};

}  // namespace serinus::pallet_treasury
