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
DispatchResultWithPostInfo Pallet<T>::ensure_updated::operator()(Signed) const {
    ENSURE(!hashes.empty(), Error::TooFew);
    ENSURE(hashes.size() <= kMaxUpdated, Error::TooMany);
    uint32_t updated = 0;
    for (const Hash256& hash : hashes) updated += do_ensure_updated(hash) ? 1 : 0;
    return PostDispatchInfo{.pays_fee = updated * 10 >= hashes.size() * 9 ? Pays::No : Pays::Yes};
}

template <class T>
auto Pallet<T>::status_of(const Hash256& hash) -> std::optional<Status> {
    do_ensure_updated(hash);
    return storage.RequestStatusFor.get(hash);
}

/// Whether there was an old status. If its deposit cannot be put on hold, the status is lost.
template <class T>
bool Pallet<T>::do_ensure_updated(const Hash256& hash) {
    const auto old = storage.StatusFor.take(hash);
    if (!old) return false;
    if (const auto* const unrequested = std::get_if<typename Old::Unrequested>(&old->v)) {
        const auto& [who, amount] = unrequested->deposit;
        T::Currency::unreserve(who, amount);
        const auto ticket = take_deposit(who, unrequested->len);
        if (!ticket) return true;
        storage.RequestStatusFor.put(hash, {Unrequested{{who, *ticket}, unrequested->len}});
        return true;
    }
    const auto& requested = std::get<typename Old::Requested>(old->v);
    std::optional<std::tuple<AccountId, Ticket>> deposit;
    if (requested.deposit) {
        const auto& [who, amount] = *requested.deposit;
        T::Currency::unreserve(who, amount);
        if (requested.len) {
            const auto ticket = take_deposit(who, *requested.len);
            if (!ticket) return true;
            deposit.emplace(who, *ticket);
        }
    }
    storage.RequestStatusFor.put(hash, {Requested{deposit, requested.count, requested.len}});
    return true;
}

template <class T>
auto Pallet<T>::take_deposit(const AccountId& who, uint32_t len) -> ResultOf<Ticket> {
    const Balance amount = saturating_add(T::kBaseDeposit, saturating_mul(T::kByteDeposit, Balance{len}));
    TRY(Deposits::hold(who, amount));
    return Ticket{amount};
}

template <class T>
void Pallet<T>::return_deposit(const std::tuple<AccountId, Ticket>& deposit) {
    const auto& [payer, ticket] = deposit;
    static_cast<void>(Deposits::release(payer, ticket._0, Precision::BestEffort));
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

    const auto old = status_of(hash);
    const auto* const unrequested = old ? std::get_if<Unrequested>(&old->v) : nullptr;
    Status status;
    if (const auto* const requested = old ? std::get_if<Requested>(&old->v) : nullptr) {
        const auto& [deposit, count, old_len] = *requested;
        status.v = Requested{deposit, count, len};
    } else if (unrequested) {
        ENSURE(!depositor, Error::AlreadyNoted);
        const auto& [deposit, old_len] = *unrequested;
        status.v = Requested{deposit, 1, old_len};
    } else if (!depositor) {
        status.v = Requested{std::nullopt, 1, len};
    } else {
        status.v = Unrequested{{*depositor, TRY(take_deposit(*depositor, len))}, len};
    }
    const bool was_requested = std::holds_alternative<Requested>(status.v);
    storage.RequestStatusFor.put(hash, status);
    host::set(storage.PreimageFor.key_for({hash, len}), scale::encode(preimage));
    deposit_event(typename Event::Noted{hash});
    return NotedBytes{was_requested, hash};
}

/// A deposit that was paid stays with the preimage until it is unnoted.
template <class T>
void Pallet<T>::do_request(const Hash256& hash) {
    const auto old = status_of(hash);
    Requested status{std::nullopt, 1, std::nullopt};
    if (const auto* const requested = old ? std::get_if<Requested>(&old->v) : nullptr) {
        const auto& [deposit, count, len] = *requested;
        status = {deposit, saturating_add(count, 1u), len};
    } else if (old) {
        const auto& [deposit, len] = std::get<Unrequested>(old->v);
        status = {deposit, 1, len};
    }
    storage.RequestStatusFor.put(hash, {status});
    if (status.count == 1) deposit_event(typename Event::Requested{hash});
}

/// Without an owner to check, anything may be removed.
template <class T>
DispatchResult Pallet<T>::do_unnote(const Hash256& hash, const std::optional<AccountId>& owner) {
    const auto status = status_of(hash);
    ENSURE(status, Error::NotNoted);
    if (const auto* const requested = std::get_if<Requested>(&status->v)) {
        const auto& [deposit, count, len] = *requested;
        if (!deposit) {
            ENSURE(!owner, Error::NotAuthorized);
            return do_unrequest(hash);
        }
        ENSURE(!owner || *owner == std::get<0>(*deposit), Error::NotAuthorized);
        return_deposit(*deposit);
        storage.RequestStatusFor.put(hash, {Requested{std::nullopt, count, len}});
        return {};
    }
    const auto& [deposit, len] = std::get<Unrequested>(status->v);
    ENSURE(!owner || *owner == std::get<0>(deposit), Error::NotAuthorized);
    return_deposit(deposit);
    storage.RequestStatusFor.remove(hash);
    clear(hash, len);
    return {};
}

template <class T>
DispatchResult Pallet<T>::do_unrequest(const Hash256& hash) {
    const auto status = status_of(hash);
    const auto* const requested = status ? std::get_if<Requested>(&status->v) : nullptr;
    ENSURE(requested, Error::NotRequested);
    const auto& [deposit, count, len] = *requested;
    if (count > 1) {
        storage.RequestStatusFor.put(hash, {Requested{deposit, count - 1, len}});
    } else if (!len) {
        storage.RequestStatusFor.remove(hash);
    } else if (!deposit) {
        storage.RequestStatusFor.remove(hash);
        clear(hash, *len);
    } else {
        storage.RequestStatusFor.put(hash, {Unrequested{*deposit, *len}});
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
    const auto status = status_of(hash);
    if (!status) return std::nullopt;
    if (const auto* const unrequested = std::get_if<Unrequested>(&status->v)) return unrequested->len;
    const auto& [deposit, count, len] = std::get<Requested>(status->v);
    return len;
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
    const auto status = status_of(hash);
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
    const auto amount_of = [](const Ticket& ticket) { return ticket._0; };
    const auto paid_by = [](const AccountId& who) { return Deposits::balance(who); };
    std::map<AccountId, Balance> deposits;
    auto entries = storage.RequestStatusFor.iter();
    while (const auto entry = entries.next()) {
        const auto& [hash, status] = *entry;
        std::optional<std::tuple<AccountId, Ticket>> paid;
        std::optional<uint32_t> length;
        if (const auto* const unrequested = std::get_if<Unrequested>(&status.v)) {
            std::tie(paid, length) = [&] {
                const auto& [deposit, len] = *unrequested;
                return std::tuple(std::optional(deposit), std::optional(len));
            }();
        } else {
            const auto& [deposit, count, len] = std::get<Requested>(status.v);
            ENSURE(count > 0, std::string("Preimage: a request count is 0"));
            paid = deposit;
            length = len;
        }
        if (length) ENSURE(storage.PreimageFor.exists({hash, *length}), std::string("Preimage: bytes are missing"));
        if (paid) {
            ENSURE(length, std::string("Preimage: a deposit for nothing"));
            Balance& total = deposits[std::get<0>(*paid)];
            total = saturating_add(total, amount_of(std::get<1>(*paid)));
        }
    }
    // Those in the old form are not looked into: they become new ones when they are asked for.
    const auto is_old = [](const Hash256& hash) { return storage.StatusFor.exists(hash); };
    auto preimages = storage.PreimageFor.iter();
    while (const auto entry = preimages.next()) {
        const auto& [key, bytes] = *entry;
        const auto& [hash, length] = key;
        ENSURE(bytes.size() == length && host::blake2_256(bytes) == hash,
               std::string("Preimage: bytes do not fit their key"));
        ENSURE(is_old(hash) || len(hash) == length, std::string("Preimage: bytes nobody is responsible for"));
    }
    for (const auto& [who, total] : deposits) {
        ENSURE(paid_by(who) >= total, std::string("Preimage: a deposit is not reserved"));
    }
    return {};
}

}  // namespace serinus::pallet_preimage
