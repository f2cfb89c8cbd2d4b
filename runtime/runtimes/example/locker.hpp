/// Locker: each account may keep one content on chain for a while, against a deposit.
///
/// Invariants (try_state): who has a locker has its deposit reserved; the list of the block that ends a locker names
/// its owner, and no list names anybody else.
#pragma once

#include "runtime/sdk/bounded.hpp"
#include "runtime/sdk/metadata_names.hpp"
#include "runtime/sdk/pallet.hpp"
#include "runtime/sdk/weights.hpp"

namespace serinus::pallet_locker::types {

/// What an account has put away.
template <class Content>
struct Locker {
    using Params = sdk::List<sdk::Param<"Content", Content>>;

    Content content;
    sdk::Balance deposit{};    ///< comes back at the end
    sdk::BlockNumber until{};  ///< the block that ends it
};

}  // namespace serinus::pallet_locker::types

namespace serinus::pallet_locker {

using namespace sdk;

struct Constants {
    /// What a locker takes from its owner as long as it is used.
    Balance Deposit;
    /// The most bytes that fit in.
    uint32_t MaxBytes;
    /// For how many blocks a content is kept.
    BlockNumber Term;
    /// How many lockers may end in the same block.
    uint32_t MaxEnding;
};

/// What the calls weigh; the figures are chosen, not measured.
template <template <size_t> class Figures>
struct Weights {
    Figures<1> fill = sdk::estimate(30'000'000, 0, 3, 3, {{1'000}});  // bytes
    Figures<0> empty = sdk::estimate(30'000'000, 0, 3, 3);
    Figures<1> on_initialize = sdk::estimate(5'000'000, 0, 1, 1, {{20'000'000, 0, 2, 2}});  // lockers that end
};

/// What a configuration has.
template <class T>
concept Configuration = sdk::PalletConfiguration<T> && requires {
    { T::kConstants } -> std::convertible_to<const Constants&>;
    typename T::Currency;
    typename T::System;
    T::kWeights;
};

/// Besides constants and weights, `T` has System and Currency (reserve, unreserve, reserved_balance).
template <class T>
struct Pallet : PalletBase<Pallet<T>, T> {
    static_assert(Configuration<T>);
    using PalletBase<Pallet, T>::deposit_event;
    using Content = BoundedVec<uint8_t, T::kConstants.MaxBytes>;

    struct Storage {
        /// The lockers by their owners.
        Map<Blake2_128Concat<AccountId>, types::Locker<Content>> Lockers;
        /// Whose lockers end in a block.
        Map<Twox64Concat<BlockNumber>, BoundedVec<AccountId, T::kConstants.MaxEnding>, OrDefault> Ending;
    };
    static constexpr Storage storage = bind_storage<Storage>(T::kInfo.name);

    struct Event {
        /// A locker was filled; it ends in block `until`.
        struct Filled {
            AccountId who;
            BlockNumber until;
        };
        /// A locker is empty, and its deposit is free again.
        struct Emptied {
            AccountId who;
        };
        using list = List<Filled, Emptied>;
    };

    enum class Error : uint8_t {
        /// The account has a locker already.
        Occupied,
        /// The account has no locker.
        NotFound,
        /// Too many lockers end in the same block.
        TooManyEnding,
    };
    friend constexpr uint8_t pallet_index_of(Error) { return T::kInfo.index; }

    /// Puts a content away. Errors: Occupied, TooManyEnding, those of Currency::reserve.
    struct fill {
        Content content;
        Weight weight() const { return T::kWeights.fill(static_cast<uint32_t>(content.size())); }
        DispatchResult operator()(Signed who) const;
    };
    /// Ends one's locker before its time. Errors: NotFound.
    struct empty {
        Weight weight() const { return T::kWeights.empty(); }
        DispatchResult operator()(Signed who) const;
    };
    using Calls = List<At<0, fill>, At<1, empty>>;

    /// Ends the lockers whose time is over.
    static Weight on_initialize(BlockNumber now);
    static TryStateResult try_state();

    /// Lockers that are there from the beginning. Their owners have balances by then.
    struct GenesisConfig {
        std::vector<std::pair<AccountId, Content>> lockers;
    };
    static void build(const GenesisConfig& config);

  private:
    static DispatchResult do_fill(const AccountId& who, const Content& content);
    static void end(const AccountId& who);
};

}  // namespace serinus::pallet_locker
