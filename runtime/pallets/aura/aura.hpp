/// Aura: the authorities take turns, one in each slot. A slot has twice the minimum period of Timestamp.
/// Pallet: aura
///
/// Each block brings its slot as the first digest item of the engine; who authors it follows from the slot's number.
/// New authorities, those of a session, are in force at once: the next block is one of theirs.
///
/// Invariants (checked by try_state()): once there was a block there are authorities, and the author of its slot is not
/// disabled.
#pragma once

#include "runtime/pallets/aura/types.hpp"
#include "runtime/sdk/pallet.hpp"
#include "runtime/sdk/traits/sessions.hpp"

namespace serinus::pallet_aura {

using namespace sdk;
using sp_consensus_aura::AuthorityId;

struct Constants {
    /// The largest number of authorities.
    uint32_t MaxAuthorities;
};

struct GenesisConfig {
    std::vector<AuthorityId> authorities;
};

/// For chains that disable nobody.
struct NobodyDisabled {
    static bool is_disabled(uint32_t) { return false; }
};

/// `T`: System, Timestamp, DisabledValidators (`is_disabled(index)`: Session, or NobodyDisabled), kDbWeight, and
/// kAllowMultipleBlocksPerSlot, which is false unless another pallet bounds the blocks of a slot.
template <class T>
concept Configuration = sdk::PalletConfiguration<T> && requires {
    { T::kConstants } -> std::convertible_to<const Constants&>;
    { T::kDbWeight } -> std::convertible_to<RuntimeDbWeight>;
    { T::kAllowMultipleBlocksPerSlot } -> std::convertible_to<bool>;
    typename T::DisabledValidators;
    typename T::System;
    typename T::Timestamp;
};

template <class T>
struct Pallet : PalletBase<Pallet<T>, T> {
    static_assert(Configuration<T>);
    /// What the configuration supplies, checked where the pallet is composed: all types are complete there.
    static consteval void check_configuration() { static_assert(DisabledValidators<typename T::DisabledValidators>); }
    using Key = AuthorityId;
    using BoundedAuthorities = BoundedVec<AuthorityId, T::kConstants.MaxAuthorities>;

    struct Storage {
        /// Those who author, in the order of their turns.
        Value<BoundedAuthorities, OrDefault> Authorities;
        /// The slot of the current block.
        Value<Slot, OrDefault> CurrentSlot;
    };
    static constexpr Storage storage = bind_storage<Storage>(T::kInfo.name);
    static constexpr uint16_t kStorageVersion = 0;

    static void build(const GenesisConfig& config);
    /// Panics if the slot is not later than the one before, or its author is disabled: such a block is not valid.
    static Weight on_initialize(BlockNumber now);
    static TryStateResult try_state();

    // For the session (session/session_handler.hpp).
    static void on_genesis_session(std::span<const std::pair<AccountId, Key>> validators);
    static void on_new_session(bool changed, std::span<const std::pair<AccountId, Key>> validators,
                               std::span<const std::pair<AccountId, Key>> queued);
    static void on_disabled(uint32_t validator_index);

    /// The index of the author among the authorities, by the first digest item of Aura.
    static std::optional<uint32_t> find_author(const primitives::Digest& digest);
    /// Panics unless the time lies in the slot of the block.
    static void on_timestamp_set(Moment now);
    static Moment slot_duration();

  private:
    static void initialize(std::vector<AuthorityId> authorities);
    static void change_authorities(const BoundedAuthorities& authorities);
    static void deposit_consensus(const sp_consensus_aura::ConsensusLog& log);
};

}  // namespace serinus::pallet_aura
