/// Authorship: who made the current block.
/// Pallet: authorship
#pragma once

#include "runtime/sdk/pallet.hpp"
#include "runtime/sdk/traits/listeners.hpp"

namespace serinus::pallet_authorship {

using namespace sdk;

/// `T`: System, FindAuthor (a type with `find_author(digest)` that gives an account), EventHandlers (a List of types
/// with `note_author(author)`).
template <class T>
concept Configuration = sdk::PalletConfiguration<T> && requires {
    typename T::EventHandlers;
    typename T::FindAuthor;
    typename T::System;
};

template <class T>
struct Pallet : PalletBase<Pallet<T>, T> {
    static_assert(Configuration<T>);
    /// What the configuration supplies, checked where the pallet is composed: all types are complete there.
    static consteval void check_configuration() {
        for_each_handler(typename T::EventHandlers{}, []<class L>() { static_assert(OnAuthor<L>); });
    }
    struct Storage {
        /// The author of the current block, set by the first query.
        Value<AccountId> Author;
    };
    static constexpr Storage storage = bind_storage<Storage>(T::kInfo.name);
    static constexpr uint16_t kStorageVersion = 0;

    /// Tells the handlers who the author is.
    static Weight on_initialize(BlockNumber now);
    static void on_finalize(BlockNumber now);

    /// The author of the current block, at any time in the block.
    static std::optional<AccountId> author();
};

}  // namespace serinus::pallet_authorship
