/// ParaSessionInfo: what approvals and disputes need of the current session and of those before it, as long as blocks
/// of them may be disputed.
///
/// Source: polkadot_runtime_parachains::session_info 1.0.0 (polkadot-sdk v1.1.0)
#pragma once

#include "runtime/pallets/parachains/initializer/initializer.hpp"
#include "runtime/pallets/parachains/types.hpp"
#include "runtime/sdk/traits/sessions.hpp"

namespace serinus::polkadot_runtime_parachains::session_info {

using namespace sdk;
using configuration::ExecutorParams;
using configuration::SessionIndex;
using polkadot_primitives::ParaId;
using polkadot_primitives::v5::AssignmentId;
using polkadot_primitives::v5::SessionInfo;
using polkadot_primitives::v5::ValidatorIndex;

/// The entries of `all` at the places `active`; places behind the end are passed over.
template <class V>
std::vector<V> take_active_subset(const std::vector<ValidatorIndex>& active, const std::vector<V>& all) {
    std::vector<V> out;
    out.reserve(active.size());
    for (const ValidatorIndex index : active) {
        if (index._0 < all.size()) out.push_back(all[index._0]);
    }
    return out;
}

/// `T`: AuthorityDiscovery, Configuration, Scheduler, Session (`validators`), Shared.
template <class T>
concept Configuration = sdk::PalletConfiguration<T> && requires {
    typename T::AuthorityDiscovery;
    typename T::Configuration;
    typename T::Scheduler;
    typename T::Session;
    typename T::Shared;
};

template <class T>
struct Pallet : PalletBase<Pallet<T>, T> {
    static_assert(session_info::Configuration<T>);
    /// What the configuration supplies, checked where the pallet is composed: all types are complete there.
    static consteval void check_configuration() { static_assert(Sessions<typename T::Session>); }
    static constexpr uint16_t kStorageVersion = 1;
    using Key = AssignmentId;  ///< of Session's handler

    struct Storage {
        /// The keys for assignments of all validators, of the session that begins with this block.
        Value<std::vector<AssignmentId>, OrDefault> AssignmentKeysUnsafe;
        /// The first session that is kept.
        Value<SessionIndex, OrDefault> EarliestStoredSession;
        /// What is kept of each session.
        Map<Identity<SessionIndex>, SessionInfo> Sessions;
        /// The accounts of the validators of parachains of each session, in their order.
        Map<Identity<SessionIndex>, std::vector<AccountId>> AccountKeys;
        /// The parameters of the machine that executes candidates of each session.
        Map<Identity<SessionIndex>, ExecutorParams> SessionExecutorParams;
    };
    static constexpr Storage storage = bind_storage<Storage>(T::kInfo.name);

    static SessionIndex earliest_stored_session() { return storage.EarliestStoredSession.get(); }
    static std::optional<SessionInfo> session_info(SessionIndex session) { return storage.Sessions.get(session); }
    /// Empty of session 0 of a chain: it begins before there are any.
    static std::optional<std::vector<AccountId>> account_keys(SessionIndex session) {
        return storage.AccountKeys.get(session);
    }
    static std::optional<ExecutorParams> session_executor_params(SessionIndex session) {
        return storage.SessionExecutorParams.get(session);
    }

    static void initializer_on_new_session(const initializer::SessionChange& change, std::vector<ParaId>& outgoing);

    using Validators = std::span<const std::pair<AccountId, Key>>;
    static void on_genesis_session(Validators) {}
    static void on_new_session(bool changed, Validators validators, Validators queued);
    static void on_disabled(uint32_t) {}
};

}  // namespace serinus::polkadot_runtime_parachains::session_info
