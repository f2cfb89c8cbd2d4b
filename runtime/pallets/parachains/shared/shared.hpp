/// What the pallets of parachains share: the session, its validators in an order that nobody could choose, and the
/// relay parents on which candidates may build.
///
/// A relay parent comes with the cores that paras may use on it, and validators that Session has
/// disabled are known by their places among those of parachains.
///
/// Where receipts of version 3 are understood (kMaxRelayParentSessionAge), the blocks on whose state a candidate may
/// build are all of the session, and of so many sessions before it; AllowedRelayParents has those that decide who may
/// back it, its scheduling parents.
///
/// Invariant (checked by try_state()): relay parents are kept of no session that is too old.
///
/// Source: polkadot_runtime_parachains::shared 1.0.0 (polkadot-sdk v1.1.0). Observed: polkadot-runtime-parachains
/// 21.0.1; for receipts of version 3 27.0.0
#pragma once

#include "primitives/parachain/claim_queue.hpp"

#include "runtime/pallets/parachains/configuration/host_configuration.hpp"
#include "runtime/sdk/pallet.hpp"

namespace serinus::polkadot_primitives::vstaging {

/// A block on whose state candidates may build.
template <class H, class N>
struct RelayParentInfo {
    using Params = sdk::List<sdk::Param<"H", H>, sdk::Param<"N", N>>;

    N number{};
    H state_root;
    friend bool operator==(const RelayParentInfo&, const RelayParentInfo&) = default;
};

}  // namespace serinus::polkadot_primitives::vstaging

namespace serinus::polkadot_runtime_parachains::shared {

using namespace sdk;
using configuration::SessionIndex;
using RelayParent = polkadot_primitives::vstaging::RelayParentInfo<Hash256, BlockNumber>;
using polkadot_primitives::v5::ValidatorId;
using polkadot_primitives::v5::ValidatorIndex;

/// Changes of paras and of the configuration wait for so many sessions: at least one whole session goes by.
inline constexpr SessionIndex kSessionDelay = 2;

/// A block on which candidates may build.
template <class Hash>
struct RelayParentInfo {
    using Params = List<Param<"Hash", Hash>>;

    Hash relay_parent;
    Hash state_root;
    /// For each para its cores by the distance of the claim from the front of the queue, as the queue stood before the
    /// next block moved it on.
    polkadot_primitives::v9::TransposedClaimQueue claim_queue;
    friend bool operator==(const RelayParentInfo&, const RelayParentInfo&) = default;
};

/// The latest blocks of this session, the newest last.
template <class Hash, class BlockNumber>
struct AllowedRelayParentsTracker {
    using Params = List<Param<"Hash", Hash>, Param<"BlockNumber", BlockNumber>>;

    std::vector<RelayParentInfo<Hash>> buffer;
    BlockNumber latest_number{};  ///< of the newest; without meaning if there is none

    /// A relay parent and its number.
    struct Found {
        const RelayParentInfo<Hash>* info;
        BlockNumber number{};
    };

    /// Adds the newest, unless it is there, and forgets the oldest until `most` remain.
    void update(RelayParentInfo<Hash> newest, BlockNumber number, uint32_t most);
    /// nullopt if it is not there, or older than block `previous`.
    std::optional<Found> acquire_info(const Hash& relay_parent, std::optional<BlockNumber> previous) const;
    /// The oldest block that a candidate in block `now` may build on if ancestry is so long.
    BlockNumber hypothetical_earliest_block_number(BlockNumber now, uint32_t max_ancestry_len) const {
        return now - std::min(max_ancestry_len, static_cast<uint32_t>(buffer.size()));
    }
    friend bool operator==(const AllowedRelayParentsTracker&, const AllowedRelayParentsTracker&) = default;
};

/// `T`: DisabledValidators (`disabled_validators()`: places among all validators). kMaxRelayParentSessionAge, if
/// receipts of version 3 are understood: how many sessions old relay parents may be, a std::optional<uint32_t>.
template <class T>
concept Configuration = sdk::PalletConfiguration<T> && (requires { typename T::DisabledValidators; });

template <class T>
struct Pallet : PalletBase<Pallet<T>, T> {
    static_assert(shared::Configuration<T>);
    static constexpr uint16_t kStorageVersion = 1;
    static constexpr std::optional<uint32_t> kMaxRelayParentSessionAge = [] {
        if constexpr (requires { T::kMaxRelayParentSessionAge; }) {
            return std::optional<uint32_t>(T::kMaxRelayParentSessionAge);
        } else {
            return std::optional<uint32_t>();
        }
    }();
    static constexpr bool kHasReceiptsV3 = kMaxRelayParentSessionAge.has_value();
    using AllowedRelayParents = AllowedRelayParentsTracker<Hash256, BlockNumber>;

    struct Storage {
        /// The session, as parachains see it: it changes at the end of a block.
        Value<SessionIndex, OrDefault> CurrentSessionIndex;
        /// The validators of parachains by their places among all validators.
        Value<std::vector<ValidatorIndex>, OrDefault> ActiveValidatorIndices;
        /// Their keys, in the same order.
        Value<std::vector<ValidatorId>, OrDefault> ActiveValidatorKeys;
        /// The blocks on which candidates may build.
        Value<typename Pallet::AllowedRelayParents, OrDefault> AllowedRelayParents;
        // Behind all others: sources that do not depend on the choice see the same places in either form.
        /// The blocks on whose state candidates of version 3 may build, by their sessions.
        ItemIf<kHasReceiptsV3, DoubleMap<Twox64Concat<SessionIndex>, Blake2_128Concat<Hash256>, RelayParent>>
            RelayParentsOfSessions;
        /// The first session of which some are kept.
        ItemIf<kHasReceiptsV3, Value<SessionIndex, OrDefault>> OldestRelayParentSession;
        /// The number of the first one of each session.
        ItemIf<kHasReceiptsV3, Map<Twox64Concat<SessionIndex>, BlockNumber>> MinimumRelayParentNumber;
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
    static TryStateResult try_state();
    /// Notes the parent of a block that begins, with its number: candidates of the session may build on it. `most`: so
    /// many may be scheduling parents.
    static void new_block(RelayParentInfo<Hash256> parent, BlockNumber number, uint32_t most);
    /// A block of a session on whose state candidates of version 3 may build.
    static std::optional<RelayParent> relay_parent(SessionIndex session, const Hash256& block);
    /// The first block on which any candidate may build; nullopt if there is none.
    static std::optional<BlockNumber> minimum_relay_parent_number();
    /// The validators of parachains that may do nothing for the rest of the session, in the order of the others.
    static std::vector<ValidatorIndex> disabled_validators();
};

}  // namespace serinus::polkadot_runtime_parachains::shared
