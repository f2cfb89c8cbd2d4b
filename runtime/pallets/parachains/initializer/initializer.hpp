/// Initializer: leads the pallets of parachains through a block and through a change of sessions, in one order. A new
/// session is applied at the end of the block that begins it, so that all of that block belongs to one session.
///
/// Source: polkadot_runtime_parachains::initializer 1.0.0 (polkadot-sdk v1.1.0)
#pragma once

#include "runtime/pallets/parachains/configuration/host_configuration.hpp"
#include "runtime/pallets/parachains/initializer/weights.hpp"
#include "runtime/sdk/pallet.hpp"
#include "runtime/sdk/traits/randomness.hpp"
#include "runtime/sdk/traits/sessions.hpp"

namespace serinus::polkadot_runtime_parachains::initializer {

using namespace sdk;
using configuration::SessionIndex;
using polkadot_primitives::ParaId;
using polkadot_primitives::v5::ValidatorId;

/// What the pallets of parachains hear of a new session.
struct SessionChange {
    std::vector<ValidatorId> validators;  ///< of parachains, in their order
    std::vector<ValidatorId> queued;      ///< all of the session after
    configuration::Host prev_config, new_config;
    ByteArray<32> random_seed{};
    SessionIndex session_index{};
};

/// A session that has begun in this block.
struct BufferedSessionChange {
    std::vector<ValidatorId> validators;
    std::vector<ValidatorId> queued;
    SessionIndex session_index{};
};

/// `T`: Configuration and Shared; Modules, the other pallets in the order in which they are led (a List); Session,
/// System, Randomness, ForceOrigin, kWeights. A module has what it needs of
///
///     static Weight initializer_initialize(BlockNumber now);
///     static void initializer_finalize(BlockNumber now);       // in the reverse order
///     static void pre_new_session();                           // before the configuration changes
///     static void initializer_on_new_session(const SessionChange& change, std::vector<ParaId>& outgoing);
///
/// `outgoing`: the parachains that end with the session; Paras adds them.
template <class T>
concept Configuration = sdk::PalletConfiguration<T> && requires {
    typename T::Configuration;
    typename T::ForceOrigin;
    typename T::Modules;
    typename T::Randomness;
    typename T::Session;
    typename T::Shared;
    typename T::System;
    T::kWeights;
};

template <class T>
struct Pallet : PalletBase<Pallet<T>, T> {
    static_assert(initializer::Configuration<T>);
    /// What the configuration supplies, checked where the pallet is composed: all types are complete there.
    static consteval void check_configuration() {
        static_assert(Randomness<typename T::Randomness>);
        static_assert(Sessions<typename T::Session>);
    }
    using Key = ValidatorId;  ///< of Session's handler

    struct Storage {
        /// There from the begin of a block to its end.
        Value<Unit> HasInitialized;
        /// Sessions that have begun in this block; the last one counts.
        Value<std::vector<BufferedSessionChange>, OrDefault> BufferedSessionChanges;
    };
    static constexpr Storage storage = bind_storage<Storage>(T::kInfo.name);

    /// Tells validators to act as if all blocks of parachains up to the relay chain's block `up_to` were approved.
    /// Origin: ForceOrigin.
    struct force_approve {
        static constexpr auto kClass = DispatchClass::Operational;
        BlockNumber up_to{};
        Weight weight() const;
        DispatchResult operator()(Origin<typename T::ForceOrigin>) const;
    };
    using Calls = List<At<0, force_approve>>;

    static Weight on_initialize(BlockNumber now);
    static void on_finalize(BlockNumber now);

    using Validators = std::span<const std::pair<AccountId, Key>>;
    static void on_genesis_session(Validators validators);
    static void on_new_session(bool changed, Validators validators, Validators queued);
    static void on_disabled(uint32_t) {}

    /// Whether a session ends with this block.
    static bool upcoming_session_change() { return !storage.BufferedSessionChanges.get().empty(); }

  private:
    static void apply(const BufferedSessionChange& change);
};

}  // namespace serinus::polkadot_runtime_parachains::initializer
