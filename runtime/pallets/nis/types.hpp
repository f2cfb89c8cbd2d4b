/// What Nis stores.
#pragma once

#include "runtime/arithmetic/per_things.hpp"
#include "runtime/sdk/metadata_names.hpp"

namespace serinus::pallet_nis::pallet {

using sdk::List;
using sdk::Param;
using sdk::Perquintill;

/// A receipt that somebody wants.
template <class Balance, class AccountId>
struct Bid {
    using Params = List<Param<"Balance", Balance>, Param<"AccountId", AccountId>>;
    Balance amount{};
    AccountId who;
    friend bool operator==(const Bid&, const Bid&) = default;
};

/// A share in the issuance, from a block on.
template <class AccountId, class BlockNumber, class Balance>
struct ReceiptRecord {
    using Params = List<Param<"AccountId", AccountId>, Param<"BlockNumber", BlockNumber>, Param<"Balance", Balance>>;
    Perquintill proportion;
    /// Whose it is, and what that account has on hold for it; nobody's, if counterparts were made of it.
    std::optional<std::pair<AccountId, Balance>> owner;
    BlockNumber expiry{};
    friend bool operator==(const ReceiptRecord&, const ReceiptRecord&) = default;
};

/// All receipts together.
template <class BlockNumber, class Balance>
struct SummaryRecord {
    using Params = List<Param<"BlockNumber", BlockNumber>, Param<"Balance", Balance>>;
    Perquintill proportion_owed;
    uint32_t index{};            ///< of the next receipt
    Perquintill thawed;          ///< in the present period
    BlockNumber last_period{};   ///< when that began
    Balance receipts_on_hold{};  ///< by owners; neither the pot nor bids are in it
    friend bool operator==(const SummaryRecord&, const SummaryRecord&) = default;
};

/// Why this pallet holds money: for bids and receipts.
enum class HoldReason : uint8_t { NftReceipt };

}  // namespace serinus::pallet_nis::pallet
