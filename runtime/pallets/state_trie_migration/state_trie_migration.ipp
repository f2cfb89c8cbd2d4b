#pragma once

#include "runtime/pallets/state_trie_migration/state_trie_migration.hpp"
#include "runtime/sdk/host/host.hpp"

namespace serinus::pallet_state_trie_migration {

namespace detail {

/// The keys of the top trie under which roots of child tries stand begin so.
inline constexpr std::string_view kChildPrefix = ":child_storage:default:";

inline bool is_child_root(BytesView key) {
    const BytesView prefix = as_bytes(kChildPrefix);
    return key.size() >= prefix.size() && std::equal(prefix.begin(), prefix.end(), key.begin());
}

}  // namespace detail

template <class T>
DispatchResult Pallet<T>::control_auto_migration::operator()(Origin<typename T::ControlOrigin>) const {
    storage.AutoLimits.put(maybe_config);
    return {};
}

template <class T>
void Pallet<T>::slash(const AccountId& who, Balance deposit) {
    static_cast<void>(T::Currency::slash(who, deposit));  // what is taken is burned
    deposit_event(typename Event::Slashed{who, deposit});
}

template <class T>
DispatchResultWithPostInfo Pallet<T>::continue_migrate::operator()(Origin<typename T::SignedFilter> origin) const {
    const AccountId& who = origin.success;
    const auto most = storage.SignedMigrationMaxLimits.get();
    ENSURE(most.has_value(), Error::SignedMigrationNotAllowed);
    ENSURE(limits.size <= most->size && limits.item <= most->item, Error::MaxSignedLimits);
    const Balance deposit = saturating_mul(T::kSignedDepositPerItem, Balance{limits.item});
    ENSURE(T::Currency::can_slash(who, deposit), Error::NotEnoughFunds);
    Run run{.task = storage.MigrationProcess.get()};
    if (run.task != witness_task) {
        return DispatchErrorWithPostInfo({.actual_weight = T::kWeights.continue_migrate_wrong_witness()},
                                         Error::BadWitness);
    }

    const auto outcome = run.until_exhaustion(limits);
    if (real_size_upper < run.size) {
        slash(who, deposit);
        return PostDispatchInfo{};
    }
    deposit_event(typename Event::Migrated{run.top_items, run.child_items, MigrationCompute::Signed});
    storage.MigrationProcess.put(run.task);
    if (!outcome) halt(Error::KeyTooLong);
    const Weight used = dynamic_weight(limits.item, run.size).saturating_add(T::kWeights.continue_migrate());
    return PostDispatchInfo{.actual_weight = used, .pays_fee = Pays::No};
}

template <class T>
Balance Pallet<T>::custom_deposit(size_t keys) {
    return saturating_add(T::kSignedDepositBase, saturating_mul(T::kSignedDepositPerItem, Balance{keys}));
}

template <class T>
DispatchResultWithPostInfo Pallet<T>::migrate_custom_top::operator()(Origin<typename T::SignedFilter> origin) const {
    const Balance deposit = custom_deposit(keys.size());
    ENSURE(T::Currency::can_slash(origin.success, deposit), DispatchError(DispatchError::Other{}));
    uint32_t size = 0;
    for (const Bytes& key : keys) {
        const auto value = host::get(key);
        if (!value) continue;
        size = saturating_add(size, static_cast<uint32_t>(value->size()));
        host::set(key, *value);
    }
    if (size > witness_size) {
        slash(origin.success, deposit);
        return PostDispatchInfo{};
    }
    const auto count = static_cast<uint32_t>(keys.size());
    deposit_event(typename Event::Migrated{count, 0, MigrationCompute::Signed});
    return PostDispatchInfo{.actual_weight =
                                T::kWeights.migrate_custom_top_success().saturating_add(dynamic_weight(count, size))};
}

template <class T>
DispatchResultWithPostInfo Pallet<T>::migrate_custom_child::operator()(Origin<typename T::SignedFilter> origin) const {
    const Balance deposit = custom_deposit(child_keys.size());
    ENSURE(T::Currency::can_slash(origin.success, deposit), DispatchError(DispatchError::Other{}));
    ENSURE(detail::is_child_root(root), DispatchError(DispatchError::Other{}));
    const BytesView child = BytesView(root).subspan(detail::kChildPrefix.size());
    uint32_t size = 0;
    for (const Bytes& key : child_keys) {
        const auto value = host::child_get(child, key);
        if (!value) continue;
        size = saturating_add(size, static_cast<uint32_t>(value->size()));
        host::child_set(child, key, *value);
    }
    if (size != total_size) {
        slash(origin.success, deposit);
        return PostDispatchInfo{.actual_weight = T::kWeights.migrate_custom_child_fail()};
    }
    const auto count = static_cast<uint32_t>(child_keys.size());
    deposit_event(typename Event::Migrated{0, count, MigrationCompute::Signed});
    return PostDispatchInfo{.actual_weight =
                                T::kWeights.migrate_custom_child_success().saturating_add(dynamic_weight(count, size))};
}

template <class T>
DispatchResult Pallet<T>::set_signed_max_limits::operator()(Origin<typename T::ControlOrigin>) const {
    storage.SignedMigrationMaxLimits.put(limits);
    return {};
}

template <class T>
DispatchResult Pallet<T>::force_set_progress::operator()(Origin<typename T::ControlOrigin>) const {
    storage.MigrationProcess.mutate([&](MigrationTask& task) {
        task.progress_top = progress_top;
        task.progress_child = progress_child;
    });
    return {};
}

template <class T>
Weight Pallet<T>::on_initialize(BlockNumber) {
    const auto limits = storage.AutoLimits.get();
    if (!limits) return T::kDbWeight.reads_writes(1, 0);

    Run run{.task = storage.MigrationProcess.get()};
    if (!run.until_exhaustion(*limits)) halt(Error::KeyTooLong);
    if (run.is_finished()) {
        deposit_event(typename Event::AutoMigrationFinished{});
        storage.AutoLimits.remove();
    } else {
        deposit_event(typename Event::Migrated{run.top_items, run.child_items, MigrationCompute::Auto});
    }
    storage.MigrationProcess.put(run.task);
    return dynamic_weight(saturating_add(run.top_items, run.child_items), run.size);
}

template <class T>
void Pallet<T>::halt(Error error) {
    host::log(host::LogLevel::kError, "runtime::state-trie-migration", "The migration is halted.");
    storage.AutoLimits.remove();
    deposit_event(typename Event::Halted{error});
}

/// Where a key is too long, what was done in this run is not added to the task, but stays done.
template <class T>
DispatchResult Pallet<T>::Run::until_exhaustion(MigrationLimits limits) {
    if (limits.item == 0 || limits.size == 0) return {};
    const auto is_exhausted = [&] {
        return saturating_add(top_items, child_items) >= limits.item || size >= limits.size;
    };
    while (!is_exhausted() && !is_finished()) TRY(step());
    task.size = saturating_add(task.size, size);
    task.child_items = saturating_add(task.child_items, child_items);
    task.top_items = saturating_add(task.top_items, top_items);
    return {};
}

template <class T>
DispatchResult Pallet<T>::Run::step() {
    const auto* const last = std::get_if<LastKey>(&task.progress_top.v);
    if (last == nullptr) return step_top();
    if (std::holds_alternative<LastKey>(task.progress_child.v)) return step_child();
    if (std::holds_alternative<ToStart>(task.progress_child.v)) {
        return detail::is_child_root(last->_0.inner()) ? step_child() : step_top();
    }
    TRY(step_top());
    task.progress_child = {ToStart{}};
    return {};
}

template <class T>
DispatchResult Pallet<T>::Run::step_top() {
    std::optional<Bytes> key = Bytes{};  // the first key is the empty one, whether or not it is there
    if (const auto* const last = std::get_if<LastKey>(&task.progress_top.v)) key = host::next_key(last->_0.inner());
    if (!key) {
        task.progress_top = {Complete{}};
        return {};
    }
    auto bounded = decltype(LastKey::_0)::from(*key);
    ENSURE(bounded.has_value(), Error::KeyTooLong);
    if (const auto value = host::get(*key)) {
        host::set(*key, *value);
        size = saturating_add(size, static_cast<uint32_t>(value->size()));
    }
    top_items = saturating_add(top_items, 1u);
    task.progress_top = {LastKey{*std::move(bounded)}};
    return {};
}

template <class T>
DispatchResult Pallet<T>::Run::step_child() {
    const Bytes top = std::get<LastKey>(task.progress_top.v)._0.inner();
    BytesView child;
    if (detail::is_child_root(top)) {
        child = BytesView(top).subspan(detail::kChildPrefix.size());
    } else {
        halt(Error::BadChildRoot);  // root has set such a progress; it goes on with the child trie without a name
    }
    std::optional<Bytes> key = Bytes{};
    if (const auto* const last = std::get_if<LastKey>(&task.progress_child.v)) {
        key = host::child_next_key(child, last->_0.inner());
    }
    if (!key) {
        task.progress_child = {Complete{}};
        return {};
    }
    auto bounded = decltype(LastKey::_0)::from(*key);
    ENSURE(bounded.has_value(), Error::KeyTooLong);
    if (const auto value = host::child_get(child, *key)) {
        host::child_set(child, *key, *value);
        size = saturating_add(size, static_cast<uint32_t>(value->size()));
    }
    child_items = saturating_add(child_items, 1u);
    task.progress_child = {LastKey{*std::move(bounded)}};
    return {};
}

template <class T>
TryStateResult Pallet<T>::try_state() {
    const MigrationTask task = storage.MigrationProcess.get();
    const bool child_begun = std::holds_alternative<LastKey>(task.progress_child.v);
    ENSURE(!child_begun || std::holds_alternative<LastKey>(task.progress_top.v),
           std::string("a child trie is under way without the top trie"));
    return {};
}

}  // namespace serinus::pallet_state_trie_migration
