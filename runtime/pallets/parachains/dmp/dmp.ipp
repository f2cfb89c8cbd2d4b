/// The bodies of dmp.hpp.
#pragma once

#include "runtime/pallets/parachains/dmp/dmp.hpp"

namespace serinus::polkadot_runtime_parachains::dmp {

namespace detail {

/// The largest piece of memory that a runtime can ask for. Observed: Kusama 1.0.0: sp_core::MAX_POSSIBLE_ALLOCATION
inline constexpr uint32_t kMaxPossibleAllocation = 33'554'432;
/// Sending becomes dearer above this part of the queue.
inline constexpr uint32_t kThresholdFactor = 2;
inline constexpr FixedU128 kExponentialFeeBase =
    sp_arithmetic::fixed_point::saturating_from_rational<FixedU128>(105u, 100u);
/// What a KiB of a message adds.
inline constexpr FixedU128 kMessageSizeFeeBase =
    sp_arithmetic::fixed_point::saturating_from_rational<FixedU128>(1u, 1000u);

}  // namespace detail

template <class T>
uint32_t Pallet<T>::max_length(uint32_t max_downward_message_size) {
    return max_downward_message_size == 0 ? 0 : detail::kMaxPossibleAllocation / max_downward_message_size;
}

template <class T>
bool Pallet<T>::has_room(const Host& config, ParaId para, BytesView message) {
    return message.size() <= config.max_downward_message_size &&
           dmq_length(para) <= max_length(config.max_downward_message_size);
}

template <class T>
bool Pallet<T>::can_queue_downward_message(const Host& config, ParaId para, BytesView message) {
    if (!has_room(config, para, message)) return false;
    return T::Paras::storage.Heads.exists(para);
}

template <class T>
bool Pallet<T>::queue_downward_message(const Host& config, ParaId para, Bytes message) {
    if (!can_queue_downward_message(config, para, message)) return false;
    const auto kibibytes = static_cast<uint32_t>(message.size()) / 1024;
    const BlockNumber now = T::System::block_number();
    storage.DownwardMessageQueueHeads.mutate(para, [&](Hash256& head) {
        const Hash256 hash = host::blake2_256(scale::encode(message));
        head = host::blake2_256(scale::encode(std::tuple(head, now, hash)));
    });
    const size_t length = storage.DownwardMessageQueues.mutate(para, [&](Queue& queue) {
        queue.push_back({now, std::move(message)});
        return queue.size();
    });
    if (length > max_length(config.max_downward_message_size) / detail::kThresholdFactor) {
        const FixedU128 size_factor = saturating_mul(
            sp_arithmetic::fixed_point::saturating_from_integer<FixedU128>(kibibytes), detail::kMessageSizeFeeBase);
        storage.DeliveryFeeFactor.mutate(para, [&](FixedU128& factor) {
            factor = saturating_mul(factor, saturating_add(detail::kExponentialFeeBase, size_factor));
        });
    }
    return true;
}

template <class T>
bool Pallet<T>::can_process_downward_messages(ParaId para, BlockNumber relay_parent, uint32_t processed) {
    const Queue queue = dmq_contents(para);
    const bool must_read = !queue.empty() && queue.front().sent_at <= relay_parent;
    return processed <= queue.size() && (processed > 0 || !must_read);
}

template <class T>
void Pallet<T>::prune_dmq(ParaId para, uint32_t processed) {
    const size_t left = storage.DownwardMessageQueues.mutate(para, [&](Queue& queue) {
        queue.erase(queue.begin(), queue.begin() + static_cast<ptrdiff_t>(std::min<size_t>(processed, queue.size())));
        return queue.size();
    });
    const uint32_t most = max_length(T::Configuration::config().max_downward_message_size);
    if (left > most / detail::kThresholdFactor) return;
    storage.DeliveryFeeFactor.mutate(para, [](FixedU128& factor) {
        const auto lower = checked_div(factor, detail::kExponentialFeeBase);
        factor = std::max(FixedU128::one(), lower.value_or(FixedU128::one()));
    });
}

template <class T>
void Pallet<T>::initializer_on_new_session(const initializer::SessionChange&, std::vector<ParaId>& outgoing) {
    for (const ParaId para : outgoing) {
        storage.DownwardMessageQueues.remove(para);
        storage.DownwardMessageQueueHeads.remove(para);
    }
}

}  // namespace serinus::polkadot_runtime_parachains::dmp
