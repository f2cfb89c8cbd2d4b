/// Vault: an account puts some of its money away until a block.
///
/// Invariant (try_state): what is put away is reserved.
#pragma once

#include "runtime/sdk/pallet.hpp"
#include "runtime/sdk/weights.hpp"

namespace serinus::pallet_vault {

using namespace sdk;

/// What an account has put away.
struct Deposit {
    Balance amount{};
    BlockNumber until{};  ///< the first block in which it may be taken out
};

struct Constants {
    /// The longest time for which money may be put away, in blocks.
    BlockNumber LongestTerm;
};

/// What the calls weigh; the figures are chosen, not measured.
template <template <size_t> class Figures>
struct Weights {
    Figures<0> lock = sdk::estimate(30'000'000, 0, 2, 2);
    Figures<0> open = sdk::estimate(30'000'000, 0, 2, 2);
};

template <class T>
concept Configuration = sdk::PalletConfiguration<T> && requires {
    { T::kConstants } -> std::convertible_to<const Constants&>;
    typename T::Currency;
    typename T::System;
    T::kWeights;
};

/// `T::Currency` has reserve, unreserve and reserved_balance.
template <class T>
struct Pallet : PalletBase<Pallet<T>, T> {
    static_assert(Configuration<T>);
    using PalletBase<Pallet, T>::deposit_event;

    struct Storage {
        /// What each account has put away.
        Map<Blake2_128Concat<AccountId>, Deposit> Deposits;
    };
    static constexpr Storage storage = bind_storage<Storage>(T::kInfo.name);

    struct Event {
        /// Money was put away.
        struct Locked {
            AccountId who;
            Balance amount;
            BlockNumber until;
        };
        /// Money was taken out.
        struct Opened {
            AccountId who;
            Balance amount;
        };
        using list = List<Locked, Opened>;
    };

    enum class Error : uint8_t {
        /// The account has put money away already.
        Occupied,
        /// The account has put no money away.
        Empty,
        /// The term is longer than what is allowed.
        TooLong,
        /// The block has not come yet.
        TooEarly,
    };
    friend constexpr uint8_t pallet_index_of(Error) { return T::kInfo.index; }

    /// Puts money away for a number of blocks. Errors: Occupied, TooLong, those of Currency::reserve.
    struct lock {
        Compact<Balance> amount;
        BlockNumber term{};
        Weight weight() const { return T::kWeights.lock(); }
        DispatchResult operator()(Signed who) const;
    };
    /// Takes it out. Errors: Empty, TooEarly.
    struct open {
        Weight weight() const { return T::kWeights.open(); }
        DispatchResult operator()(Signed who) const;
    };
    using Calls = List<At<0, lock>, At<1, open>>;

    static TryStateResult try_state();
};

}  // namespace serinus::pallet_vault
