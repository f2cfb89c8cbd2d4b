/// Session: validators and their keys, from session to session.
/// Pallet: session
///
/// A session has one set of validators. What a validator sets as its keys is picked up when a session ends and waits
/// for one more session before it comes into force, so that everybody knows the keys of the next session in advance.
/// At the end of a session, in this order: the handlers hear that it ends, the manager ends it, the queued validators
/// come into force, the manager starts the next session and plans the one after, that one is queued, and the handlers
/// hear of the new and the queued keys.
///
/// Invariants (checked by try_state()): each key of NextKeys belongs to that validator by KeyOwner, and KeyOwner knows
/// no others; DisabledValidators is sorted.
/// Observed: pallet-session 42
#pragma once

#include "runtime/pallets/session/session_weights.hpp"
#include "runtime/pallets/session/types.hpp"
#include "runtime/sdk/keys.hpp"
#include "runtime/sdk/pallet.hpp"
#include "runtime/sdk/traits/fungible.hpp"
#include "runtime/sdk/traits/session_rotation.hpp"
#include "runtime/sdk/traits/sessions.hpp"

namespace serinus::pallet_session {

using namespace sdk;
using SessionIndex = uint32_t;

template <class Keys>
struct GenesisConfig {
    struct Validator {
        static constexpr bool kJsonTuple = true;
        AccountId account;       ///< who pays for keeping the keys
        AccountId validator_id;  ///< whose keys they are
        Keys keys;
    };
    std::vector<Validator> keys;
    /// Of those who may validate in later sessions alone.
    std::vector<Validator> non_authority_keys;
};

struct Constants {
    /// What is on hold for the keys of a validator.
    Balance KeyDeposit;
};

/// `T`: Keys (sdk/session_keys.hpp; it may have `ownership_proof_is_valid(proof)`), ValidatorIdOf (`convert(account)`
/// gives an account or nothing), NextSessionRotation, ShouldEndSession, SessionManager, SessionHandlers (a List,
/// session_handler.hpp), System, Currency, DisablingStrategy (disabling.hpp), which decides which offenders are
/// disabled, kWeights.
template <class T>
concept Configuration = sdk::PalletConfiguration<T> && requires {
    { T::kConstants } -> std::convertible_to<const Constants&>;
    typename T::Currency;
    typename T::DisablingStrategy;
    typename T::Keys;
    typename T::NextSessionRotation;
    typename T::SessionHandlers;
    typename T::SessionManager;
    typename T::ShouldEndSession;
    typename T::System;
    typename T::ValidatorIdOf;
    T::kWeights;
};

template <class T>
struct Pallet : PalletBase<Pallet<T>, T> {
    static_assert(Configuration<T>);
    /// What the configuration supplies, checked where the pallet is composed: all types are complete there.
    static consteval void check_configuration() {
        static_assert(SessionManager<typename T::SessionManager>);
        static_assert(ShouldEndSession<typename T::ShouldEndSession>);
        static_assert(SessionEstimates<typename T::NextSessionRotation>);
        static_assert(ValidatorIdOf<typename T::ValidatorIdOf>);
    }
    using PalletBase<Pallet, T>::deposit_event;
    using SessionKeys = typename T::Keys;
    using ValidatorKeys = std::vector<std::pair<AccountId, SessionKeys>>;
    using Genesis = GenesisConfig<SessionKeys>;
    using DisabledList = std::vector<Disabled>;
    using OwnedKey = std::tuple<KeyTypeId, Bytes>;

    struct Storage {
        /// The validators of the current session.
        Value<std::vector<AccountId>, OrDefault> Validators;
        /// Index of the current session.
        Value<SessionIndex, OrDefault> CurrentIndex;
        /// Whether the queued validators differ from the current ones, in person, stake or keys.
        Value<bool, OrDefault> QueuedChanged;
        /// The validators of the next session with the keys that they will have in it.
        Value<ValidatorKeys, OrDefault> QueuedKeys;
        /// The validators who must not act until the set changes, sorted by their indices.
        Value<DisabledList, OrDefault> DisabledValidators;
        /// The keys that a validator has set last.
        Map<Twox64Concat<AccountId>, SessionKeys> NextKeys;
        /// Whose a key is, by its type and its bytes.
        Map<Twox64Concat<OwnedKey>, AccountId> KeyOwner;
    };
    static constexpr Storage storage = bind_storage<Storage>(T::kInfo.name);
    static constexpr uint16_t kStorageVersion = 1;

    struct Event {
        using Generics = List<Param<"T">>;
        /// A session has begun.
        struct NewSession {
            SessionIndex session_index{};
        };
        /// The manager has named validators for the session after the one that begins.
        struct NewQueued {};
        /// A validator must not act any more.
        struct ValidatorDisabled {
            AccountId validator;
        };
        /// A validator who was disabled may act again.
        struct ValidatorReenabled {
            AccountId validator;
        };
        using list = List<NewSession, NewQueued, ValidatorDisabled, ValidatorReenabled>;
    };

    enum class Error : uint8_t {
        /// The proof does not show that the keys are the caller's.
        InvalidProof,
        /// The account stands for no validator.
        NoAssociatedValidatorId,
        /// Another validator has one of the keys.
        DuplicatedKey,
        /// The account has no keys.
        NoKeys,
        /// The account does not exist, or cannot take on more.
        NoAccount,
    };
    friend constexpr uint8_t pallet_index_of(Error) { return T::kInfo.index; }

    /// Sets the caller's keys for the session after the next, to be used if the caller is a validator then.
    /// Origin: signed. Errors: InvalidProof, NoAssociatedValidatorId, NoAccount, DuplicatedKey, those of hold.
    struct set_keys {
        SessionKeys keys;
        Bytes proof;
        Weight weight() const { return T::kWeights.set_keys(); }
        DispatchResult operator()(Signed who) const;
    };
    /// Forgets the caller's keys, with effect from the session after the next. Origin: signed. Errors: NoKeys.
    struct purge_keys {
        Weight weight() const { return T::kWeights.purge_keys(); }
        DispatchResult operator()(Signed who) const;
    };
    using Calls = List<At<0, set_keys>, At<1, purge_keys>>;

    static void build(const Genesis& config);
    /// Ends the session if it is time. A block that does so has no room for anything but mandatory calls.
    static Weight on_initialize(BlockNumber now);
    static TryStateResult try_state();

    static std::vector<AccountId> validators() { return storage.Validators.get(); }
    static SessionIndex current_index() { return storage.CurrentIndex.get(); }
    static std::optional<SessionKeys> load_keys(const AccountId& validator) { return storage.NextKeys.get(validator); }
    static std::optional<AccountId> key_owner(const KeyTypeId& type, BytesView key);
    static void rotate_session();

    /// Disables a validator until the set changes; false if there is none with that index. Of one that is disabled
    /// already the severity can only grow.
    static bool disable_index(uint32_t index, OffenceSeverity severity);
    /// With the highest severity.
    static bool disable_index(uint32_t index) { return disable_index(index, OffenceSeverity{}); }
    static bool disable(const AccountId& validator);
    /// False if the validator was not disabled. The handlers are not told.
    static bool reenable_index(uint32_t index);
    /// Leaves it to T::DisablingStrategy who is disabled for that.
    static void report_offence(const AccountId& validator, OffenceSeverity severity);
    static bool is_disabled(uint32_t index);
    static std::vector<uint32_t> disabled_validators();
    /// The block with which the validators of the session after this one are named, as T::NextSessionRotation has it.
    static Estimate<BlockNumber> estimate_next_new_session(BlockNumber now);
    static BlockNumber average_session_length();
    /// For migrations: gives the keys that each validator had to `upgrade(validator, old)`, which answers with those
    /// that it has from now on; who owns a key follows. `Old` is a struct of keys as T::Keys is.
    template <class Old, class F>
    static void upgrade_keys(F&& upgrade);
    static bool is_registered(const AccountId& validator) { return storage.NextKeys.exists(validator); }

  private:
    static std::optional<uint32_t> index_of(const AccountId& validator);
    static DispatchResult do_set_keys(const AccountId& account, const SessionKeys& keys);
    /// Gives the old keys.
    static ResultOf<std::optional<SessionKeys>> inner_set_keys(const AccountId& validator, const SessionKeys& keys);
    static DispatchResult do_purge_keys(const AccountId& account);
};

/// For Authorship: the validator whose index the consensus engine `Engine` finds in a digest.
template <class Session, class Engine>
struct FindAccountFromAuthorIndex {
    static std::optional<AccountId> find_author(const primitives::Digest& digest) {
        const auto index = Engine::find_author(digest);
        if (!index) return std::nullopt;
        const std::vector<AccountId> validators = Session::validators();
        return *index < validators.size() ? std::optional(validators[*index]) : std::nullopt;
    }
};

}  // namespace serinus::pallet_session
