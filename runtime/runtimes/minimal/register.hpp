/// Register: each account may write one number on chain.
#pragma once

#include "runtime/sdk/pallet.hpp"
#include "runtime/sdk/weights.hpp"

namespace serinus::pallet_register {

using namespace sdk;

struct Constants {
    /// The largest number that may be written.
    uint32_t Largest;
};

/// What the calls weigh; the figures are chosen, not measured.
template <template <size_t> class Figures>
struct Weights {
    Figures<0> write = sdk::estimate(10'000'000, 0, 1, 2);
};

template <class T>
concept Configuration = sdk::PalletConfiguration<T> && requires {
    { T::kConstants } -> std::convertible_to<const Constants&>;
    T::kWeights;
};

template <class T>
struct Pallet : PalletBase<Pallet<T>, T> {
    static_assert(Configuration<T>);
    using PalletBase<Pallet, T>::deposit_event;

    struct Storage {
        /// What each account has written.
        Map<Blake2_128Concat<AccountId>, uint32_t> Entries;
        /// How often something was written.
        Value<uint32_t, OrDefault> Writes;
    };
    static constexpr Storage storage = bind_storage<Storage>(T::kInfo.name);

    struct Event {
        /// An account has written a number.
        struct Written {
            AccountId who;
            uint32_t number;
        };
        using list = List<Written>;
    };

    enum class Error : uint8_t {
        /// The number is larger than what may be written.
        TooLarge,
    };
    friend constexpr uint8_t pallet_index_of(Error) { return T::kInfo.index; }

    /// Writes a number in place of the account's last one. Errors: TooLarge.
    struct write {
        uint32_t number{};
        Weight weight() const { return T::kWeights.write(); }
        DispatchResult operator()(Signed who) const;
    };
    using Calls = List<At<0, write>>;

    /// Entries that are there from the beginning.
    struct GenesisConfig {
        std::vector<std::pair<AccountId, uint32_t>> entries;
    };
    static void build(const GenesisConfig& config);

  private:
    static DispatchResult do_write(const AccountId& who, uint32_t number);
};

}  // namespace serinus::pallet_register
