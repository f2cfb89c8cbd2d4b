/// Paras: life cycle, heads, sessions. Code and votes on it: paras_code.ipp, paras_votes.ipp.
#pragma once

#include "runtime/pallets/parachains/paras/paras.hpp"
#include "runtime/pallets/parachains/paras/paras_code.ipp"
#include "runtime/pallets/parachains/paras/paras_votes.ipp"
#include "runtime/sdk/panic.hpp"
#include "runtime/sdk/sorted.hpp"
#include "runtime/sdk/traits/listeners.hpp"

namespace serinus::polkadot_runtime_parachains::paras {

namespace detail {

/// Inserts into a sorted list what is not there yet.
template <class V>
void insert_once(std::vector<V>& list, const V& value) {
    const auto [position, found] = binary_search(list, value, std::identity{});
    if (!found) list.insert(list.begin() + static_cast<ptrdiff_t>(position), value);
}

}  // namespace detail

template <class T>
void Pallet<T>::build(const GenesisConfig& config) {
    std::set<ParaId> parachains;
    for (const auto& [id, args] : config.paras) {
        if (args.validation_code._0.empty()) panic("a para of the genesis has no code");
        initialize_para_now(parachains, id, {args.genesis_head, args.validation_code, args.parachain});
        if (args.parachain && !T::AssignCoretime::assign_coretime(id)) panic("a para of the genesis gets no core");
    }
    if (!parachains.empty()) storage.Parachains.put({parachains.begin(), parachains.end()});
}

template <class T>
Weight Pallet<T>::initializer_initialize(BlockNumber now) {
    Weight used = prune_old_code(now);
    used.saturating_accrue(process_scheduled_upgrade_changes(now));
    used.saturating_accrue(process_future_code_upgrades_at(now));
    used.saturating_accrue(prune_expired_authorizations(now));
    return used;
}

template <class T>
void Pallet<T>::initializer_finalize(BlockNumber now) {
    storage.UpgradeCooldowns.mutate([&](Schedule& cooldowns) {
        std::erase_if(cooldowns, [&](const auto& cooldown) {
            if (cooldown.second > now) return false;
            storage.UpgradeRestrictionSignal.remove(cooldown.first);
            return true;
        });
    });
}

template <class T>
void Pallet<T>::initializer_on_new_session(const initializer::SessionChange& change, std::vector<ParaId>& outgoing) {
    outgoing = apply_actions_queue(change.session_index);
    groom_ongoing_pvf_votes(change.new_config, change.validators.size());
}

template <class T>
std::vector<ParaId> Pallet<T>::apply_actions_queue(SessionIndex session) {
    const auto actions = storage.ActionsQueue.take(session);
    const BlockNumber now = T::System::block_number();
    std::vector<ParaId> outgoing;
    std::set<ParaId> parachains;
    bool changes = false;
    // Only paras that come, go or change touch the list.
    const auto open = [&]() -> std::set<ParaId>& {
        if (!std::exchange(changes, true)) {
            const auto known = storage.Parachains.get();
            parachains.insert(known.begin(), known.end());
        }
        return parachains;
    };
    for (const ParaId para : actions) {
        const auto lifecycle = storage.ParaLifecycles.get(para);
        if (!lifecycle) continue;
        switch (*lifecycle) {
            case ParaLifecycle::Parathread:
            case ParaLifecycle::Parachain:
                break;
            case ParaLifecycle::Onboarding:
                if (const auto genesis = storage.UpcomingParasGenesis.take(para)) {
                    if (genesis->para_kind) open();
                    initialize_para_now(parachains, para, *genesis);
                }
                break;
            case ParaLifecycle::UpgradingParathread:
                open().insert(para);
                storage.ParaLifecycles.put(para, ParaLifecycle::Parachain);
                break;
            case ParaLifecycle::DowngradingParachain:
                open().erase(para);
                storage.ParaLifecycles.put(para, ParaLifecycle::Parathread);
                break;
            case ParaLifecycle::OffboardingParachain:
            case ParaLifecycle::OffboardingParathread:
                open().erase(para);
                offboard(para, now);
                outgoing.push_back(para);
                break;
        }
    }
    if (!outgoing.empty()) {
        const auto is_gone = [&](const auto& entry) {
            return std::ranges::find(outgoing, entry.first) != outgoing.end();
        };
        storage.UpcomingUpgrades.mutate([&](Schedule& upgrades) { std::erase_if(upgrades, is_gone); });
        storage.UpgradeCooldowns.mutate([&](Schedule& cooldowns) { std::erase_if(cooldowns, is_gone); });
        storage.FutureCodeUpgradesAt.mutate([&](Schedule& upgrades) { std::erase_if(upgrades, is_gone); });
    }
    if (changes) storage.Parachains.put({parachains.begin(), parachains.end()});
    return outgoing;
}

template <class T>
void Pallet<T>::initialize_para_now(std::set<ParaId>& parachains, ParaId id, const ParaGenesisArgs& genesis) {
    if (genesis.para_kind) parachains.insert(id);
    storage.ParaLifecycles.put(id, genesis.para_kind ? ParaLifecycle::Parachain : ParaLifecycle::Parathread);
    // Code that was voted on is there already.
    if (!genesis.validation_code._0.empty()) {
        const ValidationCodeHash hash = genesis.validation_code.hash();
        increase_code_ref(hash, genesis.validation_code);
        storage.CurrentCodeHash.put(id, hash);
    }
    storage.Heads.put(id, genesis.genesis_head);
    storage.MostRecentContext.put(id, 0);
}

template <class T>
void Pallet<T>::offboard(ParaId id, BlockNumber now) {
    storage.Heads.remove(id);
    storage.MostRecentContext.remove(id);
    storage.FutureCodeUpgrades.remove(id);
    storage.UpgradeGoAheadSignal.remove(id);
    storage.UpgradeRestrictionSignal.remove(id);
    storage.ParaLifecycles.remove(id);
    storage.AuthorizedCodeHash.remove(id);
    if (const auto future = storage.FutureCodeHash.take(id)) decrease_code_ref(*future);
    if (const auto current = storage.CurrentCodeHash.take(id)) note_past_code(id, now, now, *current);
}

template <class T>
void Pallet<T>::queue_action(SessionIndex session, ParaId id) {
    storage.ActionsQueue.mutate(session, [&](auto& queue) { detail::insert_once(queue, id); });
}

template <class T>
DispatchResult Pallet<T>::schedule_para_initialize(ParaId id, ParaGenesisArgs genesis) {
    ENSURE(can_schedule_para_initialize(id), Error::CannotOnboard);
    ENSURE(!genesis.validation_code._0.empty(), Error::CannotOnboard);
    storage.ParaLifecycles.put(id, ParaLifecycle::Onboarding);

    const ValidationCode code = std::exchange(genesis.validation_code, {});
    storage.UpcomingParasGenesis.put(id, genesis);
    const ValidationCodeHash hash = code.hash();
    storage.CurrentCodeHash.put(id, hash);
    kick_off_pvf_check({typename Cause::Onboarding{id}}, hash, code, T::Configuration::config());
    return {};
}

template <class T>
DispatchResult Pallet<T>::schedule_para_cleanup(ParaId id) {
    if (const auto future = storage.FutureCodeHash.get(id)) {
        const auto votes = storage.PvfActiveVoteList.get();
        ENSURE(std::ranges::find(votes, *future) == votes.end(), Error::CannotOffboard);
    }
    const auto lifecycle = storage.ParaLifecycles.get(id);
    if (!lifecycle) return {};
    ENSURE(*lifecycle == ParaLifecycle::Parathread || *lifecycle == ParaLifecycle::Parachain, Error::CannotOffboard);
    storage.ParaLifecycles.put(id, *lifecycle == ParaLifecycle::Parathread ? ParaLifecycle::OffboardingParathread
                                                                           : ParaLifecycle::OffboardingParachain);
    queue_action(T::Shared::scheduled_session(), id);
    ENSURE(T::QueueFootprinter::message_count(id) == 0, Error::CannotOffboard);
    return {};
}

template <class T>
DispatchResult Pallet<T>::change_kind(ParaId id, ParaLifecycle from, ParaLifecycle to, Error otherwise) {
    const auto lifecycle = storage.ParaLifecycles.get(id);
    ENSURE(lifecycle, Error::NotRegistered);
    ENSURE(*lifecycle == from, otherwise);
    storage.ParaLifecycles.put(id, to);
    queue_action(T::Shared::scheduled_session(), id);
    return {};
}

template <class T>
DispatchResult Pallet<T>::schedule_parathread_upgrade(ParaId id) {
    return change_kind(id, ParaLifecycle::Parathread, ParaLifecycle::UpgradingParathread, Error::CannotUpgrade);
}

template <class T>
DispatchResult Pallet<T>::schedule_parachain_downgrade(ParaId id) {
    return change_kind(id, ParaLifecycle::Parachain, ParaLifecycle::DowngradingParachain, Error::CannotDowngrade);
}

template <class T>
void Pallet<T>::set_current_head(ParaId para, const HeadData& head) {
    storage.Heads.put(para, head);
    deposit_event(typename Event::CurrentHeadUpdated{para});
}

template <class T>
void Pallet<T>::note_new_head(ParaId id, const HeadData& head, BlockNumber execution_context) {
    storage.Heads.put(id, head);
    storage.MostRecentContext.put(id, execution_context);
    const auto expected_at = storage.FutureCodeUpgrades.get(id);
    if (!expected_at) {
        // It may have been told to give up an upgrade, and has seen that now.
        storage.UpgradeGoAheadSignal.remove(id);
    } else if (*expected_at <= execution_context) {
        storage.FutureCodeUpgrades.remove(id);
        storage.UpgradeGoAheadSignal.remove(id);
        const auto code = storage.FutureCodeHash.take(id);
        if (!code) return;
        set_current_code(id, *code, *expected_at);
    }
    for_each_handler(typename T::OnNewHead{}, [&]<class Listener>() { Listener::on_new_head(id, head); });
}

template <class T>
bool Pallet<T>::is_valid_para(ParaId id) {
    const auto state = lifecycle(id);
    return state && *state != ParaLifecycle::Onboarding && *state < ParaLifecycle::OffboardingParathread;
}

template <class T>
bool Pallet<T>::is_offboarding(ParaId id) {
    const auto state = lifecycle(id);
    return state && *state >= ParaLifecycle::OffboardingParathread;
}

template <class T>
bool Pallet<T>::is_parachain(ParaId id) {
    const auto state = lifecycle(id);
    return state == ParaLifecycle::Parachain || state == ParaLifecycle::DowngradingParachain ||
           state == ParaLifecycle::OffboardingParachain;
}

template <class T>
bool Pallet<T>::is_parathread(ParaId id) {
    const auto state = lifecycle(id);
    return state == ParaLifecycle::Parathread || state == ParaLifecycle::UpgradingParathread ||
           state == ParaLifecycle::OffboardingParathread;
}

template <class T>
DispatchResult Pallet<T>::force_set_current_head::operator()(Root) const {
    set_current_head(para, new_head);
    return {};
}

template <class T>
DispatchResult Pallet<T>::force_note_new_head::operator()(Root) const {
    note_new_head(para, new_head, T::System::block_number());
    deposit_event(typename Event::NewHeadNoted{para});
    return {};
}

template <class T>
DispatchResult Pallet<T>::force_queue_action::operator()(Root) const {
    const SessionIndex next = saturating_add(T::Shared::session_index(), SessionIndex{1});
    queue_action(next, para);
    deposit_event(typename Event::ActionQueued{para, next});
    return {};
}

template <class T>
DispatchResult Pallet<T>::force_set_most_recent_context::operator()(Root) const {
    storage.MostRecentContext.put(para, context);
    return {};
}

template <class T>
TryStateResult Pallet<T>::try_state() {
    const auto broken = [](const char* what) { return TryStateResult(Err(std::string(what))); };
    const auto votes = storage.PvfActiveVoteList.get();
    if (!std::ranges::is_sorted(votes)) return broken("PvfActiveVoteList is not sorted");
    for (const auto& hash : votes) {
        if (!storage.PvfActiveVoteMap.exists(hash)) return broken("PvfActiveVoteList names a vote that is not there");
    }
    const auto parachains = storage.Parachains.get();
    if (!std::ranges::is_sorted(parachains)) return broken("Parachains is not sorted");
    for (const ParaId id : parachains) {
        if (!is_parachain(id)) return broken("Parachains has a para that is none");
    }
    for (const auto& schedule :
         {storage.PastCodePruning.get(), storage.UpgradeCooldowns.get(), storage.UpcomingUpgrades.get()}) {
        if (!std::ranges::is_sorted(schedule, {}, &std::pair<ParaId, BlockNumber>::second)) {
            return broken("a list is not in the order of blocks");
        }
    }
    auto references = storage.CodeByHashRefs.iter();
    while (const auto entry = references.next()) {
        if (!storage.CodeByHash.exists(entry->first)) return broken("code with references is not there");
    }
    return {};
}

}  // namespace serinus::polkadot_runtime_parachains::paras
