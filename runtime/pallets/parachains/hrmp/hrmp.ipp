/// The bodies of hrmp.hpp.
#pragma once

#include "runtime/pallets/parachains/hrmp/hrmp.hpp"
#include "runtime/pallets/parachains/hrmp/hrmp_messages.ipp"
#include "runtime/sdk/panic.hpp"
#include "runtime/sdk/sorted.hpp"

namespace serinus::polkadot_runtime_parachains::hrmp {

namespace detail {

inline void insert_sorted(std::vector<ParaId>& list, ParaId id) {
    const auto [position, found] = binary_search(list, id, std::identity{});
    if (!found) list.insert(list.begin() + static_cast<ptrdiff_t>(position), id);
}

inline void remove_sorted(std::vector<ParaId>& list, ParaId id) {
    const auto [position, found] = binary_search(list, id, std::identity{});
    if (found) list.erase(list.begin() + static_cast<ptrdiff_t>(position));
}

/// The last element takes the place of the one at `position`.
inline void swap_remove(std::vector<HrmpChannelId>& list, size_t position) {
    list[position] = list.back();
    list.pop_back();
}

/// A program of XCM with one instruction, whose fields are compact numbers: the same bytes in versions 3 to 5.
inline Bytes xcm(uint8_t version, uint8_t instruction, std::initializer_list<uint32_t> fields) {
    scale::Encoder out;
    out.byte(version);
    out.compact(uint64_t{1});
    out.byte(instruction);
    for (const uint32_t field : fields) out.compact(uint64_t{field});
    return std::move(out).finish();
}
inline constexpr uint8_t kNewChannelOpenRequest = 7, kChannelAccepted = 8, kChannelClosing = 9;

/// Of a count of requests; a count of 0 is not stored.
inline void decrease(std::optional<uint32_t>& count) {
    if (!count) return;
    if (*count <= 1) {
        count.reset();
    } else {
        --*count;
    }
}

}  // namespace detail

inline AccountId account_of(ParaId para) {
    AccountId out;
    const Bytes start = concat(as_bytes("para"), scale::encode(para));
    std::ranges::copy(start, out.bytes.begin());
    return out;
}

template <class T>
void Pallet<T>::build(const GenesisConfig& config) {
    for (const auto& [sender, recipient, max_capacity, max_message_size] : config.preopen_hrmp_channels) {
        if (!init_open_channel(sender, recipient, max_capacity, max_message_size) ||
            !accept_open_channel(recipient, sender)) {
            panic("a channel of the genesis cannot be opened");
        }
    }
    process_hrmp_open_channel_requests(T::Configuration::config());
}

template <class T>
void Pallet<T>::initializer_on_new_session(const initializer::SessionChange& change, std::vector<ParaId>& outgoing) {
    clean_open_channel_requests(change.prev_config, outgoing);
    for (const ParaId para : outgoing) clean_hrmp_after_outgoing(para);
    process_hrmp_open_channel_requests(change.prev_config);
    process_hrmp_close_channel_requests();
}

/// Forgets requests of paras that end, and gives deposits back to those that stay.
template <class T>
void Pallet<T>::clean_open_channel_requests(const Host& config, const std::vector<ParaId>& outgoing) {
    const auto is_outgoing = [&](ParaId para) { return std::ranges::find(outgoing, para) != outgoing.end(); };
    std::vector<HrmpChannelId> go, stay;
    for (const auto& channel : storage.HrmpOpenChannelRequestsList.get()) {
        (is_outgoing(channel.sender) || is_outgoing(channel.recipient) ? go : stay).push_back(channel);
    }
    storage.HrmpOpenChannelRequestsList.put(stay);
    for (const auto& channel : go) {
        const auto request = storage.HrmpOpenChannelRequests.take(channel);
        if (!request) continue;
        if (!is_outgoing(channel.sender)) T::Currency::unreserve(account_of(channel.sender), request->sender_deposit);
        if (!request->confirmed) continue;
        if (!is_outgoing(channel.recipient)) {
            T::Currency::unreserve(account_of(channel.recipient), config.hrmp_recipient_deposit);
        }
        storage.HrmpAcceptedChannelRequestCount.mutate_exists(channel.recipient, detail::decrease);
    }
}

template <class T>
void Pallet<T>::clean_hrmp_after_outgoing(ParaId para) {
    storage.HrmpOpenChannelRequestCount.remove(para);
    storage.HrmpAcceptedChannelRequestCount.remove(para);
    std::set<HrmpChannelId> channels;
    for (const ParaId sender : storage.HrmpIngressChannelsIndex.take(para)) channels.insert({sender, para});
    for (const ParaId recipient : storage.HrmpEgressChannelsIndex.take(para)) channels.insert({para, recipient});
    for (const auto& channel : channels) close_hrmp_channel(channel);
}

template <class T>
void Pallet<T>::process_hrmp_open_channel_requests(const Host& config) {
    auto list = storage.HrmpOpenChannelRequestsList.get();
    if (list.empty()) return;
    for (size_t left = list.size(); left > 0; --left) {
        const size_t i = left - 1;
        const HrmpChannelId channel = list[i];
        const auto request = storage.HrmpOpenChannelRequests.get(channel);
        if (!request) panic("a request for a channel is in the list alone");
        if (!request->confirmed) continue;
        if (T::Paras::is_valid_para(channel.sender) && T::Paras::is_valid_para(channel.recipient)) {
            storage.HrmpChannels.put(channel, {.max_capacity = request->max_capacity,
                                               .max_total_size = request->max_total_size,
                                               .max_message_size = request->max_message_size,
                                               .msg_count = 0,
                                               .total_size = 0,
                                               .mqc_head = std::nullopt,
                                               .sender_deposit = request->sender_deposit,
                                               .recipient_deposit = deposit_for(channel.sender, channel.recipient,
                                                                                config.hrmp_recipient_deposit)});
            storage.HrmpIngressChannelsIndex.mutate(
                channel.recipient, [&](auto& senders) { detail::insert_sorted(senders, channel.sender); });
            storage.HrmpEgressChannelsIndex.mutate(
                channel.sender, [&](auto& recipients) { detail::insert_sorted(recipients, channel.recipient); });
        }
        storage.HrmpOpenChannelRequestCount.mutate_exists(channel.sender, detail::decrease);
        storage.HrmpAcceptedChannelRequestCount.mutate_exists(channel.recipient, detail::decrease);
        detail::swap_remove(list, i);
        storage.HrmpOpenChannelRequests.remove(channel);
    }
    storage.HrmpOpenChannelRequestsList.put(list);
}

template <class T>
void Pallet<T>::process_hrmp_close_channel_requests() {
    for (const auto& channel : storage.HrmpCloseChannelRequestsList.take()) {
        storage.HrmpCloseChannelRequests.remove(channel);
        close_hrmp_channel(channel);
    }
}

template <class T>
void Pallet<T>::close_hrmp_channel(const HrmpChannelId& channel) {
    if (const auto open = storage.HrmpChannels.take(channel)) {
        T::Currency::unreserve(account_of(channel.sender), open->sender_deposit);
        T::Currency::unreserve(account_of(channel.recipient), open->recipient_deposit);
    }
    storage.HrmpChannelContents.remove(channel);
    storage.HrmpEgressChannelsIndex.mutate(
        channel.sender, [&](auto& recipients) { detail::remove_sorted(recipients, channel.recipient); });
    storage.HrmpIngressChannelsIndex.mutate(channel.recipient,
                                            [&](auto& senders) { detail::remove_sorted(senders, channel.sender); });
}

/// A message that does not fit is lost; the channel does not depend on it.
template <class T>
void Pallet<T>::notify(const Host& config, ParaId para, uint8_t instruction, std::initializer_list<uint32_t> fields) {
    const uint8_t version = T::VersionWrapper::xcm_version_for(para);
    T::Dmp::queue_downward_message(config, para, detail::xcm(version, instruction, fields));
}

template <class T>
DispatchResult Pallet<T>::init_open_channel(ParaId origin, ParaId recipient, uint32_t max_capacity,
                                            uint32_t max_message_size) {
    ENSURE(origin != recipient, Error::OpenHrmpChannelToSelf);
    ENSURE(T::Paras::is_valid_para(recipient), Error::OpenHrmpChannelInvalidRecipient);
    const Host config = T::Configuration::config();
    ENSURE(max_capacity > 0, Error::OpenHrmpChannelZeroCapacity);
    ENSURE(max_capacity <= config.hrmp_channel_max_capacity, Error::OpenHrmpChannelCapacityExceedsLimit);
    ENSURE(max_message_size > 0, Error::OpenHrmpChannelZeroMessageSize);
    ENSURE(max_message_size <= config.hrmp_channel_max_message_size, Error::OpenHrmpChannelMessageSizeExceedsLimit);
    const HrmpChannelId channel{origin, recipient};
    ENSURE(!storage.HrmpOpenChannelRequests.find(channel), Error::OpenHrmpChannelAlreadyRequested);
    ENSURE(!storage.HrmpChannels.find(channel), Error::OpenHrmpChannelAlreadyExists);
    const uint32_t open = storage.HrmpEgressChannelsIndex.decode_len(origin).value_or(0);
    const uint32_t requests = storage.HrmpOpenChannelRequestCount.get(origin);
    ENSURE(open + requests < config.hrmp_max_parachain_outbound_channels, Error::OpenHrmpChannelLimitExceeded);

    const Balance deposit = deposit_for(origin, recipient, config.hrmp_sender_deposit);
    TRY(T::Currency::reserve(account_of(origin), deposit));
    storage.HrmpOpenChannelRequestCount.put(origin, requests + 1);
    storage.HrmpOpenChannelRequests.put(channel, {.confirmed = false,
                                                  ._age = 0,
                                                  .sender_deposit = deposit,
                                                  .max_message_size = max_message_size,
                                                  .max_capacity = max_capacity,
                                                  .max_total_size = config.hrmp_channel_max_total_size});
    storage.HrmpOpenChannelRequestsList.append(channel);
    notify(config, recipient, detail::kNewChannelOpenRequest, {origin._0, max_message_size, max_capacity});
    return {};
}

template <class T>
DispatchResult Pallet<T>::accept_open_channel(ParaId origin, ParaId sender) {
    const HrmpChannelId channel{sender, origin};
    auto request = storage.HrmpOpenChannelRequests.get(channel);
    ENSURE(request, Error::AcceptHrmpChannelDoesntExist);
    ENSURE(!request->confirmed, Error::AcceptHrmpChannelAlreadyConfirmed);
    const Host config = T::Configuration::config();
    const uint32_t open = storage.HrmpIngressChannelsIndex.decode_len(origin).value_or(0);
    const uint32_t accepted = storage.HrmpAcceptedChannelRequestCount.get(origin);
    ENSURE(open + accepted < config.hrmp_max_parachain_inbound_channels, Error::AcceptHrmpChannelLimitExceeded);

    TRY(T::Currency::reserve(account_of(origin), deposit_for(sender, origin, config.hrmp_recipient_deposit)));
    request->confirmed = true;
    storage.HrmpOpenChannelRequests.put(channel, *request);
    storage.HrmpAcceptedChannelRequestCount.put(origin, accepted + 1);
    notify(config, sender, detail::kChannelAccepted, {origin._0});
    return {};
}

template <class T>
DispatchResult Pallet<T>::cancel_open_request(ParaId origin, const HrmpChannelId& channel) {
    ENSURE(channel.is_participant(origin), Error::CancelHrmpOpenChannelUnauthorized);
    const auto request = storage.HrmpOpenChannelRequests.get(channel);
    ENSURE(request, Error::OpenHrmpChannelDoesntExist);
    ENSURE(!request->confirmed, Error::OpenHrmpChannelAlreadyConfirmed);
    storage.HrmpOpenChannelRequests.remove(channel);
    storage.HrmpOpenChannelRequestsList.mutate([&](auto& list) {
        const auto found = std::ranges::find(list, channel);
        if (found != list.end()) detail::swap_remove(list, static_cast<size_t>(found - list.begin()));
    });
    storage.HrmpOpenChannelRequestCount.mutate_exists(channel.sender, detail::decrease);
    T::Currency::unreserve(account_of(channel.sender), request->sender_deposit);
    return {};
}

template <class T>
DispatchResult Pallet<T>::close_channel(ParaId origin, const HrmpChannelId& channel) {
    ENSURE(channel.is_participant(origin), Error::CloseHrmpChannelUnauthorized);
    ENSURE(storage.HrmpChannels.find(channel), Error::CloseHrmpChannelDoesntExist);
    ENSURE(!storage.HrmpCloseChannelRequests.exists(channel), Error::CloseHrmpChannelAlreadyUnderway);
    storage.HrmpCloseChannelRequests.put(channel, {});
    storage.HrmpCloseChannelRequestsList.append(channel);
    notify(T::Configuration::config(), origin == channel.sender ? channel.recipient : channel.sender,
           detail::kChannelClosing, {origin._0, channel.sender._0, channel.recipient._0});
    return {};
}

template <class T>
DispatchResult Pallet<T>::hrmp_init_open_channel::operator()(Parachain by) const {
    TRY(init_open_channel(by.success, recipient, proposed_max_capacity, proposed_max_message_size));
    deposit_event(
        typename Event::OpenChannelRequested{by.success, recipient, proposed_max_capacity, proposed_max_message_size});
    return {};
}

template <class T>
DispatchResult Pallet<T>::hrmp_accept_open_channel::operator()(Parachain by) const {
    TRY(accept_open_channel(by.success, sender));
    deposit_event(typename Event::OpenChannelAccepted{sender, by.success});
    return {};
}

template <class T>
DispatchResult Pallet<T>::hrmp_close_channel::operator()(Parachain by) const {
    TRY(close_channel(by.success, channel_id));
    deposit_event(typename Event::ChannelClosed{by.success, channel_id});
    return {};
}

template <class T>
DispatchResult Pallet<T>::hrmp_cancel_open_request::operator()(Parachain by) const {
    ENSURE(storage.HrmpOpenChannelRequestsList.decode_len().value_or(0) <= open_requests, Error::WrongWitness);
    TRY(cancel_open_request(by.success, channel_id));
    deposit_event(typename Event::OpenChannelCanceled{by.success, channel_id});
    return {};
}

template <class T>
DispatchResult Pallet<T>::force_process_hrmp_open::operator()(Manager) const {
    ENSURE(storage.HrmpOpenChannelRequestsList.decode_len().value_or(0) <= channels, Error::WrongWitness);
    process_hrmp_open_channel_requests(T::Configuration::config());
    return {};
}

template <class T>
DispatchResult Pallet<T>::force_process_hrmp_close::operator()(Manager) const {
    ENSURE(storage.HrmpCloseChannelRequestsList.decode_len().value_or(0) <= channels, Error::WrongWitness);
    process_hrmp_close_channel_requests();
    return {};
}

template <class T>
DispatchResultWithPostInfo Pallet<T>::force_open_hrmp_channel::operator()(Manager) const {
    const HrmpChannelId channel{sender, recipient};
    const bool was_requested = storage.HrmpOpenChannelRequests.find(channel).has_value();
    if (was_requested) TRY(cancel_open_request(sender, channel));
    TRY(init_open_channel(sender, recipient, max_capacity, max_message_size));
    TRY(accept_open_channel(recipient, sender));
    deposit_event(typename Event::HrmpChannelForceOpened{sender, recipient, max_capacity, max_message_size});
    return PostDispatchInfo{.actual_weight = T::kWeights.force_open_hrmp_channel(was_requested ? 1 : 0)};
}

template <class T>
DispatchResult Pallet<T>::force_clean_hrmp::operator()(Manager) const {
    ENSURE(storage.HrmpIngressChannelsIndex.decode_len(para).value_or(0) <= num_inbound, Error::WrongWitness);
    ENSURE(storage.HrmpEgressChannelsIndex.decode_len(para).value_or(0) <= num_outbound, Error::WrongWitness);
    clean_hrmp_after_outgoing(para);
    return {};
}

template <class T>
DispatchResult Pallet<T>::open_at_once(ParaId sender, ParaId recipient, uint32_t max_capacity,
                                       uint32_t max_message_size) {
    TRY(init_open_channel(sender, recipient, max_capacity, max_message_size));
    return accept_open_channel(recipient, sender);
}

template <class T>
Weight Pallet<T>::establish_system_channel::weight() const {
    return T::kWeights.establish_system_channel();
}

template <class T>
DispatchResultWithPostInfo Pallet<T>::establish_system_channel::operator()(Signed) const {
    ENSURE(is_system_chain(sender) && is_system_chain(recipient), Error::ChannelCreationNotAuthorized);
    const Host config = T::Configuration::config();
    const uint32_t capacity = config.hrmp_channel_max_capacity, size = config.hrmp_channel_max_message_size;
    TRY(open_at_once(sender, recipient, capacity, size));
    deposit_event(typename Event::HrmpSystemChannelOpened{sender, recipient, capacity, size});
    return PostDispatchInfo{.pays_fee = Pays::No};
}

template <class T>
Weight Pallet<T>::poke_channel_deposits::weight() const {
    return T::kWeights.poke_channel_deposits();
}

template <class T>
DispatchResult Pallet<T>::change_deposit(ParaId of, Balance from, Balance to) {
    return change_reserve<typename T::Currency>(account_of(of), from, to);
}

template <class T>
DispatchResult Pallet<T>::poke_channel_deposits::operator()(Signed) const {
    const HrmpChannelId id{sender, recipient};
    auto channel = storage.HrmpChannels.get(id);
    ENSURE(channel, Error::OpenHrmpChannelDoesntExist);
    const Host config = T::Configuration::config();
    const Balance of_sender = deposit_for(sender, recipient, config.hrmp_sender_deposit);
    const Balance of_recipient = deposit_for(sender, recipient, config.hrmp_recipient_deposit);
    TRY(change_deposit(sender, channel->sender_deposit, of_sender));
    TRY(change_deposit(recipient, channel->recipient_deposit, of_recipient));
    channel->sender_deposit = of_sender;
    channel->recipient_deposit = of_recipient;
    storage.HrmpChannels.put(id, *channel);
    deposit_event(typename Event::OpenChannelDepositsUpdated{sender, recipient});
    return {};
}

template <class T>
Weight Pallet<T>::establish_channel_with_system::weight() const {
    return T::kWeights.establish_channel_with_system();
}

template <class T>
DispatchResultWithPostInfo Pallet<T>::establish_channel_with_system::operator()(Parachain by) const {
    ENSURE(is_system_chain(target_system_chain), Error::ChannelCreationNotAuthorized);
    const ParaId para = by.success;
    const auto [size, capacity] = T::default_channel_with_system();
    TRY(open_at_once(para, target_system_chain, capacity, size));
    TRY(open_at_once(target_system_chain, para, capacity, size));
    deposit_event(typename Event::HrmpSystemChannelOpened{para, target_system_chain, capacity, size});
    deposit_event(typename Event::HrmpSystemChannelOpened{target_system_chain, para, capacity, size});
    return PostDispatchInfo{.pays_fee = Pays::No};
}

template <class T>
TryStateResult Pallet<T>::try_state() {
    const auto broken = [](const char* what) { return TryStateResult(Err(std::string(what))); };
    for (const auto& channel : storage.HrmpOpenChannelRequestsList.get()) {
        if (!storage.HrmpOpenChannelRequests.exists(channel)) return broken("a request is in the list alone");
    }
    for (const auto& channel : storage.HrmpCloseChannelRequestsList.get()) {
        if (!storage.HrmpCloseChannelRequests.exists(channel)) return broken("a closing channel is in the list alone");
    }
    auto channels = storage.HrmpChannels.iter();
    while (const auto entry = channels.next()) {
        const auto& [sender, recipient] = entry->first;
        const auto senders = storage.HrmpIngressChannelsIndex.get(recipient);
        const auto recipients = storage.HrmpEgressChannelsIndex.get(sender);
        if (!std::ranges::is_sorted(senders) || !std::ranges::is_sorted(recipients)) {
            return broken("an index of channels is not sorted");
        }
        if (!std::ranges::binary_search(senders, sender) || !std::ranges::binary_search(recipients, recipient)) {
            return broken("a channel is missing in the indices");
        }
    }
    return {};
}

}  // namespace serinus::polkadot_runtime_parachains::hrmp
