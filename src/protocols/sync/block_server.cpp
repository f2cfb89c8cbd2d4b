#include "protocols/sync/block_server.hpp"

#include <algorithm>

#include "codec/scale.hpp"

namespace serinus::network::serve {

using sync::BlockRequest;
using sync::Direction;

namespace {

/// In place of all justifications that of GRANDPA, if there is one.
void keep_one_justification(sync::BlockData& block) {
    if (!block.justifications) return;
    const auto all = scale::decode<primitives::Justifications>(*std::exchange(block.justifications, std::nullopt));
    if (!all) return;
    const auto found = std::ranges::find(*all, primitives::kGrandpaEngine, &primitives::Justification::engine);
    if (found != all->end()) block.justification = found->data;
}

}  // namespace

Bytes answer_block_request(BlockSource& source, const BlockRequest& request) {
    const uint32_t most =
        request.max_blocks == 0 ? kMaxBlocksInAnswer : std::min(request.max_blocks, kMaxBlocksInAnswer);
    std::optional<Hash256> at;
    if (const auto* hash = std::get_if<Hash256>(&request.from)) {
        at = *hash;
    } else {
        at = source.hash_at(std::get<primitives::BlockNumber>(request.from));
    }
    sync::BlockResponseWriter writer;
    for (uint32_t i = 0; at && i < most; ++i) {
        auto block = source.find(*at, request.fields);
        if (!block) break;
        if (!request.knows_several_justifications) keep_one_justification(*block);
        // A body that is not kept ends the answer: others have it.
        writer.add(*block);
        if (writer.size() >= kMaxAnswerBytes) break;
        const auto parent = source.parent_of(*at);
        if (!parent) break;
        if (request.direction == Direction::kDescending) {
            at = parent->second == 0 ? std::nullopt : std::optional(parent->first);
        } else {
            const auto next = source.hash_at(parent->second + 1);
            const auto back = next ? source.parent_of(*next) : std::nullopt;
            // The best chain may pass beside a block that was asked for by its hash.
            at = back && back->first == *at ? next : std::nullopt;
        }
    }
    return std::move(writer).take();
}

/// What is remembered of the request; the oldest of the peer's is forgotten for a new one.
BlockServer::Seen& BlockServer::seen(const PeerId& peer, const BlockRequest& request) {
    std::vector<Seen>& all = seen_[peer];
    const auto found = std::ranges::find(all, request, &Seen::request);
    if (found != all.end()) return *found;
    if (all.size() >= options_.max_remembered) all.erase(all.begin());
    return all.emplace_back(Seen{request});
}

void BlockServer::on_peer_gone(const PeerId& peer, Millis) { seen_.erase(peer); }

void BlockServer::on_request(link::RequestEvent event, Millis now) {
    jobs_.on_event(event, now);
    const auto* received = std::get_if<link::RequestReceived>(&event);
    if (received == nullptr) return;
    auto request = sync::decode_block_request(received->content);
    if (!request) return host_.respond(received->request, std::nullopt, now);
    // Requests of the same meaning are equal.
    if (request->max_blocks == 0 || request->max_blocks > kMaxBlocksInAnswer) request->max_blocks = kMaxBlocksInAnswer;
    const PeerId peer = received->peer;
    Seen& one = seen(peer, *request);
    if (one.answered + one.waiting >= options_.max_same && request->fields.body) {
        const bool is_attack = ++one.refused > options_.max_refused;
        host_.respond(received->request, std::nullopt, now);
        if (is_attack) host_.report(peer, kSameBlockRequest, now);
        return;
    }
    ++one.waiting;
    BlockSource* const source = &source_;
    jobs_.add(
        *received, [source, request = *request] { return std::optional(answer_block_request(*source, request)); }, now,
        [this, peer, request = *request](const std::optional<Bytes>& answer, Millis) {
            const auto found = seen_.find(peer);
            if (found == seen_.end()) return;
            Seen& same = seen(peer, request);
            same.waiting -= same.waiting > 0 ? 1 : 0;
            same.answered += answer && !answer->empty() ? 1 : 0;
        });
}

}  // namespace serinus::network::serve
