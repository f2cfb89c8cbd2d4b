#include "parachain/availability/serving.hpp"

namespace serinus::parachain {
namespace {

template <class Request, class Response>
std::optional<Bytes> respond_to(RequestKind kind, BytesView bytes, const AvailableStore& store,
                                Response (*respond)(const Request&, const AvailableStore&)) {
    const auto request = scale::decode<Request>(bytes);
    if (!request) return std::nullopt;
    Bytes out = scale::encode(respond(request.value(), store));
    if (out.size() > request_protocol(kind).max_response_size) return scale::encode(Response{NoSuchData{}});
    return out;
}

}  // namespace

ChunkResponseV1 answer_chunk_v1(const ChunkRequest& request, const AvailableStore& store) {
    auto chunk = store.find_chunk(request.candidate_hash, request.validator);
    if (!chunk) return NoSuchData{};
    return ChunkWithoutIndex{std::move(chunk->chunk), std::move(chunk->proof)};
}

ChunkResponseV2 answer_chunk_v2(const ChunkRequest& request, const AvailableStore& store) {
    auto chunk = store.find_chunk(request.candidate_hash, request.validator);
    if (!chunk) return NoSuchData{};
    return *std::move(chunk);
}

PovResponse answer_pov(const PovRequest& request, const AvailableStore& store) {
    auto data = store.find_data(request.candidate_hash);
    if (!data) return NoSuchData{};
    return std::move(data->pov);
}

AvailableDataResponse answer_available_data(const AvailableDataRequest& request, const AvailableStore& store) {
    auto data = store.find_data(request.candidate_hash);
    if (!data) return NoSuchData{};
    return *std::move(data);
}

std::optional<Bytes> answer_from_store(RequestKind kind, BytesView request, const AvailableStore& store) {
    switch (kind) {
        case RequestKind::kChunkV1:
            return respond_to(kind, request, store, answer_chunk_v1);
        case RequestKind::kChunkV2:
            return respond_to(kind, request, store, answer_chunk_v2);
        case RequestKind::kPov:
            return respond_to(kind, request, store, answer_pov);
        case RequestKind::kAvailableData:
            return respond_to(kind, request, store, answer_available_data);
        default:
            return std::nullopt;
    }
}

}  // namespace serinus::parachain
