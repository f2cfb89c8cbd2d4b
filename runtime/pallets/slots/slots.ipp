/// The bodies of slots.hpp.
#pragma once

#include "runtime/arithmetic/sort.hpp"
#include "runtime/pallets/slots/slots.hpp"

namespace serinus::polkadot_runtime_common::slots {

template <class T>
Weight Pallet<T>::on_initialize(BlockNumber now) {
    const auto period = lease_period_index(now);
    if (!period || !period->is_first_block) return Weight::zero();
    return manage_lease_period_start(period->index);
}

/// The period that is over leaves each list. Who is not reserved for the para any more gets the difference back; paras
/// become parachains and cease to be.
template <class T>
Weight Pallet<T>::manage_lease_period_start(LeasePeriod period) {
    deposit_event(typename Event::NewLeasePeriod{period});
    const std::vector<ParaId> before = T::Registrar::parachains();
    std::vector<ParaId> parachains;
    auto entries = storage.Leases.iter();
    while (auto entry = entries.next()) {
        auto& [para, leases] = *entry;
        if (leases.empty()) continue;
        const Lease ended = std::move(leases.front());
        if (leases.size() == 1) {
            if (ended) Currency::unreserve(ended->first, ended->second);
            storage.Leases.remove(para);
            continue;
        }
        leases.erase(leases.begin());
        storage.Leases.put(para, leases);
        if (ended) {
            const auto rebate = checked_sub(ended->second, deposit_held(para, ended->first));
            if (rebate) Currency::unreserve(ended->first, *rebate);
        }
        if (leases.front()) parachains.push_back(para);
    }
    sdk::sort(parachains);
    for (const ParaId para : parachains) {
        if (!std::ranges::binary_search(before, para)) static_cast<void>(T::Registrar::make_parachain(para));
    }
    for (const ParaId para : before) {
        if (!std::ranges::binary_search(parachains, para)) static_cast<void>(T::Registrar::make_parathread(para));
    }
    return T::kWeights.manage_lease_period_start(static_cast<uint32_t>(before.size()),
                                                 static_cast<uint32_t>(parachains.size()));
}

template <class T>
std::optional<PeriodOf> Pallet<T>::lease_period_index(BlockNumber block) {
    constexpr Constants kConstants = T::kConstants;
    if (block < kConstants.LeaseOffset) return std::nullopt;
    const BlockNumber since = block - kConstants.LeaseOffset;
    return PeriodOf{since / kConstants.LeasePeriod, since % kConstants.LeasePeriod == 0};
}

template <class T>
std::map<AccountId, Balance> Pallet<T>::all_deposits_held(ParaId para) {
    std::map<AccountId, Balance> held;
    for (const Lease& lease : storage.Leases.get(para)) {
        if (!lease) continue;
        Balance& most = held[lease->first];
        most = std::max(most, lease->second);
    }
    return held;
}

template <class T>
Balance Pallet<T>::deposit_held(ParaId para, const AccountId& leaser) {
    Balance held = 0;
    for (const Lease& lease : storage.Leases.get(para)) {
        if (lease && lease->first == leaser) held = std::max(held, lease->second);
    }
    return held;
}

template <class T>
Result<void, LeaseError> Pallet<T>::lease_out(ParaId para, const AccountId& leaser, Balance amount, LeasePeriod begin,
                                              LeasePeriod count) {
    const auto now = lease_period_index(T::System::block_number());
    ENSURE(now, LeaseError::NoLeasePeriod);
    const auto offset = checked_sub(begin, now->index);
    ENSURE(offset, LeaseError::AlreadyEnded);
    return storage.Leases.try_mutate(para, [&](std::vector<Lease>& leases) -> Result<void, LeaseError> {
        if (leases.size() < *offset) leases.resize(*offset);
        for (uint32_t i = *offset; i < *offset + count; ++i) {
            if (i == leases.size()) leases.emplace_back();
            ENSURE(!leases[i], LeaseError::AlreadyLeased);
            leases[i].emplace(leaser, amount);
        }
        const auto additional = checked_sub(amount, deposit_held(para, leaser));
        if (additional) ENSURE(Currency::reserve(leaser, *additional), LeaseError::ReserveFailed);
        if (*offset == 0) static_cast<void>(T::Registrar::make_parachain(para));
        deposit_event(typename Event::Leased{para, leaser, begin, count, additional.value_or(0), amount});
        return {};
    });
}

template <class T>
bool Pallet<T>::already_leased(ParaId para, LeasePeriod first, LeasePeriod last) {
    const auto now = lease_period_index(T::System::block_number());
    if (!now) return true;
    const LeasePeriod start = std::max(first, now->index);
    const std::vector<Lease> leases = storage.Leases.get(para);
    LeasePeriod period = now->index;
    return std::ranges::any_of(leases, [&](const Lease& lease) {
        const LeasePeriod leased = period++;
        return lease && leased >= start && (leased <= last || leased == start);
    });
}

template <class T>
void Pallet<T>::on_swap(ParaId one, ParaId other) {
    storage.Leases.mutate(one, [&](std::vector<Lease>& of_one) {
        storage.Leases.mutate(other, [&](std::vector<Lease>& of_other) { std::swap(of_one, of_other); });
    });
}

template <class T>
DispatchResult Pallet<T>::force_lease::operator()(Forced) const {
    ENSURE(lease_out(para, leaser, amount, period_begin, period_count), Error::LeaseError);
    return {};
}

template <class T>
DispatchResult Pallet<T>::clear_all_leases::operator()(Forced) const {
    for (const auto& [who, deposit] : all_deposits_held(para)) Currency::unreserve(who, deposit);
    storage.Leases.remove(para);
    return {};
}

template <class T>
DispatchResult Pallet<T>::trigger_onboard::operator()(Signed) const {
    const std::vector<Lease> leases = storage.Leases.get(para);
    ENSURE(!leases.empty() && leases.front(), Error::ParaNotOnboarding);
    return T::Registrar::make_parachain(para);
}

}  // namespace serinus::polkadot_runtime_common::slots
