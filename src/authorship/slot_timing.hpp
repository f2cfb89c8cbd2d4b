/// The arithmetic of slots: how long a proposal may take, and when an author holds back.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace serinus::authorship {

using Slot = uint64_t;

/// How long a block may be proposed in `slot`, of which `remaining_ms` are left: two thirds of a slot, and if slots
/// went by without a block, more, so that a chain whose blocks take too long comes back to life. 0: no time is left.
/// `parent_slot`: nullopt for the genesis. Observed: polkadot 1.25.1: proposing_remaining_duration of
/// sc-consensus-slots, with which BABE gives 2/3 of the slot and doubles every two slots, seven times at most.
uint64_t proposing_duration_ms(uint64_t slot, std::optional<uint64_t> parent_slot, uint64_t slot_duration_ms,
                               uint64_t remaining_ms) noexcept;

/// Whether an author passes its slots because finality is far behind. Observed: polkadot-stable2407:
/// BackoffAuthoringOnFinalizedHeadLagging
struct Backoff {
    uint64_t max_interval = 100;      ///< slots
    uint64_t unfinalized_slack = 50;  ///< blocks
    uint64_t authoring_bias = 2;

    bool holds(uint64_t best, uint64_t best_slot, uint64_t finalized, uint64_t slot) const noexcept;
};

/// By the id of the specification: Kusama and Polkadot have none unless it is forced; Rococo and Versi wait less.
/// Observed: polkadot-service 42.0.0.
std::optional<Backoff> backoff_of(std::string_view spec_id, bool forced) noexcept;

}  // namespace serinus::authorship
