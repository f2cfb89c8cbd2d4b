/// What an author of a parachain does in a slot of the relay chain: which blocks it makes, on what, for which cores.
/// Observed: cumulus-client-consensus-aura 0.36.0, slot_based
#pragma once

#include "collator/parent_search.hpp"
#include "primitives/parachain/claim_queue.hpp"

namespace serinus::collator {

using polkadot_primitives::ParaId;
using polkadot_primitives::v5::CoreIndex;

/// What the relay chain says where the slot begins.
struct RelayFacts {
    /// The relay parent, then the blocks above it, as many as the runtime's offset says: up to the best one, or in
    /// version 3 of candidates to the scheduling parent.
    std::vector<primitives::Header> headers;
    ParentSearch search;                                   ///< at the relay parent; version 3: the scheduling parent
    polkadot_primitives::v9::TransposedClaimQueue claims;  ///< there
    uint64_t slot_ms = 6000;                               ///< of the relay chain
};

/// What the parachain's runtime says on the block that is built upon.
struct ParachainFacts {
    ParaId para;
    uint64_t slot_ms = 0;
    size_t authority_count = 0;
    uint8_t claim_queue_offset = 0;           ///< claim_queue_offset()
    std::optional<uint32_t> block_rate = {};  ///< blocks in a slot of the relay chain; nullopt: one for each core
};

/// At which offset of the claim queue blocks are made: the most that the runtime says, which is 0 for runtimes that do
/// not, behind the offset of the relay parent. In version 3 of candidates, whose claim queue is that of the scheduling
/// parent, the most alone, or 2.
uint8_t claim_queue_offset(bool is_v3, uint32_t relay_parent_offset, std::optional<uint8_t> most) noexcept;

/// Blocks for one core, in one PoV.
struct CorePlan {
    CoreIndex core;
    uint8_t selector = 0;
    uint32_t block_count = 0;
    friend bool operator==(const CorePlan&, const CorePlan&) = default;
};

struct SlotPlan {
    uint64_t slot = 0;          ///< of the parachain
    uint64_t timestamp_ms = 0;  ///< of its blocks
    size_t author = 0;          ///< whose turn it is, among the authorities
    uint64_t relay_slot = 0;    ///< of the relay parent
    uint8_t claim_queue_offset = 0;
    uint32_t block_count = 0;     ///< of all cores
    std::vector<CorePlan> cores;  ///< one after the other
    friend bool operator==(const SlotPlan&, const SlotPlan&) = default;
};

enum class NoPlan : uint8_t {
    kNoRelaySlot = 1,  ///< the relay parent's header says no slot
    kRelayParentUsed,  ///< the block that is built upon was made on it
    kNoAuthorities,    ///< or a slot without duration
    kNoCores,          ///< the para has none at this offset of the claim queue
};

const char* to_string(NoPlan why) noexcept;

/// `parent`: the block that is built upon.
Result<SlotPlan, NoPlan> plan_slot(const RelayFacts& relay, const ParachainFacts& facts,
                                   const primitives::Header& parent);

/// How the blocks of a core are timed, as the next author must have imported all blocks when its slot begins: with many
/// blocks the last one of a slot is left out, with few the last one gets half of its time.
class BlockTiming {
  public:
    /// `block_count`: in the slot of the relay chain; `core_block_count`: for the core.
    BlockTiming(uint32_t block_count, uint32_t core_block_count, bool is_last_core_of_slot) noexcept;

    bool is_left_out(uint32_t index) const noexcept { return skips_last_ && is_last(index); }
    bool ends_bundle(uint32_t index) const noexcept {
        return is_last(index) || (skips_last_ && index + 2 == core_block_count_);
    }
    /// `left_ms`: of the core's time, for this block. The first of several blocks may take all of the core's time.
    uint64_t duration_ms(uint32_t index, uint64_t left_ms, uint64_t block_time_ms) const noexcept;

  private:
    bool is_last(uint32_t index) const noexcept { return index + 1 == core_block_count_; }

    uint32_t core_block_count_;
    bool skips_last_;
    bool shortens_;
};

}  // namespace serinus::collator
