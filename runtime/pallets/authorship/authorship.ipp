#pragma once

#include "runtime/pallets/authorship/authorship.hpp"
#include "runtime/sdk/traits/listeners.hpp"

namespace serinus::pallet_authorship {

template <class T>
Weight Pallet<T>::on_initialize(BlockNumber) {
    if (const auto who = author()) {
        for_each_handler(typename T::EventHandlers{}, [&]<class Handler>() { Handler::note_author(*who); });
    }
    return Weight::zero();
}

template <class T>
void Pallet<T>::on_finalize(BlockNumber) {
    storage.Author.remove();
}

template <class T>
std::optional<AccountId> Pallet<T>::author() {
    if (auto known = storage.Author.get()) return known;
    auto found = T::FindAuthor::find_author(T::System::digest());
    if (found) storage.Author.put(*found);
    return found;
}

}  // namespace serinus::pallet_authorship
