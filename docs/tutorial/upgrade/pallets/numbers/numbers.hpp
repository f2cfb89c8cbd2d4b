/// Numbers: each account may keep one number on chain.
///
/// Invariant (try_state): Count is how many accounts keep one.
#pragma once

#include "runtime/sdk/pallet.hpp"
#include "runtime/sdk/weights.hpp"

namespace serinus::pallet_numbers {

using namespace sdk;

/// A number that an account keeps.
struct Entry {
    uint32_t number{};
    BlockNumber since{};  ///< the block in which it was kept
    friend bool operator==(const Entry&, const Entry&) = default;
};

struct Constants {
    /// The largest number that may be kept.
    uint32_t Largest;
};

/// What the calls weigh; the figures are chosen, not measured.
template <template <size_t> class Figures>
struct Weights {
    Figures<0> keep = sdk::estimate(10'000'000, 0, 2, 2);
    Figures<0> drop = sdk::estimate(10'000'000, 0, 2, 2);
};

/// What a configuration has.
template <class T>
concept Configuration = sdk::PalletConfiguration<T> && requires {
    { T::kConstants } -> std::convertible_to<const Constants&>;
    typename T::System;
    T::kWeights;
};

template <class T>
struct Pallet : PalletBase<Pallet<T>, T> {
    static_assert(Configuration<T>);
    using PalletBase<Pallet, T>::deposit_event;

    struct Storage {
        /// What each account keeps.
        Map<Blake2_128Concat<AccountId>, Entry> Entries;
        /// How many accounts keep a number.
        Value<uint32_t, OrDefault> Count;
    };
    static constexpr Storage storage = bind_storage<Storage>(T::kInfo.name);
    static constexpr uint16_t kStorageVersion = 1;

    struct Event {
        /// An account keeps a number from now on.
        struct Kept {
            AccountId who;
            uint32_t number;
        };
        /// An account keeps none any more.
        struct Dropped {
            AccountId who;
        };
        using list = List<Kept, Dropped>;
    };

    enum class Error : uint8_t {
        /// The number is larger than what may be kept.
        TooLarge,
        /// The account keeps no number.
        NotFound,
    };
    friend constexpr uint8_t pallet_index_of(Error) { return T::kInfo.index; }

    /// Keeps a number in place of the account's last one. Errors: TooLarge.
    struct keep {
        uint32_t number{};
        Weight weight() const { return T::kWeights.keep(); }
        DispatchResult operator()(Signed who) const;
    };
    /// Ends that. Errors: NotFound.
    struct drop {
        Weight weight() const { return T::kWeights.drop(); }
        DispatchResult operator()(Signed who) const;
    };
    using Calls = List<At<0, keep>, At<1, drop>>;

    static TryStateResult try_state();

    /// What accounts keep from the beginning.
    struct GenesisConfig {
        std::vector<std::pair<AccountId, uint32_t>> entries;
    };
    static void build(const GenesisConfig& config);

  private:
    static DispatchResult do_keep(const AccountId& who, uint32_t number);
};

}  // namespace serinus::pallet_numbers
