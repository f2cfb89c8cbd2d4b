#include "services/parachain/availability/availability.hpp"

#include "base/hex.hpp"
#include "platform/log.hpp"

namespace serinus::services::paras {

using parachain::BlockNumber;
using parachain::ChunkFetching;
using parachain::ChunkResponseV1;
using parachain::ChunkResponseV2;
using parachain::ChunkTarget;
using parachain::ChunkWithoutIndex;
using polkadot_primitives::v5::CoreState;
using runtime_api::parachain_host::CandidateEvent;

namespace {

constexpr const char* kAvailabilityLog = "parachain::availability";

/// What a validator has answered; over the older protocol a chunk has the index of the validator that asked for it.
std::optional<ErasureChunk> chunk_of(RequestKind spoken, const std::optional<Bytes>& answer, ValidatorIndex own) {
    if (!answer) return std::nullopt;
    if (spoken == RequestKind::kChunkV1) {
        auto response = scale::decode<ChunkResponseV1>(*answer);
        if (!response || !std::holds_alternative<ChunkWithoutIndex>(*response)) return std::nullopt;
        auto& found = std::get<ChunkWithoutIndex>(*response);
        return ErasureChunk{.chunk = std::move(found.chunk), .index = own._0, .proof = std::move(found.proof)};
    }
    auto response = scale::decode<ChunkResponseV2>(*answer);
    if (!response || !std::holds_alternative<ErasureChunk>(*response)) return std::nullopt;
    return std::get<ErasureChunk>(*std::move(response));
}

}  // namespace

void Availability::check(const AvailabilityStore::Status& status) const {
    if (!status) log::error(kAvailabilityLog, "The store of availability: " + status.error());
}

void Availability::plan_pruning() {
    (void)environment_.lane.post_after(kPruneMs, [this] {
        prune();
        plan_pruning();
    });
}

void Availability::prune() {
    const auto pruned = environment_.store.prune(now_s());
    if (!pruned) return check(Err(pruned.error()));
    // Others first: after a night without this node there may be many.
    if (*pruned) (void)environment_.lane.post_always([this] { prune(); });
}

void Availability::on_leaf(const RelayState& leaf) {
    note_blocks_up_to(leaf);
    fetch(leaf);
}

void Availability::on_leaf_gone(const Hash256& leaf) {
    for (auto& [session, fetching] : fetching_) fetching.deactivate(leaf);
}

void Availability::on_finalized(const ActiveLeaves::Leaf& block) {
    check(environment_.store.on_finalized(
        block.number, [&](BlockNumber number) { return environment_.chain.find_final(number); }, now_s()));
    finalized_ = block.number;
    std::erase_if(noted_, [&](const auto& one) { return one.second < block.number; });
}

/// The leaf, and blocks before it that were not seen as leaves: of a node that comes late, or of a reorganisation.
void Availability::note_blocks_up_to(const RelayState& leaf) {
    std::vector<std::pair<Hash256, BlockNumber>> blocks = {{leaf.hash, leaf.number}};
    Hash256 next = leaf.parent;
    while (blocks.size() < kMaxCatchUp && !noted_.contains(next)) {
        const auto header = environment_.headers.find_header(next);
        if (header == nullptr || header->number.value == 0) break;
        blocks.emplace_back(next, header->number.value);
        next = header->parent_hash;
    }
    for (auto block = blocks.rbegin(); block != blocks.rend(); ++block) {
        if (noted_.contains(block->first)) continue;
        const bool is_noted = note_events(block->first, block->second, leaf.session->validators.size());
        // Again at the next leaf, with those above it, as their order counts. The state of a final block may be gone.
        if (!is_noted && block->second > finalized_) return;
        noted_.emplace(block->first, block->second);
    }
}

bool Availability::note_events(const Hash256& block, BlockNumber number, size_t validators) {
    const auto events = environment_.states.events(block);
    if (!events) {
        log::debug(kAvailabilityLog, [&] { return "Events of a block are not known: " + events.error().reason; });
        return false;
    }
    for (const CandidateEvent& event : *events) {
        if (const auto* backed = std::get_if<CandidateEvent::Backed>(&event.v)) {
            ++figures_.backed;
            check(environment_.store.on_backed(backed->receipt.hash(), validators, now_s()));
        } else if (const auto* included = std::get_if<CandidateEvent::Included>(&event.v)) {
            ++figures_.included;
            check(environment_.store.on_included(included->receipt.hash(), number, block));
        }
    }
    return true;
}

std::vector<ChunkTarget> Availability::targets_at(const RelayState& leaf) const {
    std::vector<ChunkTarget> out;
    for (size_t core = 0; core < leaf.cores.size(); ++core) {
        const auto* state = std::get_if<CoreState::Occupied>(&leaf.cores[core].v);
        if (state == nullptr) continue;
        const auto& occupied = state->_0;
        const auto chunk = leaf.session->own_chunk(CoreIndex{static_cast<uint32_t>(core)});
        const size_t group = occupied.group_responsible._0;
        if (!chunk || group >= leaf.groups.size()) continue;
        if (environment_.store.has_chunk(occupied.candidate_hash, *leaf.session->own)) continue;
        out.push_back({.candidate = occupied.candidate_hash,
                       .erasure_root = occupied.candidate_descriptor.erasure_root,
                       .group = leaf.groups[group],
                       .chunk_index = *chunk});
    }
    return out;
}

void Availability::fetch(const RelayState& leaf) {
    if (!leaf.session->own) return;
    std::vector<ChunkTarget> targets = targets_at(leaf);
    const size_t ancestors = std::min(leaf.ancestors.size(), parachain::kChunkFetchAncestors);
    for (size_t i = 0; i < ancestors; ++i) {
        const auto ancestor = environment_.states.at(leaf.ancestors[i]);
        if (!ancestor || (*ancestor)->session_index != leaf.session_index) continue;
        for (ChunkTarget& target : targets_at(**ancestor)) targets.push_back(std::move(target));
    }
    while (fetching_.size() > 2) fetching_.erase(fetching_.begin());
    ChunkFetching& fetching =
        fetching_.try_emplace(leaf.session_index, ChunkFetching(*leaf.session->own)).first->second;
    ChunkFetching::Effects effects;
    fetching.activate(leaf.hash, targets, environment_.scheduler.random_array<32>(), effects);
    carry_out(leaf.session, effects);
}

void Availability::carry_out(const std::shared_ptr<const Session>& session, ChunkFetching::Effects& effects) {
    using Effect = ChunkFetching::Effect;
    for (const Effect& effect : effects) {
        if (const auto* ask = std::get_if<Effect::Request>(&effect.v)) {
            request(session, *ask);
        } else if (const auto* store = std::get_if<Effect::Store>(&effect.v)) {
            ++figures_.fetched;
            check(environment_.store.put_chunk(store->candidate, *session->own, store->chunk));
            environment_.timelines.note_once(store->candidate, CandidateStep::kChunkKept);
        } else {
            const auto& failed = std::get<Effect::Failed>(effect.v);
            figures_.failed += failed.members.size();
            log::debug(kAvailabilityLog, [&] {
                return std::to_string(failed.members.size()) + " backers did not give this validator's chunk of " +
                       to_hex_prefixed(failed.candidate._0.bytes);
            });
        }
    }
}

void Availability::request(const std::shared_ptr<const Session>& session,
                           const ChunkFetching::Effect::Request& effect) {
    const auto on_answer = [this, session, candidate = effect.request.candidate_hash](
                               RequestKind spoken, const std::optional<Bytes>& answer) {
        const auto fetching = fetching_.find(session->index);
        if (fetching == fetching_.end()) return;
        ChunkFetching::Effects effects;
        fetching->second.on_response(candidate, chunk_of(spoken, answer, *session->own), effects);
        carry_out(session, effects);
    };
    const size_t target = effect.target._0;
    const auto peer = target < session->discovery_keys.size()
                          ? environment_.authorities.find_peer(session->discovery_keys[target])
                          : std::nullopt;
    if (!peer) {
        // Later, as the core is in the middle of an input.
        (void)environment_.lane.post_always([on_answer] { on_answer(RequestKind::kChunkV2, std::nullopt); });
        return;
    }
    environment_.outlets.request(*peer, RequestKind::kChunkV2, scale::encode(effect.request), RequestKind::kChunkV1,
                                 on_answer);
}

}  // namespace serinus::services::paras
