/// The bodies of preimage.hpp.
#pragma once

#include "runtime/pallets/preimage/preimage.hpp"

namespace serinus::pallet_preimage {

template <class T>
DispatchResultWithPostInfo Pallet<T>::note_preimage::operator()(SignedOrManager by) const {
    const auto noted = TRY(note_bytes(bytes, by.who));
    return PostDispatchInfo{.pays_fee = noted.was_requested || !by.who ? Pays::No : Pays::Yes};
}

template <class T>
DispatchResult Pallet<T>::unnote_preimage::operator()(SignedOrManager by) const {
    return do_unnote(hash, by.who);
}

template <class T>
DispatchResult Pallet<T>::request_preimage::operator()(Origin<typename T::ManagerOrigin>) const {
    do_request(hash);
    return {};
}

template <class T>
DispatchResult Pallet<T>::unrequest_preimage::operator()(Origin<typename T::ManagerOrigin>) const {
    return do_unrequest(hash);
}

template <class T>
auto Pallet<T>::SignedOrManager::check(const RuntimeOrigin& origin) -> ResultOf<SignedOrManager> {
    if (T::ManagerOrigin::try_origin(origin)) return SignedOrManager{};
    return SignedOrManager{TRY(ensure_signed(origin))};
}

/// Without a depositor the preimage is requested as well. The bytes are written even if they are there already.
template <class T>
auto Pallet<T>::note_bytes(BytesView preimage, const std::optional<AccountId>& depositor) -> ResultOf<NotedBytes> {
    const Hash256 hash = host::blake2_256(preimage);
    ENSURE(preimage.size() <= kMaxSize, Error::TooBig);
    const auto len = static_cast<uint32_t>(preimage.size());

    const auto old = storage.StatusFor.get(hash);
    const auto* const unrequested = old ? std::get_if<Unrequested>(&old->v) : nullptr;
    Status status;
    if (const auto* const requested = old ? std::get_if<Requested>(&old->v) : nullptr) {
        status.v = Requested{requested->deposit, requested->count, len};
    } else if (unrequested) {
        ENSURE(!depositor, Error::AlreadyNoted);
        status.v = Requested{unrequested->deposit, 1, unrequested->len};
    } else if (!depositor) {
        status.v = Requested{std::nullopt, 1, len};
    } else {
        const Balance amount = saturating_add(T::kBaseDeposit, saturating_mul(T::kByteDeposit, Balance{len}));
        TRY(T::Currency::reserve(*depositor, amount));
        status.v = Unrequested{{*depositor, amount}, len};
    }
    const bool was_requested = std::holds_alternative<Requested>(status.v);
    storage.StatusFor.put(hash, status);
    host::set(storage.PreimageFor.key_for({hash, len}), scale::encode(preimage));
    deposit_event(typename Event::Noted{hash});
    return NotedBytes{was_requested, hash};
}

/// A deposit that was paid stays with the preimage until it is unnoted.
template <class T>
void Pallet<T>::do_request(const Hash256& hash) {
    const auto old = storage.StatusFor.get(hash);
    Requested status{std::nullopt, 1, std::nullopt};
    if (const auto* const requested = old ? std::get_if<Requested>(&old->v) : nullptr) {
        status = {requested->deposit, saturating_add(requested->count, 1u), requested->len};
    } else if (old) {
        const auto& unrequested = std::get<Unrequested>(old->v);
        status = {unrequested.deposit, 1, unrequested.len};
    }
    storage.StatusFor.put(hash, {status});
    if (status.count == 1) deposit_event(typename Event::Requested{hash});
}

/// Without an owner to check, anything may be removed.
template <class T>
DispatchResult Pallet<T>::do_unnote(const Hash256& hash, const std::optional<AccountId>& owner) {
    const auto status = storage.StatusFor.get(hash);
    ENSURE(status, Error::NotNoted);
    if (const auto* const requested = std::get_if<Requested>(&status->v)) {
        if (!requested->deposit) {
            ENSURE(!owner, Error::NotAuthorized);
            return do_unrequest(hash);
        }
        const auto& [payer, amount] = *requested->deposit;
        ENSURE(!owner || *owner == payer, Error::NotAuthorized);
        T::Currency::unreserve(payer, amount);
        storage.StatusFor.put(hash, {Requested{std::nullopt, requested->count, requested->len}});
        return {};
    }
    const auto& unrequested = std::get<Unrequested>(status->v);
    const auto& [payer, amount] = unrequested.deposit;
    ENSURE(!owner || *owner == payer, Error::NotAuthorized);
    T::Currency::unreserve(payer, amount);
    storage.StatusFor.remove(hash);
    clear(hash, unrequested.len);
    return {};
}

template <class T>
DispatchResult Pallet<T>::do_unrequest(const Hash256& hash) {
    const auto status = storage.StatusFor.get(hash);
    const auto* const requested = status ? std::get_if<Requested>(&status->v) : nullptr;
    ENSURE(requested, Error::NotRequested);
    if (requested->count > 1) {
        storage.StatusFor.put(hash, {Requested{requested->deposit, requested->count - 1, requested->len}});
    } else if (!requested->len) {
        storage.StatusFor.remove(hash);
    } else if (!requested->deposit) {
        storage.StatusFor.remove(hash);
        clear(hash, *requested->len);
    } else {
        storage.StatusFor.put(hash, {Unrequested{*requested->deposit, *requested->len}});
    }
    return {};
}

template <class T>
void Pallet<T>::clear(const Hash256& hash, uint32_t len) {
    storage.PreimageFor.remove({hash, len});
    deposit_event(typename Event::Cleared{hash});
}

template <class T>
std::optional<uint32_t> Pallet<T>::len(const Hash256& hash) {
    const auto status = storage.StatusFor.get(hash);
    if (!status) return std::nullopt;
    if (const auto* const unrequested = std::get_if<Unrequested>(&status->v)) return unrequested->len;
    return std::get<Requested>(status->v).len;
}

template <class T>
ResultOf<Bytes> Pallet<T>::fetch(const Hash256& hash, std::optional<uint32_t> length) {
    if (!length) length = len(hash);
    ENSURE(length, DispatchError(DispatchError::Unavailable{}));
    auto bytes = storage.PreimageFor.get({hash, *length});
    ENSURE(bytes, DispatchError(DispatchError::Unavailable{}));
    return (*std::move(bytes)).into_inner();
}

template <class T>
bool Pallet<T>::is_requested(const Hash256& hash) {
    const auto status = storage.StatusFor.get(hash);
    return status && std::holds_alternative<Requested>(status->v);
}

template <class T>
void Pallet<T>::request(const Hash256& hash) {
    do_request(hash);
}

/// A request that was never made is none to take back: nothing happens.
template <class T>
void Pallet<T>::unrequest(const Hash256& hash) {
    static_cast<void>(do_unrequest(hash));
}

template <class T>
ResultOf<Hash256> Pallet<T>::note(BytesView bytes) {
    const auto noted = note_bytes(bytes, std::nullopt);
    if (noted) return noted->hash;
    ENSURE(noted.error() != DispatchError(Error::TooBig), DispatchError(DispatchError::Exhausted{}));
    return noted.error();
}

template <class T>
void Pallet<T>::unnote(const Hash256& hash) {
    static_cast<void>(do_unnote(hash, std::nullopt));
}

template <class T>
TryStateResult Pallet<T>::try_state() {
    std::map<AccountId, Balance> deposits;
    auto statuses = storage.StatusFor.iter();
    while (const auto entry = statuses.next()) {
        const auto& [hash, status] = *entry;
        const auto* const unrequested = std::get_if<Unrequested>(&status.v);
        const auto* const requested = std::get_if<Requested>(&status.v);
        const auto length = unrequested ? std::optional(unrequested->len) : requested->len;
        const auto paid = unrequested ? std::optional(unrequested->deposit) : requested->deposit;
        if (requested) ENSURE(requested->count > 0, std::string("Preimage: a request count is 0"));
        if (length) ENSURE(storage.PreimageFor.exists({hash, *length}), std::string("Preimage: bytes are missing"));
        if (paid) {
            ENSURE(length, std::string("Preimage: a deposit for nothing"));
            Balance& total = deposits[std::get<0>(*paid)];
            total = saturating_add(total, std::get<1>(*paid));
        }
    }
    auto preimages = storage.PreimageFor.iter();
    while (const auto entry = preimages.next()) {
        const auto& [key, bytes] = *entry;
        const auto& [hash, length] = key;
        ENSURE(bytes.size() == length && host::blake2_256(bytes) == hash,
               std::string("Preimage: bytes do not fit their key"));
        ENSURE(len(hash) == length, std::string("Preimage: bytes nobody is responsible for"));
    }
    for (const auto& [who, total] : deposits) {
        ENSURE(T::Currency::reserved_balance(who) >= total, std::string("Preimage: a deposit is not reserved"));
    }
    return {};
}

}  // namespace serinus::pallet_preimage
