/// Replacing the runtime's code.
#pragma once

#include "runtime/pallets/system/code_version.hpp"
#include "runtime/pallets/system/system.hpp"
#include "runtime/sdk/host/host.hpp"

namespace serinus::frame_system {

namespace detail {

inline void put_raw(std::string_view key, BytesView value) { host::set(as_bytes(key), value); }

}  // namespace detail

template <class T>
DispatchResultWithPostInfo Pallet<T>::set_code::operator()(Root) const {
    TRY(can_set_code(code, true));
    TRY(replace_code(code));
    return PostDispatchInfo{.actual_weight = T::kBlockWeights.max_block};
}

template <class T>
DispatchResultWithPostInfo Pallet<T>::set_code_without_checks::operator()(Root) const {
    TRY(can_set_code(code, false));
    TRY(replace_code(code));
    return PostDispatchInfo{.actual_weight = T::kBlockWeights.max_block};
}

template <class T>
DispatchResult Pallet<T>::authorize_upgrade::operator()(Root) const {
    do_authorize_upgrade(code_hash, true);
    return {};
}

template <class T>
DispatchResult Pallet<T>::authorize_upgrade_without_checks::operator()(Root) const {
    do_authorize_upgrade(code_hash, false);
    return {};
}

template <class T>
DispatchResultWithPostInfo Pallet<T>::apply_authorized_upgrade::operator()(const RuntimeOrigin&) const {
    return do_apply_authorized_upgrade(code);
}

template <class T>
DispatchResultWithPostInfo Pallet<T>::do_apply_authorized_upgrade(const Bytes& code) {
    const CodeUpgradeAuthorization authorization = TRY(authorization_of(code));
    storage.AuthorizedUpgrade.remove();
    ENSURE(!is_migrating(), Error::MultiBlockMigrationsOngoing);
    if (authorization.check_version) {
        // Another attempt with the same code would be in vain, and it is not the caller's fault.
        if (const auto fit = check_code_version(code); !fit) {
            deposit_event(
                typename Event::RejectedInvalidAuthorizedUpgrade{authorization.code_hash, DispatchError(fit.error())});
            return PostDispatchInfo{.pays_fee = Pays::No};
        }
    }
    TRY(replace_code(code));
    return PostDispatchInfo{.actual_weight = T::kBlockWeights.max_block, .pays_fee = Pays::No};
}

template <class T>
void Pallet<T>::do_authorize_upgrade(const Hash256& code_hash, bool check_version) {
    storage.AuthorizedUpgrade.put({code_hash, check_version});
    deposit_event(typename Event::UpgradeAuthorized{code_hash, check_version});
}

template <class T>
ResultOf<CodeUpgradeAuthorization> Pallet<T>::authorization_of(BytesView code) {
    const auto authorization = storage.AuthorizedUpgrade.get();
    ENSURE(authorization.has_value(), Error::NothingAuthorized);
    ENSURE(host::blake2_256(code) == authorization->code_hash, Error::Unauthorized);
    return *authorization;
}

template <class T>
TransactionValidity Pallet<T>::validate_unsigned(TransactionSource, const RuntimeCall& call) {
    const auto* const apply = call.get_if<apply_authorized_upgrade>();
    ENSURE(apply != nullptr, InvalidTransaction::Call{});
    const auto authorization = authorization_of(apply->code);
    ENSURE(authorization && can_set_code(apply->code, false), InvalidTransaction::Call{});
    ValidTransaction valid;
    valid.priority = max_value<uint64_t>();
    valid.provides.push_back(scale::encode(authorization->code_hash));
    return valid;
}

template <class T>
Result<void, typename Pallet<T>::Error> Pallet<T>::check_code_version(BytesView code) {
    const auto encoded = host::runtime_version(code);
    ENSURE(encoded.has_value(), Error::FailedToExtractRuntimeVersion);
    const auto version = read_code_version(*encoded);
    ENSURE(version.has_value(), Error::FailedToExtractRuntimeVersion);
    const sdk::RuntimeVersion current = T::version();
    ENSURE(version->spec_name == current.spec_name, Error::InvalidSpecName);
    ENSURE(version->spec_version > current.spec_version, Error::SpecVersionNeedsToIncrease);
    return {};
}

template <class T>
DispatchResult Pallet<T>::can_set_code(BytesView code, bool check_version) {
    ENSURE(!is_migrating(), Error::MultiBlockMigrationsOngoing);
    if (check_version) TRY(check_code_version(code));
    return {};
}

template <class T>
DispatchResult Pallet<T>::replace_code(const Bytes& code) {
    if constexpr (requires { typename T::OnSetCode; }) {
        return T::OnSetCode::set_code(code);
    } else {
        update_code_in_storage(code);
        return {};
    }
}

template <class T>
void Pallet<T>::update_code_in_storage(BytesView code) {
    detail::put_raw(well_known_keys::kCode, code);
    deposit_log(primitives::digest::RuntimeEnvironmentUpdated{});
    deposit_event(typename Event::CodeUpdated{});
}

template <class T>
bool Pallet<T>::is_upgraded() {
    const auto last = storage.LastRuntimeUpgrade.get();
    return !last || last->was_upgraded(T::version());
}

template <class T>
void Pallet<T>::note_runtime_upgrade() {
    const sdk::RuntimeVersion version = T::version();
    storage.LastRuntimeUpgrade.put({version.spec_version, version.spec_name});
}

template <class T>
void Pallet<T>::reclaim_weight(const DispatchInfo& info, const PostDispatchInfo& post) {
    const Weight already = storage.ExtrinsicWeightReclaimed.get();
    const Weight all = already.max(post.calc_unspent(info));
    const Weight more = all.saturating_sub(already);
    if (more.is_zero()) return;
    storage.BlockWeight.mutate([&](ConsumedWeight& used) { used.get(info.class_).saturating_reduce(more); });
    storage.ExtrinsicWeightReclaimed.put(all);
}

}  // namespace serinus::frame_system
