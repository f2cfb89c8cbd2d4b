/// Requests for a range of a state and their answers, as they stand on the protocol state/2.
/// Spec: sect-msg-state-request
/// Observed: polkadot-stable2407, api.v1.proto
#pragma once

#include "libp2p/wire/protobuf.hpp"
#include "state/range_proof.hpp"

namespace serinus::network::sync {

struct StateRequest {
    Hash256 block;
    std::vector<Bytes> start;  ///< as state::RangeStart; at most state::kMaxRangeLevels
    bool no_proof = false;     ///< entries alone are wanted

    friend bool operator==(const StateRequest&, const StateRequest&) = default;
};

Bytes encode(const StateRequest& request);
/// Errors: kMissingField without a block; kBadValue for one that is no hash, and for too many levels.
Result<StateRequest, wire::ProtobufError> decode_state_request(BytesView encoded);

Bytes encode_state_answer(const trie::CompactProof& proof);
Bytes encode_state_answer(const state::RangeEntries& entries);

enum class StateAnswerError : uint8_t {
    kMalformed,
    kNoProof,  ///< the other side does not have the state
};
/// The bytes of the compact proof within an answer, not decoded further.
Result<BytesView, StateAnswerError> find_state_proof(BytesView encoded);
/// The items of the compact proof. Bounded by the size of the answer.
Result<trie::CompactProof, StateAnswerError> decode_state_proof(BytesView encoded);

}  // namespace serinus::network::sync
