/// What VoterList stores.
/// Source: pallet_bags_list 22.0.0 (polkadot-sdk v1.1.0). Observed: pallet-bags-list 41
#pragma once

#include "runtime/sdk/dispatch_error.hpp"
#include "runtime/sdk/metadata_names.hpp"

namespace serinus::pallet_bags_list::list {

using sdk::AccountId;
using sdk::List;
using sdk::Param;
using Score = uint64_t;

/// Why a list refuses.
enum class ListError : uint8_t {
    /// The account is in the list already.
    Duplicate,
    /// The account does not have the larger score.
    NotHeavier,
    /// The accounts are in different bags.
    NotInSameBag,
    /// The account is not in the list.
    NodeNotFound,
    /// Somebody is walking over the list.
    Locked,
};

/// An account in the list.
struct Node {
    using Params = List<Param<"T">, Param<"I">>;

    AccountId id;
    std::optional<AccountId> prev{};
    std::optional<AccountId> next{};
    Score bag_upper{};  ///< names the bag
    Score score{};      ///< when it was stated last

    /// Whether the bag knows it as its head or its tail.
    bool is_terminal() const { return !prev || !next; }
};

/// The accounts whose scores lie between two thresholds.
struct Bag {
    using Params = List<Param<"T">, Param<"I">>;

    std::optional<AccountId> head;
    std::optional<AccountId> tail;

    bool is_empty() const { return !head && !tail; }
};

}  // namespace serinus::pallet_bags_list::list
