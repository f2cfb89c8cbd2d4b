/// What the pallets of parachains share: the session, its validators in an order that nobody could choose, and the
/// relay parents on which candidates may build.
///
/// Source: polkadot_runtime_parachains::shared 1.0.0 (polkadot-sdk v1.1.0)
#pragma once

#include "runtime/pallets/parachains/configuration/host_configuration.hpp"
#include "runtime/sdk/pallet.hpp"

namespace serinus::polkadot_runtime_parachains::shared {

using namespace sdk;
using configuration::SessionIndex;
using polkadot_primitives::v5::ValidatorId;
using polkadot_primitives::v5::ValidatorIndex;

/// Changes of paras and of the configuration wait for so many sessions: at least one whole session goes by.
inline constexpr SessionIndex kSessionDelay = 2;

/// The latest blocks of this session with their state roots, the newest last.
template <class Hash, class BlockNumber>
struct AllowedRelayParentsTracker {
    using Params = List<Param<"Hash", Hash>, Param<"BlockNumber", BlockNumber>>;

    std::vector<std::pair<Hash, Hash>> buffer;
    BlockNumber latest_number{};  ///< of the newest; without meaning if there is none

    /// Adds the newest, and forgets those that are more than `max_ancestry_len` older.
    void update(const Hash& relay_parent, const Hash& state_root, BlockNumber number, uint32_t max_ancestry_len);
    /// State root and number of a relay parent; nullopt if it is not there, or older than block `previous`.
    std::optional<std::pair<Hash, BlockNumber>> acquire_info(const Hash& relay_parent,
                                                             std::optional<BlockNumber> previous) const;
    /// The oldest block that a candidate in block `now` may build on if ancestry is so long.
    BlockNumber hypothetical_earliest_block_number(BlockNumber now, uint32_t max_ancestry_len) const {
        return now - std::min(max_ancestry_len, static_cast<uint32_t>(buffer.size()));
    }
    friend bool operator==(const AllowedRelayParentsTracker&, const AllowedRelayParentsTracker&) = default;
};

template <class T>
struct Pallet : PalletBase<Pallet<T>, T> {
    static_assert(sdk::PalletConfiguration<T>);

    struct Storage {
        /// The session, as parachains see it: it changes at the end of a block.
        Value<SessionIndex, OrDefault> CurrentSessionIndex;
        /// The validators of parachains by their places among all validators.
        Value<std::vector<ValidatorIndex>, OrDefault> ActiveValidatorIndices;
        /// Their keys, in the same order.
        Value<std::vector<ValidatorId>, OrDefault> ActiveValidatorKeys;
        /// The blocks on which candidates may build.
        Value<AllowedRelayParentsTracker<Hash256, BlockNumber>, OrDefault> AllowedRelayParents;
    };
    static constexpr Storage storage = bind_storage<Storage>(T::kInfo.name);
    using Calls = List<>;

    static SessionIndex session_index() { return storage.CurrentSessionIndex.get(); }
    /// The session in which a change that is made now comes into force.
    static SessionIndex scheduled_session() { return saturating_add(session_index(), kSessionDelay); }
    /// Begins a session, and gives its validators: of all, as many as the configuration allows, shuffled by the seed.
    static std::vector<ValidatorId> initializer_on_new_session(SessionIndex session, const ByteArray<32>& seed,
                                                               std::optional<uint32_t> max_validators,
                                                               const std::vector<ValidatorId>& all);
};

}  // namespace serinus::polkadot_runtime_parachains::shared
