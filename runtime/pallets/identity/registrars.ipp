/// Registrars and their judgements.
/// Pallet: identity
#pragma once

#include "runtime/pallets/identity/identity.hpp"

namespace serinus::pallet_identity {

template <class T>
DispatchResultWithPostInfo Pallet<T>::add_registrar::operator()(Origin<typename T::RegistrarOrigin>) const {
    const AccountId who = TRY(T::System::lookup(account));
    auto registrars = storage.Registrars.get();
    ENSURE(registrars.try_push(Registrar{who, 0, {}}), Error::TooManyRegistrars);
    storage.Registrars.put(registrars);
    const auto count = static_cast<uint32_t>(registrars.size());
    deposit_event(typename Event::RegistrarAdded{count - 1});
    return PostDispatchInfo{T::kWeights.add_registrar(count)};
}

template <class T>
DispatchResultWithPostInfo Pallet<T>::set_fee::operator()(Signed who) const {
    const uint32_t count = TRY(change_registrar(index, who, [this](Registrar& own) { own.fee = fee; }));
    return PostDispatchInfo{T::kWeights.set_fee(count)};
}

template <class T>
DispatchResultWithPostInfo Pallet<T>::set_account_id::operator()(Signed who) const {
    const AccountId heir = TRY(T::System::lookup(new_));
    const uint32_t count = TRY(change_registrar(index, who, [&](Registrar& own) { own.account = heir; }));
    return PostDispatchInfo{T::kWeights.set_account_id(count)};
}

template <class T>
DispatchResultWithPostInfo Pallet<T>::set_fields::operator()(Signed who) const {
    const uint32_t count = TRY(change_registrar(index, who, [this](Registrar& own) { own.fields = fields; }));
    return PostDispatchInfo{T::kWeights.set_fields(count)};
}

template <class T>
DispatchResultWithPostInfo Pallet<T>::request_judgement::operator()(Signed sender) const {
    const auto registrars = storage.Registrars.get();
    ENSURE(reg_index < registrars.size() && registrars[reg_index], Error::EmptyIndex);
    const Balance fee = registrars[reg_index]->fee;
    ENSURE(max_fee >= fee, Error::FeeChanged);
    auto id = storage.IdentityOf.get(sender);
    ENSURE(id, Error::NoIdentity);

    const Judgement paid{typename Judgement::FeePaid{fee}};
    const auto place = find_judgement(*id, reg_index);
    if (place.found) {
        auto& judgement = std::get<1>(id->judgements[place.position]);
        ENSURE(!judgement.is_sticky(), Error::StickyJudgement);
        judgement = paid;
    } else {
        ENSURE(id->judgements.try_insert(place.position, {reg_index, paid}), Error::TooManyRegistrars);
    }
    TRY(T::Currency::reserve(sender, fee));

    storage.IdentityOf.put(sender, *id);
    deposit_event(typename Event::JudgementRequested{sender, reg_index});
    return PostDispatchInfo{T::kWeights.request_judgement(static_cast<uint32_t>(id->judgements.size()),
                                                          static_cast<uint32_t>(id->info.additional.size()))};
}

template <class T>
DispatchResultWithPostInfo Pallet<T>::cancel_request::operator()(Signed sender) const {
    auto id = storage.IdentityOf.get(sender);
    ENSURE(id, Error::NoIdentity);
    const auto place = find_judgement(*id, reg_index);
    ENSURE(place.found, Error::NotFound);
    const auto at = id->judgements.begin() + static_cast<ptrdiff_t>(place.position);
    const auto* const paid = std::get_if<typename Judgement::FeePaid>(&std::get<1>(*at).v);
    ENSURE(paid, Error::JudgementGiven);
    T::Currency::unreserve(sender, paid->_0);
    id->judgements.erase(at);

    storage.IdentityOf.put(sender, *id);
    deposit_event(typename Event::JudgementUnrequested{sender, reg_index});
    return PostDispatchInfo{T::kWeights.cancel_request(static_cast<uint32_t>(id->judgements.size()),
                                                       static_cast<uint32_t>(id->info.additional.size()))};
}

template <class T>
DispatchResultWithPostInfo Pallet<T>::provide_judgement::operator()(Signed sender) const {
    const AccountId who = TRY(T::System::lookup(target));
    ENSURE(!judgement.has_deposit(), Error::InvalidJudgement);
    const auto registrars = storage.Registrars.get();
    ENSURE(reg_index < registrars.size() && registrars[reg_index] && registrars[reg_index]->account == sender,
           Error::InvalidIndex);
    auto id = storage.IdentityOf.get(who);
    ENSURE(id, Error::InvalidTarget);
    ENSURE(host::blake2_256(scale::encode(id->info)) == identity, Error::JudgementForDifferentIdentity);

    const auto place = find_judgement(*id, reg_index);
    if (place.found) {
        auto& old = std::get<1>(id->judgements[place.position]);
        if (const auto* const paid = std::get_if<typename Judgement::FeePaid>(&old.v)) {
            ENSURE(T::Currency::repatriate_reserved(who, sender, paid->_0, BalanceStatus::Free),
                   Error::JudgementPaymentFailed);
        }
        old = judgement;
    } else {
        ENSURE(id->judgements.try_insert(place.position, {reg_index, judgement}), Error::TooManyRegistrars);
    }
    storage.IdentityOf.put(who, *id);
    deposit_event(typename Event::JudgementGiven{who, reg_index});
    return PostDispatchInfo{T::kWeights.provide_judgement(static_cast<uint32_t>(id->judgements.size()),
                                                          static_cast<uint32_t>(id->info.additional.size()))};
}

/// Lets `change` alter the registrar at `index`, which must be `who`; the number of registrars.
template <class T>
template <class F>
ResultOf<uint32_t> Pallet<T>::change_registrar(RegistrarIndex index, const AccountId& who, F&& change) {
    auto registrars = storage.Registrars.get();
    ENSURE(index < registrars.size() && registrars[index] && registrars[index]->account == who, Error::InvalidIndex);
    change(*registrars[index]);
    storage.Registrars.put(registrars);
    return static_cast<uint32_t>(registrars.size());
}

/// Where the judgement of a registrar stands, or where it would.
template <class T>
auto Pallet<T>::find_judgement(const Registration& id, RegistrarIndex registrar) -> Place {
    const auto at = std::ranges::lower_bound(id.judgements, registrar, {},
                                             [](const auto& judgement) { return std::get<0>(judgement); });
    return {static_cast<size_t>(at - id.judgements.begin()),
            at != id.judgements.end() && std::get<0>(*at) == registrar};
}

}  // namespace serinus::pallet_identity
