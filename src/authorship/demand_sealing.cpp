#include "authorship/demand_sealing.hpp"

#include "authorship/slots_sealing.hpp"
#include "base/hex.hpp"
#include "codec/scale.hpp"
#include "hashing/hashing.hpp"

namespace serinus::authorship {

using chain::BlockId;
using chain::ChainError;

namespace {

/// Ours. How many slots are tried: with one key in a thousand and no secondary slots, one in 3500 slots is ours.
constexpr Slot kSlotsToTry = 100'000;
/// Observed: polkadot-stable2407: the proposer of its manual sealing has ten seconds.
constexpr uint64_t kProposalMs = 10'000;

}  // namespace

Result<std::unique_ptr<DemandSealer>, std::string> DemandSealer::make(chain::Client& client, Author& author,
                                                                      SlotEngine& engine,
                                                                      platform::Scheduler& scheduler,
                                                                      DemandSealerOptions options) {
    std::unique_ptr<DemandSealer> sealer(new DemandSealer(client, author, engine, scheduler, options));
    if (options.may_repeat_slots) return sealer;
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

/// Of the runtime's clock, Timestamp.Now; 0: it has none, as at a genesis.
Result<uint64_t, ChainError> DemandSealer::time_of(const Hash256& block) {
    const Bytes key = concat(hashing::twox_128(as_bytes("Timestamp")), hashing::twox_128(as_bytes("Now")));
    TRY_ASSIGN(const auto state, client_->state_of(block));
    const auto value = state->get(state::Area::top(), key);
    if (!value) return Err(chain::from(value.error()));
    if (!*value) return uint64_t{0};
    return scale::decode<uint64_t>(**value).value_or(0);
}

/// The first slot from this one on that one of our keys wins.
Result<SlotClaim, SealError> DemandSealer::claim_from(const BlockId& parent, Slot first) {
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

Result<DemandSealer::Moment, SealError> DemandSealer::next_moment(const BlockId& parent,
                                                                  std::optional<uint64_t> wanted_ms) {
    const auto failed = [](const ChainError& error) { return Err(seal_error(seal_code::kUnknown, error.reason)); };
    const auto header = client_->find_header(parent.hash);
    if (!header) return failed(header.error());
    const uint64_t slot_ms = engine_->slot_duration_ms();
    uint64_t parent_ms = 0;
    if (options_.may_repeat_slots || !options_.follows_clock) {
        const auto time = time_of(parent.hash);
        if (!time) return failed(time.error());
        parent_ms = *time;
    }
    const Slot parent_slot = *header == nullptr ? 0 : engine_->slot_of(**header).value_or(parent_ms / slot_ms);
    const Slot next = (options_.may_repeat_slots ? parent_slot : std::max(highest_, parent_slot)) + 1;
    const uint64_t now_ms = options_.follows_clock || parent_ms == 0 ? scheduler_->unix_now_ms() : parent_ms + slot_ms;
    const uint64_t time_ms = wanted_ms.value_or(now_ms);
    if (wanted_ms && time_ms / slot_ms < next) {
        return Err(seal_error(seal_code::kConsensus, "the chain is at a later time, and time only goes forward"));
    }
    Moment out{TRY(claim_from(parent, std::max(time_ms / slot_ms, next))), time_ms};
    if (time_ms / slot_ms != out.claim.slot) out.timestamp_ms = out.claim.slot * slot_ms;
    return out;
}

Result<BlockRequest, SealError> DemandSealer::block_request(const SealRequest& request) {
    TRY_ASSIGN(const BlockId parent, parent_of(request));
    const auto wanted_ms =
        request.development == nullptr ? std::optional<uint64_t>() : request.development->timestamp_ms;
    TRY_ASSIGN(Moment moment, next_moment(parent, wanted_ms));
    const Slot slot = moment.claim.slot;
    if (parent != client_->best() && !options_.may_repeat_slots) {
        const auto saved = save_last_authored(*client_, slot);
        if (!saved) return Err(seal_error(seal_code::kUnknown, saved.error().reason));
    }
    const bool is_given = request.development != nullptr && request.development->transactions;
    return BlockRequest{.parent = parent,
                        .claim = std::move(moment.claim),
                        .timestamp_ms = moment.timestamp_ms,
                        .duration_ms = options_.has_time_limit && !is_given ? kProposalMs : kNoTimeLimit,
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
