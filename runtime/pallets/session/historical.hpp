/// Historical: who had which key in past sessions, as roots of tries, and proofs against them.
/// Pallet: session (historical)
///
/// For each session there is a trie: the type and bytes of a session key lead to its validator's index, the index leads
/// to the validator and its full identification (the stake behind it). Only the root is stored; proofs are made while
/// the session lasts and can be checked for as long as the root is kept.
/// No proof may have a node twice or in vain. Observed: pallet-session 42, historical
/// Observed: Kusama 1.0.0: a root is of the keys as they were when the session was planned, a proof of those that were
/// set last; who changes its keys in between cannot be shown to have had them.
///
/// Invariant (checked by try_state()): HistoricalSessions has entries in StoredRange only.
#pragma once

#include "runtime/pallets/session/session.hpp"
#include "runtime/protocol/equivocation.hpp"
#include "runtime/protocol/proving_trie.hpp"
#include "runtime/sdk/traits/sessions.hpp"

namespace serinus::pallet_session::historical {

using namespace sdk;

/// `T`: Session, FullIdentification, FullIdentificationOf (`convert(validator)` gives it for the current session, or
/// nothing), SessionManager. The manager decides on validators:
///
///     using Validators = std::vector<std::pair<AccountId, FullIdentification>>;
///     static std::optional<Validators> new_session(SessionIndex);       // nullopt: they stay
///     static std::optional<Validators> new_session_genesis(SessionIndex, std::span<const AccountId> configured);
///     static void start_session(SessionIndex);
///     static void end_session(SessionIndex);
///
/// This pallet stands between Session and that manager and notes the root of each session.
template <class T>
concept Configuration = sdk::PalletConfiguration<T> && requires {
    typename T::FullIdentification;
    typename T::FullIdentificationOf;
    typename T::Session;
    typename T::SessionManager;
};

template <class T>
struct Pallet : PalletBase<Pallet<T>, T> {
    static_assert(Configuration<T>);
    /// What the configuration supplies, checked where the pallet is composed: all types are complete there.
    static consteval void check_configuration() { static_assert(Sessions<typename T::Session>); }
    using Session = typename T::Session;
    using FullIdentification = typename T::FullIdentification;
    using IdentificationTuple = std::pair<AccountId, FullIdentification>;
    using Identified = std::vector<IdentificationTuple>;

    struct Storage {
        /// Root of a session's trie, and the number of its validators.
        Map<Twox64Concat<SessionIndex>, std::pair<Hash256, uint32_t>> HistoricalSessions;
        /// The first session that is kept, and the one behind the last.
        Value<std::pair<SessionIndex, SessionIndex>> StoredRange;
    };
    static constexpr Storage storage = bind_storage<Storage>(T::kInfo.name);
    static constexpr uint16_t kStorageVersion = 1;

    struct Event {
        /// The root of a session's validators was stored.
        struct RootStored {
            SessionIndex index{};
        };
        /// The roots of sessions were forgotten, up to this one, which is kept.
        struct RootsPruned {
            SessionIndex up_to{};
        };
        using list = List<RootStored, RootsPruned>;
    };

    static TryStateResult try_state();

    // Session's manager.
    static std::optional<std::vector<AccountId>> new_session(SessionIndex index);
    static std::optional<std::vector<AccountId>> new_session_genesis(SessionIndex index,
                                                                     std::span<const AccountId> configured);
    static void start_session(SessionIndex index);
    static void end_session(SessionIndex index);

    /// Forgets the sessions before `up_to`.
    static void prune_up_to(SessionIndex up_to);

    /// Shows that the key is a validator's in the current session; nullopt if it is not.
    static std::optional<MembershipProof> prove(const KeyTypeId& type, BytesView key);
    /// Whose the key was in the session of the proof; nullopt if the proof does not show it.
    static std::optional<IdentificationTuple> check_proof(const KeyTypeId& type, BytesView key,
                                                          const MembershipProof& proof);

  private:
    static void note_root(SessionIndex index, const Hash256& root, uint32_t count);
    static std::optional<std::vector<AccountId>> note_session(SessionIndex index, std::optional<Identified> validators);
    static ProvingTrie trie_of(const Identified& validators);
    static Identified current_validators();
};

}  // namespace serinus::pallet_session::historical
