/// Parameters: values that other pallets take from their configurations, and that a call changes without another
/// runtime. Which there are says the runtime, with a default for each (sdk/traits/dynamic_parameters.hpp); what is
/// stored stands above the default.
///
/// Invariant (try_state): a value is stored under its own key.
///
/// Source: pallet_parameters 0.13.0
#pragma once

#include "runtime/pallets/parameters/weights.hpp"
#include "runtime/sdk/pallet.hpp"
#include "runtime/sdk/traits/dynamic_parameters.hpp"

namespace serinus::pallet_parameters {

using namespace sdk;

/// `T` has RuntimeParameters, the enum of all parameters; AdminOrigin, a check of origins with a key as its argument
/// (origin_checks.hpp), so that each parameter may have its own authority; kWeights.
template <class T>
concept Configuration = sdk::PalletConfiguration<T> && requires {
    typename T::AdminOrigin;
    typename T::RuntimeParameters;
    T::kWeights;
};

template <class T>
struct Pallet : PalletBase<Pallet<T>, T> {
    static_assert(Configuration<T>);
    /// What the configuration supplies, checked where the pallet is composed: all types are complete there.
    static consteval void check_configuration() { static_assert(DynamicParameters<typename T::RuntimeParameters>); }
    using PalletBase<Pallet, T>::deposit_event;
    using RuntimeParameters = typename T::RuntimeParameters;
    using Key = typename RuntimeParameters::Key;
    using Value = typename RuntimeParameters::Value;

    struct Storage {
        /// The parameters that were set.
        Map<Blake2_128Concat<Key>, Value> Parameters;
    };
    static constexpr Storage storage = bind_storage<Storage>(T::kInfo.name);

    struct Event {
        /// A parameter was set or removed, if only to what it was.
        struct Updated {
            Key key;
            std::optional<Value> old_value;
            std::optional<Value> new_value;
        };
        using list = List<Updated>;
    };

    /// Sets a parameter; without a value its default counts again.
    /// Origin: AdminOrigin for this parameter.
    struct set_parameter {
        RuntimeParameters key_value;
        Weight weight() const { return T::kWeights.set_parameter(); }
        DispatchResult operator()(const RuntimeOrigin& origin) const;
    };
    using Calls = List<At<0, set_parameter>>;

    static TryStateResult try_state();

    /// The parameter `P`; nullopt: nobody has set it.
    template <class P>
    static std::optional<typename P::Value> parameter() {
        const auto stored = storage.Parameters.get(key_of_parameter<RuntimeParameters, P>());
        return stored ? value_of_parameter<RuntimeParameters, P>(*stored) : std::nullopt;
    }
};

}  // namespace serinus::pallet_parameters
