/// Answers to requests for chunks, proofs and data of candidates: anybody may ask, and gets what is stored.
/// Observed: polkadot-availability-distribution 36.0.0, responder.rs; polkadot-availability-recovery 36.0.0.
///
/// A requester over `req_chunk/1` takes the chunk for that of the validator's own index; where chunks are shared out
/// by core the asker's check tells it otherwise.
#pragma once

#include "parachain/wire/protocols.hpp"
#include "parachain/wire/requests.hpp"

namespace serinus::parachain {

/// What is stored of candidates.
class AvailableStore {
  public:
    virtual ~AvailableStore() = default;
    virtual std::optional<ErasureChunk> find_chunk(const CandidateHash& candidate, ValidatorIndex validator) const = 0;
    virtual std::optional<AvailableData> find_data(const CandidateHash& candidate) const = 0;
};

ChunkResponseV1 answer_chunk_v1(const ChunkRequest& request, const AvailableStore& store);
ChunkResponseV2 answer_chunk_v2(const ChunkRequest& request, const AvailableStore& store);
PovResponse answer_pov(const PovRequest& request, const AvailableStore& store);
AvailableDataResponse answer_available_data(const AvailableDataRequest& request, const AvailableStore& store);

/// The encoded response to an encoded request of one of these four kinds. nullopt: the request does not decode, which
/// costs the peer kCostMajor. Responses whose size exceeds the protocol's are answered as if there were no data.
std::optional<Bytes> answer_from_store(RequestKind kind, BytesView request, const AvailableStore& store);

}  // namespace serinus::parachain
