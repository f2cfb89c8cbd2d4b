#include "authorship/demand_sealing.hpp"

#include "authorship/slots_sealing.hpp"
#include "base/hex.hpp"

namespace serinus::authorship {

using chain::BlockId;
using chain::ChainError;

namespace {

/// Ours. How many slots are tried: with one key in a thousand and no secondary slots, one in 3500 slots is ours.
constexpr Slot kSlotsToTry = 100'000;
/// Observed: the proposer of the reference's manual sealing has ten seconds.
constexpr uint64_t kProposalMs = 10'000;

}  // namespace

Result<std::unique_ptr<DemandSealer>, std::string> DemandSealer::make(chain::Client& client, Author& author,
                                                                      SlotEngine& engine,
                                                                      platform::Scheduler& scheduler, Options options) {
    std::unique_ptr<DemandSealer> sealer(new DemandSealer(client, author, engine, scheduler, options));
    const auto found = sealer->find_highest_slot();
    if (!found) return Err(found.error().reason);
    return sealer;
}

Result<void, ChainError> DemandSealer::find_highest_slot() {
    TRY_ASSIGN(highest_, load_last_authored(*client_));
    for (const BlockId& leaf : client_->leaves()) {
        TRY_ASSIGN(const auto header, client_->find_header(leaf.hash));
        if (header == nullptr) continue;
        highest_ = std::max(highest_, engine_->slot_of(*header).value_or(0));
    }
    return {};
}

Result<BlockId, SealError> DemandSealer::parent_of(const SealRequest& request) {
    if (!request.parent) return client_->best();
    const auto header = client_->find_header(*request.parent);
    if (!header) return Err(seal_error(seal_code::kUnknown, header.error().reason));
    if (*header == nullptr) {
        return Err(seal_error(seal_code::kBlockNotFound, to_hex_prefixed(request.parent->bytes)));
    }
    return BlockId{*request.parent, (*header)->number};
}

Result<SlotClaim, SealError> DemandSealer::next_claim(const BlockId& parent, std::optional<uint64_t> timestamp_ms) {
    const auto header = client_->find_header(parent.hash);
    if (!header) return Err(seal_error(seal_code::kUnknown, header.error().reason));
    const Slot parent_slot = *header == nullptr ? 0 : engine_->slot_of(**header).value_or(0);
    const Slot wanted = timestamp_ms.value_or(scheduler_->unix_now_ms()) / engine_->slot_duration_ms();
    const Slot next = std::max(highest_, parent_slot) + 1;
    if (timestamp_ms && wanted < next) {
        return Err(seal_error(seal_code::kConsensus, "the chain is at a later time, and time only goes forward"));
    }
    const Slot first = std::max(wanted, next);
    for (Slot slot = first; slot < first + kSlotsToTry; ++slot) {
        auto claim = engine_->claim(parent, slot);
        if (!claim) return Err(seal_error(seal_code::kConsensus, claim.error().reason));
        if (*claim) return **std::move(claim);
        if (!engine_->has_keys()) break;
    }
    return Err(seal_error(seal_code::kConsensus,
                          "none of this node's keys may author a block: it needs the key of one of the chain's "
                          "authorities, such as --alice has on development chains"));
}

Result<BlockRequest, SealError> DemandSealer::block_request(const SealRequest& request) {
    TRY_ASSIGN(const BlockId parent, parent_of(request));
    const auto wanted_ms =
        request.development == nullptr ? std::optional<uint64_t>() : request.development->timestamp_ms;
    TRY_ASSIGN(SlotClaim claim, next_claim(parent, wanted_ms));
    const Slot slot = claim.slot;
    if (parent != client_->best()) {
        const auto saved = save_last_authored(*client_, slot);
        if (!saved) return Err(seal_error(seal_code::kUnknown, saved.error().reason));
    }
    const uint64_t slot_ms = engine_->slot_duration_ms();
    const uint64_t now = wanted_ms.value_or(scheduler_->unix_now_ms());
    return BlockRequest{.parent = parent,
                        .claim = std::move(claim),
                        .timestamp_ms = now / slot_ms == slot ? now : slot * slot_ms,
                        .duration_ms = kProposalMs,
                        .block_size_limit = options_.block_size_limit,
                        .create_empty = request.create_empty,
                        .development = request.development};
}

DemandSealer::Outcome DemandSealer::complete(const SealRequest& request, Slot slot, const Author::Outcome& authored) {
    if (!authored) return Err(authored.error());
    highest_ = std::max(highest_, slot);
    const Author::Authored out = **authored;  // a block on demand is never discarded
    const bool by_itself = options_.finalize_each && client_->best() == out.block;
    if (request.finalize || by_itself) TRY(finalize(out.block.hash, std::nullopt));
    return out;
}

void DemandSealer::seal(const SealRequest& request, Callback callback) {
    auto block = block_request(request);
    if (!block) return callback(Err(block.error()));
    const Slot slot = block->claim.slot;
    author_->author_block(*std::move(block), [this, request, slot,
                                              callback = std::move(callback)](const Author::Outcome& authored) mutable {
        callback(complete(request, slot, authored));
    });
}

Result<bool, SealError> DemandSealer::finalize(const Hash256& block,
                                               std::optional<primitives::Justification> justification) {
    const auto header = client_->find_header(block);
    if (!header) return Err(seal_error(seal_code::kBlockchain, header.error().reason));
    if (*header == nullptr) {
        return Err(seal_error(seal_code::kBlockchain,
                              "UnknownBlock: Expect block number from id: " + to_hex_prefixed(block.bytes)));
    }
    const auto done = client_->finalize(block, std::move(justification));
    if (!done) return Err(seal_error(seal_code::kBlockchain, done.error().reason));
    if (!*done) {
        return Err(seal_error(seal_code::kBlockchain, "Potential long-range attack: block not in finalized chain."));
    }
    return true;
}

}  // namespace serinus::authorship
