/// The bodies of on_demand.hpp.
#pragma once

#include "runtime/pallets/parachains/on_demand/on_demand.hpp"

namespace serinus::polkadot_runtime_parachains::on_demand {

template <class T>
Weight Pallet<T>::on_initialize(BlockNumber) {
    storage.Revenue.mutate([](RevenueOfBlocks& revenue) {
        const auto overdue = revenue.force_insert_keep_left(0, 0);
        if (overdue) revenue.back() = saturating_add(revenue.back(), *overdue);
    });
    const auto config = T::Configuration::config();
    storage.QueueStatus.mutate([&](QueueStatusType& queue) { update_spot_traffic(config, queue); });
    return T::kDbWeight.reads_writes(3, 2);
}

template <class T>
Balance Pallet<T>::spot_price(const Host& config, FixedU128 traffic) {
    return sp_arithmetic::fixed_point::saturating_mul_int(traffic, config.scheduler_params.on_demand_base_fee);
}

template <class T>
void Pallet<T>::update_spot_traffic(const Host& config, QueueStatusType& queue) {
    const auto& params = config.scheduler_params;
    const auto traffic = spot_traffic(queue.traffic, params.on_demand_queue_max_size, queue.size(),
                                      params.on_demand_target_queue_utilization, params.on_demand_fee_variability,
                                      T::kConstants.TrafficDefaultValue);
    if (!traffic || *traffic == queue.traffic) return;
    queue.traffic = *traffic;
    deposit_event(typename Event::SpotPriceSet{spot_price(config, *traffic)});
}

template <class T>
template <class Pay>
DispatchResult Pallet<T>::place_order(const AccountId& who, Balance max_amount, ParaId para, Pay&& pay) {
    const auto config = T::Configuration::config();
    QueueStatusType queue = storage.QueueStatus.get();
    update_spot_traffic(config, queue);
    const Balance price = spot_price(config, queue.traffic);
    ENSURE(price <= max_amount, Error::SpotPriceHigherThanMaxAmount);
    ENSURE(queue.size() < config.scheduler_params.on_demand_queue_max_size, Error::QueueFull);
    TRY(pay(price));

    storage.Revenue.mutate([&](RevenueOfBlocks& revenue) {
        if (revenue.empty()) revenue.force_insert_keep_left(0, 0);  // all was fetched in this block
        revenue.front() = saturating_add(revenue.front(), price);
    });
    add_order({para, queue.push_back()});
    storage.QueueStatus.put(queue);
    deposit_event(typename Event::OnDemandOrderPlaced{para, price, who});
    return {};
}

template <class T>
DispatchResult Pallet<T>::pay(const AccountId& who, Balance price, ExistenceRequirement existence) {
    auto paid = TRY(T::Currency::withdraw(who, price, WithdrawReasons::kFee, existence));
    // The pot lives without a deposit.
    if (!T::System::account_exists(account_id())) T::System::inc_providers(account_id());
    T::Currency::resolve_creating(account_id(), std::move(paid));
    return {};
}

template <class T>
DispatchResult Pallet<T>::pay_with_credits(const AccountId& who, Balance price) {
    const auto left = checked_sub(storage.Credits.get(who), price);
    ENSURE(left, Error::InsufficientCredits);
    if (*left == 0) {
        storage.Credits.remove(who);
    } else {
        storage.Credits.put(who, *left);
    }
    return {};
}

template <class T>
void Pallet<T>::add_order(EnqueuedOrder order) {
    const auto affinity = storage.ParaIdAffinity.get(order.para_id);
    const auto add = [&](Orders& orders) { orders.push(order); };
    if (affinity) {
        storage.AffinityEntries.mutate(affinity->core_index, add);
    } else {
        storage.FreeEntries.mutate(add);
    }
}

template <class T>
std::optional<Assignment> Pallet<T>::pop_assignment_for_core(CoreIndex core) {
    Orders bound = storage.AffinityEntries.get(core);
    Orders free = storage.FreeEntries.get();
    // The free one if it is *less*, that is behind. It looks the wrong way round, and is what the reference does.
    const bool picks_free = bound.empty() || (!free.empty() && *free.peek() < *bound.peek());
    const auto order = picks_free ? free.pop() : bound.pop();
    if (!order) return std::nullopt;
    if (picks_free) {
        // The para is bound to this core from now on, with all its orders.
        auto [of_para, others] =
            std::move(free).partition([&](const EnqueuedOrder& one) { return one.para_id == order->para_id; });
        bound.append(std::move(of_para));
        storage.FreeEntries.put(others);
    }
    storage.AffinityEntries.put(core, bound);
    storage.QueueStatus.mutate([&](QueueStatusType& queue) { queue.consume_index(order->idx); });
    increase_affinity(order->para_id, core);
    return Assignment{Assignment::Pool{.para_id = order->para_id, .core_index = core}};
}

template <class T>
void Pallet<T>::push_back_assignment(ParaId para, CoreIndex core) {
    decrease_affinity_update_queue(para, core);
    QueueStatusType queue = storage.QueueStatus.get();
    add_order({para, queue.push_front()});
    storage.QueueStatus.put(queue);
}

template <class T>
void Pallet<T>::increase_affinity(ParaId para, CoreIndex core) {
    CoreAffinityCount affinity = storage.ParaIdAffinity.get(para).value_or(CoreAffinityCount{core, 0});
    if (affinity.core_index == core) affinity.count = saturating_add(affinity.count, 1u);
    storage.ParaIdAffinity.put(para, affinity);
}

template <class T>
std::optional<uint32_t> Pallet<T>::decrease_affinity(ParaId para, CoreIndex core) {
    const auto affinity = storage.ParaIdAffinity.get(para);
    if (!affinity || affinity->core_index != core) return std::nullopt;
    const uint32_t left = saturating_sub(affinity->count, 1u);
    if (left > 0) {
        storage.ParaIdAffinity.put(para, {core, left});
    } else {
        storage.ParaIdAffinity.remove(para);
    }
    return left;
}

template <class T>
void Pallet<T>::decrease_affinity_update_queue(ParaId para, CoreIndex core) {
    if (decrease_affinity(para, core) != 0u) return;
    // Its orders may go elsewhere; the core may not even be there any more.
    auto [freed, others] =
        storage.AffinityEntries.get(core).partition([&](const EnqueuedOrder& one) { return one.para_id == para; });
    storage.FreeEntries.mutate([&](Orders& free) { free.append(std::move(freed)); });
    storage.AffinityEntries.put(core, others);
}

template <class T>
void Pallet<T>::credit_account(const AccountId& who, Balance amount) {
    storage.Credits.mutate(who, [&](Balance& credits) { credits = saturating_add(credits, amount); });
    deposit_event(typename Event::AccountCredited{who, amount});
}

template <class T>
Balance Pallet<T>::claim_revenue_until(BlockNumber when) {
    const BlockNumber now = T::System::block_number();
    Balance amount = 0;
    storage.Revenue.mutate([&](RevenueOfBlocks& revenue) {
        while (!revenue.empty() && when > saturating_sub(now, static_cast<BlockNumber>(revenue.size() - 1))) {
            amount = saturating_add(amount, revenue.back());
            revenue.pop_back();
        }
    });
    return amount;
}

template <class T>
TryStateResult Pallet<T>::try_state() {
    size_t orders = storage.FreeEntries.get().size();
    for (const EnqueuedOrder& order : storage.FreeEntries.get().data()) {
        if (storage.ParaIdAffinity.get(order.para_id)) return Err(std::string("a free order is of a para with a core"));
    }
    auto entries = storage.AffinityEntries.iter();
    while (const auto entry = entries.next()) {
        orders += entry->second.size();
        for (const EnqueuedOrder& order : entry->second.data()) {
            const auto affinity = storage.ParaIdAffinity.get(order.para_id);
            if (!affinity || affinity->core_index != entry->first) {
                return Err(std::string("an order waits for a core that its para is not bound to"));
            }
        }
    }
    if (orders != queue_size()) return Err(std::string("QueueStatus does not count the orders"));
    return {};
}

}  // namespace serinus::polkadot_runtime_parachains::on_demand
