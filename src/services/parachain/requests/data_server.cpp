#include "services/parachain/requests/data_server.hpp"

namespace serinus::services::paras {

using parachain::AvailableDataRequest;
using parachain::AvailableDataResponse;
using parachain::ChunkRequest;
using parachain::ChunkResponseV1;
using parachain::ChunkResponseV2;
using parachain::ChunkWithoutIndex;
using parachain::NoSuchData;
using parachain::PovRequest;
using parachain::PovResponse;
namespace link = network::link;

namespace {

/// Found, or the word that there is none.
template <class Response, class T>
Bytes response_of(std::optional<T> found) {
    return scale::encode(found ? Response(*std::move(found)) : Response(NoSuchData{}));
}

bool is_decodable(RequestKind kind, BytesView request) {
    switch (kind) {
        case RequestKind::kChunkV1:
        case RequestKind::kChunkV2:
            return scale::decode<ChunkRequest>(request).has_value();
        case RequestKind::kPov:
            return scale::decode<PovRequest>(request).has_value();
        default:
            return scale::decode<AvailableDataRequest>(request).has_value();
    }
}

}  // namespace

std::optional<Bytes> answer_data_request(RequestKind kind, BytesView request, AvailableSource& source) {
    if (kind == RequestKind::kChunkV1 || kind == RequestKind::kChunkV2) {
        const auto asked = scale::decode<ChunkRequest>(request);
        if (!asked) return std::nullopt;
        auto chunk = source.find_chunk(asked->candidate_hash, asked->validator);
        if (kind == RequestKind::kChunkV2) return response_of<ChunkResponseV2>(std::move(chunk));
        // The asker takes the chunk for that of the validator's own index: of another one nothing is said.
        if (!chunk || chunk->index != asked->validator._0) return scale::encode(ChunkResponseV1(NoSuchData{}));
        return scale::encode(ChunkResponseV1(ChunkWithoutIndex{std::move(chunk->chunk), std::move(chunk->proof)}));
    }
    if (kind == RequestKind::kPov) {
        const auto asked = scale::decode<PovRequest>(request);
        if (!asked) return std::nullopt;
        auto data = source.find_data(asked->candidate_hash);
        if (!data) return scale::encode(PovResponse(NoSuchData{}));
        return scale::encode(PovResponse(std::move(data->pov)));
    }
    const auto asked = scale::decode<AvailableDataRequest>(request);
    if (!asked) return std::nullopt;
    return response_of<AvailableDataResponse>(source.find_data(asked->candidate_hash));
}

DataServer::DataServer(network::Host& host, AvailableSource& source, network::serve::JobRunner& runner,
                       const RequestProtocols& protocols)
    : host_(host), source_(source), jobs_(host, runner, {.max_running = 4, .max_waiting = 200}) {
    for (const RequestKind kind : kKinds) kinds_.emplace(protocols.at(kind), kind);
}

void DataServer::on_request(link::RequestEvent event, Millis now) {
    jobs_.on_event(event, now);
    const auto* received = std::get_if<link::RequestReceived>(&event);
    if (received == nullptr) return;
    const RequestKind kind = kinds_.at(received->protocol);
    if (!is_decodable(kind, received->content)) {
        ++figures_.refused;
        host_.respond(received->request, std::nullopt, now);
        return host_.report(received->peer, kUndecodableRequest, now);
    }
    AvailableSource* const source = &source_;
    jobs_.add(
        *received, [source, kind, content = received->content] { return answer_data_request(kind, content, *source); },
        now, [this](const std::optional<Bytes>& answer, Millis) { ++(answer ? figures_.answered : figures_.refused); });
}

}  // namespace serinus::services::paras
