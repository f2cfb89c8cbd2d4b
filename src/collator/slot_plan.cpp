#include "collator/slot_plan.hpp"

#include "base/assert.hpp"
#include "collator/digests.hpp"
#include "consensus/babe/types.hpp"

namespace serinus::collator {
namespace {

using primitives::Header;

bool was_made_on(const Header& block, const Header& relay_parent) {
    const auto named = find_relay_parent(block.digest);
    if (!named) return false;
    if (named->hash) return *named->hash == primitives::header_hash(relay_parent);
    return named->state_root == relay_parent.state_root && named->number == relay_parent.number;
}

}  // namespace

const char* to_string(NoPlan why) noexcept {
    switch (why) {
        case NoPlan::kNoRelaySlot:
            return "the relay parent has no slot";
        case NoPlan::kRelayParentUsed:
            return "the last block was made on the same relay parent";
        case NoPlan::kNoAuthorities:
            return "the parachain has no authorities, or no slots";
        case NoPlan::kNoCores:
            return "the parachain has no core";
    }
    return "unknown";
}

uint8_t claim_queue_offset(bool is_v3, uint32_t relay_parent_offset, std::optional<uint8_t> most) noexcept {
    constexpr uint8_t kMostOfVersion3 = 2;
    if (is_v3) return most.value_or(kMostOfVersion3);
    return static_cast<uint8_t>(std::min<uint64_t>(uint64_t{relay_parent_offset} + most.value_or(0), UINT8_MAX));
}

Result<SlotPlan, NoPlan> plan_slot(const RelayFacts& relay, const ParachainFacts& facts, const Header& parent) {
    SERINUS_ASSERT(!relay.headers.empty());
    const Header& relay_parent = relay.headers.front();
    ENSURE(!was_made_on(parent, relay_parent), NoPlan::kRelayParentUsed);
    const auto digests = consensus::babe::find_digests(relay_parent);
    ENSURE(digests && digests->claim, NoPlan::kNoRelaySlot);
    ENSURE(facts.slot_ms > 0 && facts.authority_count > 0, NoPlan::kNoAuthorities);
    SlotPlan out;
    out.relay_slot = consensus::babe::slot_of(*digests->claim);
    out.slot = out.relay_slot * relay.slot_ms / facts.slot_ms;
    out.timestamp_ms = out.slot * facts.slot_ms;
    out.author = static_cast<size_t>(out.slot % facts.authority_count);
    out.claim_queue_offset = facts.claim_queue_offset;

    const auto of_para = relay.claims.find(facts.para);
    ENSURE(of_para != relay.claims.end(), NoPlan::kNoCores);
    const auto at_offset = of_para->second.find(facts.claim_queue_offset);
    ENSURE(at_offset != of_para->second.end() && !at_offset->second.empty(), NoPlan::kNoCores);
    std::vector<CoreIndex> cores(at_offset->second.begin(), at_offset->second.end());
    out.block_count = facts.block_rate.value_or(static_cast<uint32_t>(cores.size()));
    ENSURE(out.block_count > 0, NoPlan::kNoCores);
    // A selector has a byte, and no core is used without a block.
    cores.resize(std::min({cores.size(), size_t{out.block_count}, size_t{256}}));
    const auto core_count = static_cast<uint32_t>(cores.size());
    for (uint32_t i = 0; i < core_count; ++i) {
        const uint32_t more = i < out.block_count % core_count ? 1 : 0;
        out.cores.push_back({.core = cores[i],
                             .selector = static_cast<uint8_t>(i),
                             .block_count = out.block_count / core_count + more});
    }
    return out;
}

BlockTiming::BlockTiming(uint32_t block_count, uint32_t core_block_count, bool is_last_core_of_slot) noexcept
    : core_block_count_(core_block_count) {
    const bool is_slow = block_count <= 1;
    const bool is_medium = !is_slow && block_count <= 3 && (core_block_count == 1 || core_block_count == block_count);
    shortens_ = is_medium && is_last_core_of_slot;
    skips_last_ = !is_slow && !is_medium && is_last_core_of_slot;
}

uint64_t BlockTiming::duration_ms(uint32_t index, uint64_t left_ms, uint64_t block_time_ms) const noexcept {
    if (index == 0 && core_block_count_ > 1) return left_ms;
    const uint64_t share_ms = left_ms / std::max<uint32_t>(1, core_block_count_ - std::min(index, core_block_count_));
    return std::min(block_time_ms, shortens_ ? share_ms / 2 : share_ms);
}

}  // namespace serinus::collator
