#pragma once

#include "runtime/pallets/im_online/im_online.hpp"
#include "runtime/sdk/host/host.hpp"
#include "runtime/sdk/offchain.hpp"
#include "runtime/sdk/panic.hpp"
#include "runtime/sdk/unsigned_report.hpp"

namespace serinus::pallet_im_online {

namespace detail {

inline constexpr sp_staking::offence::Kind kUnresponsiveness{'i', 'm', '-', 'o', 'n', 'l', 'i', 'n',
                                                             'e', ':', 'o', 'f', 'f', 'l', 'i', 'n'};
inline constexpr std::string_view kLogTarget = "runtime::im-online";
inline constexpr std::string_view kStatusPrefix = "parity/im-online-heartbeat/";
/// A heartbeat that no block has after so many is sent again.
inline constexpr BlockNumber kInclusionBlocks = 3;
inline constexpr uint8_t kInvalidValidatorsLen = 10;

/// What the node remembers of a validator's last heartbeat.
struct HeartbeatStatus {
    SessionIndex session_index{};
    BlockNumber sent_at{};  ///< 0 if it could not be sent

    bool is_recent(SessionIndex session, BlockNumber now) const {
        return session_index == session && saturating_add(sent_at, kInclusionBlocks) > now;
    }
};

}  // namespace detail

template <class T>
DispatchResult Pallet<T>::heartbeat::operator()(None) const {
    const SessionIndex session = T::Session::current_index();
    ENSURE(!storage.ReceivedHeartbeats.exists(session, heartbeat.authority_index), Error::DuplicatedHeartbeat);
    const auto keys = storage.Keys.get();
    ENSURE(heartbeat.authority_index < keys.size(), Error::InvalidKey);
    deposit_event(typename Event::HeartbeatReceived{keys[heartbeat.authority_index]});
    storage.ReceivedHeartbeats.put(session, heartbeat.authority_index, true);
    return {};
}

template <class T>
TransactionValidity Pallet<T>::validate_unsigned(TransactionSource, const RuntimeCall& call) {
    const auto* const sent = call.get_if<struct heartbeat>();
    ENSURE(sent != nullptr, InvalidTransaction::Call{});
    const auto& beat = sent->heartbeat;
    const SessionIndex session = T::Session::current_index();
    ENSURE(!is_online(beat.authority_index), InvalidTransaction::Stale{});
    ENSURE(beat.session_index == session, InvalidTransaction::Stale{});
    const auto keys = storage.Keys.get();
    ENSURE(keys.size() == beat.validators_len, InvalidTransaction::Custom{detail::kInvalidValidatorsLen});
    ENSURE(beat.authority_index < keys.size(), InvalidTransaction::BadProof{});
    const AuthorityId& key = keys[beat.authority_index];
    ENSURE(host::sr25519_verify(sent->signature._0._0, scale::encode(beat), key._0._0),  // last: it costs most
           InvalidTransaction::BadProof{});
    ValidTransaction valid =
        unsigned_report("ImOnline", std::pair(session, key), T::NextSessionRotation::average_session_length() / 2);
    valid.priority = T::kConstants.UnsignedPriority;
    valid.propagate = true;
    return valid;
}

template <class T>
TransactionCheck Pallet<T>::pre_dispatch(const RuntimeCall& call) {
    TRY(validate_unsigned(TransactionSource::InBlock, call));
    return {};
}

template <class T>
void Pallet<T>::note_author(const AccountId& author) {
    storage.AuthoredBlocks.mutate(T::Session::current_index(), author, [](uint32_t& blocks) { ++blocks; });
}

template <class T>
bool Pallet<T>::was_heard_of(SessionIndex session, uint32_t authority_index, const AccountId& validator) {
    return storage.ReceivedHeartbeats.exists(session, authority_index) ||
           storage.AuthoredBlocks.get(session, validator) != 0;
}

template <class T>
bool Pallet<T>::is_online(uint32_t authority_index) {
    const auto validators = T::Session::validators();
    if (authority_index >= validators.size()) return false;
    return was_heard_of(T::Session::current_index(), authority_index, validators[authority_index]);
}

template <class T>
void Pallet<T>::on_genesis_session(std::span<const std::pair<AccountId, Key>> validators) {
    std::vector<AuthorityId> keys;
    for (const auto& [_, key] : validators) keys.push_back(key);
    initialize_keys(std::move(keys));
}

template <class T>
void Pallet<T>::on_new_session(bool, std::span<const std::pair<AccountId, Key>> validators,
                               std::span<const std::pair<AccountId, Key>>) {
    // Who writes a block needs no heartbeat, so these wait.
    const BlockNumber half = T::NextSessionRotation::average_session_length() / 2;
    storage.HeartbeatAfter.put(T::System::block_number() + half);
    std::vector<AuthorityId> keys;
    keys.reserve(validators.size());
    for (const auto& [_, key] : validators) keys.push_back(key);
    if (keys.size() > T::kMaxKeys) {
        host::log(host::LogLevel::kWarn, detail::kLogTarget, "A session has more keys than the bound.");
    }
    storage.Keys.put(BoundedKeys::force_from(std::move(keys)));
}

template <class T>
void Pallet<T>::on_before_session_ending() {
    const SessionIndex session = T::Session::current_index();
    const auto set_size = static_cast<uint32_t>(storage.Keys.get().size());
    const auto validators = T::Session::validators();
    std::vector<IdentificationTuple> offenders;
    for (uint32_t i = 0; i < validators.size(); ++i) {
        if (was_heard_of(session, i, validators[i])) continue;
        if (auto stake = T::IdentificationOf::convert(validators[i])) {
            offenders.emplace_back(validators[i], *std::move(stake));
        }
    }
    storage.ReceivedHeartbeats.clear_prefix(session, std::nullopt);
    storage.AuthoredBlocks.clear_prefix(session, std::nullopt);
    if (offenders.empty()) {
        deposit_event(typename Event::AllGood{});
        return;
    }
    deposit_event(typename Event::SomeOffline{offenders});
    // One that is known already changes nothing.
    T::Offences::report_offence({}, {.kind = detail::kUnresponsiveness,
                                     .time_slot = scale::encode(session),
                                     .session_index = session,
                                     .validator_set_count = set_size,
                                     .offenders = std::move(offenders),
                                     .slash_fraction = &unresponsiveness_slash_fraction,
                                     .disable_strategy = sp_staking::offence::DisableStrategy::Never});
}

template <class T>
void Pallet<T>::offchain_worker(BlockNumber now) {
    if (!host::is_validator() || !is_time_for_heartbeats(now)) return;
    const auto known = host::sr25519_public_keys(AuthorityId::kKeyType._0);
    const auto keys = storage.Keys.get();
    for (uint32_t i = 0; i < keys.size(); ++i) {
        if (std::ranges::find(known, keys[i]._0._0) != known.end()) send_heartbeat(i, keys[i], now);
    }
}

template <class T>
bool Pallet<T>::is_time_for_heartbeats(BlockNumber now) {
    const auto progress = T::NextSessionRotation::estimate_current_session_progress(now).first;
    if (!progress) return now >= storage.HeartbeatAfter.get();
    if (*progress >= Permill::from_percent(80)) return true;
    if (*progress < Permill::from_percent(10)) return false;
    // With the probability p^6 + 1 / length, so that few send at the same time and most never need to.
    const auto residual = Permill::from_rational(1u, T::NextSessionRotation::average_session_length());
    const Permill threshold = saturating_add(saturating_pow(*progress, 6), residual);
    const auto seed = host::offchain_random_seed();
    return Permill::from_parts(load_le<uint32_t>(seed.data()) % Permill::kAccuracy) <= threshold;
}

template <class T>
void Pallet<T>::send_heartbeat(uint32_t authority_index, const AuthorityId& key, BlockNumber now) {
    if (is_online(authority_index)) return;
    using Status = OffchainValue<detail::HeartbeatStatus>;
    const SessionIndex session = T::Session::current_index();
    const Status status(concat(as_bytes(detail::kStatusPrefix), scale::encode(authority_index)));
    const auto taken = status.mutate([&](const std::optional<detail::HeartbeatStatus>& last) {
        if (last && last->is_recent(session, now)) return std::optional<detail::HeartbeatStatus>();
        return std::optional(detail::HeartbeatStatus{session, now});
    });
    if (taken != Status::Mutation::kDone) return;

    struct heartbeat call;
    call.heartbeat = {now, session, authority_index, static_cast<uint32_t>(storage.Keys.get().size())};
    const auto signature = host::sr25519_sign(AuthorityId::kKeyType._0, key._0._0, scale::encode(call.heartbeat));
    bool sent = false;
    if (signature) {
        call.signature._0._0 = *signature;
        host::log(host::LogLevel::kInfo, detail::kLogTarget, "Reporting that a validator of this node is online.");
        sent = submit_unsigned(std::move(call));
    }
    if (!sent) status.set({session, 0});  // the next block's worker tries again
}

template <class T>
void Pallet<T>::initialize_keys(std::vector<AuthorityId> keys) {
    if (keys.empty()) return;
    if (!storage.Keys.get().empty()) panic("the keys of the genesis are given twice");
    if (keys.size() > T::kMaxKeys) panic("the genesis has more keys than the bound");
    storage.Keys.put(BoundedKeys::force_from(std::move(keys)));
}

template <class T>
TryStateResult Pallet<T>::try_state() {
    const SessionIndex session = T::Session::current_index();
    auto beats = storage.ReceivedHeartbeats.iter();
    while (const auto entry = beats.next()) {
        ENSURE(std::get<0>(entry->first) == session, std::string("a past session has a heartbeat"));
    }
    auto blocks = storage.AuthoredBlocks.iter();
    while (const auto entry = blocks.next()) {
        ENSURE(std::get<0>(entry->first) == session, std::string("a past session has blocks"));
    }
    return {};
}

}  // namespace serinus::pallet_im_online
