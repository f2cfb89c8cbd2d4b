/// Sudo: one account that may do what root may. For development: it answers to nobody.
/// Pallet: sudo
#pragma once

#include "runtime/pallets/sudo/weights.hpp"
#include "runtime/sdk/pallet.hpp"

namespace serinus::pallet_sudo {

using namespace sdk;

struct GenesisConfig {
    std::optional<AccountId> key;  ///< who has the sudo key; nobody without one
};

/// What a configuration has.
template <class T>
concept Configuration = sdk::PalletConfiguration<T> && requires {
    typename T::System;
    T::kWeights;
};

template <class T>
struct Pallet : PalletBase<Pallet<T>, T> {
    static_assert(Configuration<T>);
    using PalletBase<Pallet, T>::deposit_event;

    struct Storage {
        /// The account that has the sudo key.
        Value<AccountId> Key;
    };
    static constexpr Storage storage = bind_storage<Storage>(T::kInfo.name);

    struct Event {
        /// A call was made from root.
        struct Sudid {
            DispatchResult sudo_result;
        };
        /// The key has another owner; the one before is named, if there was one.
        struct KeyChanged {
            std::optional<AccountId> old_sudoer;
        };
        /// A call was made from another account.
        struct SudoAsDone {
            DispatchResult sudo_result;
        };
        using list = List<Sudid, KeyChanged, SudoAsDone>;
    };

    enum class Error : uint8_t {
        /// The sender does not have the sudo key.
        RequireSudo,
    };
    friend constexpr uint8_t pallet_index_of(Error) { return T::kInfo.index; }

    /// The account that has the sudo key. Errors: BadOrigin, RequireSudo
    struct SudoKey {
        static ResultOf<SudoKey> check(const RuntimeOrigin& origin);
    };

    /// Makes a call from root, free of charge. It succeeds whether or not the call does.
    /// Origin: the sudo key. Errors: RequireSudo
    struct sudo {
        RuntimeCall call;
        DispatchInfo info() const { return call.info_with(T::kWeights.sudo()); }
        DispatchResultWithPostInfo operator()(SudoKey) const;
    };
    /// The same with a weight of the sender's choice.
    struct sudo_unchecked_weight {
        RuntimeCall call;
        Weight weight;
        DispatchInfo info() const { return {weight, call.info().class_}; }
        DispatchResultWithPostInfo operator()(SudoKey) const;
    };
    /// Hands the key to another account, free of charge. Origin: the sudo key. Errors: RequireSudo, CannotLookup
    struct set_key {
        LookupSource new_;
        Weight weight() const { return T::kWeights.set_key(); }
        DispatchResultWithPostInfo operator()(SudoKey) const;
    };
    /// Makes a call from any account, free of charge. It succeeds whether or not the call does.
    /// Origin: the sudo key. Errors: RequireSudo, CannotLookup
    struct sudo_as {
        LookupSource who;
        RuntimeCall call;
        DispatchInfo info() const { return call.info_with(T::kWeights.sudo_as()); }
        DispatchResultWithPostInfo operator()(SudoKey) const;
    };
    using Calls = List<At<0, sudo>, At<1, sudo_unchecked_weight>, At<2, set_key>, At<3, sudo_as>>;

    static void build(const GenesisConfig& config);

  private:
    static DispatchResultWithPostInfo sudo_call(const RuntimeCall& call);
};

}  // namespace serinus::pallet_sudo
