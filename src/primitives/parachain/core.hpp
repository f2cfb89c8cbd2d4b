/// Cores, on which parachains have their candidates checked, and groups of validators, which change cores in turn.
/// Source: polkadot_primitives 1.0.0, v5 (polkadot-sdk v1.1.0)
#pragma once

#include "base/checked.hpp"
#include "primitives/parachain/candidate.hpp"

namespace serinus::polkadot_primitives::v5 {

struct CoreIndex {
    uint32_t _0{};
    friend auto operator<=>(CoreIndex, CoreIndex) = default;
};
struct GroupIndex {
    uint32_t _0{};
    friend auto operator<=>(GroupIndex, GroupIndex) = default;
};

/// When groups change cores: every `group_rotation_frequency` blocks since the session began, never if that is zero (no
/// configuration allows it; a node may be told so all the same).
struct GroupRotationInfo {
    BlockNumber session_start_block{};
    BlockNumber group_rotation_frequency{};
    BlockNumber now{};

    /// The first block after `now` in which they change; nothing if they never do.
    std::optional<BlockNumber> next_rotation_at() const {
        if (group_rotation_frequency == 0) return std::nullopt;
        const BlockNumber later = now + group_rotation_frequency;
        return later - saturating_sub(later, session_start_block) % group_rotation_frequency;
    }
    /// The last one up to `now`; nothing if they never change.
    std::optional<BlockNumber> last_rotation_at() const {
        if (group_rotation_frequency == 0) return std::nullopt;
        return now - saturating_sub(now, session_start_block) % group_rotation_frequency;
    }
};

/// The para that is to use a core.
struct ScheduledCore {
    ParaId para_id;
    std::optional<collator_app::Public> collator;  ///< not used any more
};

struct OccupiedCore {
    std::optional<ScheduledCore> next_up_on_available;
    BlockNumber occupied_since{};
    BlockNumber time_out_at{};
    std::optional<ScheduledCore> next_up_on_time_out;
    Bits availability;  ///< which validators have their chunk
    GroupIndex group_responsible;
    CandidateHash candidate_hash;
    CandidateDescriptor candidate_descriptor;
};

/// What nodes are told of a core.
struct CoreState {
    struct Occupied {
        OccupiedCore _0;
    };
    struct Scheduled {
        ScheduledCore _0;
    };
    struct Free {};
    std::variant<Occupied, Scheduled, Free> v;
};

/// What is assumed of a para's candidate that waits for its availability.
enum class OccupiedCoreAssumption : uint8_t { Included, TimedOut, Free };

}  // namespace serinus::polkadot_primitives::v5
