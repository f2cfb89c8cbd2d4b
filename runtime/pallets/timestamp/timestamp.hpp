/// Timestamp: the time of each block, which its author states in an inherent.
/// Pallet: timestamp
///
/// Invariant: time never goes back, and advances by MinimumPeriod at least from block to block.
#pragma once

#include "runtime/pallets/timestamp/weights.hpp"
#include "runtime/sdk/pallet.hpp"
#include "runtime/sdk/traits/listeners.hpp"

namespace serinus::sp_timestamp {

/// Why the stated time is not accepted. Both are fatal.
enum class InherentError : uint8_t {
    TooEarly,        ///< less than the minimum period after the last block
    TooFarInFuture,  ///< ahead of the clock of whoever checks
};

}  // namespace serinus::sp_timestamp

namespace serinus::pallet_timestamp {

using namespace sdk;

struct Constants {
    /// The least time between two blocks in milliseconds. BABE's slots last twice as long.
    Moment MinimumPeriod;
};

/// How far the stated time may be ahead of the clock of whoever checks the block.
inline constexpr Moment kMaxTimestampDriftMs = 30'000;

/// `T`: OnTimestampSet (a List of types with `on_timestamp_set(Moment)`), kConstants, kWeights.
template <class T>
concept Configuration = sdk::PalletConfiguration<T> && requires {
    { T::kConstants } -> std::convertible_to<const Constants&>;
    typename T::OnTimestampSet;
    T::kWeights;
};

template <class T>
struct Pallet : PalletBase<Pallet<T>, T> {
    static_assert(Configuration<T>);
    /// What the configuration supplies, checked where the pallet is composed: all types are complete there.
    static consteval void check_configuration() {
        for_each_handler(typename T::OnTimestampSet{}, []<class L>() { static_assert(OnTimestampSet<L>); });
    }
    struct Storage {
        /// The time of the current block, in milliseconds since 1970.
        Value<Moment, OrDefault> Now;
        /// Whether this block has stated its time.
        Value<bool, OrDefault> DidUpdate;
    };
    static constexpr Storage storage = bind_storage<Storage>(T::kInfo.name);
    static constexpr uint16_t kStorageVersion = 0;

    /// States the time of the block. Must be in each block once; anything else makes the block invalid. Origin: none.
    struct set {
        static constexpr auto kClass = DispatchClass::Mandatory;
        Compact<Moment> now;
        Weight weight() const { return T::kWeights.set(); }
        DispatchResult operator()(None) const;
    };
    using Calls = List<At<0, set>>;

    /// Nothing but the weight of on_finalize.
    static Weight on_initialize(BlockNumber now);
    /// Panics if the block has not stated its time.
    static void on_finalize(BlockNumber now);

    // The inherent: the node's clock, in milliseconds. Spec: sect-inherents
    static constexpr InherentIdentifier kInherentIdentifier{'t', 'i', 'm', 's', 't', 'a', 'p', '0'};
    static std::optional<RuntimeCall> create_inherent(const InherentData& data);
    static std::optional<InherentError> check_inherent(const RuntimeCall& call, const InherentData& data);
    static bool is_inherent(const RuntimeCall& call);

    /// The time of the current block; before its inherent ran, of the last one.
    static Moment now() { return storage.Now.get(); }
    static constexpr Moment minimum_period() { return T::kConstants.MinimumPeriod; }
};

}  // namespace serinus::pallet_timestamp
