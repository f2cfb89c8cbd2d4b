/// Hrmp: the messages of candidates.
#pragma once

#include "runtime/pallets/parachains/hrmp/hrmp.hpp"

namespace serinus::polkadot_runtime_parachains::hrmp {

template <class T>
bool Pallet<T>::can_advance_watermark(ParaId recipient, BlockNumber relay_parent, BlockNumber watermark) {
    if (watermark >= relay_parent) return watermark == relay_parent;
    const auto last = storage.HrmpWatermarks.get(recipient);
    if (last && watermark == *last) return true;
    if (last && watermark < *last) return false;
    const auto digest = storage.HrmpChannelDigests.get(recipient);
    return std::ranges::any_of(digest, [&](const auto& entry) { return entry.first == watermark; });
}

template <class T>
bool Pallet<T>::can_queue_outbound_hrmp(const Host& config, ParaId sender, const OutboundMessages& messages) {
    if (messages.size() > config.hrmp_max_message_num_per_candidate) return false;
    std::optional<ParaId> last;
    for (const auto& message : messages) {
        if (last && message.recipient <= *last) return false;
        last = message.recipient;
        const auto channel = storage.HrmpChannels.get({sender, message.recipient});
        const auto size = static_cast<uint32_t>(message.data.size());
        if (!channel || size > channel->max_message_size || channel->total_size + size > channel->max_total_size ||
            channel->msg_count + 1 > channel->max_capacity) {
            return false;
        }
    }
    return true;
}

template <class T>
void Pallet<T>::prune_hrmp(ParaId recipient, BlockNumber watermark) {
    std::set<ParaId> senders;
    storage.HrmpChannelDigests.mutate(recipient, [&](auto& digest) {
        std::erase_if(digest, [&](const auto& entry) {
            if (entry.first > watermark) return false;
            senders.insert(entry.second.begin(), entry.second.end());
            return true;
        });
    });
    for (const ParaId sender : senders) {
        const HrmpChannelId id{sender, recipient};
        auto contents = storage.HrmpChannelContents.get(id);
        uint32_t count = 0, size = 0;
        std::erase_if(contents, [&](const auto& message) {
            if (message.sent_at > watermark) return false;
            ++count;
            size += static_cast<uint32_t>(message.data.size());
            return true;
        });
        if (contents.empty()) {
            storage.HrmpChannelContents.remove(id);
        } else {
            storage.HrmpChannelContents.put(id, contents);
        }
        storage.HrmpChannels.mutate(id, [&](std::optional<HrmpChannel>& channel) {
            if (!channel) return;
            channel->msg_count -= count;
            channel->total_size -= size;
        });
    }
    storage.HrmpWatermarks.put(recipient, watermark);
}

template <class T>
void Pallet<T>::queue_outbound_hrmp(ParaId sender, OutboundMessages messages) {
    const BlockNumber now = T::System::block_number();
    for (auto& message : messages) {
        const HrmpChannelId id{sender, message.recipient};
        auto channel = storage.HrmpChannels.get(id);
        if (!channel) continue;
        const InboundHrmpMessage<BlockNumber> inbound{now, std::move(message.data)};
        ++channel->msg_count;
        channel->total_size += static_cast<uint32_t>(inbound.data.size());
        const Hash256 hash = host::blake2_256(scale::encode(inbound.data));
        channel->mqc_head =
            host::blake2_256(scale::encode(std::tuple(channel->mqc_head.value_or(Hash256{}), now, hash)));
        storage.HrmpChannels.put(id, *channel);
        storage.HrmpChannelContents.append(id, inbound);
        storage.HrmpChannelDigests.mutate(message.recipient, [&](auto& digest) {
            if (digest.empty() || digest.back().first != now) digest.push_back({now, {}});
            digest.back().second.push_back(sender);
        });
    }
}

template <class T>
auto Pallet<T>::inbound_hrmp_channels_contents(ParaId recipient)
    -> std::map<ParaId, std::vector<InboundHrmpMessage<BlockNumber>>> {
    std::map<ParaId, std::vector<InboundHrmpMessage<BlockNumber>>> out;
    for (const ParaId sender : storage.HrmpIngressChannelsIndex.get(recipient)) {
        out[sender] = storage.HrmpChannelContents.get({sender, recipient});
    }
    return out;
}

template <class T>
std::vector<BlockNumber> Pallet<T>::valid_watermarks(ParaId recipient) {
    std::vector<BlockNumber> out;
    for (const auto& [block, senders] : storage.HrmpChannelDigests.get(recipient)) out.push_back(block);
    const auto last = storage.HrmpWatermarks.get(recipient);
    if (last && !out.empty() && out.front() > *last) out.insert(out.begin(), *last);
    return out;
}

template <class T>
std::vector<std::pair<ParaId, std::pair<uint32_t, uint32_t>>> Pallet<T>::outbound_remaining_capacity(ParaId sender) {
    std::vector<std::pair<ParaId, std::pair<uint32_t, uint32_t>>> out;
    for (const ParaId recipient : storage.HrmpEgressChannelsIndex.get(sender)) {
        if (const auto channel = storage.HrmpChannels.get({sender, recipient})) {
            out.emplace_back(recipient, std::pair(channel->max_capacity - channel->msg_count,
                                                  channel->max_total_size - channel->total_size));
        }
    }
    return out;
}

}  // namespace serinus::polkadot_runtime_parachains::hrmp
