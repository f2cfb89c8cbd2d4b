/// The bodies of paras_registrar.hpp.
#pragma once

#include "runtime/pallets/paras_registrar/paras_registrar.hpp"
#include "runtime/sdk/traits/listeners.hpp"

namespace serinus::polkadot_runtime_common::paras_registrar {

template <class T>
void Pallet<T>::on_new_head(ParaId id, const HeadData&) {
    auto info = storage.Paras.get(id);
    if (!info || info->locked) return;
    info->locked = true;
    storage.Paras.put(id, *info);
}

template <class T>
std::optional<AccountId> Pallet<T>::manager_of(ParaId id) {
    const auto info = storage.Paras.get(id);
    return info ? std::optional(info->manager) : std::nullopt;
}

template <class T>
std::vector<ParaId> Pallet<T>::parachains() {
    return T::Paras::storage.Parachains.get();
}

template <class T>
bool Pallet<T>::is_registered(ParaId id) {
    return T::Paras::is_parathread(id) || T::Paras::is_parachain(id);
}

template <class T>
DispatchResult Pallet<T>::make_parachain(ParaId id) {
    ENSURE(T::Paras::lifecycle(id) == ParaLifecycle::Parathread, Error::NotParathread);
    ENSURE(T::Paras::schedule_parathread_upgrade(id), Error::CannotUpgrade);
    return {};
}

template <class T>
DispatchResult Pallet<T>::make_parathread(ParaId id) {
    ENSURE(T::Paras::lifecycle(id) == ParaLifecycle::Parachain, Error::NotParachain);
    ENSURE(T::Paras::schedule_parachain_downgrade(id), Error::CannotDowngrade);
    return {};
}

template <class T>
DispatchResult Pallet<T>::ensure_root_or_para(const RuntimeOrigin& origin, ParaId id) {
    if (const auto para = T::EnsureParachain::try_origin(origin)) {
        ENSURE(*para == id, Error::NotOwner);
        return {};
    }
    TRY(Root::check(origin));
    return {};
}

/// A manager who may not is told why; anybody else gets BadOrigin.
template <class T>
DispatchResult Pallet<T>::ensure_root_para_or_owner(const RuntimeOrigin& origin, ParaId id) {
    if (const AccountId* const who = origin.caller().signer()) {
        const auto info = storage.Paras.get(id);
        ENSURE(info, Error::NotRegistered);
        ENSURE(info->manager != *who || !info->is_locked(), Error::ParaLocked);
        if (info && !info->is_locked() && info->manager == *who) return {};
    }
    return ensure_root_or_para(origin, id);
}

template <class T>
DispatchResult Pallet<T>::do_register(const AccountId& who, std::optional<Balance> deposit_override, ParaId id,
                                      const HeadData& head, const ValidationCode& code, bool must_be_reserved) {
    Balance deposited = 0;
    if (const auto known = storage.Paras.get(id)) {
        ENSURE(known->manager == who, Error::NotOwner);
        ENSURE(!known->is_locked(), Error::ParaLocked);
        deposited = known->deposit;
    } else {
        ENSURE(!must_be_reserved, Error::NotReserved);
    }
    ENSURE(!T::Paras::lifecycle(id), Error::AlreadyRegistered);

    const auto config = T::Configuration::config();
    constexpr size_t kMinCodeSize = 9;
    ENSURE(code._0.size() >= kMinCodeSize, Error::InvalidCode);
    ENSURE(code._0.size() <= config.max_code_size, Error::CodeTooLarge);
    ENSURE(head._0.size() <= config.max_head_data_size, Error::HeadDataTooLarge);
    constexpr Constants kConstants = T::kConstants;
    // The para pays for the largest code that it may have one day.
    const Balance bytes = saturating_mul(kConstants.DataDepositPerByte, head._0.size() + Balance{config.max_code_size});
    const Balance deposit = deposit_override.value_or(saturating_add(kConstants.ParaDeposit, bytes));
    if (deposit >= deposited) {
        TRY(T::Currency::reserve(who, deposit - deposited));
    } else {
        T::Currency::unreserve(who, deposited - deposit);
    }
    storage.Paras.put(id, {who, deposit, std::nullopt});
    static_cast<void>(T::Paras::schedule_para_initialize(id, {head, code, false}));  // it is new, and has code
    deposit_event(typename Event::Registered{id, who});
    return {};
}

template <class T>
void Pallet<T>::set_lock(ParaId id, bool locked) {
    storage.Paras.mutate(id, [&](std::optional<Info>& info) {
        if (info) info->locked = locked;
    });
}

template <class T>
void Pallet<T>::swap_leases(ParaId a, ParaId b) {
    for_each_handler(typename T::OnSwap{}, [&]<class Other>() { Other::on_swap(a, b); });
}

template <class T>
DispatchResult Pallet<T>::register_::operator()(Signed who) const {
    return do_register(who, std::nullopt, id, genesis_head, validation_code, true);
}

template <class T>
DispatchResult Pallet<T>::force_register::operator()(Root) const {
    return do_register(who, deposit, id, genesis_head, validation_code, false);
}

template <class T>
DispatchResult Pallet<T>::deregister::operator()(const RuntimeOrigin& origin) const {
    TRY(ensure_root_para_or_owner(origin, id));
    const auto lifecycle = T::Paras::lifecycle(id);
    ENSURE(!lifecycle || *lifecycle == ParaLifecycle::Parathread, Error::NotParathread);
    ENSURE(T::Paras::schedule_para_cleanup(id), Error::CannotDeregister);
    if (const auto info = storage.Paras.take(id)) T::Currency::unreserve(info->manager, info->deposit);
    storage.PendingSwap.remove(id);
    deposit_event(typename Event::Deregistered{id});
    return {};
}

template <class T>
DispatchResult Pallet<T>::swap::operator()(const RuntimeOrigin& origin) const {
    TRY(ensure_root_para_or_owner(origin, id));
    if (id == other) {
        storage.PendingSwap.remove(id);
        return {};
    }
    const auto state = T::Paras::lifecycle(id);
    ENSURE(state, Error::NotRegistered);
    if (storage.PendingSwap.get(other) != id) {
        storage.PendingSwap.put(id, other);
        return {};
    }
    const auto other_state = T::Paras::lifecycle(other);
    ENSURE(other_state, Error::NotRegistered);
    const auto is = [](const auto& one, ParaLifecycle wanted) { return *one == wanted; };
    const bool is_chain = is(state, ParaLifecycle::Parachain),
               other_is_chain = is(other_state, ParaLifecycle::Parachain);
    const bool is_thread = is(state, ParaLifecycle::Parathread);
    const bool other_is_thread = is(other_state, ParaLifecycle::Parathread);
    ENSURE(is_chain || other_is_chain, Error::CannotSwap);
    ENSURE(is_chain || is_thread, Error::CannotSwap);
    ENSURE(other_is_chain || other_is_thread, Error::CannotSwap);
    if (is_chain && other_is_chain) {
        swap_leases(id, other);  // both stay what they are
    } else {
        const ParaId down = is_chain ? id : other, up = is_chain ? other : id;
        static_cast<void>(T::Paras::schedule_parachain_downgrade(down));
        static_cast<void>(T::Paras::schedule_parathread_upgrade(up));
        swap_leases(up, down);
    }
    deposit_event(typename Event::Swapped{id, other});
    storage.PendingSwap.remove(other);
    return {};
}

template <class T>
DispatchResult Pallet<T>::remove_lock::operator()(const RuntimeOrigin& origin) const {
    TRY(ensure_root_or_para(origin, para));
    set_lock(para, false);
    return {};
}

template <class T>
void Pallet<T>::build(const GenesisConfig& config) {
    storage.NextFreeParaId.put(config.next_free_para_id);
}

template <class T>
DispatchResult Pallet<T>::reserve::operator()(Signed who) const {
    const ParaId id = std::max(storage.NextFreeParaId.get(), kLowestPublicId);
    ENSURE(!storage.Paras.exists(id), Error::AlreadyRegistered);
    ENSURE(!T::Paras::lifecycle(id), Error::AlreadyRegistered);
    constexpr Constants kConstants = T::kConstants;
    TRY(T::Currency::reserve(who, kConstants.ParaDeposit));
    storage.Paras.put(id, {who, kConstants.ParaDeposit, std::nullopt});
    deposit_event(typename Event::Reserved{id, who});
    storage.NextFreeParaId.put({id._0 + 1});
    return {};
}

template <class T>
DispatchResult Pallet<T>::add_lock::operator()(const RuntimeOrigin& origin) const {
    TRY(ensure_root_para_or_owner(origin, para));
    set_lock(para, true);
    return {};
}

template <class T>
DispatchResult Pallet<T>::schedule_code_upgrade::operator()(const RuntimeOrigin& origin) const {
    TRY(ensure_root_para_or_owner(origin, para));
    return T::Paras::schedule_code_upgrade_external(para, new_code);
}

template <class T>
DispatchResult Pallet<T>::set_current_head::operator()(const RuntimeOrigin& origin) const {
    TRY(ensure_root_para_or_owner(origin, para));
    T::Paras::set_current_head(para, new_head);
    return {};
}

}  // namespace serinus::polkadot_runtime_common::paras_registrar
