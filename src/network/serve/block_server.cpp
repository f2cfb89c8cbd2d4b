#include "network/serve/block_server.hpp"

namespace serinus::network::serve {

using sync::BlockRequest;
using sync::Direction;

std::optional<Bytes> answer_block_request(BlockSource& source, BytesView encoded) {
    const auto request = sync::decode_block_request(encoded);
    if (!request) return std::nullopt;
    const uint32_t most =
        request->max_blocks == 0 ? kMaxBlocksInAnswer : std::min(request->max_blocks, kMaxBlocksInAnswer);
    std::optional<Hash256> at;
    if (const auto* hash = std::get_if<Hash256>(&request->from)) {
        at = *hash;
    } else {
        at = source.hash_at(std::get<primitives::BlockNumber>(request->from));
    }
    sync::BlockResponseWriter writer;
    for (uint32_t i = 0; at && i < most; ++i) {
        const auto block = source.find(*at, request->fields);
        if (!block) break;
        // A body that is not kept ends the answer: others have it.
        writer.add(*block);
        if (writer.size() >= kMaxAnswerBytes) break;
        const auto parent = source.parent_of(*at);
        if (!parent) break;
        if (request->direction == Direction::kDescending) {
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

void BlockServer::on_request(link::RequestEvent event, Millis now) {
    const auto* received = std::get_if<link::RequestReceived>(&event);
    if (received == nullptr) return;
    const auto answer = answer_block_request(source_, received->content);
    host_.respond(received->request, answer, now);
    if (!answer) host_.report(received->peer, Report::kLie, now);
}

}  // namespace serinus::network::serve
