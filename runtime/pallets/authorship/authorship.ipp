#pragma once

#include "runtime/pallets/authorship/authorship.hpp"

namespace serinus::pallet_authorship {

namespace detail {

template <class... Handlers>
void note_author(List<Handlers...>, const AccountId& author) {
    (Handlers::note_author(author), ...);
}

}  // namespace detail

template <class T>
Weight Pallet<T>::on_initialize(BlockNumber) {
    if (const auto who = author()) detail::note_author(typename T::EventHandlers{}, *who);
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
